"""The rows behind figures in words, kept with an edition: a product may be renamed, a producer merged.

``rows_in_words`` is ``{group: {key of a row: RowWords as a tuple}}``. Figures of one model that count
the same kind of thing share a group, so a recognition is described once however many figures count it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from indicators.base import CLASS, Indicator
from reports import registry
from reports.building.data import Figure
from reports.opening import Counted, described
from reports.opening_programme import THINGS


class RowWords(NamedTuple):
    """One row: the key of the thing that it counts as, what that was called, whose, where, and why it counts."""

    key: int
    name: str
    producer: str
    unit: str
    ground: str


class Told(NamedTuple):
    """One thing that a figure counts, with the keys of its rows and what each of them says."""

    key: int
    name: str
    producer: str
    unit: str
    grounds: tuple[str, ...]
    rows: tuple[int, ...]


def group_of(indicator: Indicator) -> str:
    """Return under which name the rows of an indicator are kept; what it ends with is what is counted."""
    base = indicator
    while base.part is not None:
        base = base.part
    # What such rows say depends on the figure: a unit's report says the number that was asked.
    own = f"{base.code}:" if base.model in THINGS else ""
    return f"{base.model._meta.label_lower}:{own}{base.counts}"


def with_words(figures: Iterable[Figure]) -> tuple[tuple[Figure, ...], dict[str, dict[int, tuple]]]:
    """Return the figures with the names of their groups, and the words of every row behind them.

    A few queries for each group, however many rows.
    """
    keys: dict[str, set[int]] = {}
    indicators: dict[str, Indicator] = {}
    named = []
    rows = list(figures)
    known = registry.several(figure.code for figure in rows)
    for figure in rows:
        indicator = known[figure.code]
        group = group_of(indicator)
        indicators.setdefault(group, indicator)
        keys.setdefault(group, set()).update(figure.row_keys)
        named.append(replace(figure, group=group, is_ratio=indicator.whole is not None))
    words = {
        group: {pk: _row(key, counted) for pk, key, counted in described(indicator, keys[group])}
        for group, indicator in indicators.items()
        if keys[group]
    }
    return tuple(named), words


def told(figure: Figure, words: Mapping[int, tuple]) -> list[Told]:
    """Return the things that a figure counted, in the order in which they were read.

    Args:
        words: the rows of the group of the figure.
    """
    wanted, things = set(figure.row_keys), {}
    for pk, row in words.items():
        if pk in wanted:
            things.setdefault(RowWords(*row).key, []).append((pk, RowWords(*row)))
    return [_thing(figure, rows) for rows in things.values()]


def _thing(figure: Figure, rows: list[tuple[int, RowWords]]) -> Told:
    first = rows[0][1]
    grounds = tuple(row.ground for _pk, row in rows if row.ground)
    if figure.group.endswith(f":{CLASS}"):
        grounds = (_("%(count)s người dự") % {"count": len(rows)},)
    return Told(first.key, first.name, first.producer, first.unit, grounds, tuple(pk for pk, _row in rows))


def _row(key: int, counted: Counted) -> tuple:
    return tuple(RowWords(key, counted.name, counted.producer, _place(counted.unit), "; ".join(counted.grounds)))


def _place(unit) -> str:
    if unit is None:
        return ""
    return f"{unit.name}, {unit.parent.name}" if unit.parent_id and unit.parent.is_district else unit.name
