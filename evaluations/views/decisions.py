"""The decision screen of a round: choose, look again, then all of it in one transaction."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from core.dates import today
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.board import missed_by_council
from evaluations.decision_forms import DecisionForms
from evaluations.models import Dossier, Round
from evaluations.outcomes_of import decisions_of
from evaluations.services.outcomes import Bounds
from evaluations.views.rounds import ONLY_OFFICE

_CONFIRM, _BACK = "confirm", "back"
_NOT_REPEATED = {"csrfmiddlewaretoken", "step"}


class RoundDecisionView(ScopedQuerysetMixin, DetailView):
    """Record the decision on the dossiers of a round."""

    model = Round
    template_name = "evaluations/round_decision.html"
    context_object_name = "turn"

    def get_object(self, queryset=None):
        """Return the round; out of scope is 404 before it is a refusal."""
        turn = super().get_object(queryset)
        require(rules.may_manage_rounds(self.request.user), ONLY_OFFICE)
        return turn

    def get_queryset(self):
        """Read the rules with the round."""
        return super().get_queryset().select_related("rule_version")

    def post(self, request, *_args, **_kwargs):
        """First restate what will happen; then, confirmed, do it."""
        self.object = self.get_object()
        forms = self._forms(request.POST, request.FILES)
        if not forms.is_valid() or request.POST.get("step") == _BACK:
            return self._show(forms)
        if request.POST.get("step") != _CONFIRM:
            return self._restate(forms)
        return self._decide(forms)

    def get_context_data(self, **kwargs):
        """Add the rows and the document."""
        if "forms" not in kwargs:
            kwargs["forms"] = self._forms()
        return super().get_context_data(decisions=decisions_of(self.object), **kwargs)

    def _forms(self, data=None, files=None) -> DecisionForms:
        waiting = Dossier.objects.visible_to(self.request.user).filter(round=self.object).decidable()
        dossiers = list(waiting.with_central_points().for_list().select_related("result"))
        bounds = Bounds.of(self.object.rule_version, today())
        missed = missed_by_council(dossiers)
        return DecisionForms(
            user=self.request.user, dossiers=dossiers, bounds=bounds, missed=missed, data=data, files=files
        )

    def _show(self, forms: DecisionForms):
        return self.render_to_response(self.get_context_data(forms=forms))

    def _restate(self, forms: DecisionForms):
        repeated = [(name, value) for name, value in self.request.POST.items() if name not in _NOT_REPEATED]
        self.template_name = "evaluations/round_decision_confirm.html"
        return self.render_to_response(self.get_context_data(forms=forms, repeated=repeated))

    def _decide(self, forms: DecisionForms):
        try:
            services.record_decision(
                actor=self.request.user,
                round_id=self.object.pk,
                outcomes=forms.outcomes(),
                document=None if forms.is_new else forms.choice.cleaned_data["document"],
                new_document=forms.document.cleaned_document() if forms.is_new else None,
            )
        except (Refused, ValidationError) as error:
            (forms.document if forms.is_new else forms.choice).take_refusal(error)
            return self._show(forms)
        messages.success(self.request, _("Đã ghi quyết định: %(tally)s.") % {"tally": str(forms.tally()).lower()})
        return redirect(self.object)
