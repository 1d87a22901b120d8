"""Who scores what in a round, and who does not because of a conflict of interest."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from django.views.generic.detail import SingleObjectMixin

from core.components import PAGE_PARAMETER, SIZE_PARAMETER, page_size
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.assignment_table import table_of, with_scorers
from evaluations.conflicts import conflicts_of_round, detect
from evaluations.enums import DossierState
from evaluations.filters import AssignmentFilter
from evaluations.models import Dossier
from evaluations.services.assigning import change_assignments, recuse, undo_recusal
from evaluations.session_forms import RecusalForm
from evaluations.views.council import RoundOfficePage
from evaluations.views.rounds import ONLY_OFFICE

_PAGE_SIZE = 50
_LONGEST_KEY = 15
_ASSIGN, _UNASSIGN = "assign", "unassign"
_NOT_SCORING = gettext_lazy("Chỉ đổi được người chấm khi hồ sơ đang chấm.")
_ONLY_SCORERS = gettext_lazy(
    "Chỉ thành viên được giao, chủ tịch hội đồng và Văn phòng Điều phối ghi việc không tham gia chấm."
)


class RoundAssignmentsView(RoundOfficePage):
    """Products × members: tick cell by cell, or tick products and members and do all of them at once."""

    template_name = "evaluations/council/round_assignments.html"

    def post(self, request, *_args, **_kwargs):
        """Write the difference to what was shown, and the act on the ticked rows."""
        turn = self.object = self.get_object()
        data = request.POST
        given, before = (set(filter(None, map(_pair, data.getlist(name)))) for name in ("give", "was"))
        assign, unassign = given - before, before - given
        act, chosen = data.get("act"), self._chosen(data)
        if act in {_ASSIGN, _UNASSIGN} and not chosen:
            messages.warning(request, _("Hãy chọn ít nhất một sản phẩm và một thành viên."))
        if act == _ASSIGN:
            assign, unassign = assign | chosen, unassign - chosen
        elif act == _UNASSIGN:
            assign, unassign = assign - chosen, unassign | chosen
        try:
            changed = change_assignments(actor=request.user, round_id=turn.pk, assign=assign, unassign=unassign)
        except Refused as error:
            messages.error(request, str(error))
            # Nothing was written: the page comes again with what was ticked.
            return self.render_to_response(self.get_context_data(given=given, before=before))
        text = _("Đã giao %(given)s lượt chấm, bỏ %(off)s lượt.")
        messages.success(request, text % {"given": changed.assigned, "off": changed.taken_off})
        return redirect(request.get_full_path())

    def get_context_data(self, **kwargs):
        """Add the table of this page, the members, and what is lacking."""
        turn, least = self.object, self.object.rule_version.least_sheets
        given, before = kwargs.pop("given", None), kwargs.pop("before", None)
        size = page_size(self.request.GET.get(SIZE_PARAMETER), default=_PAGE_SIZE)
        page = Paginator(self.filter.qs, size).get_page(self.request.GET.get(PAGE_PARAMETER))
        rows = table_of(page.object_list, self.shown_seats, least=least)
        if given is not None:
            rows = [row.with_ticks(given, before) for row in rows]
        return super().get_context_data(
            page=page,
            rows=rows,
            seats=self.seats,
            shown_seats=self.shown_seats,
            filter=self.filter,
            council_url=reverse("evaluations:round_council", args=[turn.pk]),
            least=least,
            lacking=self._dossiers().filter(scorers__lt=least).count(),
            conflicts=len(conflicts_of_round(turn)),
            ticked_rows=set(self.request.POST.getlist("row")),
            ticked_members=set(self.request.POST.getlist("to")),
            **kwargs,
        )

    @cached_property
    def seats(self) -> list:
        """The council."""
        return list(self.object.members.select_related("user").order_by("pk"))

    @cached_property
    def shown_seats(self) -> list:
        """The columns: the member asked for, or everybody."""
        asked = self.request.GET.get("member", "")
        return [seat for seat in self.seats if str(seat.pk) == asked] or self.seats

    @cached_property
    def filter(self) -> AssignmentFilter:
        """The filter row over the products that are being scored."""
        rows = self._dossiers().select_related("product", "producer", "unit", "criteria_set")
        rows = rows.order_by("product__sort_key", "pk")
        return AssignmentFilter(self.request.GET, rows, request=self.request, turn=self.object, seats=self.seats)

    def _dossiers(self):
        visible = Dossier.objects.visible_to(self.request.user)
        return with_scorers(visible.filter(round=self.object, state=DossierState.ACCEPTED))

    def _chosen(self, data) -> set:
        """Return the pairs of ticked products and ticked members."""
        members = set(filter(None, map(_key, data.getlist("to"))))
        if data.get("all"):
            dossiers = set(self.filter.qs.values_list("pk", flat=True))
        else:
            dossiers = set(filter(None, map(_key, data.getlist("row"))))
        return {(dossier, member) for dossier in dossiers for member in members}


def _pair(text: str) -> tuple[int, int] | None:
    dossier, _dash, member = (_key(part) for part in text.partition("-"))
    return (dossier, member) if dossier and member else None


def _key(text: str) -> int | None:
    """Return the key of a row; nonsense of any kind and length is none."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_KEY else None


class RecusalCreateView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Record that a member does not score a product: the member himself, the chair or the office."""

    model = Dossier
    form_class = RecusalForm
    template_name = "evaluations/council/recusal_form.html"
    context_object_name = "dossier"

    def get_queryset(self):
        """Read the product and the round along."""
        return super().get_queryset().select_related("product", "producer", "round__rule_version")

    def dispatch(self, request, *args, **kwargs):
        """Take the dossier and those whom this person may choose; out of scope is 404 first."""
        self.object = self.get_object()
        self.leads = rules.leads_council(request.user, self.object.round)
        rows = self.object.assignments.counting()
        if not self.leads:
            rows = rows.filter(member__user=request.user)
            require(rows.exists(), _ONLY_SCORERS)
        require(self.object.state == DossierState.ACCEPTED, _NOT_SCORING)
        self.rows = rows.select_related("member__user", "sheet").order_by("member")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Offer the members who score it, with what the records show of them."""
        return super().get_form_kwargs() | {
            "seats": list(self.rows),
            "conflicts": detect(self.rows),
            "asked": self.request.GET.get("member", ""),
        }

    def form_valid(self, form):
        """Write by the service; who recused himself no longer sees the product."""
        assignment, fields = form.assignment(), form.cleaned_data
        try:
            recuse(
                actor=self.request.user,
                assignment_id=assignment.pk,
                ground=fields["ground"],
                reason=fields["reason"],
            )
        except Refused as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        text = _("Đã ghi %(member)s không chấm “%(product)s”.")
        messages.success(self.request, text % {"member": assignment.member, "product": self.object.product})
        if rules.may_manage_rounds(self.request.user):
            return redirect("evaluations:round_conflicts", self.object.round_id)
        return redirect(self.object.round)

    def get_context_data(self, **kwargs):
        """Say how many would be left, against the least that the rules ask for."""
        return super().get_context_data(
            turn=self.object.round,
            least=self.object.round.rule_version.least_sheets,
            scorers=self.object.assignments.counting().count(),
            leads=self.leads,
            **kwargs,
        )


class RecusalUndoView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Let a member score the product after all."""

    model = Dossier
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service."""
        dossier = self.get_object()
        require(rules.may_manage_rounds(request.user), ONLY_OFFICE)
        member = _key(request.POST.get("member", ""))
        row = dossier.assignments.current().filter(member=member).first() if member else None
        if row is None:
            messages.error(request, _("Không có thành viên này trong danh sách chấm sản phẩm."))
            return redirect("evaluations:round_conflicts", dossier.round_id)
        try:
            undo_recusal(actor=request.user, assignment_id=row.pk)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Thành viên lại chấm sản phẩm; phiếu nháp trước đó còn nguyên."))
        return redirect("evaluations:round_conflicts", dossier.round_id)
