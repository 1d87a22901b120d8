"""Which unit looks after a record on a day, and who works there."""

import datetime as dt
from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from units.models import Succession, Unit


class Heirs:
    """The units of a day for records that carry the units of their own time; one query, then none.

    Followed one step by the default successor, as ``units.querysets.territory_of`` does.
    """

    def __init__(self, day: dt.date):
        rows = Succession.objects.filter(is_default=True, on__lte=day).select_related("to_unit__parent")
        self._by_unit = {row.from_unit_id: row.to_unit for row in rows}

    def of(self, unit: Unit) -> Unit:
        """Return the unit that looks after the records of ``unit``: itself, or its default successor."""
        return self._by_unit.get(unit.pk, unit)


def officers_by_unit(units: Iterable[Unit]) -> dict[int, list[User]]:
    """Return the active local officers of each unit, by name; one query."""
    keys = {unit.pk for unit in units}
    found: dict[int, list[User]] = {key: [] for key in keys}
    rows = User.objects.filter(role=Role.LOCAL_OFFICER, is_active=True, unit__in=keys).order_by("sort_key", "pk")
    for officer in rows:
        found[officer.unit_id].append(officer)
    return found


def office_people() -> list[User]:
    """Return the active people of the office; one query."""
    return list(User.objects.filter(role=Role.OFFICE, is_active=True).order_by("sort_key", "pk"))
