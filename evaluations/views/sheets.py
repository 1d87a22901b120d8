"""The scoring screen of a council member, and the page that asks before a sheet is sent."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.dates import format_datetime, today
from core.errors import Refused, Stale
from core.numbers import format_number
from core.views import ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.beside import beside_of
from evaluations.enums import SheetState
from evaluations.models import Assignment, Dossier
from evaluations.queue import Queue, queue_of
from evaluations.scorecard import ScoreCard, build_card, stored_choices, with_beside
from evaluations.sheet_input import SheetInput, changed_elsewhere, read_sheet
from evaluations.subject import subject_of

_ONLY_ASSIGNED = gettext_lazy("Chỉ thành viên hội đồng được giao hồ sơ này mới mở phiếu chấm.")
_NO_CRITERIA = gettext_lazy(
    "Bộ tiêu chí của nhóm sản phẩm này không được công bố nên không có phiếu chấm trong hệ thống."
)
_AUTOSAVE = "X-Autosave"


class SheetPage(ScopedQuerysetMixin, DetailView):
    """What both pages share: the dossier, the own assignment, the stored sheet."""

    model = Dossier
    context_object_name = "dossier"

    def get_queryset(self):
        """Read the product and the rules with the dossier."""
        rows = super().get_queryset()
        return rows.select_related(
            "round__rule_version", "product__group__parent", "producer", "unit", "criteria_set", "unit_check"
        )

    def get_object(self, queryset=None):
        """Return the dossier with ``self.assignment`` and ``self.sheet``; out of scope is 404 first."""
        dossier = super().get_object(queryset)
        mine = Assignment.objects.visible_to(self.request.user).filter(dossier=dossier)
        self.assignment = mine.select_related("sheet__entered_by", "member", "opened_by").first()
        require(self.assignment is not None, _ONLY_ASSIGNED)
        require(dossier.criteria_set_id is not None, _NO_CRITERIA)
        self.sheet = getattr(self.assignment, "sheet", None)
        return dossier

    @property
    def is_open(self) -> bool:
        """Whether the sheet can still be written."""
        is_sent = self.sheet is not None and self.sheet.state == SheetState.SENT
        return rules.may_score_dossier(self.request.user, self.object) and not is_sent

    def card(self, typed: SheetInput | None = None) -> ScoreCard:
        """Return the criteria with what was typed, or with what is stored."""
        choices, remarks = (typed.choices, typed.remarks) if typed else stored_choices(self.sheet)
        return build_card(self.object.criteria_set_id, bands=self.bands, choices=choices, comments=remarks)

    @property
    def bands(self):
        """The star bands of the round's rules."""
        if not hasattr(self, "_bands"):
            self._bands = list(self.object.round.rule_version.bands.all())
        return self._bands

    def queue(self) -> Queue:
        """Return where this dossier stands among the own ones of the round."""
        rows = Assignment.objects.visible_to(self.request.user).filter(dossier__round=self.object.round_id)
        return queue_of(rows.for_queue(), self.object.pk)

    def go_on(self):
        """Redirect to the next dossier without a sent sheet, or to the round when there is none."""
        following = self.queue().following
        if following is None:
            return redirect(self.object.round)
        return redirect("evaluations:sheet_edit", following.dossier_id)


class SheetEditView(SheetPage):
    """Score a dossier: papers left, criteria right. Saving needs no script; with one it goes by itself."""

    template_name = "evaluations/sheet_edit.html"

    def post(self, request, *_args, **_kwargs):
        """Save what was chosen so far, then stay, go on to the next product, or to the sending page."""
        self.object = self.get_object()
        typed = read_sheet(request.POST)
        try:
            sheet = services.save_sheet(
                actor=request.user,
                assignment_id=self.assignment.pk,
                choices=typed.choices,
                comment=typed.comment,
                line_comments=typed.remarks,
                version=typed.version,
            )
        except Refused as error:
            return self._refused(typed, error)
        if request.headers.get(_AUTOSAVE):
            return JsonResponse({"version": sheet.version, "saved": format_datetime(sheet.updated_at)})
        return self._saved(request.POST.get("then", ""))

    def get_context_data(self, **kwargs):
        """Add criteria, papers, product and place in the queue."""
        dossier, sheet = self.object, self.sheet
        has_sent = sheet is not None and sheet.state == SheetState.SENT
        card = kwargs.pop("card", None) or self.card()
        beside = beside_of(
            dossier,
            [one.criterion for one in card.cards],
            own_assignment=self.assignment.pk if has_sent else None,
        )
        context = {
            "card": with_beside(card, beside),
            "assignment": self.assignment,
            "sheet": sheet,
            "version": sheet.version if sheet else 0,
            "comment": sheet.comment if sheet else "",
            "is_open": self.is_open,
            "subject": subject_of(dossier.product, today()),
            "papers": list(dossier.evidence.present()),
            "queue": self.queue(),
        }
        return super().get_context_data(**(context | kwargs))

    def _saved(self, then: str):
        if then == "send":
            return redirect("evaluations:sheet_send", self.object.pk)
        if then == "next":
            messages.success(self.request, _("Đã lưu phiếu của “%(product)s”.") % {"product": self.object.product})
            return self.go_on()
        messages.success(self.request, _("Đã lưu nháp phiếu chấm."))
        return redirect("evaluations:sheet_edit", self.object.pk)

    def _refused(self, typed: SheetInput, error: Refused):
        """Show what was typed with the reason; what another window stored stands beside it."""
        if self.request.headers.get(_AUTOSAVE):
            return JsonResponse({"message": str(error)}, status=409)
        self.object = self.get_object()
        context = {"card": self.card(typed), "comment": typed.comment, "refusal": str(error)}
        if isinstance(error, Stale):
            context["differences"] = changed_elsewhere(self.card(), context["card"])
        return self.render_to_response(self.get_context_data(**context))


class SheetSendView(SheetPage):
    """Ask before the sheet is sent: what is not filled, what the total means, that it is final."""

    template_name = "evaluations/sheet_send.html"

    def get(self, _request, *_args, **_kwargs):
        """Show the check, or the sheet itself when it can no longer be sent."""
        self.object = self.get_object()
        if not self.is_open:
            return redirect("evaluations:sheet_edit", self.object.pk)
        return self.render_to_response(self.get_context_data())

    def post(self, request, *_args, **_kwargs):
        """Send what is stored and go on to the next product."""
        self.object = self.get_object()
        version = read_sheet(request.POST).version
        try:
            sheet = services.send_sheet(actor=request.user, assignment_id=self.assignment.pk, version=version)
        except Refused as error:
            messages.error(request, str(error))
            target = "sheet_send" if isinstance(error, services.Unfilled) else "sheet_edit"
            return redirect(reverse(f"evaluations:{target}", args=[self.object.pk]))
        text = _("Đã gửi phiếu của “%(product)s”: %(total)s điểm.")
        messages.success(request, text % {"product": self.object.product, "total": format_number(sheet.total)})
        return self.go_on()

    def get_context_data(self, **kwargs):
        """Add the stored card."""
        version = self.sheet.version if self.sheet else 0
        return super().get_context_data(card=self.card(), version=version, queue=self.queue(), **kwargs)
