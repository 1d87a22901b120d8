"""How minimum marks lower a star: pure, over the options that members gave and the council agreed on.

26/2026/QĐ-TTg prints the marks at the foot of its criteria tables and says neither whose option counts
nor how far a product falls. Whose option counts is a setting of the rule version (``MarkRule``); a
product falls to the highest star whose marks, and those of all lower stars, are met.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from evaluations.enums import MarkRule
from evaluations.scoring import Mark, star_within_marks

# How many sheets gave how many points for one criterion.
Given = Mapping[Decimal, int]


@dataclass(frozen=True)
class Cap:
    """What the marks make of a star.

    Attributes:
        star_by_points: before the marks.
        missed: marks of stars up to ``star_by_points`` that are not met, the lowest star first.
        undecided: criteria (keys) on which the council has still to agree; with any, ``star`` is not final.
    """

    star_by_points: int
    missed: tuple[Mark, ...] = ()
    undecided: tuple[int, ...] = ()

    @property
    def star(self) -> int:
        """The star after the marks; never above ``star_by_points``."""
        return star_within_marks(self.star_by_points, self.missed)

    @property
    def is_lowered(self) -> bool:
        """Whether a missed mark lowers the star."""
        return self.star < self.star_by_points


def cap(
    star: int,
    *,
    marks: Iterable[Mark],
    given: Mapping[int, Given],
    agreed: Mapping[int, Decimal],
    rule: str,
) -> Cap:
    """Judge the marks of stars up to ``star``.

    Args:
        star: by points, 1 to 5.
        marks: of the criteria set.
        given: by criterion, how many of the counting sheets gave how many points.
        agreed: points of the council's agreed option by criterion; counts under ``MarkRule.AGREED`` alone.
        rule: a ``MarkRule``.
    """
    asked = sorted((one for one in marks if one.star <= star), key=lambda one: (one.star, one.criterion))
    missed, undecided = [], []
    for mark in asked:
        verdict = _is_missed(mark, given.get(mark.criterion, {}), agreed.get(mark.criterion), rule)
        if verdict is None:
            undecided.append(mark.criterion)
        elif verdict:
            missed.append(mark)
    return Cap(star, tuple(missed), tuple(dict.fromkeys(undecided)))


def _is_missed(mark: Mark, given: Given, agreed: Decimal | None, rule: str) -> bool | None:
    """Say whether the mark is missed; ``None`` where the council must agree first."""
    if rule == MarkRule.AGREED and agreed is not None:
        return agreed < mark.points
    below = sum(count for points, count in given.items() if points < mark.points)
    sheets = sum(given.values())
    if rule == MarkRule.EVERY_SHEET:
        return below > 0
    if rule == MarkRule.MOST_SHEETS:
        return below * 2 > sheets
    if sheets and below in {0, sheets}:
        # All members stand on the same side of the mark: that is agreed without a vote.
        return below > 0
    return None


def marked_criteria(marks: Iterable[Mark], *, up_to: int = 5) -> Collection[int]:
    """Return the keys of the criteria with a mark for a star up to ``up_to``, each once."""
    return list(dict.fromkeys(one.criterion for one in marks if one.star <= up_to))
