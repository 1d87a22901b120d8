"""The filter row of the list of reports."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from reports.enums import ReportKind, ReportState
from reports.models import Report

_MINE, _AUTOMATIC = "mine", "automatic"


def _years():
    years = Report.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


class ReportFilter(FilterSet):
    """Reports by kind, year, state and who asked."""

    kind = ChoiceFilter(label=_("Loại báo cáo"), choices=ReportKind.choices, empty_label=_("Mọi loại"))
    year = ChoiceFilter(label=_("Năm"), choices=_years, empty_label=_("Mọi năm"))
    state = ChoiceFilter(label=_("Trạng thái"), choices=ReportState.choices, empty_label=_("Mọi trạng thái"))
    asked = ChoiceFilter(
        label=_("Người lập"),
        choices=((_MINE, _("Tôi yêu cầu")), (_AUTOMATIC, _("Hệ thống lập định kỳ"))),
        empty_label=_("Mọi người"),
        method="asked_for",
    )

    class Meta:
        model = Report
        fields = ("kind", "year", "state", "asked")

    def asked_for(self, queryset, _name, value):
        """The own reports, or those of the clock."""
        return queryset.filter(asked_by=self.request.user) if value == _MINE else queryset.filter(is_automatic=True)
