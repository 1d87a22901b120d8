"""The lock follows from a day; an exception keeps one unit writing until its end."""

import datetime as dt

import pytest
from django.utils import timezone

from campaigns.locks import is_locked, open_exception
from campaigns.tests.factories import CampaignFactory, LockExceptionFactory, UnitReportFactory
from core.dates import today

pytestmark = pytest.mark.django_db


def test_a_late_report_is_not_locked_before_the_lock():
    campaign = CampaignFactory(opened=True, overdue=True)
    report = UnitReportFactory(campaign=campaign)
    assert campaign.due_on < today()
    assert not is_locked(report)
    assert not is_locked(report, on=campaign.lock_on)
    assert is_locked(report, on=campaign.lock_on + dt.timedelta(days=1))


def test_an_exception_holds_for_its_unit_until_its_day_or_its_early_end():
    exception = LockExceptionFactory()
    report = UnitReportFactory(campaign=exception.campaign, unit=exception.unit)
    other = UnitReportFactory(campaign=exception.campaign)
    assert not is_locked(report)
    assert is_locked(other)
    assert not is_locked(report, on=exception.until)
    assert is_locked(report, on=exception.until + dt.timedelta(days=1))
    exception.ended_at = timezone.now()
    exception.save()
    assert open_exception(report, today()) is None
    assert is_locked(report)


def test_the_longest_exception_counts():
    first = LockExceptionFactory()
    longer = LockExceptionFactory(
        campaign=first.campaign, unit=first.unit, until=today() + dt.timedelta(days=9), reason="Thêm"
    )
    report = UnitReportFactory(campaign=first.campaign, unit=first.unit)
    assert open_exception(report, today()) == longer
