"""Targets: each outcome at its boundary, unit by unit, by the day, in few queries."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from products.enums import RecognitionKind
from products.tests.factories import RecognitionFactory
from programme.enums import Direction, Measure, Outcome, TargetScope
from programme.tests.factories import PlanFactory, TargetFactory, TargetResultFactory
from reports.targets import lines_of, met_of, progress_of, progress_of_plan, scope_of_plan
from reports.targets.outcomes import elapsed_share, judge, judge_units, of_parts
from units.models import Unit
from units.tests.factories import SuccessionFactory, UnitFactory

END = dt.date(2022, 12, 31)
NEW, STANDING = "recognised.new.products", "standing.products"
WOMEN = "standing.women.producers_percent"
HALF, WHOLE = Decimal("0.5"), Decimal(1)
LEAST, MOST = Direction.AT_LEAST, Direction.AT_MOST


def progress(target, day=END):
    return progress_of(target, scope_of_plan(target.plan, WholeProvince(), day))


def target_of_2022(**fields):
    return TargetFactory(**{"plan__year": 2022, "due_on": END} | fields)


@pytest.mark.parametrize(
    ("direction", "value", "elapsed", "is_final", "outcome"),
    [
        (LEAST, "10", WHOLE, True, Outcome.MET),
        (LEAST, "9.99", WHOLE, True, Outcome.NOT_MET),
        (LEAST, "10", HALF, False, Outcome.MET),
        (LEAST, "5", HALF, False, Outcome.UNDER_WAY),
        (LEAST, "4.99", HALF, False, Outcome.AT_RISK),
        (MOST, "10", WHOLE, True, Outcome.MET),
        (MOST, "10.01", WHOLE, True, Outcome.NOT_MET),
        (MOST, "10", HALF, False, Outcome.UNDER_WAY),
        (MOST, "10.01", HALF, False, Outcome.AT_RISK),
        (LEAST, None, WHOLE, True, Outcome.UNKNOWN),
    ],
)
def test_every_outcome_at_its_boundary(direction, value, elapsed, is_final, outcome):
    value = None if value is None else Decimal(value)
    found = judge(direction=direction, planned=Decimal(10), value=value, elapsed=elapsed, is_final=is_final)
    assert found == outcome


def test_a_level_grows_from_its_base_and_a_thing_is_counted_whole():
    # From 40 to 60 in half the time: 50 is expected; from nothing it would be 30.
    level = {"direction": LEAST, "planned": Decimal(60), "elapsed": HALF, "is_final": False}
    assert judge(value=Decimal("49.9"), start=Decimal(40), in_whole_steps=False, **level) == Outcome.AT_RISK
    assert judge(value=Decimal(50), start=Decimal(40), in_whole_steps=False, **level) == Outcome.UNDER_WAY
    one = {"direction": LEAST, "planned": Decimal(1), "value": Decimal(0), "is_final": False}
    assert judge(elapsed=Decimal("0.99"), **one) == Outcome.UNDER_WAY
    assert judge(elapsed=Decimal("0.99"), in_whole_steps=False, **one) == Outcome.AT_RISK


def test_the_time_that_is_over_counts_both_days():
    first, due = dt.date(2023, 1, 1), dt.date(2023, 1, 10)
    assert elapsed_share(first, due, first) == Decimal("0.1")
    assert elapsed_share(first, due, due) == elapsed_share(first, due, dt.date(2024, 1, 1)) == 1
    assert elapsed_share(first, due, dt.date(2022, 12, 31)) == 0


@pytest.mark.parametrize(
    ("met", "elapsed", "is_final", "outcome"),
    [
        ([True, True], HALF, False, Outcome.MET),
        ([True, False], HALF, False, Outcome.UNDER_WAY),
        ([False, False], HALF, False, Outcome.AT_RISK),
        ([True, False], WHOLE, True, Outcome.NOT_MET),
        ([True, None], WHOLE, True, Outcome.UNKNOWN),
        ([True, None], HALF, False, Outcome.UNDER_WAY),
        ([None, False], WHOLE, True, Outcome.NOT_MET),
        ([None, None], WHOLE, True, Outcome.UNKNOWN),
        ([], WHOLE, True, Outcome.UNKNOWN),
    ],
)
def test_a_target_of_each_unit_is_met_by_all_of_them(met, elapsed, is_final, outcome):
    assert judge_units(direction=LEAST, met=met, elapsed=elapsed, is_final=is_final) == outcome


def test_a_ceiling_of_each_unit_is_met_at_the_end_only():
    assert judge_units(direction=MOST, met=[True, True], elapsed=HALF, is_final=False) == Outcome.UNDER_WAY
    assert judge_units(direction=MOST, met=[True, False], elapsed=HALF, is_final=False) == Outcome.AT_RISK
    assert judge_units(direction=MOST, met=[True, True], elapsed=WHOLE, is_final=True) == Outcome.MET


def test_a_number_stands_as_its_worst_part():
    assert of_parts([Outcome.MET, Outcome.MET]) == Outcome.MET
    assert of_parts([Outcome.MET, Outcome.UNKNOWN]) == Outcome.UNKNOWN
    assert of_parts([Outcome.UNKNOWN, Outcome.NOT_MET, Outcome.MET]) == Outcome.NOT_MET


def test_an_indicator_opens_to_its_rows(world):
    met = progress(target_of_2022(indicator=NEW, planned=2))
    assert (met.value, met.outcome, met.difference, met.percent_done) == (2, Outcome.MET, 0, 100)
    assert len(met.row_keys) == 2
    missed = progress(target_of_2022(indicator=NEW, planned=3))
    assert (missed.outcome, missed.difference) == (Outcome.NOT_MET, -1)
    assert missed.percent_done == Decimal("66.67")
    # The decision is of 29/12: the day before nothing was new yet, and the year was nearly over.
    assert progress(target_of_2022(indicator=NEW, planned=3), dt.date(2022, 12, 28)).outcome == Outcome.AT_RISK


def test_a_share_is_compared_unrounded(world):
    # One of four producers with a star is led by a woman; with two more it is one of six: 16,67 % as printed.
    for _number in range(2):
        RecognitionFactory(product__producer__unit=world.communes["A"])
    short = progress(target_of_2022(indicator=WOMEN, planned=Decimal("16.67"), unit_of_measure="%"))
    assert (short.value, short.shown_value) == (Decimal(100) / 6, Decimal("16.67"))
    assert short.outcome == Outcome.NOT_MET
    met = progress(target_of_2022(indicator=WOMEN, planned=Decimal("16.66"), unit_of_measure="%"))
    assert met.outcome == Outcome.MET


def test_a_share_of_nothing_is_unknown(db):
    found = progress(target_of_2022(indicator=WOMEN, planned=40))
    assert (found.value, found.outcome, found.percent_done) == (None, Outcome.UNKNOWN, None)


def test_results_count_from_their_day_and_the_last_one_counts(db):
    target = TargetFactory(planned=10)
    TargetResultFactory(target=target, on=dt.date(2023, 12, 16), value=10)
    before = progress(target, dt.date(2023, 12, 15))
    assert (before.value, before.outcome) == (None, Outcome.UNKNOWN)
    on_the_day = progress(target, dt.date(2023, 12, 16))
    assert (on_the_day.value, on_the_day.outcome) == (10, Outcome.MET)
    assert on_the_day.result.evidence
    # Written down again for the same day, and late for a day before: the last by its day, then by its writing.
    TargetResultFactory(target=target, on=dt.date(2023, 12, 16), value=9)
    TargetResultFactory(target=target, on=dt.date(2023, 11, 1), value=12)
    assert progress(target, dt.date(2023, 12, 31)).value == 9


def test_units_are_measured_each_with_what_it_took_over(world):
    target = target_of_2022(indicator=NEW, planned=1, scope=TargetScope.EACH_UNIT)
    found = progress(target)
    assert [(one.unit.name, one.value, one.is_met) for one in found.per_unit] == [
        ("Huyện A", 1, True),
        ("Huyện B", 1, True),
    ]
    assert (found.value, found.planned, found.outcome) == (2, 2, Outcome.MET)
    assert all(len(one.row_keys) == 1 for one in found.per_unit)
    heir = UnitFactory(name="Xã hôm nay", valid_from=dt.date(2025, 7, 1))
    SuccessionFactory(from_unit=world.communes["B"], to_unit=heir)
    named = target_of_2022(indicator=STANDING, planned=4, scope=TargetScope.EACH_UNIT)
    named.units.set([heir, world.districts["A"]])
    found = progress(named)
    assert {one.unit.name: one.value for one in found.per_unit} == {"Huyện A": 2, "Xã hôm nay": 4}
    assert found.outcome == Outcome.NOT_MET
    assert [one.unit.name for one in found.missing] == ["Huyện A"]


def test_units_in_one_query_are_those_of_each_unit_by_itself(world):
    """The grouped count agrees with the indicator asked for one unit after the other."""
    units = list(Unit.objects.filter(pk__in=[one.pk for one in (*world.districts.values(), *world.communes.values())]))
    for code in (NEW, STANDING, WOMEN, "entries.products", "budget.executed.total", "training.turns"):
        target = target_of_2022(indicator=code, planned=1, scope=TargetScope.EACH_UNIT)
        target.units.set(units)
        for one in progress(target).per_unit:
            alone = target_of_2022(indicator=code, planned=1)
            scope = scope_of_plan(alone.plan, WholeProvince(), END)
            by_itself = progress_of(alone, type(scope)(scope.user, one.unit, scope.window, scope.as_of))
            assert (one.value, sorted(one.row_keys)) == (by_itself.value, sorted(by_itself.row_keys)), (code, one.unit)


def test_without_names_the_units_of_the_due_date_are_asked(world):
    target = target_of_2022(scope=TargetScope.EACH_UNIT)
    assert [one.unit.name for one in progress(target).per_unit] == ["Huyện A", "Huyện B"]
    now = UnitFactory(name="Xã mới", valid_from=dt.date(2025, 7, 1))
    later = TargetFactory(plan__year=2025, due_on=END.replace(year=2025), scope=TargetScope.EACH_UNIT)
    asked = [one.unit for one in progress(later).per_unit]
    assert now in asked
    assert not any(unit.is_district for unit in asked)


def test_the_units_asked_are_those_of_the_province_of_the_plan(world):
    target = target_of_2022(scope=TargetScope.EACH_UNIT)
    other = UnitFactory(code="P2", kind="province", parent=None, name="Tỉnh bên", valid_to=dt.date(2025, 6, 30))
    UnitFactory(district=True, parent=other, name="Huyện bên", valid_to=dt.date(2025, 6, 30))
    assert [one.unit.name for one in progress(target).per_unit] == ["Huyện A", "Huyện B"]
    merged = UnitFactory(code="P3", kind="province", parent=None, valid_from=dt.date(2025, 7, 1))
    commune = UnitFactory(parent=merged, name="Xã sau sáp nhập", valid_from=dt.date(2025, 7, 1))
    SuccessionFactory(from_unit=other, to_unit=merged)
    late = TargetFactory(
        plan__document__issuer=other, due_on=dt.date(2025, 12, 31), plan__year=2025, scope=TargetScope.EACH_UNIT
    )
    assert [one.unit for one in progress(late).per_unit] == [commune]


def test_numbers_are_met_with_all_their_parts(world):
    plan = PlanFactory(year=2022)
    for number, part, planned in ((1, "", 2), (2, "a", 2), (2, "b", 3)):
        TargetFactory(plan=plan, number=number, part=part, indicator=NEW, planned=planned, due_on=END)
    numbers = progress_of_plan(plan, scope_of_plan(plan, WholeProvince(), END))
    assert [(one.number, len(one.parts), one.outcome) for one in numbers] == [
        (1, 1, Outcome.MET),
        (2, 2, Outcome.NOT_MET),
    ]
    assert met_of(numbers) == (1, 2)
    assert [line.label for line in lines_of(plan, numbers)] == ["1", "2a", "2b"]


def test_who_does_not_read_dossiers_is_told_no_value(world):
    target = target_of_2022(indicator="entries.products", planned=1)
    agency = UserFactory(agency_officer=True)
    found = progress_of(target, scope_of_plan(target.plan, agency, END))
    assert (found.is_hidden, found.value, found.outcome) == (True, None, Outcome.UNKNOWN)


def test_an_indicator_that_is_gone_is_unknown(db):
    target = target_of_2022(indicator="gone.code", measure=Measure.INDICATOR)
    assert progress(target).outcome == Outcome.UNKNOWN


@pytest.mark.parametrize("count", [1, 3])
def test_a_plan_is_read_in_few_queries(world, count, django_assert_num_queries):
    plan = PlanFactory(year=2022)
    for number in range(count):
        for part, fields in (("a", {"indicator": NEW}), ("b", {"scope": TargetScope.EACH_UNIT}), ("c", {})):
            TargetFactory(plan=plan, number=number + 1, part=part, due_on=END, **fields)
        each = {"indicator": STANDING, "scope": TargetScope.EACH_UNIT, "planned": 1}
        TargetFactory(plan=plan, number=number + 1, part="d", due_on=END, **each)
    scope = scope_of_plan(plan, WholeProvince(), END)
    # Targets; units named, and all; results; one indicator; units of all times, who took over; rows by unit.
    with django_assert_num_queries(8):
        progress_of_plan(plan, scope)


def test_recognitions_of_another_kind_do_not_count(world):
    RecognitionFactory(product__producer__unit=world.communes["A"], kind=RecognitionKind.RENEWAL)
    assert progress(target_of_2022(indicator=NEW, planned=3)).value == 2
