"""What was spent for a dossier: tests, samples, the session."""

from budgets.enums import PaidFor
from budgets.views.paid_for import PaidForView
from evaluations.models import Dossier


class DossierMoneyView(PaidForView):
    """Entries of the ledger that name the dossier."""

    model = Dossier
    paid_for = PaidFor.DOSSIER
    template_name = "evaluations/dossier_money.html"

    def get_queryset(self):
        """Read product and round for the heading."""
        return super().get_queryset().select_related("product", "round")
