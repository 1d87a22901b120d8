"""A figure opened to the rows that it counted."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from core.views import ScopedQuerysetMixin
from indicators import base as counted
from indicators.base import CLASS, COMMUNE, DISTRICT, PERSON, PRODUCER, PRODUCT, ROW_NOUNS, SPENDING, TURN
from reports import registry
from reports.editions.opening import figure_of_edition, indicator_of, page_of_edition
from reports.models import Report
from reports.opening import page_of_counted
from reports.reading import shown

HEADINGS = {
    PRODUCT: _("Sản phẩm"),
    PRODUCER: _("Chủ thể"),
    DISTRICT: _("Huyện, thành phố"),
    COMMUNE: _("Xã, phường"),
    SPENDING: _("Dòng kinh phí"),
    CLASS: _("Lớp"),
    TURN: _("Người học"),
    PERSON: _("Người học"),
    counted.ACTIVITY: _("Hoạt động"),
    counted.PROJECT: _("Dự án"),
    counted.SPACE: _("Khu"),
    counted.PAPER: _("Giấy tờ"),
    counted.PAYMENT: _("Dòng kinh phí"),
    counted.UNIT_REPORT: _("Đơn vị báo cáo"),
}


class ReportFigureView(ScopedQuerysetMixin, DetailView):
    """The rows of one figure as of the cut-off; both report and rows pass ``visible_to``."""

    model = Report
    template_name = "reports/report_figure.html"

    def get_queryset(self):
        """Read the names with the report."""
        return super().get_queryset().select_related("unit", "consolidation")

    def get_context_data(self, **kwargs):
        """Add the figure, what it counts in words, and a page of what it counted."""
        if self.object.consolidation_id:
            return super().get_context_data(**self._edition(self.object), **kwargs)
        stored = get_object_or_404(self.object.figures, code=self.kwargs["code"])
        indicator = registry.get(stored.code)
        return super().get_context_data(
            figure=shown(stored),
            indicator=indicator,
            is_by_product=indicator.counts == PRODUCT,
            heading=HEADINGS[indicator.counts],
            noun=ROW_NOUNS[indicator.counts],
            page=page_of_counted(stored, self.request.user, self.request.GET),
            **kwargs,
        )

    def _edition(self, report) -> dict:
        """Return the figure and its rows in the words that were stored with them."""
        figure = figure_of_edition(report, self.kwargs["code"])
        counts = figure.group.rpartition(":")[2]
        return {
            "figure": figure,
            "indicator": indicator_of(figure.code),
            "is_by_product": counts == PRODUCT,
            "heading": HEADINGS.get(counts, _("Được tính")),
            "noun": ROW_NOUNS.get(counts, _("dòng")),
            "page": page_of_edition(report, figure, self.request.user, self.request.GET),
            "is_stored": True,
        }
