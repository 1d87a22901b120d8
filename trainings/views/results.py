"""The results of a year."""

from django.views.generic import TemplateView

from core.dates import today
from core.views import RuleRequiredMixin
from trainings import rules
from trainings.models import TrainingClass
from trainings.results import results_of, years_of
from trainings.views.shared import NOT_FOR_COUNCIL


class ResultsView(RuleRequiredMixin, TemplateView):
    """Classes, turns and persons of ``?year=``, and what followed from them."""

    model = TrainingClass
    rule = rules.may_see_trainings
    refusal = NOT_FOR_COUNCIL
    template_name = "trainings/results.html"

    def get_context_data(self, **kwargs):
        """Read the year asked for, the newest with a class by default."""
        user = self.request.user
        known = years_of(user)
        asked = self.request.GET.get("year", "")
        year = next((one for one in known if str(one) == asked), known[0] if known else today().year)
        return super().get_context_data(results=results_of(year, user), years=known, **kwargs)
