"""How far targets are on a day: value, outcome, units, and the rows or the evidence behind it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.reported import is_reported
from core.numbers import format_number, percent_of, round_half_up
from core.periods import Window
from indicators import registry as recorded
from indicators.base import Count, Indicator
from indicators.counting import count_of
from indicators.scope import Scope
from indicators.sections import Section
from programme.asked import units_asked
from programme.enums import Direction, Measure, Outcome, TargetScope
from programme.models import Plan, Target, TargetResult
from reports import registry
from reports.building.data import TargetLine
from reports.opening import opens
from reports.targets.measuring import Measured, holders_of, measure, measure_units
from reports.targets.outcomes import elapsed_share, judge, judge_units, of_parts, reaches
from units.models import Unit

# What these indicators tell is a level that goes on from year to year, not a count that begins at nothing.
_LEVELS = frozenset(
    {
        Section.STANDING,
        Section.STANDING_GROUPS,
        Section.STANDING_FORMS,
        Section.WOMEN,
        Section.MARKET,
        Section.PAPERS,
        Section.CENTRAL,
    }
)


@dataclass(frozen=True)
class UnitProgress:
    """One unit of a target that each unit has to reach; ``is_met`` is ``None`` where nothing tells it."""

    unit: Unit
    value: Decimal | None
    is_met: bool | None
    row_keys: tuple[int, ...] = ()
    result: TargetResult | None = None


@dataclass(frozen=True)
class Progress:
    """A target on a day.

    Attributes:
        value: unrounded; ``None`` where nothing tells it. Of a target that each unit has to reach, the
            number of units that did.
        planned: what was asked; of such a target the number of units.
        indicator: where records tell it.
        result: where it was written down, the last one by the day (of the whole province).
        is_hidden: whether the records are not the reader's to see; then there is no value.
    """

    target: Target
    value: Decimal | None
    planned: Decimal
    outcome: Outcome
    per_unit: tuple[UnitProgress, ...] = ()
    row_keys: tuple[int, ...] = ()
    indicator: Indicator | None = None
    result: TargetResult | None = None
    is_hidden: bool = False

    @property
    def is_by_unit(self) -> bool:
        """Whether each unit has to reach the planned value."""
        return self.target.scope == TargetScope.EACH_UNIT

    @property
    def unit_of_measure(self) -> str:
        """Return what value and planned value are numbers of."""
        return _("đơn vị đạt") if self.is_by_unit else self.target.unit_of_measure

    @property
    def indicator_name(self) -> str:
        """Return what counts it; a part is named with the section under which it stands."""
        one = self.indicator
        return f"{Section(one.section).label} – {one.name}" if one.indent else str(one.name)

    @property
    def is_share(self) -> bool:
        """Whether the value is a share in percent."""
        return not self.is_by_unit and self.target.unit_of_measure.startswith("%")

    @property
    def value_text(self) -> str:
        """Return the value as printed: ``39,50 %``, ``117 sản phẩm``, ``11/12 đơn vị``; nothing for an unknown one."""
        if self.value is None:
            return ""
        if self.is_by_unit:
            return _("%(met)s/%(all)s đơn vị") % {"met": format_number(self.value), "all": format_number(self.planned)}
        return f"{format_number(self.shown_value, 2 if self.is_share else None)} {self.target.unit_of_measure}"

    @property
    def difference_text(self) -> str:
        """Return the difference with its sign."""
        if self.difference is None:
            return ""
        sign = "+" if self.difference > 0 else "−" if self.difference < 0 else ""
        return f"{sign}{format_number(abs(self.difference), 2 if self.is_share else None)}"

    @property
    def opens(self) -> bool:
        """Whether the rows behind the value can be shown."""
        return self.indicator is not None and self.value is not None and opens(self.indicator)

    @property
    def shown_value(self) -> Decimal | None:
        """Return the value as printed, with two decimals at most, half up."""
        return None if self.value is None else round_half_up(self.value)

    @property
    def difference(self) -> Decimal | None:
        """Return by how much the printed value is over (or, negative, under) the planned one."""
        return None if self.value is None else self.shown_value - self.planned

    @property
    def percent_done(self) -> Decimal | None:
        """Return the value in percent of the planned one, half up; a ceiling is not done by degrees."""
        if (
            self.value is None
            or not self.planned
            or (self.target.direction == Direction.AT_MOST and not self.is_by_unit)
        ):
            return None
        return percent_of(self.value, self.planned)

    @property
    def missing(self) -> list[UnitProgress]:
        """Return the units that are not known to have reached it."""
        return [one for one in self.per_unit if not one.is_met]


@dataclass(frozen=True)
class NumberedProgress:
    """The parts of one number of a plan; it is met where all of them are."""

    number: int
    parts: tuple[Progress, ...]

    @property
    def outcome(self) -> Outcome:
        """Return how the number stands: as its worst part."""
        return of_parts([part.outcome for part in self.parts])

    @property
    def is_hidden(self) -> bool:
        """Whether a part rests on records that are not the reader's to see."""
        return any(part.is_hidden for part in self.parts)


@dataclass
class _Facts:
    """What the targets of one page share, so that each is read once."""

    scope: Scope
    indicators: Mapping[str, Indicator]
    asked: Mapping[int, list[Unit]]
    results: Mapping[int, dict[int | None, TargetResult]]
    counted: dict[str, Count]
    holders: dict[tuple[int, ...], Mapping] = field(default_factory=dict)
    by_unit: dict[tuple, Mapping[int, Measured]] = field(default_factory=dict)

    def of_units(self, indicator: Indicator, units: list[Unit]) -> Mapping[int, Measured]:
        """Measure each unit, once an indicator and set of units."""
        keys = tuple(unit.pk for unit in units)
        if keys not in self.holders:
            self.holders[keys] = holders_of(units)
        if (indicator.code, keys) not in self.by_unit:
            found = measure_units(indicator, self.scope, units, self.holders[keys])
            self.by_unit[indicator.code, keys] = found
        return self.by_unit[indicator.code, keys]


def scope_of_plan(plan: Plan, user, as_of: dt.date) -> Scope:
    """Return the bounds in which a plan is followed: the province, the calendar year of the plan."""
    return Scope(user, None, Window(dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)), as_of)


def progress_of(target: Target, scope: Scope) -> Progress:
    """Return how far one target is at ``scope.as_of``; events count within ``scope.window``."""
    return _progress(target, _facts([target], scope))


def progress_of_plan(plan: Plan, scope: Scope) -> list[NumberedProgress]:
    """Return every number of the plan with its parts.

    The queries depend on how many different indicators there are, not on how many targets or units.
    """
    rows = Target.objects.filter(plan=plan).select_related("plan__document__issuer", "owner")
    targets = list(rows.order_by("number", "part"))
    facts = _facts(targets, scope)
    parts = defaultdict(list)
    for target in targets:
        parts[target.number].append(_progress(target, facts))
    return [NumberedProgress(number, tuple(found)) for number, found in parts.items()]


def met_of(numbers: Iterable[NumberedProgress]) -> tuple[int, int]:
    """Return how many numbers are met and how many there are ("5/8 đạt")."""
    outcomes = [one.outcome for one in numbers]
    return outcomes.count(Outcome.MET), len(outcomes)


def lines_of(plan: Plan, numbers: Iterable[NumberedProgress]) -> tuple[TargetLine, ...]:
    """Return the targets as a report prints them."""
    return tuple(
        TargetLine(
            plan=plan.document.citation,
            label=part.target.label,
            text=part.target.text,
            unit_of_measure=part.unit_of_measure,
            planned=part.planned,
            value=part.shown_value,
            outcome=part.outcome.value,
            indicator=part.target.indicator,
            note=part.result.evidence if part.result else part.target.base_note,
        )
        for one in numbers
        for part in one.parts
    )


def _facts(targets: list[Target], scope: Scope) -> _Facts:
    indicators = _indicators(targets)
    for_all = [target for target in targets if target.scope == TargetScope.PROVINCE]
    return _Facts(
        scope=scope,
        indicators=indicators,
        asked=units_asked(targets),
        results=_results(targets, scope.as_of),
        counted=_counted([indicators[one.indicator] for one in for_all if one.indicator in indicators], scope),
    )


def _indicators(targets: Iterable[Target]) -> dict[str, Indicator]:
    """Return by code what records tell of the targets, without what is no indicator any more; one query or none."""
    codes = {target.indicator for target in targets if target.measure == Measure.INDICATOR}
    reported = {code for code in codes if is_reported(code)}
    known = {one.code for one in recorded.all_indicators()}
    return registry.several(reported | codes & known)


def _counted(indicators: Iterable[Indicator], scope: Scope) -> dict[str, Count]:
    """Count what targets of the whole province rest on; indicators that share their rows are read together."""
    readable = [one for one in indicators if one.is_readable(scope)]
    ones = (one for of_two in readable for one in ((of_two.part, of_two.whole) if of_two.whole else (of_two,)))
    return count_of(list({one.code: one for one in ones}.values()), scope)


def _results(targets: Iterable[Target], as_of: dt.date) -> dict[int, dict[int | None, TargetResult]]:
    """Return the last result by the day, for each target and unit; one query."""
    manual = [target.pk for target in targets if target.measure == Measure.MANUAL]
    rows = TargetResult.objects.filter(target__in=manual, on__lte=as_of).select_related("document", "unit")
    found: dict[int, dict[int | None, TargetResult]] = defaultdict(dict)
    for row in rows.order_by("on", "pk"):
        found[row.target_id][row.unit_id] = row
    return found


def _progress(target: Target, facts: _Facts) -> Progress:
    indicator = facts.indicators.get(target.indicator)
    if indicator is not None and not indicator.is_readable(facts.scope):
        planned = Decimal(len(facts.asked[target.pk])) if target.pk in facts.asked else target.planned
        return Progress(target, None, planned, Outcome.UNKNOWN, indicator=indicator, is_hidden=True)
    if target.scope == TargetScope.EACH_UNIT:
        return _of_each_unit(target, indicator, facts)
    result = facts.results.get(target.pk, {}).get(None)
    if indicator is not None:
        measured = _unless_nobody_sent(indicator, measure(indicator, facts.scope, facts.counted))
    else:
        measured = Measured(result.value if result else None, ())
    outcome = judge(
        direction=target.direction,
        planned=target.planned,
        value=measured.value,
        start=_start(target, indicator),
        in_whole_steps=_is_counted_one_by_one(target, indicator),
        **_time(target, facts.scope),
    )
    return Progress(
        target,
        measured.value,
        target.planned,
        outcome,
        row_keys=measured.row_keys,
        indicator=indicator,
        result=result,
    )


def _of_each_unit(target: Target, indicator: Indicator | None, facts: _Facts) -> Progress:
    units = facts.asked[target.pk]
    results = facts.results.get(target.pk, {})
    if indicator is not None:
        measured = facts.of_units(indicator, units)
    else:
        measured = {key: Measured(row.value, ()) for key, row in results.items()}
    per_unit = tuple(_of_unit(target, unit, measured.get(unit.pk), results.get(unit.pk)) for unit in units)
    met = [one.is_met for one in per_unit]
    outcome = judge_units(direction=target.direction, met=met, **_time(target, facts.scope))
    value = None if outcome == Outcome.UNKNOWN and not any(met) else Decimal(met.count(True))
    return Progress(target, value, Decimal(len(units)), outcome, per_unit=per_unit, indicator=indicator)


def _of_unit(target: Target, unit: Unit, measured: Measured | None, result: TargetResult | None) -> UnitProgress:
    if measured is None or measured.value is None:
        return UnitProgress(unit, None, None)
    is_met = reaches(target.direction, measured.value, target.planned)
    return UnitProgress(unit, measured.value, is_met, measured.row_keys, result)


def _unless_nobody_sent(indicator: Indicator, measured: Measured) -> Measured:
    """What units report is unknown, not nothing, as long as none of them has sent it."""
    return Measured(None, ()) if indicator.needs_reports and not measured.row_keys else measured


def _time(target: Target, scope: Scope) -> dict:
    first = dt.date(target.plan.year, 1, 1)
    return {
        "elapsed": elapsed_share(first, target.due_on, scope.as_of),
        "is_final": scope.as_of >= target.due_on,
    }


def _start(target: Target, indicator: Indicator | None) -> Decimal:
    """Return where the value stood when the year began: a level at its base, a count at nothing."""
    is_level = indicator is None or indicator.section in _LEVELS
    grows = target.base is not None and target.base < target.planned
    return target.base if is_level and grows else Decimal(0)


def _is_counted_one_by_one(target: Target, indicator: Indicator | None) -> bool:
    if indicator is not None:
        return indicator.places == 0
    return not target.unit_of_measure.startswith("%")


def worst_first(numbers: Sequence[NumberedProgress]) -> list[NumberedProgress]:
    """Return the numbers that need somebody first: not met, at risk, unknown, under way, met."""
    order = (Outcome.NOT_MET, Outcome.AT_RISK, Outcome.UNKNOWN, Outcome.UNDER_WAY, Outcome.MET)
    return sorted(numbers, key=lambda one: (order.index(one.outcome), one.number))
