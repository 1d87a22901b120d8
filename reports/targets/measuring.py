"""What an indicator comes to, unrounded: for the whole scope, or for each of many units at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from budgets.models import LedgerEntry
from budgets.money import in_millions
from evaluations.models import Dossier
from indicators.base import Count, Indicator, Mean, Millions
from indicators.parts import Part
from indicators.scope import Scope
from products.models import Recognition, Revocation
from programme.models import Activity, IncubationProject
from trainings.models import Registration
from units.models import Succession, Unit

# Where a row says to which unit it falls.
_UNIT_OF = {
    Recognition: "unit_id",
    Revocation: "recognition__unit_id",
    Dossier: "unit_id",
    Registration: "unit_id",
    LedgerEntry: "line__agency_id",
    Activity: "unit_id",
    IncubationProject: "unit_id",
}


@dataclass(frozen=True)
class Measured:
    """A value and the keys of the rows behind it; ``None`` where there is nothing to take a share of."""

    value: Decimal | None
    row_keys: tuple[int, ...]


def measure(indicator: Indicator, scope: Scope, counted: dict[str, Count]) -> Measured:
    """Return the value for the scope; what was counted already is taken from ``counted`` and added to it."""
    if indicator.whole is None:
        count = _count(indicator, scope, counted)
        return Measured(count.value, count.row_keys)
    part, whole = _count(indicator.part, scope, counted), _count(indicator.whole, scope, counted)
    return Measured(_of_two(indicator, part.value, whole.value), part.row_keys)


def measure_units(indicator: Indicator, scope: Scope, units: Iterable[Unit], holders: Mapping) -> dict[int, Measured]:
    """Return the value of each unit by its key.

    One query (two of a share), however many units; an indicator that adds up in a way of its own, or
    whose rows name no unit, is counted unit by unit.

    Args:
        holders: ``holders_of(units)``.
    """
    units = list(units)
    if not all(_tells_units(one) for one in _counted_ones(indicator)):
        return {unit.pk: measure(indicator, replace(scope, unit=unit), {}) for unit in units}
    tables = [_by_unit(one, scope, holders) for one in _counted_ones(indicator)]
    found = {}
    for unit in units:
        values = [table.get(unit.pk, Measured(Decimal(0), ())) for table in tables]
        value = values[0].value if len(values) == 1 else _of_two(indicator, values[0].value, values[1].value)
        found[unit.pk] = Measured(value, values[0].row_keys)
    return found


def holders_of(units: Iterable[Unit]) -> dict[int, list[int]]:
    """Return for the key of every unit of any time the keys of those ``units`` whose territory it is in.

    The same rule as ``UnitQuerySet.territory_of``, for many units in two queries.
    """
    units = list(units)
    everywhere = list(Unit.objects.order_by().only("path", "valid_from", "valid_to"))
    heirs = dict(Succession.objects.filter(is_default=True).values_list("from_unit", "to_unit"))
    holders: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        below = {one.pk for one in everywhere if _lies_below(one, unit)}
        inherited = {old for old, new in heirs.items() if new in below}
        for key in below | inherited:
            holders[key].append(unit.pk)
    return dict(holders)


def _lies_below(one: Unit, unit: Unit) -> bool:
    is_in_time = (one.valid_to is None or one.valid_to >= unit.valid_from) and (
        unit.valid_to is None or one.valid_from <= unit.valid_to
    )
    return one.path.startswith(unit.path) and is_in_time


def _tells_units(indicator: Indicator) -> bool:
    """Return whether the value is a count of distinct things or a sum of đồng among rows that name a unit."""
    kind = type(indicator)
    if isinstance(indicator, Part):
        is_plain = kind.count is Part.count and kind.measure is Part.measure and kind.value_of is Part.value_of
    else:
        is_plain = kind.count in {Indicator.count, Millions.count}
    return is_plain and indicator.model in _UNIT_OF


def _counted_ones(indicator: Indicator) -> list[Indicator]:
    return [indicator] if indicator.whole is None else [indicator.part, indicator.whole]


def _count(indicator: Indicator, scope: Scope, counted: dict[str, Count]) -> Count:
    if indicator.code not in counted:
        counted[indicator.code] = indicator.count(scope, counted)
    return counted[indicator.code]


def _of_two(indicator: Indicator, part: Decimal, whole: Decimal) -> Decimal | None:
    if not whole:
        return None
    return part / whole if isinstance(indicator, Mean) else part * 100 / whole


def _by_unit(indicator: Indicator, scope: Scope, holders: Mapping) -> dict[int, Measured]:
    place = _UNIT_OF[indicator.model]
    is_money = isinstance(indicator, Millions)
    rows = indicator.rows(scope) if is_money else indicator.keyed(indicator.rows(scope))
    counts = indicator.amount if is_money else "counted_key"
    things, keys = defaultdict(list), defaultdict(list)
    for pk, thing, unit in rows.order_by("pk").values_list("pk", counts, place):
        for holder in holders.get(unit, ()):
            things[holder].append(thing)
            keys[holder].append(pk)
    total = (lambda found: in_millions(sum(found))) if is_money else (lambda found: Decimal(len(set(found))))
    return {holder: Measured(total(things[holder]), tuple(keys[holder])) for holder in things}
