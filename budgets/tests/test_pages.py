"""Pages of the money: the year's table, a line, its entries, support by star, the workbook."""

import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from budgets.enums import EntryKind, SourceGroup
from budgets.loading import SOURCES, load_sources
from budgets.models import BudgetLine, FundingSource, SupportPayment
from budgets.tests.factories import MILLION, LineFactory, PolicyFactory, SourceFactory, write
from documents.tests.factories import DocumentFactory
from products.tests.factories import RecognitionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def year_2022():
    """The year as 159/KH-UBND adds it up, in đồng."""
    for group, millions in (("rural", "3972.29"), ("integrated", "3310.42"), ("local", "395.90")):
        amount = Decimal(int(Decimal(millions) * MILLION))
        line = LineFactory(source=SourceFactory(group=SourceGroup(group)), planned=amount, allocated=amount)
        write(line, EntryKind.DISBURSE, amount)


def test_sources_load_again_and_again():
    assert load_sources() == len(SOURCES)
    assert load_sources() == 0
    assert FundingSource.objects.count() == len(SOURCES)


@pytest.mark.parametrize("count", [1, 3])
def test_the_year_costs_the_same_for_one_line_as_for_three(client, office, django_assert_num_queries, count):
    for _line in range(count):
        LineFactory(planned=5, allocated=3)
    with django_assert_num_queries(5):
        response = client.get(reverse("budgets:overview"))
    assert len(response.context["table"].lines) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_line_costs_the_same_for_one_entry_as_for_three(client, office, django_assert_num_queries, count):
    line = LineFactory(planned=100)
    for _entry in range(count - 1):
        write(line, EntryKind.ALLOCATE, 1)
    with django_assert_num_queries(6):
        response = client.get(line.get_absolute_url())
    assert len(response.context["entries"]) == count


def test_the_year_of_2022_adds_up_as_the_plan_says(client, office):
    year_2022()
    text = client.get(reverse("budgets:overview")).content.decode()
    for printed in ("7.678,61", "3.972,29", "3.310,42", "395,90", "100,00 %"):
        assert printed in text


def test_totals_of_the_workbook_are_formulas_that_give_the_same_sums(client, office):
    year_2022()
    LineFactory(source=SourceFactory(group=SourceGroup.RURAL), planned=7, allocated=5)
    response = client.get(reverse("budgets:export"), {"year": 2022})
    sheet = load_workbook(io.BytesIO(response.content)).active
    total = sheet.max_row
    assert sheet.cell(total, 1).value == "Tổng cộng"
    assert _value(sheet, f"F{total}") == Decimal(7_678_610_007)
    assert _value(sheet, f"H{total}") == Decimal(7_678_610_000)
    assert _value(sheet, f"J{total}") == 5


def _value(sheet, address):
    """Work a cell out as a spreadsheet does; only SUM and a difference are used."""
    value = sheet[address].value
    if not isinstance(value, str) or not value.startswith("="):
        return Decimal(value or 0)
    inside = re.fullmatch(r"=SUM\((.*)\)", value)
    if inside:
        cells = [cell for part in inside[1].split(",") for cell in _cells(sheet, part)]
        return sum((_value(sheet, cell) for cell in cells), Decimal(0))
    first, second = re.fullmatch(r"=([A-Z]+\d+)-([A-Z]+\d+)", value).groups()
    return _value(sheet, first) - _value(sheet, second)


def _cells(sheet, part):
    if ":" not in part:
        return [part]
    return [cell.coordinate for row in sheet[part] for cell in row]


def test_the_office_adds_a_line_with_its_plan(client, office):
    load_sources()
    agency = UserFactory(agency_officer=True).unit
    response = client.post(
        reverse("budgets:line_create"),
        {
            "year": "2023",
            "content": "training",
            "source": FundingSource.objects.get(code="MTQG").pk,
            "agency": agency.pk,
            "name": "Tập huấn phương án kinh doanh",
            "planned_vnd_0": "1.234,5",
            "planned_vnd_1": "million",
        },
    )
    line = BudgetLine.objects.get()
    assert response.url == line.get_absolute_url()
    assert line.entries.get().amount_vnd == Decimal(1_234_500_000)


def test_what_was_typed_stays_where_an_entry_is_refused(client, office):
    line = LineFactory(planned=10 * MILLION, allocated=10 * MILLION)
    typed = {"kind": "disburse", "on": "05/03/2022", "amount_vnd_0": "10,5", "amount_vnd_1": "million", "note": "Chi"}
    response = client.post(reverse("budgets:entry_create", args=[line.pk]), typed)
    text = response.content.decode()
    assert "Giải ngân vượt số đã phân bổ: đã phân bổ 10,00, đã giải ngân 0,00 triệu đồng." in text
    assert 'value="10,5"' in text
    assert line.entries.count() == 2


def test_an_entry_is_reversed_from_its_page(client, office):
    line = LineFactory(planned=10, allocated=10)
    entry = line.entries.get(kind=EntryKind.ALLOCATE)
    client.post(reverse("budgets:entry_reverse", args=[entry.pk]), {"note": "Nhầm dòng"})
    assert line.entries.totals()["allocated"] == 0


def test_what_is_left_is_carried_from_the_page_of_the_line(client, office):
    line = LineFactory(planned=5 * MILLION, allocated=5 * MILLION)
    data = {"amount_vnd_0": "5", "amount_vnd_1": "million", "document": DocumentFactory().pk}
    response = client.post(reverse("budgets:line_carry", args=[line.pk]), data)
    assert response.url == BudgetLine.objects.get(year=2023).get_absolute_url()


def test_support_is_paid_once_to_those_who_are_due(client, office):
    policy = PolicyFactory()
    line = LineFactory(source=policy.source, planned=30 * MILLION, allocated=30 * MILLION)
    three, four, late = (RecognitionFactory(star=star) for star in (3, 4, 5))
    page = reverse("budgets:policy_detail", args=[policy.pk])
    assert client.get(page).context["due_vnd"] == 18 * MILLION
    client.post(page, {"recognition": [three.pk, four.pk], "line": line.pk, "voucher": "UNC 15"})
    assert SupportPayment.objects.count() == 2
    assert line.entries.totals()["disbursed"] == 18 * MILLION
    again = client.post(page, {"recognition": [three.pk], "line": line.pk, "voucher": "UNC 16"})
    assert "không thuộc diện được chi hoặc đã chi" in again.content.decode()
    assert late.pk not in {row.pk for row, _amount in client.get(page).context["due"]}


def test_support_beyond_what_is_allocated_pays_nobody(client, office):
    policy = PolicyFactory()
    line = LineFactory(source=policy.source, planned=15 * MILLION, allocated=15 * MILLION)
    rows = [RecognitionFactory(star=3).pk, RecognitionFactory(star=4).pk]
    page = reverse("budgets:policy_detail", args=[policy.pk])
    response = client.post(page, {"recognition": rows, "line": line.pk, "voucher": "UNC 15"})
    assert "Giải ngân vượt số đã phân bổ" in response.content.decode()
    assert not SupportPayment.objects.exists()
    assert line.entries.totals()["disbursed"] == 0


def test_the_list_for_payment_names_products_and_amounts(client, office):
    policy = PolicyFactory()
    row = RecognitionFactory(star=4)
    response = client.get(reverse("budgets:policy_export", args=[policy.pk]))
    values = [cell for line in load_workbook(io.BytesIO(response.content)).active.values for cell in line]
    assert row.product.name in values
    assert 10 * MILLION in values
