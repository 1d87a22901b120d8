"""The main figures with their change from a year before and their course over four periods."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.numbers import format_number, format_percent
from indicators.base import Indicator
from indicators.counting import count_of
from indicators.recognised import INDUSTRIES
from indicators.scope import Scope
from reports import registry
from reports.home.charts import Chart, stars_by_year
from reports.overview.basis import Basis

MAIN = (
    "recognised.products",
    "standing.products",
    "standing.producers",
    "standing.women.producers_percent",
    "standing.supermarket.percent",
    "central.sent.products",
    "training.turns",
    "budget.executed.total",
)
# Drawn over four periods: numbers of the same kind, so that one scale serves them.
_DRAWN = {
    "recognised.products": _("Công nhận trong kỳ"),
    "standing.products": _("Còn hiệu lực"),
}


@dataclass(frozen=True)
class MainFigure:
    """A figure of the period as the page shows it.

    Attributes:
        values: of the last periods, the oldest first; the last one is that of this period.
        url: where it opens to its rows; empty where no report keeps them.
    """

    indicator: Indicator
    values: tuple[Decimal, ...]
    url: str

    @property
    def value(self) -> Decimal:
        """Return the value of this period."""
        return self.values[-1]

    @property
    def change(self) -> Decimal:
        """Return the difference from the period before, of shares in points of percent."""
        return self.value - self.values[-2]

    @property
    def text(self) -> str:
        """Return the value as printed."""
        return self.texts[-1]

    @property
    def texts(self) -> list[str]:
        """Return the values as printed."""
        one = self.indicator
        return [format_percent(value) if one.is_percent else format_number(value, one.places) for value in self.values]

    @property
    def versus(self) -> str:
        """Return with what the change compares, after its number."""
        return _("điểm % so với kỳ trước") if self.indicator.is_percent and self.change else _("so với kỳ trước")

    @property
    def unit(self) -> str:
        """Return the unit that stands behind the number; a share carries its sign."""
        return "" if self.indicator.is_percent else str(self.indicator.unit_of_measure)


def figures_of(basis: Basis) -> list[MainFigure]:
    """Return the main figures; those of a report are the stored ones, earlier periods are counted.

    The queries depend on the number of indicators and periods only.
    """
    indicators = [one for one in map(registry.get, MAIN) if one.is_readable(basis.scope)]
    stored = {}
    if basis.report:
        rows = basis.report.figures.filter(code__in=[one.code for one in indicators])
        stored = {code: (previous, value) for code, previous, value in rows.values_list("code", "previous", "value")}
    kept = [one for one in indicators if not basis.report or one.code in stored]
    earlier = basis.periods[: -2 if basis.report else None]
    counted = [count_of(kept, scope, keys=False) for scope in earlier]
    return [
        MainFigure(one, (*(found[one.code].value for found in counted), *stored.get(one.code, ())), _url(basis, one))
        for one in kept
    ]


def trend_of(basis: Basis, figures: Sequence[MainFigure]) -> Chart:
    """Return the course of the main counts over the periods."""
    drawn = [(_DRAWN[one.indicator.code], one) for one in figures if one.indicator.code in _DRAWN]
    data = {
        "kind": "line",
        "categories": [str(scope.window.last.year) for scope in basis.periods],
        "series": [{"name": str(name), "data": [int(value) for value in one.values]} for name, one in drawn],
        "unit": "",
    }
    return Chart("overview-trend", str(_("Diễn biến qua bốn kỳ")), data if drawn else None)


def stars_of(scope: Scope, today: dt.date) -> Chart:
    """Return the products in force by star at the end of the last years and on the day of the page; one query."""
    chart = stars_by_year(scope)
    if chart.data is None or scope.as_of == today:
        return chart
    return replace(chart, data=chart.data | {"categories": [*chart.data["categories"][:-1], _short(scope.as_of)]})


def _short(day: dt.date) -> str:
    """Return the year of its last day, else month and year: there is little room under a bar."""
    return str(day.year) if (day.month, day.day) == (12, 31) else f"{day.month}/{day.year}"


def groups_of(scope: Scope) -> Chart:
    """Return the products in force by industry; one query."""
    indicators = [registry.get(f"standing.group.{code}.products") for code, _name in INDUSTRIES]
    counted = count_of(indicators, scope, keys=False)
    names = {f"standing.group.{code}.products": str(name) for code, name in INDUSTRIES}
    shown = sorted((one for one in counted if counted[one].value), key=lambda code: -counted[code].value)
    data = {
        "kind": "bar-h",
        "categories": [names[code] for code in shown],
        "series": [{"name": str(_("Sản phẩm")), "data": [int(counted[code].value) for code in shown]}],
        "unit": str(_("sản phẩm")),
    }
    return Chart("overview-groups", str(_("Sản phẩm còn hiệu lực theo nhóm ngành")), data if shown else None)


def _url(basis: Basis, indicator: Indicator) -> str:
    if basis.report is None:
        return ""
    return reverse("reports:report_figure", args=[basis.report.pk, indicator.code])
