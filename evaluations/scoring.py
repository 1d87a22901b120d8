"""Points, means, stars and minimum marks: pure and exact, nothing here reads the database.

Sources: 26/2026/QĐ-TTg, Điều 3 (five half-open bands of "tổng điểm trung bình": 90–100, 70–<90,
50–<70, 30–<50, <30) and the foot of its criteria tables (an option marked with 3, 4 or 5 stars is the
least option for that star). 1048/QĐ-TTg and 148/QĐ-TTg have the same bands.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from core.numbers import round_half_up

HIGHEST_TOTAL = 100
_MOST_PLACES = 6


class Band(Protocol):
    """A star and the lowest mean that earns it; ``models.StarBand`` fits."""

    star: int
    lowest_points: Decimal


@dataclass(frozen=True)
class Mark:
    """The least points that a criterion must reach for a star."""

    criterion: int
    star: int
    points: Decimal


def star_for(points_sum: Decimal, sheet_count: int, *, bands: Sequence[Band]) -> int:
    """Return the star (1 to 5) of the mean ``points_sum / sheet_count``, without dividing.

    The mean is never rounded: 69.995 is three stars, though two decimals would print 70,00. A sum is
    compared with ``lowest_points * sheet_count``, which is exact for any number of sheets.

    Args:
        points_sum: sum of the totals of the sent sheets, each 0 to 100.
        sheet_count: how many sheets, at least one.
        bands: of the rule version in force, in any order; one begins at 0.

    Raises:
        ValueError: no sheet, a sum outside 0 to 100 a sheet, or bands that leave the sum without a star.
    """
    _require_sum(points_sum, sheet_count)
    earned = [band.star for band in bands if points_sum >= band.lowest_points * sheet_count]
    if not earned:
        raise ValueError("no band reaches down to the mean")
    return max(earned)


def mean(points_sum: Decimal, sheet_count: int) -> Fraction:
    """Return the exact mean.

    Raises:
        ValueError: as ``star_for``.
    """
    _require_sum(points_sum, sheet_count)
    return Fraction(points_sum) / sheet_count


def shown_mean(points_sum: Decimal, sheet_count: int, *, bands: Sequence[Band]) -> Decimal:
    """Return the mean as printed: two decimals, half up, more where two would show another star.

    So 69.995 is printed 69,995 and not 70,00. A mean closer to a band than six decimals tell is cut.
    """
    star = star_for(points_sum, sheet_count, bands=bands)
    exact = mean(points_sum, sheet_count)
    for places in range(2, _MOST_PLACES + 1):
        rounded = _rounded(exact, places)
        if rounded <= HIGHEST_TOTAL and star_for(rounded, 1, bands=bands) == star:
            return rounded
    return cut_mean(points_sum, sheet_count, places=_MOST_PLACES)


def cut_mean(points_sum: Decimal, sheet_count: int, *, places: int = 4) -> Decimal:
    """Return the mean cut (not rounded) after ``places`` decimals: it never reaches a band it has not earned."""
    scale = 10**places
    return Decimal(int(mean(points_sum, sheet_count) * scale)).scaleb(-places)


def part_totals(lines: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """Return the sum of points of each part from pairs of part code and points."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for part, points in lines:
        totals[part] += points
    return dict(totals)


def missed_marks(marks: Iterable[Mark], chosen: Mapping[int, Decimal], *, up_to: int = 5) -> list[Mark]:
    """Return the marks for stars up to ``up_to`` that the chosen points do not reach.

    A criterion without a choice misses nothing yet.

    Args:
        marks: of one criteria set.
        chosen: points of the chosen option by criterion.
    """
    return [
        mark
        for mark in marks
        if mark.star <= up_to and mark.criterion in chosen and chosen[mark.criterion] < mark.points
    ]


def star_within_marks(star: int, missed: Iterable[Mark]) -> int:
    """Return the highest star, at most ``star``, whose marks and all lower marks are met.

    The decision does not say how a product falls that misses a mark; read here as to the next star
    below it. Never above ``star``.
    """
    return min([star, *(mark.star - 1 for mark in missed)])


def _require_sum(points_sum: Decimal, sheet_count: int) -> None:
    if sheet_count < 1:
        raise ValueError("a mean needs at least one sheet")
    if not 0 <= points_sum <= HIGHEST_TOTAL * sheet_count:
        raise ValueError("the totals of the sheets must be 0 to 100 each")


def _rounded(value: Fraction, places: int) -> Decimal:
    """Round half up exactly: a ``Decimal`` of the quotient itself may already have been rounded."""
    scaled = value * 10 ** (places + 1)
    # One more digit than wanted, and a trace of what follows it, decide the rounding.
    digits = Decimal(int(scaled)) + (Decimal("0.5") if scaled != int(scaled) else 0)
    return round_half_up(digits.scaleb(-places - 1), places)
