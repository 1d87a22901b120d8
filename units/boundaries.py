"""Where the records of a unit stand in a table by places: districts of their time, or the communes of now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import format_date
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS
from units.models import Succession, Unit


@dataclass(frozen=True)
class Place:
    """A row of a table by places.

    Attributes:
        key: of the unit that the place is.
        name: as printed; a unit that is no more says until when it was.
        order: by which places are sorted: communes of now first, in Vietnamese alphabetical order.
    """

    key: int
    name: str
    order: tuple


def placed(*, now: bool) -> dict[int, Place]:
    """Return the place of every unit of all times, by its key; two queries, one for boundaries of then.

    Args:
        now: by the communes of today: a commune that is no more stands under its default successor. What
            was recorded for a district itself stays with that district, since it was divided. Otherwise by
            the boundaries of then: a commune stands under its district where it had one, and by itself
            since there are none (July 2025).
    """
    rows = Unit.objects.values("pk", "name", "kind", "parent_id", "valid_to", "sort_key", "code")
    units = {row["pk"]: row for row in rows.order_by()}
    if now:
        heirs = dict(Succession.objects.filter(is_default=True).values_list("from_unit_id", "to_unit_id"))
        return {key: _place(units[_today(unit, heirs)], says_when=True) for key, unit in units.items()}
    return {key: _place(units[_above(unit, units)], says_when=False) for key, unit in units.items()}


def in_order(places: Iterable[Place]) -> list[Place]:
    """Return the different places in their order."""
    return sorted(set(places), key=lambda place: place.order)


def _today(unit: dict, heirs: dict[int, int]) -> int:
    """Follow a commune one step: those of Đồng Tháp changed once, on 01/07/2025."""
    return heirs.get(unit["pk"], unit["pk"]) if unit["kind"] in COMMUNE_KINDS else unit["pk"]


def _above(unit: dict, units: dict[int, dict]) -> int:
    above = units.get(unit["parent_id"])
    return above["pk"] if unit["kind"] in COMMUNE_KINDS and above and above["kind"] in DISTRICT_KINDS else unit["pk"]


def _place(unit: dict, *, says_when: bool) -> Place:
    name = unit["name"]
    if says_when and unit["valid_to"]:
        name = _("%(unit)s (đến %(day)s)") % {"unit": name, "day": format_date(unit["valid_to"])}
    is_former = says_when and unit["valid_to"] is not None
    rank = 0 if unit["kind"] in COMMUNE_KINDS | DISTRICT_KINDS else 1
    return Place(unit["pk"], name, (is_former, rank, unit["sort_key"], unit["code"], unit["pk"]))
