"""Figures against a world counted by hand, and against every day at the edge."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Sum

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from budgets.models import LedgerEntry
from budgets.money import in_millions
from budgets.services import reverse_entry
from core.periods import Window
from documents.tests.factories import DocumentFactory
from indicators import registry
from indicators.base import Millions
from indicators.parts import Added
from indicators.recognised import INDUSTRIES
from indicators.registry import count_all
from indicators.scope import Scope
from producers.enums import LegalForm
from products.enums import RecognitionKind
from products.tests.factories import RecognitionFactory, RevocationFactory
from reports.tests.world import AS_OF, DECISION_2022, REVOKED_ON, SENT_ON, YEAR
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
DATA = Path(settings.BASE_DIR) / "evaluations" / "data"
DAY = dt.timedelta(days=1)
EXPECTED = {
    "entries.products": 4,
    "entries.new.products": 2,
    "entries.renewal.products": 1,
    "entries.upgrade.products": 1,
    "entries.producers": 3,
    "entries.districts": 2,
    "entries.communes": 2,
    "entries.recognised.products": 4,
    "entries.failed.products": 0,
    "entries.open.products": 0,
    "entries.recognised.percent": "100.00",
    "entries.new.recognised.products": 2,
    "entries.renewal.recognised.products": 1,
    "entries.upgrade.recognised.products": 1,
    "newcomers.producers": 1,
    "newcomers.form.household.producers": 1,
    "newcomers.form.limited_company.producers": 0,
    "recognised.products": 4,
    "recognised.star5.products": 0,
    "recognised.star4.products": 2,
    "recognised.star3.products": 2,
    "recognised.producers": 3,
    "recognised.new.products": 2,
    "recognised.new.star3.products": 2,
    "recognised.new.producers": 2,
    "recognised.renewal.products": 1,
    "recognised.renewal.star4.products": 1,
    "recognised.upgrade.products": 1,
    "recognised.upgrade.star4.products": 1,
    "recognised.upgrade.producers": 1,
    "recognised.group.food.products": 2,
    "recognised.group.food.percent": "50.00",
    "recognised.group.beverage.products": 2,
    "recognised.group.textile.percent": "0.00",
    "recognised.form.household.producers": 2,
    "recognised.form.household.percent": "66.67",
    "recognised.form.limited_company.percent": "33.33",
    "recognised.form.cooperative.producers": 0,
    "standing.products": 6,
    "standing.star4.products": 3,
    "standing.star3.products": 3,
    "standing.producers": 4,
    "standing.expiring.products": 1,
    "standing.women.products": 1,
    "standing.women.star3.products": 1,
    "standing.women.producers": 1,
    "standing.women.producers_percent": "25.00",
    "standing.supermarket.products": 1,
    "standing.supermarket.percent": "16.67",
    "standing.online.products": 1,
    "standing.export.percent": "0.00",
    "standing.group.food.products": 3,
    "standing.group.beverage.percent": "50.00",
    "standing.form.household.producers": 2,
    "standing.form.cooperative.percent": "25.00",
    "standing.form.enterprises.producers": 1,
    "standing.supermarket.producers": 1,
    "standing.modern.producers": 2,
    "standing.modern.producers_percent": "50.00",
    "standing.tourist_site.products": 0,
    "standing.minority.producers": 0,
    "renewal.due.products": 0,
    "renewal.again.percent": "0.00",
    "expired.products": 0,
    "central.proposed.products": 1,
    "central.approved.products": 0,
    "central.sent.products": 1,
    "revoked.products": 0,
    "training.classes": 2,
    "training.turns": 3,
    "training.persons": 2,
    "training.women": 1,
    "training.cost": "1.00",
    "training.cost_per_turn": "0.33",
    "budget.executed.total": "12.35",
    "budget.executed.rural": "11.35",
    "budget.executed.integrated": "0.00",
    "budget.executed.local": "1.00",
    "budget.executed.social": "0.00",
    "budget.executed.per_recognised_product": "3.09",
}


def scope(*, user=None, unit=None, window=YEAR, as_of=AS_OF) -> Scope:
    return Scope(user or WholeProvince(), unit, window, as_of)


def value(code, **bounds) -> Decimal:
    return registry.get(code).count(scope(**bounds), {}).value


def test_every_figure_of_the_small_province_is_as_counted_by_hand(world):
    counted = count_all(scope())
    assert {code: str(counted[code].value) for code in EXPECTED} == {code: str(one) for code, one in EXPECTED.items()}


@pytest.mark.parametrize("as_of", [AS_OF, dt.date(2023, 4, 29), dt.date(2021, 12, 31)])
def test_every_figure_opens_to_as_many_distinct_things_as_it_says(world, as_of):
    window = Window(dt.date(2020, 1, 1), dt.date(2023, 12, 31))
    bounds = scope(window=window, as_of=as_of)
    counted = count_all(bounds)
    assert set(counted) == {one.code for one in registry.all_indicators()}
    for indicator in registry.all_indicators():
        count = counted[indicator.code]
        rows = indicator.keyed(indicator.model.objects.filter(pk__in=count.row_keys)) if count.row_keys else None
        distinct = len(set(rows.values_list("counted_key", flat=True))) if count.row_keys else 0
        whole = counted[indicator.part.code].value if indicator.part else count.value
        told = indicator.part or indicator
        if isinstance(told, Added):
            rows = indicator.model.objects.filter(pk__in=count.row_keys)
            distinct = told.value_of(rows.aggregate(total=Sum(told.amount))["total"])
        elif isinstance(told, Millions):
            distinct = in_millions(sum(row.amount_vnd for row in rows)) if rows is not None else 0
        assert distinct == whole, indicator


def test_stars_kinds_groups_and_forms_add_up(world):
    counted = {code: one.value for code, one in count_all(scope()).items()}

    def total(pattern):
        return sum(counted[pattern.format(part)] for part in parts)

    parts = ("star3", "star4", "star5")
    assert total("recognised.{}.products") == counted["recognised.products"]
    assert total("standing.{}.products") == counted["standing.products"]
    parts = [code for code, _name in INDUSTRIES]
    assert total("recognised.group.{}.products") == counted["recognised.products"]
    assert total("recognised.group.{}.percent") == 100
    parts = LegalForm.values
    assert total("recognised.form.{}.producers") == counted["recognised.producers"]


def _industries(file):
    return {one["code"] for one in json.loads(file.read_text())["groups"] if one["parent"] is None}


def test_every_legal_form_and_every_shipped_industry_has_its_indicator():
    codes = {one.code for one in registry.all_indicators()}
    assert {f"recognised.form.{form}.producers" for form in LegalForm.values} <= codes
    shipped = {code for file in DATA.glob("qd*.json") for code in _industries(file)}
    assert shipped == {code for code, _name in INDUSTRIES}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (DECISION_2022 - DAY, 4),
        (DECISION_2022, 6),
        (REVOKED_ON - DAY, 6),
        (REVOKED_ON, 5),
    ],
)
def test_stock_follows_decision_and_revocation_on_their_very_days(world, day, expected):
    assert value("standing.products", as_of=day) == expected


def test_a_recognition_counts_to_its_last_day(world):
    assert value("standing.star4.products", as_of=dt.date(2025, 12, 29)) == 2
    assert value("standing.star4.products", as_of=dt.date(2025, 12, 30)) == 0


def test_nothing_decided_after_the_cut_off_counts_though_the_window_runs_on(world):
    day = DECISION_2022 - DAY
    assert value("recognised.products", as_of=day) == 0
    assert value("recognised.products", as_of=DECISION_2022) == 4
    long = Window(dt.date(2022, 1, 1), dt.date(2023, 12, 31))
    assert value("revoked.products", window=long, as_of=REVOKED_ON - DAY) == 0
    assert value("revoked.products", window=long, as_of=REVOKED_ON) == 1
    assert value("revoked.star4.products", window=long, as_of=REVOKED_ON) == 1
    assert value("entries.products", as_of=SENT_ON - DAY) == 0


def test_a_dossier_counts_until_the_day_it_is_withdrawn(world):
    assert value("entries.products", as_of=dt.date(2022, 9, 19)) == 5
    assert value("entries.products", as_of=dt.date(2022, 9, 20)) == 4


def test_events_on_the_first_and_last_day_of_the_window_count(world):
    only = Window(DECISION_2022, DECISION_2022)
    assert value("recognised.products", window=only) == 4
    assert value("recognised.products", window=Window(dt.date(2022, 12, 30), dt.date(2022, 12, 31))) == 0


def test_a_central_dossier_counts_from_sending_to_its_conclusion(world):
    assert value("central.sent.products", as_of=dt.date(2022, 12, 29)) == 0
    dossier = world.dossiers["central"]
    dossier.state, dossier.concluded_on = "not_recognised", dt.date(2023, 3, 1)
    dossier.save()
    assert value("central.sent.products", as_of=dt.date(2023, 2, 28)) == 1
    assert value("central.sent.products", as_of=dt.date(2023, 3, 1)) == 0


def test_a_product_recognised_twice_in_the_window_counts_once_by_its_last_decision(world):
    RecognitionFactory(
        product=world.products["sen"],
        star=4,
        kind=RecognitionKind.UPGRADE,
        document=DocumentFactory(issued_on=dt.date(2022, 12, 30)),
    )
    counted = {code: one.value for code, one in count_all(scope()).items()}
    assert (counted["recognised.products"], counted["recognised.star4.products"]) == (4, 3)
    assert (counted["recognised.new.products"], counted["recognised.upgrade.products"]) == (2, 2)
    assert counted["standing.products"] == 6


def test_a_producer_that_changed_its_form_counts_once(world):
    product = world.products["sen"]
    RecognitionFactory(
        product=product,
        star=4,
        kind=RecognitionKind.UPGRADE,
        legal_form=LegalForm.FARM,
        document=DocumentFactory(issued_on=dt.date(2022, 12, 30)),
    )
    counted = {code: one.value for code, one in count_all(scope()).items()}
    assert counted["recognised.form.farm.producers"] == 1
    assert counted["recognised.form.household.producers"] == 1
    assert counted["recognised.producers"] == 3


def test_a_producer_that_is_led_by_a_woman_later_does_not_change_the_past(world):
    woman = world.products["sen"].producer.representatives.get()
    woman.until = dt.date(2023, 1, 31)
    woman.save()
    assert value("standing.women.producers", as_of=AS_OF) == 1
    assert value("standing.women.producers", as_of=dt.date(2023, 2, 1)) == 0


def test_a_unit_counts_only_its_own_territory(world):
    assert value("recognised.products", unit=world.districts["A"]) == 2
    assert value("standing.products", unit=world.communes["B"]) == 4
    assert value("entries.districts", unit=world.districts["A"]) == 1
    assert value("central.sent.products", unit=world.districts["A"]) == 0
    assert value("revoked.products", unit=world.districts["B"], as_of=REVOKED_ON, window=Window(AS_OF, REVOKED_ON)) == 1


def test_the_commune_of_today_takes_over_the_figures_of_its_predecessors(world):
    heir = UnitFactory(name="Xã Mới", valid_from=dt.date(2025, 7, 1))
    SuccessionFactory(from_unit=world.communes["A"], to_unit=heir)
    assert value("recognised.products", unit=heir) == 2


def test_a_dossier_of_a_commune_without_district_counts_in_communes_alone(world):
    heir = UnitFactory(name="Xã Mới", valid_from=dt.date(2022, 7, 1))
    dossier = world.dossiers["sen"]
    dossier.unit = heir
    dossier.save()
    assert value("entries.districts") == 2
    assert value("entries.communes") == 3
    assert value("entries.districts", unit=heir) == 0


def test_a_local_officer_counts_the_own_territory_whatever_unit_is_asked(world):
    officer = UserFactory(local_officer=True, unit=world.districts["A"])
    assert value("standing.products", user=officer) == 2
    assert value("standing.products", user=officer, unit=world.districts["B"]) == 0


def test_an_agency_officer_gets_no_figures_about_dossiers_rather_than_zeros(world):
    counted = count_all(scope(user=UserFactory(agency_officer=True)))
    assert counted["standing.products"].value == 6
    assert not [code for code in counted if code.startswith(("entries", "central", "budget", "business"))]
    assert "renewal.filed.percent" not in counted


def test_a_leader_and_the_office_count_the_same(world):
    mine = {code: one.value for code, one in count_all(scope(user=UserFactory(leader=True))).items()}
    assert mine == {code: one.value for code, one in count_all(scope(user=UserFactory(office=True))).items()}


def test_the_year_before_is_the_same_days_one_year_earlier(world):
    bounds = scope(as_of=dt.date(2024, 2, 29), window=Window(dt.date(2023, 12, 15), dt.date(2024, 6, 14))).year_before()
    assert bounds.window == Window(dt.date(2022, 12, 15), dt.date(2023, 6, 14))
    assert bounds.as_of == dt.date(2023, 2, 28)


def test_a_past_figure_does_not_move_when_the_present_does(world):
    before = count_all(scope())
    keep = world.products["keo"]
    RecognitionFactory(
        product=keep, star=4, kind=RecognitionKind.UPGRADE, document=DocumentFactory(issued_on=REVOKED_ON)
    )
    RevocationFactory(
        recognition=world.products["sen"].recognitions.get(), document=DocumentFactory(issued_on=dt.date(2024, 1, 1))
    )
    world.products["mam"].producer.unit = world.communes["A"]
    world.products["mam"].producer.legal_form = LegalForm.JOINT_STOCK_COMPANY
    world.products["mam"].producer.save()
    assert count_all(scope()) == before
    assert count_all(replace(scope(), as_of=dt.date(2024, 1, 1))) != before


def test_a_new_record_moves_the_figure(world):
    RecognitionFactory(product=world.products["tra"], star=4, document=DocumentFactory(issued_on=dt.date(2022, 12, 30)))
    assert value("recognised.products") == 5


def test_money_counts_on_its_day_in_its_territory_and_less_what_was_reversed(world):
    total = "budget.executed.total"
    assert value(total, as_of=dt.date(2022, 12, 30)) == Decimal("11.35")
    assert value(total, unit=world.communes["B"]) == 1
    assert value(total, user=UserFactory(local_officer=True, unit=world.communes["B"])) == 1
    long = Window(dt.date(2022, 1, 1), dt.date(2023, 12, 31))
    assert value(total, window=long, as_of=dt.date(2023, 1, 1)) == Decimal("17.35")
    entry = LedgerEntry.objects.get(on=dt.date(2022, 12, 31))
    reverse_entry(actor=UserFactory(office=True), entry_id=entry.pk, note="Ghi nhầm", on=dt.date(2022, 12, 31))
    assert value(total) == Decimal("11.35")
    paid = LedgerEntry.objects.get(paid_for="training")
    reverse_entry(actor=UserFactory(office=True), entry_id=paid.pk, note="Ghi nhầm", on=dt.date(2022, 12, 31))
    assert value("training.cost") == 0


def test_trainings_count_by_the_last_day_of_the_class_and_the_unit_of_the_person(world):
    assert value("training.classes", as_of=dt.date(2022, 12, 1)) == 1
    assert value("training.turns", as_of=dt.date(2022, 12, 2)) == 3
    assert value("training.persons", unit=world.communes["B"]) == 1
    assert value("training.turns", user=UserFactory(local_officer=True, unit=world.communes["A"])) == 2
    assert value("training.classes", window=Window(dt.date(2022, 11, 25), dt.date(2022, 12, 1))) == 1


def test_codes_are_unique_and_every_indicator_explains_itself():
    every = registry.all_indicators()
    assert len({one.code for one in every}) == len(every)
    assert all(str(one.name) and str(one.definition).endswith(".") and str(one.unit_of_measure) for one in every)
    assert all(str(one.source) and one.model is not None for one in every)


def test_counting_together_says_the_same_as_counting_each_alone(world):
    bounds = scope(window=Window(dt.date(2020, 1, 1), dt.date(2023, 12, 31)), as_of=dt.date(2023, 12, 31))
    together = count_all(bounds)
    for one in registry.all_indicators():
        if one.read_with is not None:
            assert one.count(bounds, {}) == together[one.code], one


def test_further_parts_add_up_to_their_wholes(world):
    counted = {code: one.value for code, one in count_all(scope()).items()}

    def total(pattern, parts):
        return sum(counted[pattern.format(part)] for part in parts)

    outcomes = ("recognised", "failed", "open")
    assert total("entries.{}.products", outcomes) == counted["entries.products"]
    for kind in ("new", "renewal", "upgrade"):
        assert total(f"entries.{kind}.{{}}.products", outcomes) == counted[f"entries.{kind}.products"]
    assert total("standing.group.{}.products", [code for code, _name in INDUSTRIES]) == counted["standing.products"]
    assert total("standing.form.{}.producers", LegalForm.values) == counted["standing.producers"]
    assert total("newcomers.form.{}.producers", LegalForm.values) == counted["newcomers.producers"]
    assert total("expired.{}.products", ("star3", "star4", "star5")) == counted["expired.products"]
