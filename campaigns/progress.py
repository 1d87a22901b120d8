"""A unit's report as a list of tasks: how far every section is, and what is still missing with the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from campaigns.asked import AskedSection
from campaigns.checks import Problem, errors_of, state_of
from campaigns.enums import FillState
from campaigns.models import UnitReport
from campaigns.reading import Filled
from core.components import MissingItem


@dataclass(frozen=True)
class Task:
    """A section with its state, its page, and what is missing or wrong in it."""

    key: int
    title: str
    url: str
    state: FillState
    missing: tuple[MissingItem, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing and something was typed."""
        return self.state == FillState.COMPLETE


def tasks_of(filled: Filled) -> list[Task]:
    """Return the sections in their order."""
    return [_task(asked, filled) for asked in filled.sections]


def items_of(report: UnitReport, problems: Iterable[Problem]) -> list[MissingItem]:
    """Return problems as lines that lead to their boxes."""
    return [MissingItem(one.text, f"{section_url(report, one.section_id)}#{box_id(one.code)}") for one in problems]


def section_url(report: UnitReport, section_id: int) -> str:
    """Return the page of a section."""
    return reverse("campaigns:report_section", args=[report.pk, section_id])


def box_id(code: str) -> str:
    """Return the identifier of the box of an element, or of the text where there is no code."""
    return f"id_v_{code}" if code else "id_text"


def _task(asked: AskedSection, filled: Filled) -> Task:
    problems = errors_of(asked, filled)
    section = asked.section
    return Task(
        key=section.pk,
        title=section.title,
        url=section_url(filled.report, section.pk),
        state=state_of(asked, filled, has_problems=bool(problems)),
        missing=tuple(items_of(filled.report, problems)),
    )
