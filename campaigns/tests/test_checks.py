"""What blocks sending and what is asked about; what is known beforehand."""

from decimal import Decimal

import pytest

from accounts.tests.factories import UserFactory
from campaigns.checks import soft_checks, state_of, value_errors
from campaigns.enums import ElementKind, FillState
from campaigns.models import Element
from campaigns.prefill import counted_for, last_period
from campaigns.reading import read
from campaigns.sent import counting_values, sent_narratives, sent_values
from campaigns.services.answering import accept_report, correct_value, return_report
from campaigns.tests.factories import (
    CampaignFactory,
    ElementFactory,
    FormFactory,
    FormSectionFactory,
    UnitReportFactory,
    earlier,
    fill,
    officer_of,
    publish,
    send,
)
from core.dates import add_months, today
from products.tests.factories import ProductFactory, RecognitionFactory
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "value", "wrong"),
    [
        ({}, None, ""),
        ({"is_required": True}, None, "chưa nhập"),
        ({}, Decimal("1.5"), "số nguyên"),
        ({"kind": ElementKind.DECIMAL}, Decimal("1.5"), ""),
        ({}, Decimal(-1), "nhỏ hơn"),
        ({"least": None}, Decimal(-1), ""),
        ({"most": 10}, Decimal(11), "lớn hơn mức"),
        ({"most": 10}, Decimal(10), ""),
        ({"at_most_code": "all"}, Decimal(6), "lớn hơn “Tất cả” là 5"),
        ({"at_most_code": "all"}, Decimal(5), ""),
        ({"at_most_code": "not_asked"}, Decimal(6), ""),
    ],
)
def test_hard_errors_of_a_number(fields, value, wrong):
    element = Element(code="some", **fields)
    found = list(value_errors(element, {"some": value, "all": Decimal(5)}, {"all": "Tất cả"}))
    assert wrong in " ".join(found)
    assert bool(found) == bool(wrong)


@pytest.mark.parametrize(
    ("value", "before", "asked"),
    [
        (30, 3, "Tăng 10 lần"),
        (29, 3, ""),
        (3, 30, "Giảm 10 lần"),
        (0, 3, "kỳ này ghi 0"),
        (None, 3, "để trống"),
        (5, 0, ""),
        (5, None, ""),
    ],
)
def test_a_number_that_changed_much_is_asked_about(value, before, asked):
    report = UnitReportFactory()
    fill(report, fairs=value)
    last = {} if before is None else {"fairs": Decimal(before)}
    found = [one.question for one in soft_checks(read(report), last, {})]
    assert bool(found) == bool(asked)
    assert asked in " ".join(found)


def test_a_number_that_differs_from_what_the_portal_counts_is_asked_about():
    report = UnitReportFactory()
    fill(report, fairs=3)
    (check,) = soft_checks(read(report), {}, {"fairs": Decimal(5)})
    assert check.question == "Hệ thống tính 5 cuộc, báo cáo ghi 3 cuộc: đúng không?"
    assert soft_checks(read(report), {}, {"fairs": Decimal(3)}) == []


def test_how_far_a_section_is():
    report = UnitReportFactory()
    numbers = read(report).sections[0]
    assert state_of(numbers, read(report), has_problems=True) == FillState.NOT_STARTED
    fill(report)
    assert state_of(numbers, read(report), has_problems=True) == FillState.IN_PROGRESS
    assert state_of(numbers, read(report), has_problems=False) == FillState.COMPLETE


def test_the_last_period_is_the_newest_of_the_same_kind_that_was_sent():
    report = UnitReportFactory()
    unit, kind = report.unit, report.campaign.kind
    for days, more, values in (
        (700, {}, {"fairs": 1, "fair_stalls": 9}),
        (300, {}, {"fairs": 2}),
        (200, {"kind": "ad_hoc"}, {"fairs": 7}),
    ):
        campaign = earlier(days, **({"kind": kind} | more))
        send(UnitReportFactory(campaign=campaign, unit=unit), text=f"Kỳ {days}", **values)
    unsent = earlier(100, kind=kind)
    fill(UnitReportFactory(campaign=unsent, unit=unit), fairs=8)
    last = last_period(report)
    assert last.values == {"fairs": 2, "fair_stalls": 9}
    assert last.texts == {"results": "Kỳ 300"}


def test_a_unit_that_took_over_finds_the_sum_of_what_the_old_ones_sent():
    new = UnitFactory()
    mergers = [SuccessionFactory(to_unit=new) for _each in range(2)]
    before = earlier(300)
    for merger in mergers:
        send(UnitReportFactory(campaign=before, unit=merger.from_unit), fairs=4)
    last = last_period(UnitReportFactory(unit=new))
    assert last.values["fairs"] == 8
    assert all(one.from_unit.name in last.texts["results"] for one in mergers)


def test_the_portal_counts_for_the_unit_alone():
    form = FormFactory(content=False)
    section = FormSectionFactory(form=form)
    ElementFactory(section=section, code="stock", indicator="standing.products")
    publish(form)
    report = UnitReportFactory(campaign=CampaignFactory(opened=True, form=form), unit=UnitFactory())
    for unit in (report.unit, UnitFactory()):
        RecognitionFactory(product=ProductFactory(producer__unit=unit), document__issued_on=add_months(today(), -6))
    officer = officer_of(report)
    assert counted_for(report, read(report).elements, officer) == {"stock": 1}
    # The records fall to localities: for an agency a zero tells nothing.
    agency = UnitReportFactory(campaign=report.campaign)
    assert counted_for(agency, read(agency).elements, officer_of(agency)) == {}


def test_what_counts_is_the_latest_version_with_corrections():
    first, second = UnitReportFactory(), None
    campaign, office = first.campaign, UserFactory(office=True)
    second = UnitReportFactory(campaign=campaign)
    returned, typed = UnitReportFactory(campaign=campaign), UnitReportFactory(campaign=campaign)
    send(first, fairs=3, fair_stalls=6)
    send(second, fairs=10)
    send(returned, fairs=100)
    fill(typed, fairs=1000)
    return_report(actor=office, report_id=returned.pk, note="Xem lại")
    accept_report(actor=office, report_id=first.pk)
    correct_value(actor=office, report_id=first.pk, code="fairs", value=Decimal(4), reason="Sót")
    found = {(one.unit, one.code): one.value for one in sent_values(campaign.window)}
    assert found == {(first.unit, "fairs"): 4, (first.unit, "fair_stalls"): 6, (second.unit, "fairs"): 10}
    texts = sent_narratives(campaign)
    assert {(one.unit, one.key, one.version) for one in texts} == {
        (first.unit, "results", 1),
        (second.unit, "results", 1),
    }


def test_a_window_without_its_own_campaign_takes_the_latest_inside_once():
    unit = UnitFactory(agency=True)
    early, late = (earlier(days, kind="semiannual") for days in (300, 100))
    for campaign, fairs in ((early, 2), (late, 5)):
        send(UnitReportFactory(campaign=campaign, unit=unit), fairs=fairs)
    window = type(early.window)(early.first, late.last)
    assert [one.value for one in sent_values(window)] == [5]
    assert [one.value for one in sent_values(early.window)] == [2]
    assert counting_values([]) == []
