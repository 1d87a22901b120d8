"""A unit's report as it stands: what is asked and what has been typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from campaigns.asked import AskedSection, asked_of
from campaigns.models import Attachment, Element, Narrative, UnitReport, Value


@dataclass(frozen=True)
class Filled:
    """The report with what is asked of its unit; ``values`` by element code, ``narratives`` by section key."""

    report: UnitReport
    sections: tuple[AskedSection, ...]
    values: dict[str, Value]
    narratives: dict[int, Narrative]
    files: tuple[Attachment, ...]

    @property
    def elements(self) -> Iterator[Element]:
        """The elements asked, in the order of the form."""
        for asked in self.sections:
            yield from asked.elements

    def value_of(self, code: str) -> Decimal | None:
        """Return what was typed for the element of ``code``; ``None`` for nothing."""
        row = self.values.get(code)
        return row.value if row else None

    def text_of(self, section_id: int) -> str:
        """Return what was written in a narrative section."""
        row = self.narratives.get(section_id)
        return row.text if row else ""

    def section(self, section_id: int) -> AskedSection | None:
        """Return one section of those asked."""
        return next((one for one in self.sections if one.section.pk == section_id), None)


def read(report: UnitReport) -> Filled:
    """Read the report whole; five queries (campaign and unit at hand)."""
    sections = tuple(asked_of(report.unit, report.campaign.form_id))
    asked = {element.code for one in sections for element in one.elements}
    rows = Value.objects.filter(report=report).select_related("element")
    return Filled(
        report=report,
        sections=sections,
        values={row.element.code: row for row in rows if row.element.code in asked},
        narratives={row.section_id: row for row in Narrative.objects.filter(report=report)},
        files=tuple(Attachment.objects.filter(report=report, removed_at__isnull=True)),
    )
