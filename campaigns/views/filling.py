"""Pages on which a unit fills in its report: the list of tasks, a page for each section, files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import BaseDetailView, SingleObjectMixin

from campaigns import rules
from campaigns.asked import AskedSection
from campaigns.filling_forms import AttachmentForm, NarrativeForm, NumbersForm, name_of
from campaigns.locks import is_locked
from campaigns.merging import read_token
from campaigns.models import Attachment, UnitReport
from campaigns.prefill import LastPeriod, counted_for, last_period
from campaigns.progress import Task, tasks_of
from campaigns.reading import Filled, read
from campaigns.services.filling import Conflict, add_attachment, remove_attachment, save_narrative, save_values
from core.dates import format_date, format_datetime
from core.downloads import file_response
from core.errors import Refused
from core.numbers import format_number
from core.views import ScopedQuerysetMixin, require

AUTOSAVE = "X-Autosave"
NOT_YOURS = gettext_lazy("Báo cáo do cán bộ của đơn vị nhập khi chưa gửi hoặc bị trả lại. Bạn xem được trang báo cáo.")


class ReportPage(ScopedQuerysetMixin):
    """What the pages share: the report with its campaign."""

    model = UnitReport
    context_object_name = "report"

    def get_queryset(self):
        """Read the campaign and who sent."""
        rows = super().get_queryset()
        return rows.select_related("campaign__form", "unit", "sent_by", "accepted_by")


class WritingPage(ReportPage):
    """A page on which the unit writes: while it may, and while the campaign takes it."""

    def get_object(self, queryset=None):
        """Return the report; out of scope is 404 before it is a refusal."""
        report = super().get_object(queryset)
        require(rules.may_write(self.request.user, report), NOT_YOURS)
        text = _("Đợt báo cáo đã khoá sau ngày %(day)s. Nếu cần sửa, hãy đề nghị Văn phòng Điều phối mở ngoại lệ.")
        require(not is_locked(report), text % {"day": format_date(report.campaign.lock_on)})
        return report

    @cached_property
    def filled(self) -> Filled:
        """The report as it is stored."""
        return read(self.object)

    @cached_property
    def tasks(self) -> list[Task]:
        """Its sections."""
        return tasks_of(self.filled)

    def get_context_data(self, **kwargs):
        """Add the list of sections."""
        return super().get_context_data(**({"sections": self.tasks, "section_key": None} | kwargs))


class SectionView(WritingPage, DetailView):
    """One section as a form. Saving needs no script; with one it goes by itself."""

    def get_template_names(self):
        """Numbers are a table, words a page of text."""
        kind = "narrative" if self.asked.is_narrative else "numbers"
        return [f"campaigns/report_{kind}.html"]

    @cached_property
    def asked(self) -> AskedSection:
        """The section of this page, where the unit is asked for it."""
        found = self.filled.section(self.kwargs["section"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def last(self) -> LastPeriod:
        """What the unit sent in the period before."""
        return last_period(self.object)

    @cached_property
    def counted(self) -> dict:
        """What the portal counts for the elements of the section."""
        return counted_for(self.object, self.asked.elements, self.request.user)

    def make_form(self, data: QueryDict | None = None):
        """Return the form of the section."""
        if self.asked.is_narrative:
            return NarrativeForm(data, asked=self.asked, filled=self.filled)
        return NumbersForm(data, asked=self.asked, filled=self.filled, last=self.last, counted=self.counted)

    def get_context_data(self, **kwargs):
        """Add the form, the last period and the way on."""
        key = self.asked.section.narrative
        extra = {
            "asked": self.asked,
            "section_key": self.asked.section.pk,
            "task": next(one for one in self.tasks if one.key == self.asked.section.pk),
            "last_text": self.last.texts.get(key, ""),
            "last_campaign": self.last.campaign_of(key),
            "form": kwargs.get("form") or self.make_form(),
        }
        return super().get_context_data(**(extra | kwargs))

    def post(self, request, *_args, **_kwargs):
        """Save what was typed; what another officer saved meanwhile is shown beside it."""
        self.object = self.get_object()
        form = self.make_form(self._with_taken(request.POST))
        if not form.is_valid():
            return self._again(form, status=422)
        try:
            self._save(form)
        except Conflict as error:
            if request.headers.get(AUTOSAVE):
                return JsonResponse({"message": str(error)}, status=409)
            form.take_conflict(error, read(self.object))
            return self._again(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self._again(form, status=409)
        return self._saved(form)

    def _save(self, form) -> None:
        seen = read_token(form.cleaned_data["version"])
        common = {"actor": self.request.user, "report_id": self.object.pk, "seen": seen}
        if self.asked.is_narrative:
            save_narrative(section_id=self.asked.section.pk, text=form.cleaned_data["text"], **common)
        else:
            save_values(values=form.values, **common)

    def _saved(self, form):
        if self.request.headers.get(AUTOSAVE):
            return JsonResponse({"version": form.token, "saved": format_datetime(timezone.now())})
        if self.request.POST.get("then") == "next":
            text = _("Đã lưu phần “%(section)s”.") % {"section": self.asked.section.title}
            messages.success(self.request, text)
            return redirect(self._following())
        messages.success(self.request, _("Đã lưu nháp."))
        return redirect(self.request.path)

    def _again(self, form, status: int = 200):
        if self.request.headers.get(AUTOSAVE):
            wrong = [
                f"{form.fields[name].label}: {errors[0]}" if name in form.fields else str(errors[0])
                for name, errors in form.errors.items()
            ]
            return JsonResponse({"message": " ".join(wrong)}, status=status)
        return self.render_to_response(self.get_context_data(form=form))

    def _with_taken(self, data: QueryDict) -> QueryDict:
        """Put what the portal counts, or the text of the last period, where the pressed button says."""
        taken = data.get("take", "")
        if not taken:
            return data
        data = data.copy()
        if self.asked.is_narrative:
            parts = (data.get("text", "").strip(), self.last.texts.get(self.asked.section.narrative, ""))
            data["text"] = "\n\n".join(filter(None, parts))
        elif taken in self.counted:
            data[name_of(taken)] = format_number(self.counted[taken])
        return data

    def _following(self) -> str:
        keys = [one.key for one in self.tasks]
        at = keys.index(self.asked.section.pk) + 1
        return self.tasks[at].url if at < len(keys) else reverse("campaigns:report_files", args=[self.object.pk])


class FilesView(WritingPage, DetailView):
    """Files with the report: those that are there, and a form for another."""

    template_name = "campaigns/report_files.html"

    def get_context_data(self, **kwargs):
        """Add the form."""
        extra = {"form": AttachmentForm(), "files": self.filled.files, "section_key": "files"}
        return super().get_context_data(**(extra | kwargs))

    def post(self, request, *_args, **_kwargs):
        """Add the file by the service, or show the form again."""
        self.object = self.get_object()
        form = AttachmentForm(request.POST, request.FILES)
        if form.is_valid():
            typed = form.cleaned_data
            try:
                add_attachment(actor=request.user, report_id=self.object.pk, name=typed["name"], upload=typed["file"])
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã thêm tệp “%(name)s”.") % {"name": typed["name"]})
                return redirect("campaigns:report_files", self.object.pk)
        return self.render_to_response(self.get_context_data(form=form))


class _AttachmentPage(ScopedQuerysetMixin, SingleObjectMixin):
    model = Attachment

    def get_queryset(self):
        """Read the report with the file."""
        return super().get_queryset().select_related("report__campaign", "report__unit")


class AttachmentRemoveView(_AttachmentPage, View):
    """Take a file off the report."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Take it off by the service and say what became of it."""
        row = self.get_object()
        if not _may_read(request.user, row):
            raise Http404
        require(rules.may_write(request.user, row.report), NOT_YOURS)
        try:
            remove_attachment(actor=request.user, attachment_id=row.pk)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã bỏ tệp “%(name)s” khỏi báo cáo.") % {"name": row})
        return redirect("campaigns:report_files", row.report_id)


class AttachmentFileView(_AttachmentPage, BaseDetailView):
    """The file itself: for the unit, and for readers outside it once it was sent with a version."""

    def render_to_response(self, context):
        """Send the file; 404 where there is none for this person."""
        row = context["object"]
        if not row.file or not _may_read(self.request.user, row):
            raise Http404
        try:
            return file_response(row.file, filename=row.name)
        except FileNotFoundError:
            raise Http404 from None


def _may_read(user, row: Attachment) -> bool:
    if rules.may_read_draft(user, row.report):
        return True
    return row.report.versions.filter(files__contains=[{"id": row.pk}]).exists()
