"""What a form asks of one unit: elements by their audience, narratives of everybody."""

from dataclasses import dataclass

from campaigns.enums import Audience, SectionKind
from campaigns.models import Element, FormSection
from units.enums import UnitKind
from units.models import Unit


@dataclass(frozen=True)
class AskedSection:
    """A section with those of its elements that are asked of the unit (none in a narrative)."""

    section: FormSection
    elements: tuple[Element, ...]

    @property
    def is_narrative(self) -> bool:
        """Whether words are asked for, not numbers."""
        return self.section.kind == SectionKind.NARRATIVE


def is_asked(element: Element, unit: Unit) -> bool:
    """Return whether ``element`` is asked of ``unit``: its kind of unit, and by name where names are given."""
    if element.unit_codes and unit.code not in element.unit_codes:
        return False
    if element.audience == Audience.AGENCIES:
        return unit.kind == UnitKind.AGENCY
    if element.audience == Audience.LOCALITIES:
        return unit.is_commune or unit.is_district
    return True


def asked_of(unit: Unit, form_id: int) -> list[AskedSection]:
    """Return the sections of the form as ``unit`` is asked, in their order; two queries.

    A section of numbers of which nothing is asked is left out.
    """
    sections = FormSection.objects.filter(form=form_id).prefetch_related("elements").order_by("position")
    asked = [
        AskedSection(section, tuple(one for one in section.elements.all() if is_asked(one, unit)))
        for section in sections
    ]
    return [one for one in asked if one.is_narrative or one.elements]
