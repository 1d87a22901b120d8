"""Pages of rounds: list, board, closing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import CreateView, DetailView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.board import board_of, sittings_of, state_counts
from evaluations.council_summary import summary_of
from evaluations.enums import COUNCIL_STATES, Level
from evaluations.filters import RoundFilter
from evaluations.forms import RoundForm
from evaluations.late import permits_of
from evaluations.models import Assignment, Dossier, Round
from evaluations.paging import page_of
from products.models import Product

NOT_FOR_AGENCIES = gettext_lazy(
    "Cán bộ sở, ngành xem sản phẩm đã được công nhận ở mục Sản phẩm; hồ sơ đang đánh giá chưa công khai."
)
# How many dossiers that could not be closed are named at once.
_MOST_REASONS = 5
ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối mở đợt, lập hội đồng, chốt điểm và ghi quyết định.")


class RoundListView(RuleRequiredMixin, FilteredListView):
    """Rounds, the newest first."""

    model = Round
    rule = rules.may_see_evaluations
    refusal = NOT_FOR_AGENCIES
    template_name = "evaluations/round_list.html"
    filterset_class = RoundFilter
    sorts = {"name": ("name",), "opens": ("opens_on",), "closes": ("closes_on",)}

    def get_queryset(self):
        """Count the dossiers that this person sees in each round."""
        return super().get_queryset().with_dossier_count(Dossier.objects.visible_to(self.request.user))

    def get_context_data(self, **kwargs):
        """Say whether the button is there."""
        may_manage = rules.may_manage_rounds(self.request.user)
        return super().get_context_data(may_manage=may_manage, today=today(), **kwargs)


class RoundDetailView(ScopedQuerysetMixin, DetailView):
    """A round as the person takes part in it: the board, the own dossiers, or the own queue."""

    model = Round
    template_name = "evaluations/round_detail.html"
    context_object_name = "turn"

    def get_queryset(self):
        """Read the rules with the round."""
        return super().get_queryset().select_related("rule_version", "council_document", "team_document")

    def get_context_data(self, **kwargs):
        """Add counts and the table of the role."""
        user, turn = self.request.user, self.object
        dossiers = Dossier.objects.visible_to(user).filter(round=turn)
        permits = permits_of(turn, Product.objects.visible_to(user)) if turn.level == Level.PROVINCE else []
        is_open = today() <= turn.closes_on or any(one.until >= today() for one in permits)
        context = super().get_context_data(
            late_permits=permits,
            counts=state_counts(dossiers),
            council=summary_of(turn, user),
            may_manage=rules.may_manage_rounds(user),
            may_enter=rules.may_enter_round(user, turn.level) and is_open,
            today=today(),
            list_url=f"{reverse('evaluations:dossier_list')}?round={turn.pk}",
            create_url=f"{reverse('evaluations:dossier_create')}?round={turn.pk}",
            **kwargs,
        )
        if user.is_council_member:
            mine = Assignment.objects.visible_to(user).filter(dossier__round=turn).for_queue()
            # What was begun first, then what waits, then what is done; each by name.
            queue = sorted(mine, key=lambda one: (not one.is_waiting, one.sheet_state is None))
            waiting = [one for one in queue if one.is_waiting]
            context |= {"queue": queue, "waiting": waiting, "done": len(queue) - len(waiting)}
            return context | self._board(dossiers) if rules.may_follow_scoring(user, turn) else context
        if rules.may_see_board(user) and turn.level == Level.PROVINCE:
            return context | self._board(dossiers)
        rows = dossiers.for_list().select_related("result")
        return context | {"page": page_of(rows, self.request.GET)}

    def _board(self, dossiers):
        in_council = dossiers.filter(state__in=COUNCIL_STATES)
        rows = in_council.for_list().select_related("result", "disqualification")
        page = page_of(rows, self.request.GET)
        return {
            "page": page,
            "board": board_of(self.object, page.object_list),
            "sittings": sittings_of(self.object),
            "decidable": dossiers.decidable().count(),
            "closable": dossiers.closable().count(),
        }


class RoundCreateView(RuleRequiredMixin, CreateView):
    """Open a round."""

    model = Round
    form_class = RoundForm
    rule = rules.may_manage_rounds
    refusal = ONLY_OFFICE
    template_name = "evaluations/round_form.html"

    def get_initial(self):
        """Begin with this year and the rules in force."""
        return RoundForm.defaults()

    def form_valid(self, form):
        """Write by the service; the council comes next."""
        try:
            turn = services.create_round(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã mở %(name)s. Việc tiếp theo: lập hội đồng.") % {"name": turn.name})
        return redirect(turn)


class RoundEditView(ScopedQuerysetMixin, UpdateView):
    """Change a round."""

    model = Round
    form_class = RoundForm
    template_name = "evaluations/round_form.html"
    context_object_name = "turn"

    def get_object(self, queryset=None):
        """Return the round; out of scope is 404 before it is a refusal."""
        turn = super().get_object(queryset)
        require(rules.may_manage_rounds(self.request.user), ONLY_OFFICE)
        self.stored_name = turn.name
        return turn

    def form_valid(self, form):
        """Write by the service."""
        try:
            turn = services.update_round(actor=self.request.user, round_id=self.object.pk, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu %(name)s.") % {"name": turn.name})
        return redirect(turn)

    def get_context_data(self, **kwargs):
        """Name the round as it is stored, not as it is being typed."""
        return super().get_context_data(stored_name=self.stored_name, **kwargs)


class RoundCloseView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Close the scoring of every dossier of the round whose sheets have all come."""

    model = Round
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service and say how many."""
        turn = self.get_object()
        require(rules.may_manage_rounds(request.user), ONLY_OFFICE)
        closed = services.close_ready_dossiers(actor=request.user, round_id=turn.pk)
        if closed.results:
            count = len(closed)
            text = ngettext("Đã chốt kết quả của %(count)s hồ sơ.", "Đã chốt kết quả của %(count)s hồ sơ.", count)
            messages.success(request, text % {"count": count})
        for dossier, reason in closed.refused[:_MOST_REASONS]:
            messages.warning(request, _("“%(product)s”: %(reason)s") % {"product": dossier.product, "reason": reason})
        if len(closed.refused) > _MOST_REASONS:
            text = _("Còn %(count)s hồ sơ khác đủ phiếu nhưng chưa chốt được; xem lý do ở trang từng hồ sơ.")
            messages.warning(request, text % {"count": len(closed.refused) - _MOST_REASONS})
        if not closed.results and not closed.refused:
            messages.warning(request, _("Chưa có hồ sơ nào đủ phiếu để chốt."))
        return redirect(turn)


class ScoringCloseView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Close the scoring of one dossier."""

    model = Dossier
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service; a refusal names whose sheet is missing."""
        dossier = self.get_object()
        require(rules.may_manage_rounds(request.user), ONLY_OFFICE)
        try:
            result = services.close_scoring(
                actor=request.user, dossier_id=dossier.pk, spread_reason=request.POST.get("spread_reason", "")
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            text = _("Đã chốt kết quả của “%(product)s”: %(star)s sao.")
            messages.success(request, text % {"product": dossier.product, "star": result.star})
            if result.star_reason:
                messages.warning(request, result.star_reason)
        if request.POST.get("back") == "round":
            return redirect(dossier.round)
        return redirect(f"{dossier.get_absolute_url()}?tab=scores")
