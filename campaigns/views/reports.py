"""A unit's report: its page, the check before sending, the moves, corrections by the office."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from campaigns import rules
from campaigns.checks import hard_errors
from campaigns.enums import HANDED_IN
from campaigns.filling_forms import AnswerForm, CorrectForm, SendForm
from campaigns.locks import is_locked, open_exception
from campaigns.models import Element
from campaigns.people import signers_of
from campaigns.progress import items_of, tasks_of
from campaigns.reading import read
from campaigns.reports_shown import history_of, last_return, sent_element, sent_sections
from campaigns.services.answering import (
    MOVES,
    Incomplete,
    Unconfirmed,
    checks_before_sending,
    correct_value,
    send_report,
)
from campaigns.services.filling import save_values
from campaigns.versions import changes_since_accepted, counting, latest_version
from campaigns.views.filling import ReportPage, WritingPage
from campaigns.workflow import EDGES, actions_for
from core.dates import today
from core.errors import Refused, Stale
from core.views import require

ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối sửa số liệu của báo cáo đã duyệt.")


class UnitReportView(ReportPage, DetailView):
    """The report: tasks for those who fill it in, what was sent for everybody who sees it, the answer beside."""

    template_name = "campaigns/report_detail.html"

    def get_context_data(self, **kwargs):
        """Add what this person may read and do."""
        user, report = self.request.user, self.object
        locked = is_locked(report)
        writes = rules.may_write(user, report) and not locked
        version = latest_version(report)
        late = changes_since_accepted(report)
        context = {
            "locked": locked,
            "exception": open_exception(report, today()) if today() > report.campaign.lock_on else None,
            "is_overdue": report.first_sent_at is None and today() > report.campaign.due_on,
            "reads_draft": rules.may_read_draft(user, report),
            "writes": writes,
            "actions": actions_for(report, user),
            "answer_form": AnswerForm(initial={"version": report.version}),
            "returned": last_return(report),
            "version": version,
            "versions": list(report.versions.select_related("sent_by")),
            "sent_sections": sent_sections(report, version) if version else [],
            "may_correct": rules.may_correct(user, report),
            "late_changes": late,
            "history": history_of(report),
        }
        if writes:
            context |= self._tasks(report)
        return super().get_context_data(**(context | kwargs))

    def _tasks(self, report) -> dict:
        filled = read(report)
        tasks = tasks_of(filled)
        return {
            "tasks": tasks,
            "tasks_done": sum(one.is_complete for one in tasks),
            "missing": [item for one in tasks for item in one.missing],
            "files": filled.files,
            "signers": [] if self.request.user.may_sign else signers_of(report),
        }


class MoveView(UnitReportView):
    """Make one move; what was written with it is kept where it is refused."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Move by the service, or show the page again with the reason."""
        self.object = report = self.get_object()
        action, form = request.POST.get("action", ""), AnswerForm(request.POST)
        if action not in MOVES:
            raise Http404
        if form.is_valid():
            typed = form.cleaned_data
            try:
                MOVES[action](actor=request.user, report_id=report.pk, note=typed["note"], version=typed["version"])
            except Refused as error:
                form.take_refusal(error)
                self.object = self.get_object()
                form.look_again(self.object.version)
            else:
                messages.success(request, EDGES[action].done)
                return redirect(report)
        return self.render_to_response(self.get_context_data(answer_form=form))


class CheckView(WritingPage, DetailView):
    """Everything that was typed, what blocks sending, what looks odd and must be confirmed; then sending."""

    template_name = "campaigns/report_check.html"

    @cached_property
    def problems(self) -> list:
        """What blocks sending."""
        return hard_errors(self.filled)

    @cached_property
    def checks(self) -> list:
        """What looks odd."""
        return [] if self.problems else checks_before_sending(self.filled, self.request.user)

    def make_form(self, data=None) -> SendForm:
        """Return the form of what looks odd."""
        return SendForm(data, checks=self.checks, filled=self.filled)

    def get_context_data(self, **kwargs):
        """Add the form, what is missing and who may sign."""
        report, user = self.object, self.request.user
        extra = {
            "form": kwargs.get("form") or self.make_form(),
            "filled_sections": [_shown(one, self.filled) for one in self.filled.sections],
            "files": self.filled.files,
            "lacking": items_of(report, self.problems),
            "signers": [] if user.may_sign else signers_of(report),
            "is_overdue": today() > report.campaign.due_on,
        }
        return super().get_context_data(**(extra | kwargs))

    def post(self, request, *_args, **_kwargs):
        """Store explanations, or send; a second press of the button finds the report sent."""
        report = super(WritingPage, self).get_object()
        if report.state in HANDED_IN and rules.is_reporter(request.user, report):
            messages.info(request, _("Báo cáo đã được gửi trước đó; không gửi thêm lần nữa."))
            return redirect(report)
        self.object = self.get_object()
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return self._explain(form) if request.POST.get("then") == "explain" else self._send(form)

    def _send(self, form: SendForm):
        try:
            sent = send_report(
                actor=self.request.user,
                report_id=self.object.pk,
                confirmed=form.confirmed,
                notes=form.notes,
                version=form.cleaned_data["version"],
            )
        except Stale as error:
            return self._look_again(error)
        except (Incomplete, Unconfirmed) as error:
            form.take_refusal(error)
            form.name_unconfirmed(getattr(error, "checks", []))
            return self.render_to_response(self.get_context_data(form=form))
        except Refused as error:
            messages.warning(self.request, str(error))
            return redirect(self.object)
        text = _("Đã gửi báo cáo (bản %(number)s) cho Văn phòng Điều phối.")
        messages.success(self.request, text % {"number": sent.number})
        return redirect(self.object)

    def _look_again(self, error: Stale):
        """Show the page with the numbers of now: what was confirmed is not, explanations stay as typed."""
        self.object = super(WritingPage, self).get_object()
        for name in ("filled", "tasks", "problems", "checks"):
            self.__dict__.pop(name, None)
        data = self.request.POST.copy()
        for name in [one for one in data if one.startswith("ok_")]:
            del data[name]
        data["version"] = str(self.object.version)
        form = self.make_form(data)
        form.take_refusal(error)
        return self.render_to_response(self.get_context_data(form=form))

    def _explain(self, form: SendForm):
        try:
            save_values(actor=self.request.user, report_id=self.object.pk, values={}, notes=form.notes)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(self.request, _("Đã lưu giải thích."))
        return redirect(self.request.path)


class CorrectView(ReportPage, DetailView):
    """The office corrects one number of an accepted report."""

    template_name = "campaigns/report_correct.html"

    def get_object(self, queryset=None):
        """Return the report; what is not the person's to correct is refused."""
        report = super().get_object(queryset)
        require(rules.may_manage_campaigns(self.request.user), ONLY_OFFICE)
        if not rules.may_correct(self.request.user, report):
            raise PermissionDenied(_("Chỉ sửa số của báo cáo đã duyệt. Hãy mở lại trang của báo cáo."))
        return report

    @cached_property
    def element(self) -> Element:
        """The element to correct, where the version that counts has it."""
        found = sent_element(self.object, self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def counting(self):
        """What counts now."""
        rows = self.object.corrections.select_related("element").order_by("made_at", "pk")
        return counting(latest_version(self.object), rows)[self.element.code]

    def make_form(self, data=None) -> CorrectForm:
        """Return the form."""
        form = CorrectForm(data, element=self.element, counting=self.counting)
        form.fields["version"].initial = self.object.version
        return form

    def get_context_data(self, **kwargs):
        """Add the form and what was corrected of this number before."""
        rows = self.object.corrections.filter(element=self.element).select_related("made_by")
        extra = {
            "form": kwargs.get("form") or self.make_form(),
            "element": self.element,
            "counting": self.counting,
            "earlier": list(rows),
        }
        return super().get_context_data(**(extra | kwargs))

    def post(self, request, *_args, **_kwargs):
        """Correct by the service, or show the form again."""
        self.object = report = self.get_object()
        form = self.make_form(request.POST)
        if form.is_valid():
            typed = form.cleaned_data
            try:
                correct_value(
                    actor=request.user,
                    report_id=report.pk,
                    code=self.element.code,
                    value=typed["value"],
                    reason=typed["reason"],
                    version=typed["version"],
                )
            except Stale as error:
                self.object.refresh_from_db()
                self.__dict__.pop("counting", None)
                form.take_stale(error, self.object)
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã sửa “%(name)s” và thông báo cho đơn vị.") % {"name": self.element})
                return redirect(report)
        return self.render_to_response(self.get_context_data(form=form))


def _shown(asked, filled) -> dict:
    rows = [(one, filled.values.get(one.code)) for one in asked.elements]
    return {"asked": asked, "rows": rows, "text": filled.text_of(asked.section.pk)}
