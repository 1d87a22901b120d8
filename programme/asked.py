"""Which units a target asks, where each of them has to reach the planned value."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import prefetch_related_objects

from programme.enums import TargetScope
from programme.models import Target
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from units.models import Unit


def units_asked(targets: Iterable[Target]) -> Mapping[int, list[Unit]]:
    """Return the units of each target by its key, by name; a target of the whole province has none.

    Where the plan names no unit, all districts are asked that exist on the due date in the province that
    issued the plan (or in the one that took it over); since 01/07/2025 there are none, so all communes.
    Four queries at most, however many targets.
    """
    each = [target for target in targets if target.scope == TargetScope.EACH_UNIT]
    prefetch_related_objects(each, "units", "plan__document__issuer")
    named = {target.pk: list(target.units.all()) for target in each}
    everybody = _units_of_days({target.due_on for target in each if not named[target.pk]})
    return {
        target.pk: named[target.pk] or _within(target.plan.document.issuer, everybody[target.due_on]) for target in each
    }


def units_on(day: dt.date) -> list[Unit]:
    """Return all districts of a day, or all communes where there are no districts; one query."""
    return [unit for units in _units_of_days([day])[day].values() for unit in units]


def _units_of_days(days: Iterable[dt.date]) -> dict[dt.date, dict[str, list[Unit]]]:
    """Return the districts of each day, or its communes where there are none, by the code of their province."""
    days = list(days)
    if not days:
        return {}
    rows = list(Unit.objects.filter(kind__in=DISTRICT_KINDS | COMMUNE_KINDS).order_by("sort_key", "code"))
    found = {}
    for day in days:
        there = [unit for unit in rows if unit.exists_on(day)]
        found[day] = defaultdict(list)
        for unit in [unit for unit in there if unit.is_district] or there:
            found[day][province_code(unit)].append(unit)
    return found


def province_code(unit: Unit) -> str:
    """Return the code of the province in which the unit lies or lay."""
    return unit.path.partition("/")[0]


def _within(issuer: Unit, by_province: Mapping[str, list[Unit]]) -> list[Unit]:
    """Return the units of the issuer's province; where it is no more by then, those of the one that took over."""
    own = by_province.get(province_code(issuer))
    if own is not None:
        return own
    heir = Unit.objects.filter(
        kind=UnitKind.PROVINCE, predecessions__from_unit__code=province_code(issuer), predecessions__is_default=True
    ).first()
    return by_province.get(province_code(heir), []) if heir else []
