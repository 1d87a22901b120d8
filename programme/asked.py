"""Which units a target asks, where each of them has to reach the planned value."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import prefetch_related_objects

from programme.enums import TargetScope
from programme.models import Target
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS
from units.models import Unit


def units_asked(targets: Iterable[Target]) -> Mapping[int, list[Unit]]:
    """Return the units of each target by its key, by name; a target of the whole province has none.

    Where the plan names no unit, all districts are asked that exist on the due date; since 01/07/2025
    there are none, so all communes. Two queries at most, however many targets.
    """
    each = [target for target in targets if target.scope == TargetScope.EACH_UNIT]
    prefetch_related_objects(each, "units")
    named = {target.pk: list(target.units.all()) for target in each}
    days = {target.due_on for target in each if not named[target.pk]}
    everybody = units_on(days)
    return {target.pk: named[target.pk] or everybody[target.due_on] for target in each}


def units_on(days: Iterable[dt.date]) -> dict[dt.date, list[Unit]]:
    """Return the districts of each day, or its communes where there are no districts; one query or none."""
    days = list(days)
    if not days:
        return {}
    rows = list(Unit.objects.filter(kind__in=DISTRICT_KINDS | COMMUNE_KINDS).order_by("sort_key", "code"))
    found = {}
    for day in days:
        there = [unit for unit in rows if unit.exists_on(day)]
        found[day] = [unit for unit in there if unit.is_district] or there
    return found
