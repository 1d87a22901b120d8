"""What uses a paper of the wallet: a part of the paper's page."""

from django.views.generic import DetailView

from core.dates import today
from core.views import ScopedQuerysetMixin
from evaluations import rules
from evaluations.models import Dossier
from producers.enums import PaperState
from producers.models import Paper


class PaperUsesView(ScopedQuerysetMixin, DetailView):
    """The dossiers and products that rest on a paper, as far as the person sees them."""

    model = Paper
    context_object_name = "paper"

    def get_queryset(self):
        """Read the producer for the heading."""
        return super().get_queryset().select_related("producer")

    def get_template_names(self):
        """A whole page where the part is opened alone."""
        part = self.request.htmx and not self.request.htmx.boosted
        return ["evaluations/_paper_uses.html" if part else "evaluations/paper_uses.html"]

    def get_context_data(self, **kwargs):
        """Add the dossiers that hold a scan of the paper now, the newest round first."""
        user = self.request.user
        rows = Dossier.objects.visible_to(user).resting_on(self.object).select_related("round", "product")
        dossiers = list(rows.order_by("-round__opens_on", "product__sort_key", "pk"))
        return super().get_context_data(
            dossiers=dossiers,
            product_count=len({one.product_id for one in dossiers}),
            is_ending=self.object.state_on(today()) in {PaperState.EXPIRED, PaperState.EXPIRING},
            is_over=self.object.state_on(today()) == PaperState.EXPIRED,
            may_see=rules.may_see_evaluations(user),
            **kwargs,
        )
