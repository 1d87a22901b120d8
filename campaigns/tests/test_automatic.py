"""The yearly campaigns open by themselves: on their day or later, once, and not beside the office's own."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from campaigns.models import Campaign
from campaigns.services.automatic import ensure_campaigns
from campaigns.tasks import open_due_campaigns
from campaigns.tests.factories import CampaignFactory, FormFactory
from notices.models import Notice
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def office():
    return UserFactory(office=True)


def units_and_form():
    FormFactory(year=2022, published=True)
    return [UnitFactory(agency=True), UnitFactory()]


def test_it_opens_before_the_window_ends_and_asks_everybody_once(office):
    units = units_and_form()
    assert ensure_campaigns(day=D(2026, 11, 28)) == []
    (campaign,) = ensure_campaigns(day=D(2026, 11, 29))
    assert (campaign.is_automatic, campaign.is_open, campaign.opened_by) == (True, True, None)
    assert {one.unit for one in campaign.reports.select_related("unit")} == set(units)
    assert Notice.objects.filter(user=office).count() == 1
    assert ensure_campaigns(day=D(2026, 11, 30)) == []
    assert ensure_campaigns(day=D(2026, 12, 20)) == []


def test_a_clock_that_stood_still_over_the_due_day_opens_it_afterwards_until_the_lock(office):
    units_and_form()
    assert ensure_campaigns(day=D(2027, 1, 1)) == []
    (campaign,) = ensure_campaigns(day=D(2026, 12, 28))
    assert campaign.due_on == D(2026, 12, 15)


def test_what_the_office_prepared_is_left_to_it():
    units_and_form()
    CampaignFactory(kind="annual", first=D(2025, 12, 15), last=D(2026, 12, 14), due_on=D(2026, 12, 20))
    assert ensure_campaigns(day=D(2026, 12, 1)) == []


def test_it_can_be_switched_off_and_needs_a_form(settings):
    UnitFactory(agency=True)
    assert ensure_campaigns(day=D(2026, 12, 1)) == []
    FormFactory(year=2022, published=True)
    settings.CAMPAIGNS_OPEN_AUTOMATICALLY = False
    assert ensure_campaigns(day=D(2026, 12, 1)) == []
    assert open_due_campaigns() == 0
    assert not Campaign.objects.exists()
