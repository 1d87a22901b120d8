"""Reminders: which step a day has reached, who gets what, and never those who have sent."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from campaigns.models import CampaignEvent
from campaigns.recipients import officers_by_unit
from campaigns.reminding import step_on, text_to_copy, units_to_remind
from campaigns.services.reminding import remind_units, send_due_reminders
from campaigns.tests.factories import CampaignFactory, LockExceptionFactory, UnitReportFactory
from core.dates import today
from notices.models import Notice
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
D = dt.date


def of_december(**more):
    """The campaign of 2026: due on Tuesday 15/12, locked after 31/12."""
    days = {"first": D(2025, 12, 15), "last": D(2026, 12, 14), "due_on": D(2026, 12, 15), "lock_on": D(2026, 12, 31)}
    opened = dt.datetime(2026, 11, 21, 8, tzinfo=dt.UTC)
    return CampaignFactory(**({"opened": True, "opened_at": opened} | days | more))


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (D(2026, 12, 3), None),
        (D(2026, 12, 4), "before_7"),
        # Seven stands until three: a clock that stood still makes up for the last step alone.
        (D(2026, 12, 9), "before_7"),
        (D(2026, 12, 10), "before_3"),
        (D(2026, 12, 12), "before_3"),
        (D(2026, 12, 14), "before_1"),
        (D(2026, 12, 15), "due"),
        (D(2026, 12, 16), "after_1"),
        (D(2026, 12, 18), "after_3"),
        (D(2026, 12, 22), "after_5"),
        (D(2026, 12, 31), "after_5"),
        (D(2027, 1, 1), None),
    ],
)
def test_the_step_of_a_day(day, key):
    step = step_on(of_december(), day)
    assert (step.key if step else None) == key


def test_what_had_passed_when_the_campaign_opened_is_not_made_up_for():
    campaign = of_december(opened_at=dt.datetime(2026, 12, 11, 8, tzinfo=dt.UTC))
    assert step_on(campaign, D(2026, 12, 11)) is None
    assert step_on(campaign, D(2026, 12, 14)).key == "before_1"


def test_the_clock_reminds_each_step_once_and_only_those_who_have_not_sent():
    campaign, office = of_december(), UserFactory(office=True)
    states = {"sent": 0, "accepted": 0, "returned": 1, "in_progress": 1}
    expected = set()
    for state, reminded in states.items():
        report = UnitReportFactory(campaign=campaign, **{state: True})
        officer = UserFactory(agency_officer=True, unit=report.unit)
        expected |= {officer} if reminded else set()
    alone = UnitReportFactory(campaign=campaign)
    UserFactory(agency_officer=True, unit=alone.unit, is_active=False)
    day = D(2026, 12, 10)
    assert send_due_reminders(day=day) == 3
    told = Notice.objects.exclude(user__role="office")
    assert {one.user for one in told} == expected
    assert "Còn 3 ngày làm việc" in told.first().subject
    assert alone.unit.name in Notice.objects.get(user=office).body
    assert send_due_reminders(day=day) == 0
    assert send_due_reminders(day=D(2026, 12, 11)) == 0
    assert told.count() == 2
    assert send_due_reminders(day=D(2026, 12, 15)) == 3
    assert CampaignEvent.objects.filter(kind="reminded").count() == 2


def test_by_hand_a_person_gets_it_once_a_day_and_only_of_chosen_units():
    campaign, office = CampaignFactory(opened=True), UserFactory(office=True)
    chosen, other = UnitReportFactory.create_batch(2, campaign=campaign)
    sent = UnitReportFactory(campaign=campaign, sent=True)
    officers = [UserFactory(agency_officer=True, unit=one.unit) for one in (chosen, other, sent)]
    for _time in range(2):
        found = remind_units(actor=office, campaign_id=campaign.pk, unit_ids=[chosen.unit_id, sent.unit_id])
        assert [one.unit for one in found] == [chosen.unit]
    assert [one.user for one in Notice.objects.filter(user__in=officers)] == [officers[0]]


def test_after_the_lock_only_units_with_an_exception_are_left():
    exception = LockExceptionFactory()
    allowed = UnitReportFactory(campaign=exception.campaign, unit=exception.unit)
    UnitReportFactory(campaign=exception.campaign)
    assert [one.report for one in units_to_remind(exception.campaign)] == [allowed]


def test_the_text_to_copy_names_the_three_days_and_the_units():
    campaign = CampaignFactory(opened=True)
    report = UnitReportFactory(campaign=campaign)
    text = text_to_copy(campaign, units_to_remind(campaign), today())
    assert campaign.days_text in text
    assert f"1. {report.unit.name} (chưa bắt đầu)" in text


def test_officers_of_a_unit_are_its_own_its_heirs_or_of_the_next_above(django_assert_num_queries):
    department = UnitFactory(agency=True)
    centre = UnitFactory(agency=True, parent=department)
    old = SuccessionFactory()
    head = UserFactory(agency_officer=True, unit=department)
    heir = UserFactory(local_officer=True, unit=old.to_unit)
    nobody = UnitFactory()
    units = [department, centre, old.from_unit, nobody]
    with django_assert_num_queries(2):
        found = officers_by_unit(units)
    assert found == {department.pk: [head], centre.pk: [head], old.from_unit_id: [heir], nobody.pk: []}
