"""The leaders' page."""

from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.dates import today
from core.views import RuleRequiredMixin
from reports import rules
from reports.overview import overview_of


class OverviewView(RuleRequiredMixin, TemplateView):
    """The period at a glance; every row comes from ``visible_to`` of its own model (``reports.overview``)."""

    rule = rules.may_see_overview
    refusal = gettext_lazy("Trang tổng quan dành cho lãnh đạo và Văn phòng Điều phối. Số liệu của bạn có ở trang đầu.")
    template_name = "reports/overview.html"

    def get_context_data(self, **kwargs):
        """Add what the page shows."""
        return super().get_context_data(overview=overview_of(self.request.user, today()), **kwargs)
