"""What a figure is asked about: who reads, which part of the province, which days, as known when."""

import datetime as dt
from dataclasses import dataclass, replace

from accounts.models import User, WholeProvince
from core.dates import add_months
from core.periods import Window
from indicators.rules import reads_dossiers, reads_money, reads_reports
from units.models import Unit


@dataclass(frozen=True)
class Scope:
    """The bounds of every figure.

    Attributes:
        user: who reads; every row passes ``visible_to(user)``.
        unit: the territory asked about, ``None`` for the whole province.
        window: the days whose events count (``window.last`` may lie after ``as_of``).
        as_of: the last day whose facts count; nothing dated later is known.
        by_present_units: lists name and group rows by the communes of today, not by the units of then; no
            figure depends on it.
    """

    user: User | WholeProvince
    unit: Unit | None
    window: Window
    as_of: dt.date
    by_present_units: bool = False

    @property
    def has_dossiers(self) -> bool:
        """Whether figures about dossiers may be computed for this reader."""
        return reads_dossiers(self.user)

    @property
    def has_money(self) -> bool:
        """Whether figures about money may be computed for this reader: all of it that falls to the unit."""
        return reads_money(self.user)

    @property
    def has_reports(self) -> bool:
        """Whether figures that units reported may be added up for this reader."""
        return reads_reports(self.user)

    def year_before(self) -> "Scope":
        """Return the same days one year earlier, for comparison."""
        window = Window(add_months(self.window.first, -12), add_months(self.window.last, -12))
        return replace(self, window=window, as_of=add_months(self.as_of, -12))

    def rows_of(self, queryset):
        """Return those rows of a queryset that the reader may see and that fall to the unit."""
        return queryset.visible_to(self.user).in_territory(self.unit)
