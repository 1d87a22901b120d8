"""The four figures of the year, and what ends in the coming quarters."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import TruncQuarter
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import format_date
from core.periods import Quarter, Window, annual_window
from indicators.base import Indicator
from indicators.scope import Scope
from products.filters import coming_quarters, quarter_key
from reports.registry import get

_ALL_IN_FORCE = "standing.products"
_CODES = (_ALL_IN_FORCE, "standing.producers", "recognised.products", "entries.products")
# For those who do not see dossiers.
_INSTEAD_OF_ENTRIES = "standing.expiring.products"


@dataclass(frozen=True)
class Figure:
    """A number of today beside that of the same day a year ago."""

    indicator: Indicator
    value: int
    before: int
    day_before: dt.date
    url: str = ""

    @property
    def change(self) -> int:
        """How much more than a year ago."""
        return self.value - self.before

    @property
    def versus(self) -> str:
        """With what it is compared: a day, or the year up to that day."""
        if self.indicator.code.startswith("standing."):
            return _("so với %(day)s") % {"day": format_date(self.day_before)}
        return _("so với cùng kỳ")


@dataclass(frozen=True)
class YearFigures:
    """The figures of a reporting year so far."""

    year: int
    window: Window
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Ending:
    """How many products lose their star in a quarter, and the list of them."""

    quarter: Quarter
    count: int
    url: str


def reporting_year(day: dt.date) -> int:
    """Return the year whose annual window (NĐ 09/2019/NĐ-CP) holds ``day``."""
    return day.year if day <= annual_window(day.year).last else day.year + 1


def scope_of(user: User, day: dt.date) -> Scope:
    """Return what an annual report made on ``day`` would ask for this person."""
    unit = user.unit if user.is_local_officer else None
    return Scope(user, unit, annual_window(reporting_year(day)), day)


def figures_of(scope: Scope) -> YearFigures:
    """Count the four figures of ``scope`` and of a year before; two queries each."""
    before = scope.year_before()
    codes = _CODES if scope.has_dossiers else (*_CODES[:-1], _INSTEAD_OF_ENTRIES)
    figures = [
        Figure(
            indicator=one,
            value=_count(one, scope),
            before=_count(one, before),
            day_before=before.as_of,
            url=f"{reverse('products:product_list')}?star=any" if one.code == _ALL_IN_FORCE else "",
        )
        for one in map(get, codes)
    ]
    return YearFigures(scope.window.last.year, Window(scope.window.first, scope.as_of), figures)


def endings_of(scope: Scope) -> list[Ending]:
    """Count what ends in this quarter and the next three; one query."""
    quarters = coming_quarters(scope.as_of)
    rows = get(_ALL_IN_FORCE).rows(scope).filter(valid_until__lte=quarters[-1].window.last).order_by()
    counted = rows.annotate(begins=TruncQuarter("valid_until")).values_list("begins").annotate(Count("product_id"))
    found = dict(counted)
    page = reverse("products:product_list")
    return [
        Ending(one, found.get(one.window.first, 0), f"{page}?expiring={quarter_key(one)}&sort=until")
        for one in quarters
    ]


def _count(indicator: Indicator, scope: Scope) -> int:
    """Count as ``Indicator.count`` does, but in the database: nobody opens rows from here."""
    rows = indicator.keyed(indicator.rows(scope)).order_by()
    return rows.aggregate(count=Count("counted_key", distinct=True))["count"]
