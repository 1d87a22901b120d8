"""The ledger: sums agree however they are grouped, and no operation breaks an invariant."""

import threading
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.tests.factories import UserFactory
from budgets import services
from budgets.enums import EntryKind
from budgets.models import BudgetLine, LedgerEntry
from budgets.money import format_millions, in_millions, parse_money
from budgets.tests.factories import MILLION, LineFactory, PolicyFactory, write
from core.errors import Refused
from core.tests.racing import at_once
from documents.tests.factories import DocumentFactory
from products.tests.factories import RecognitionFactory
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db
KINDS = (EntryKind.PLAN, EntryKind.ADJUST, EntryKind.ALLOCATE, EntryKind.DISBURSE, EntryKind.SETTLE)


@pytest.mark.parametrize(
    ("text", "unit", "dong"),
    [
        ("1.234,5", "million", 1_234_500_000),
        ("1234.5", "million", 1_234_500_000),
        ("7.678,61", "million", 7_678_610_000),
        ("1.234.500.000", "dong", 1_234_500_000),
        ("1.234,5 triệu", "dong", 1_234_500_000),
        ("2 tỷ", "million", 2_000_000_000),
        ("500000 đồng", "million", 500_000),
        ("0,000001", "million", 1),
    ],
)
def test_money_is_read_as_it_is_typed(text, unit, dong):
    assert parse_money(text, unit) == Decimal(dong)


@pytest.mark.parametrize("text", ["", "abc", "1,5 đồng", "0,0000001 triệu", "9" * 16, "1e9", "NaN", "--5", "1.2.3"])
def test_what_is_no_whole_amount_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - what was typed is its text
        parse_money(text)


def test_millions_are_printed_half_up():
    assert format_millions(Decimal(7_678_610_000)) == "7.678,61"
    assert in_millions(Decimal(1_235_000)) == Decimal("1.24")
    assert in_millions(Decimal(1_234_999)) == Decimal("1.23")


@pytest.mark.parametrize(
    ("before", "kind", "amount", "words"),
    [
        ({"planned": 100}, EntryKind.ALLOCATE, 101, "Phân bổ vượt kế hoạch"),
        ({"planned": 100, "allocated": 60}, EntryKind.DISBURSE, 61, "Giải ngân vượt"),
        ({"planned": 100, "allocated": 60}, EntryKind.SETTLE, 1, "Quyết toán vượt"),
        ({"planned": 100, "allocated": 60}, EntryKind.ADJUST, -41, "còn lại không đủ"),
    ],
)
def test_no_entry_leaves_the_balance(before, kind, amount, words):
    line = LineFactory(**{name: value * MILLION for name, value in before.items()})
    with pytest.raises(Refused, match=words):
        write(line, kind, amount * MILLION)
    assert line.entries.count() == len(before)


def test_up_to_the_last_dong_is_allowed():
    line = LineFactory(planned=100, allocated=100)
    write(line, EntryKind.DISBURSE, 100)
    assert line.entries.totals() == {"planned": 100, "allocated": 100, "disbursed": 100, "settled": 0}


def test_an_adjustment_makes_room():
    line = LineFactory(planned=100, allocated=100)
    write(line, EntryKind.ADJUST, 20)
    write(line, EntryKind.ALLOCATE, 20)
    assert line.entries.totals()["allocated"] == 120


def test_a_reversal_takes_back_once_and_only_what_nothing_rests_on():
    office = UserFactory(office=True)
    line = LineFactory(planned=100, allocated=80)
    spent = write(line, EntryKind.DISBURSE, 50)
    allocation = line.entries.get(kind=EntryKind.ALLOCATE)
    with pytest.raises(Refused, match=r"còn lại không đủ|vượt"):
        services.reverse_entry(actor=office, entry_id=allocation.pk, note="Nhầm")
    back = services.reverse_entry(actor=office, entry_id=spent.pk, note="Nhầm chứng từ")
    assert (back.amount_vnd, back.reverses) == (-50, spent)
    with pytest.raises(Refused, match="đã được ghi đảo"):
        services.reverse_entry(actor=office, entry_id=spent.pk, note="Lần nữa")
    with pytest.raises(Refused, match="bút toán đảo"):
        services.reverse_entry(actor=office, entry_id=back.pk, note="Đảo của đảo")
    services.reverse_entry(actor=office, entry_id=allocation.pk, note="Nhầm")
    assert line.entries.totals()["allocated"] == 0


@pytest.mark.parametrize(
    "act",
    [lambda entry: LedgerEntry.objects.update(amount_vnd=1), lambda entry: entry.delete(), lambda entry: entry.save()],
    ids=["update", "delete", "save"],
)
def test_an_entry_is_never_changed(act):
    entry = write(LineFactory(planned=100), EntryKind.ALLOCATE, 10)
    with pytest.raises(IntegrityError), transaction.atomic():
        act(entry)


def test_what_is_left_is_carried_to_the_next_year():
    line = LineFactory(planned=100, allocated=80)
    write(line, EntryKind.DISBURSE, 50)
    office, paper = UserFactory(office=True), DocumentFactory()
    with pytest.raises(Refused):
        services.carry_over(actor=office, line_id=line.pk, amount_vnd=Decimal(31), document=paper)
    after = services.carry_over(actor=office, line_id=line.pk, amount_vnd=Decimal(30), document=paper)
    assert (after.year, after.carried_from) == (2023, line)
    assert line.entries.totals() == {"planned": 70, "allocated": 50, "disbursed": 50, "settled": 0}
    assert after.entries.totals() == {"planned": 30, "allocated": 30, "disbursed": 0, "settled": 0}


@pytest.mark.parametrize("role", ["local_officer", "agency_officer", "council_member", "leader", "administrator"])
def test_only_the_office_plans_and_allocates(role):
    line = LineFactory(planned=100)
    with pytest.raises(PermissionDenied):
        services.record_entry(
            actor=UserFactory(**{role: True}), line_id=line.pk, kind=EntryKind.ALLOCATE, amount_vnd=Decimal(1), note="x"
        )


def test_an_agency_spends_on_its_own_lines_only():
    own = UserFactory(agency_officer=True)
    mine, others = LineFactory(agency=own.unit, planned=10, allocated=10), LineFactory(planned=10, allocated=10)
    spend = {"actor": own, "kind": EntryKind.DISBURSE, "amount_vnd": Decimal(3), "voucher": "PC 12"}
    services.record_entry(line_id=mine.pk, **spend)
    with pytest.raises(PermissionDenied):
        services.record_entry(line_id=others.pk, **spend)
    assert list(BudgetLine.objects.visible_to(own)) == [mine]


def test_a_payment_names_its_paper():
    line = LineFactory(planned=10, allocated=10)
    with pytest.raises(ValidationError, match="chứng từ"):
        services.record_entry(
            actor=UserFactory(office=True), line_id=line.pk, kind=EntryKind.DISBURSE, amount_vnd=Decimal(1)
        )


def test_an_entry_that_is_sent_twice_is_written_once():
    office, line = UserFactory(office=True), LineFactory(planned=10, allocated=10)
    spend = {"actor": office, "line_id": line.pk, "kind": EntryKind.DISBURSE, "amount_vnd": Decimal(2)}
    entry = services.record_entry(**spend, voucher="PC 12")
    with pytest.raises(Refused, match="y như vậy"):
        services.record_entry(**spend, voucher="PC  12")
    services.record_entry(**spend, voucher="PC 13")
    services.reverse_entry(actor=office, entry_id=entry.pk, note="Ghi nhầm")
    services.record_entry(**spend, voucher="PC 12")
    assert line.entries.totals()["disbursed"] == 4


def test_a_thousand_operations_keep_every_invariant():
    """What was refused changed nothing, what was accepted is in every sum; no float anywhere."""
    luck = Random(2022)
    lines = [LineFactory(planned=1000, content=content) for content in ("training", "promotion", "training", "other")]
    expected = Counter()
    office = UserFactory(office=True)
    for _step in range(1000):
        line, kind = luck.choice(lines), luck.choice(KINDS)
        amount = Decimal(luck.randint(-60, 90) if kind == EntryKind.ADJUST else luck.randint(1, 90))
        try:
            services.record_entry(actor=office, line_id=line.pk, kind=kind, amount_vnd=amount or Decimal(1), note="x")
        except Refused:
            continue
        expected[line.pk, kind] += amount or Decimal(1)
    assert LedgerEntry.objects.count() > 200
    by_line = {line.pk: line for line in BudgetLine.objects.with_totals()}
    for line in lines:
        totals = line.entries.totals()
        assert 0 <= totals["settled"] <= totals["disbursed"] <= totals["allocated"] <= totals["planned"]
        assert {name: getattr(by_line[line.pk], name) for name in totals} == totals
        assert totals["disbursed"] == expected[line.pk, EntryKind.DISBURSE]
    whole = LedgerEntry.objects.totals()
    for name, total in whole.items():
        assert isinstance(total, Decimal)
        assert total == sum(getattr(line, name) for line in by_line.values())
        assert Fraction(total).denominator == 1
    for grouping in ("line__source", "line__agency", "line__content", "line__year", "on", "entered_by"):
        groups = LedgerEntry.objects.order_by().values_list(grouping, flat=True).distinct()
        parts = [LedgerEntry.objects.filter(**{grouping: group}).totals() for group in groups]
        assert {name: sum(part[name] for part in parts) for name in whole} == whole


@pytest.mark.django_db(transaction=True)
def test_the_last_dong_is_spent_once():
    """Without the lock in the trigger both see the room and both spend (seen once)."""
    office = UserFactory(office=True)
    line = LineFactory(planned=100, allocated=100)
    outcomes = at_once(*[lambda: _spend_raw(office, line, 60)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["IntegrityError", "NoneType"]
    assert line.entries.totals()["disbursed"] == 60


@pytest.mark.django_db(transaction=True)
def test_a_product_is_paid_by_a_policy_once_also_by_two_at_once():
    office, policy, row = UserFactory(office=True), PolicyFactory(), RecognitionFactory(star=3)
    line = LineFactory(source=policy.source, planned=20 * MILLION, allocated=20 * MILLION)
    values = {"policy_id": policy.pk, "line_id": line.pk, "recognition_ids": [row.pk]}
    acts = [
        lambda voucher=voucher: services.pay_support(actor=office, voucher=voucher, **values)
        for voucher in ("UNC 1", "UNC 2")
    ]
    outcomes = at_once(*acts)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    assert line.entries.totals()["disbursed"] == 8 * MILLION


_BARRIER = threading.Barrier(2)


def _spend_raw(office, line, amount):
    """Insert past the service, so that only the database stands in the way; both begin before either ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _BARRIER.wait(PATIENCE_SECONDS)
        LedgerEntry.objects.create(
            line=line, kind=EntryKind.DISBURSE, amount_vnd=amount, on="2022-06-01", note="x", entered_by=office
        )
