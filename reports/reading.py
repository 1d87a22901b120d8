"""Stored figures as pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.base import Indicator
from indicators.sections import Section
from reports import registry
from reports.building.data import Figure
from reports.models import ReportFigure

_MAIN = ("entries.products", "recognised.products", "standing.products", "standing.producers")


@dataclass(frozen=True)
class ShownSection:
    """A heading with its figures."""

    key: str
    title: str
    figures: list[Figure]


def shown(stored: ReportFigure, indicator: Indicator | None = None) -> Figure:
    """Return a stored figure with the words of its indicator, without the keys of its rows."""
    indicator = indicator or registry.get(stored.code)
    return Figure(
        code=stored.code,
        name=str(indicator.name),
        unit_of_measure=str(indicator.unit_of_measure),
        section=indicator.section,
        indent=indicator.indent,
        is_percent=indicator.is_percent,
        value=stored.value,
        previous=stored.previous,
        row_keys=(),
        places=indicator.places,
    )


def sections_of(stored: Iterable[ReportFigure]) -> list[ShownSection]:
    """Return the figures by section in printing order; sections without figures are left out."""
    rows = list(stored)
    indicators = registry.several(figure.code for figure in rows)
    return in_sections([shown(figure, indicators[figure.code]) for figure in rows])


def in_sections(every: Sequence[Figure]) -> list[ShownSection]:
    """Return figures by section in printing order; sections without figures are left out."""
    found = [
        ShownSection(section.value, section.label, [one for one in every if one.section == section])
        for section in Section
    ]
    return [section for section in found if section.figures]


def main_figures(sections: Iterable[ShownSection]) -> list[Figure]:
    """Return the few figures that a leader looks at first."""
    by_code = {figure.code: figure for section in sections for figure in section.figures}
    return [by_code[code] for code in _MAIN if code in by_code]
