"""The rounds under 26/2026/QĐ-TTg, as they lie around any day. Pure.

The province has two rounds a year (Điều 5): before 30/6 for what communes propose before 30/4, before
30/12 for what they propose before 30/10. So on almost any day one round takes dossiers, and for some
weeks after it has closed its dossiers are scored. The first one, of 2026, was short: the decision is of
22/05/2026.
"""

import datetime as dt
from dataclasses import dataclass

FIRST_DAY = dt.date(2026, 5, 25)


@dataclass(frozen=True)
class RoundSpec:
    """A round: takes dossiers from ``opens`` to ``closes``, both included; its decision is of ``decided``."""

    name: str
    year: int
    opens: dt.date
    closes: dt.date
    decided: dt.date

    def stage_on(self, today: dt.date) -> str:
        """Return ``open``, ``scoring`` or ``concluded``."""
        if today >= self.decided:
            return "concluded"
        return "scoring" if today > self.closes else "open"


def rounds_by(today: dt.date) -> list[RoundSpec]:
    """Return the rounds that have been opened by ``today``, the oldest first; none before the decision."""
    found = [RoundSpec("Đợt 1 năm 2026", 2026, FIRST_DAY, dt.date(2026, 6, 12), dt.date(2026, 6, 26))]
    for year in range(2026, today.year + 1):
        opens = dt.date(year, 7, 1) if year == 2026 else dt.date(year, 5, 1)
        found.append(_second(year, opens))
        found.append(_first(year + 1))
    return [one for one in found if one.opens <= today]


def _first(year: int) -> RoundSpec:
    return RoundSpec(f"Đợt 1 năm {year}", year, dt.date(year - 1, 11, 1), dt.date(year, 4, 30), dt.date(year, 6, 26))


def _second(year: int, opens: dt.date) -> RoundSpec:
    return RoundSpec(f"Đợt 2 năm {year}", year, opens, dt.date(year, 10, 30), dt.date(year, 12, 22))
