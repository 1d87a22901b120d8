"""The council of a round, and what ties its members to producers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from core.errors import Refused, Stale
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.conflicts import conflicts_of_round, recusals_of_round
from evaluations.council_forms import CouncilForms, with_one_more_row
from evaluations.models import Interest, Round
from evaluations.services.council import copy_council, round_to_copy, save_council
from evaluations.services.interests import remove_interest, state_interest
from evaluations.session_forms import InterestForm
from evaluations.views.rounds import ONLY_OFFICE


class RoundOfficePage(ScopedQuerysetMixin, DetailView):
    """A page of a round for the office; out of scope is 404 before it is a refusal."""

    model = Round
    context_object_name = "turn"

    def get_queryset(self):
        """Read rules and decisions with the round."""
        return super().get_queryset().select_related("rule_version", "council_document", "team_document")

    def get_object(self, queryset=None):
        """Return the round."""
        turn = super().get_object(queryset)
        require(rules.may_manage_rounds(self.request.user), ONLY_OFFICE)
        return turn


class RoundCouncilView(RoundOfficePage):
    """Who sits on the council and the advisory team of a round, by which decisions."""

    template_name = "evaluations/round_council.html"

    def post(self, request, *_args, **_kwargs):
        """Write all of it by the service, or show it as typed."""
        turn = self.object = self.get_object()
        given = {"turn": turn, "user": request.user, "data": request.POST, "files": request.FILES}
        forms = CouncilForms(**given)
        if forms.asks_for_a_row(request.POST):
            return self._show(with_one_more_row(**given))
        if not forms.is_valid():
            return self._show(forms)
        try:
            seats = save_council(actor=request.user, round_id=turn.pk, **forms.values())
        except Stale as error:
            forms.take_newer(error, turn)
            return self._show(forms)
        except (Refused, ValidationError) as error:
            forms.seats.take_refusal(error)
            return self._show(forms)
        text = _("Đã lưu hội đồng gồm %(count)s thành viên và tổ tư vấn gồm %(team)s người.")
        messages.success(request, text % {"count": len(seats), "team": len(forms.people())})
        return redirect(turn)

    def get_context_data(self, **kwargs):
        """Add the forms, and the round to copy from where something is empty yet."""
        turn = self.object
        forms = kwargs.pop("forms", None) or CouncilForms(turn=turn, user=self.request.user)
        is_whole = turn.members.exists() and turn.team.exists()
        source = None if is_whole else round_to_copy(turn)
        return super().get_context_data(forms=forms, form=forms.seats, source=source, **kwargs)

    def _show(self, forms: CouncilForms):
        return self.render_to_response(self.get_context_data(forms=forms))


class CouncilCopyView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Take council and team over from the round before."""

    model = Round
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service; who could not come is named."""
        turn = self.get_object()
        require(rules.may_manage_rounds(request.user), ONLY_OFFICE)
        try:
            copied = copy_council(actor=request.user, round_id=turn.pk)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("evaluations:round_council", turn.pk)
        text = _("Đã chép từ %(round)s: %(seats)s thành viên hội đồng, %(team)s người của tổ tư vấn.")
        messages.success(request, text % {"round": copied.source, "seats": copied.seats, "team": copied.team})
        if copied.skipped:
            text = _("Không chép vì đã khóa tài khoản hoặc đổi vai trò: %(names)s.")
            messages.warning(request, text % {"names": ", ".join(copied.skipped)})
        return redirect("evaluations:round_council", turn.pk)


class RoundConflictsView(RoundOfficePage):
    """Conflicts of interest of a round: detected and waiting for a word, and recorded."""

    template_name = "evaluations/council/round_conflicts.html"

    def get_context_data(self, **kwargs):
        """Add both lists."""
        return super().get_context_data(
            conflicts=conflicts_of_round(self.object), recusals=recusals_of_round(self.object), **kwargs
        )


class InterestListView(RuleRequiredMixin, FormView):
    """State a tie to a producer or a consultant, and see those stated: the own, for the office all."""

    rule = rules.may_state_interests
    form_class = InterestForm
    template_name = "evaluations/council/interest_list.html"

    def get_form_kwargs(self):
        """Offer what this person may name."""
        return super().get_form_kwargs() | {"actor": self.request.user}

    def form_valid(self, form):
        """Write by the service."""
        fields = form.cleaned_data
        user = fields.pop("user", self.request.user)
        try:
            state_interest(actor=self.request.user, user=user, **fields)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi quan hệ lợi ích. Việc phân công chấm sẽ được nhắc theo đó."))
        return redirect("evaluations:interest_list")

    def get_context_data(self, **kwargs):
        """Add what is stated already."""
        rows = Interest.objects.visible_to(self.request.user).select_related("user", "producer", "stated_by")
        return super().get_context_data(interests=list(rows.order_by("user__sort_key", "pk")), **kwargs)


class InterestRemoveView(RuleRequiredMixin, ScopedQuerysetMixin, SingleObjectMixin, View):
    """Take back what was stated."""

    model = Interest
    rule = rules.may_state_interests
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service."""
        interest = self.get_object()
        remove_interest(actor=request.user, interest_id=interest.pk)
        messages.success(request, _("Đã bỏ quan hệ lợi ích ghi nhầm hoặc không còn."))
        return redirect("evaluations:interest_list")
