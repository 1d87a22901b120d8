"""What the start page says of reports of units."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from campaigns.tests.factories import CampaignFactory, LockExceptionFactory, UnitReportFactory
from core.dates import today
from reports.home.waiting import waiting_for

pytestmark = pytest.mark.django_db


def texts(user):
    return [todo.text for todo in waiting_for(user, today())]


def test_an_officer_is_told_what_to_send_until_it_is_sent_or_locked():
    report = UnitReportFactory()
    officer = UserFactory(agency_officer=True, unit=report.unit)
    UnitReportFactory(unit=report.unit, sent=True)
    late = UnitReportFactory(unit=report.unit, campaign=CampaignFactory(opened=True, locked=True))
    UnitReportFactory(unit=report.unit, campaign=CampaignFactory())
    todo = next(one for one in waiting_for(officer, today()) if one.icon == "report")
    assert todo.text == f"Gửi “{report.campaign.name}”"
    assert report.campaign.days_text in todo.meta
    assert todo.deadline.when == report.campaign.due_on
    assert len([text for text in texts(officer) if text.startswith("Gửi")]) == 1
    LockExceptionFactory(campaign=late.campaign, unit=late.unit)
    assert f"Gửi “{late.campaign.name}”" in texts(officer)


def test_the_office_is_told_of_open_prepared_and_waiting_ones():
    campaign = CampaignFactory(opened=True, overdue=True)
    sent = UnitReportFactory(campaign=campaign, sent=True)
    UnitReportFactory(campaign=campaign)
    prepared = CampaignFactory(due_on=today() + dt.timedelta(days=3))
    CampaignFactory(opened=True, locked=True)
    office = UserFactory(office=True)
    found = texts(office)
    assert f"{campaign.name}: 1/2 đơn vị đã gửi" in found
    assert f"Mở “{prepared.name}”" in found
    assert "Duyệt 1 báo cáo đơn vị đã gửi" in found
    assert len([text for text in found if "đơn vị đã gửi" in text]) == 2
    accept = next(one for one in waiting_for(office, today()) if one.icon == "list-check")
    assert sent.unit.name in accept.meta
