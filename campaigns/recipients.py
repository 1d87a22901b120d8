"""Who is told for many units at once."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from campaigns.rules import WRITERS
from units.models import Succession, Unit


def officers_by_unit(units: Iterable[Unit]) -> dict[int, list[User]]:
    """Return the active officers who write for each unit; two queries, however many units.

    Those who work there and those of the unit that took it over; where there is nobody, those of the unit
    next above that has somebody (a centre without an account of its own: its department).
    """
    units = list(units)
    rows = User.objects.filter(is_active=True, role__in=WRITERS).select_related("unit")
    by_path: dict[str, list[User]] = {}
    by_unit: dict[int, list[User]] = {}
    for person in rows.order_by("sort_key", "pk"):
        by_path.setdefault(person.unit.path, []).append(person)
        by_unit.setdefault(person.unit_id, []).append(person)
    taken = Succession.objects.filter(is_default=True, from_unit__in=units).values_list("from_unit", "to_unit")
    heirs = dict(taken)
    found = {}
    for unit in units:
        own = [*by_unit.get(unit.pk, ()), *by_unit.get(heirs.get(unit.pk), ())]
        found[unit.pk] = own or _of_the_next_above(unit, by_path)
    return found


def office_people() -> list[User]:
    """Return the active people of the office; one query."""
    return list(User.objects.filter(role=Role.OFFICE, is_active=True).order_by("sort_key", "pk"))


def _of_the_next_above(unit: Unit, by_path: dict[str, list[User]]) -> list[User]:
    parts = unit.path.rstrip("/").split("/")
    for count in range(len(parts) - 1, 0, -1):
        people = [one for one in by_path.get("/".join(parts[:count]) + "/", ()) if unit.exists_on(one.unit.valid_from)]
        if people:
            return people
    return []
