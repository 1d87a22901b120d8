"""The start page."""

from django.views.generic import TemplateView

from reports.home import start_page


class HomeView(TemplateView):
    """What waits for this person, and how the programme stands."""

    unscoped_reason = "every row comes from visible_to of its own model; see reports.home"
    template_name = "home.html"

    def get_context_data(self, **kwargs):
        """Add what the page shows to this person."""
        return super().get_context_data(home=start_page(self.request.user), **kwargs)
