"""The pages of targets: progress on a day, rows, workbook."""

import datetime as dt
import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from programme.enums import TargetScope
from programme.loading import PLANS
from programme.tests.factories import PlanFactory, TargetFactory, TargetResultFactory
from reports import registry

pytestmark = pytest.mark.django_db
END = dt.date(2022, 12, 31)
NEW = "recognised.new.products"


@pytest.fixture
def leader(client):
    person = UserFactory(leader=True)
    client.force_login(person)
    return person


@pytest.fixture
def plan(world):
    plan = PlanFactory(year=2022)
    common = {"plan": plan, "due_on": END}
    TargetFactory(number=1, indicator=NEW, planned=2, unit_of_measure="sản phẩm", **common)
    TargetFactory(number=2, part="a", indicator=NEW, planned=1, scope=TargetScope.EACH_UNIT, **common)
    manual = TargetFactory(number=2, part="b", planned=10, **common)
    TargetResultFactory(target=manual, on=dt.date(2022, 12, 16), value=9, evidence="Biên bản tháng 12")
    return plan


def text_of(client, plan, **query):
    return client.get(reverse("reports:plan_progress", args=[plan.pk]), query).content.decode()


def test_the_page_tells_what_was_reached_by_the_day(client, leader, plan):
    text = text_of(client, plan)
    assert "1/2" in text  # the second number has a part that was not met
    assert "Biên bản tháng 12" in text
    assert "2/2 đơn vị" in text
    before = text_of(client, plan, ngay="15/12/2022")
    assert "Biên bản tháng 12" not in before
    assert "0/2" in before


def test_a_day_that_cannot_be_is_said_and_the_usual_one_shown(client, leader, plan):
    text = text_of(client, plan, ngay="31/02/2022")
    assert "Không đọc được ngày này" in text
    assert "1/2" in text
    later = text_of(client, plan, ngay=format_date(today() + dt.timedelta(days=1)))
    assert "không được sau hôm nay" in later


def test_a_later_day_is_told_so(client, leader, plan):
    assert "Ngày xem ở sau hạn" in text_of(client, plan, ngay="01/01/2023")
    assert "Ngày xem ở sau hạn" not in text_of(client, plan)


def test_a_value_opens_to_its_rows(client, leader, plan, world):
    one, each = plan.targets.get(number=1), plan.targets.get(number=2, part="a")
    page = reverse("reports:target_rows", args=[one.pk])
    text = client.get(page, {"ngay": "31/12/2022"}).content.decode()
    new = {name: world.products[name].name for name in ("sen", "ruou")}
    assert all(name in text for name in new.values())
    assert not client.get(page, {"ngay": "28/12/2022"}).context["page"].object_list
    page = reverse("reports:target_rows", args=[each.pk])
    district = world.districts["A"]
    rows = client.get(page, {"don_vi": district.pk}).context["page"].object_list
    assert [row.name for row in rows] == [new["sen"]]
    assert len(client.get(page).context["page"].object_list) == 2
    assert client.get(page, {"don_vi": "0"}).status_code == 404
    manual = plan.targets.get(number=2, part="b")
    assert client.get(reverse("reports:target_rows", args=[manual.pk])).status_code == 404


def test_an_agency_is_told_that_some_values_are_not_its_to_see(client, plan):
    TargetFactory(plan=plan, number=3, indicator="entries.products", planned=1, due_on=END)
    client.force_login(UserFactory(agency_officer=True))
    text = text_of(client, plan)
    assert "không thuộc phạm vi xem của bạn" in text
    assert "Chỉ tiêu đạt" not in text
    hidden = plan.targets.get(number=3)
    assert client.get(reverse("reports:target_rows", args=[hidden.pk])).status_code == 404


def test_the_workbook_says_the_same(client, leader, plan):
    response = client.get(reverse("reports:plan_progress_export", args=[plan.pk]), {"ngay": "31/12/2022"})
    book = load_workbook(io.BytesIO(response.getvalue()))
    assert book.sheetnames == ["Chỉ tiêu", "Theo đơn vị"]
    rows = {row[0]: row for row in book["Chỉ tiêu"].iter_rows(values_only=True) if row[0]}
    assert rows["1"][4:6] == (2, 2)
    assert rows["2a"][4:6] == (2, 2)
    assert (rows["2b"][5], rows["2b"][7], rows["2b"][9]) == (9, -1, "Không đạt")
    assert [row[2] for row in book["Theo đơn vị"].iter_rows(min_row=6, values_only=True)] == ["Huyện A", "Huyện B"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_few_queries(client, leader, world, count, django_assert_num_queries):
    plan = PlanFactory(year=2022)
    for number in range(1, count + 1):
        TargetFactory(plan=plan, number=number, indicator=NEW, due_on=END)
        TargetFactory(plan=plan, number=number, part="b", indicator=NEW, scope=TargetScope.EACH_UNIT, due_on=END)
        TargetResultFactory(target=TargetFactory(plan=plan, number=number, part="c", due_on=END))
    # Session, user, bell, plan; targets, units named and all, results, one indicator; three for units.
    with django_assert_num_queries(12):
        client.get(reverse("reports:plan_progress", args=[plan.pk]))


def test_every_indicator_of_the_shipped_plans_exists():
    rows = json.loads(PLANS.read_text())["plans"]
    codes = {target["indicator"] for plan in rows for target in plan["targets"] if "indicator" in target}
    assert codes
    for code in codes:
        assert registry.get(code)
