"""Two clocks, two people, a unit that sends while it is reminded: seen to fail without the lock or constraint."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.tests.factories import UserFactory
from campaigns.enums import ReportState
from campaigns.models import Campaign, CampaignEvent, UnitReport
from campaigns.services import automatic, reminding
from campaigns.services.campaigns import open_campaign
from campaigns.tests.factories import CampaignFactory, FormFactory, UnitReportFactory
from campaigns.tests.test_reminding import D, of_december
from core.errors import Refused
from core.tests.racing import at_once
from notices.models import Notice
from tests.patience import PATIENCE_SECONDS
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _addresses():
    """Read the addresses of the portal before a race: the first notice would do it while it holds a lock."""
    reverse("home")


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)


def somebody_waits():
    """Whether a connection to this database waits for a lock that another holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return cursor.fetchone()[0]


def test_two_clocks_open_one_campaign():
    FormFactory(year=2022, published=True)
    unit = UnitFactory(agency=True)
    UserFactory(agency_officer=True, unit=unit)
    day = D(2026, 12, 1)
    opened = []
    assert at_once(*[lambda: opened.extend(automatic.ensure_campaigns(day=day))] * 2) == [None, None]
    assert len(opened) == 1
    campaign = Campaign.objects.get()
    assert (campaign.is_automatic, campaign.is_open, campaign.due_on) == (True, True, D(2026, 12, 15))
    assert Notice.objects.filter(key__contains="asked").count() == 1
    # Also without the lock: the database keeps one for each period.
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignFactory(
            kind=campaign.kind, first=campaign.first, last=campaign.last, is_automatic=True, form=campaign.form
        )


def test_two_clocks_send_a_step_once():
    campaign = of_december()
    UserFactory(agency_officer=True, unit=UnitReportFactory(campaign=campaign).unit)
    counts = []
    at_once(*[lambda: counts.append(reminding.send_due_reminders(day=D(2026, 12, 10)))] * 2)
    assert sorted(counts) == [0, 1]
    assert CampaignEvent.objects.count() == 1


def test_a_double_press_opens_once():
    campaign, office = CampaignFactory(), UserFactory(office=True)
    UnitReportFactory(campaign=campaign)
    outcomes = at_once(*[lambda: open_campaign(actor=office, campaign_id=campaign.pk)] * 2)
    assert len([one for one in outcomes if isinstance(one, Refused)]) == 1
    assert CampaignEvent.objects.count() == 1


def test_a_unit_that_has_just_sent_is_not_reminded():
    """The unit's sending holds its row; the reminder waits for it and then leaves the unit out."""
    campaign, office = CampaignFactory(opened=True), UserFactory(office=True)
    report = UnitReportFactory(campaign=campaign, in_progress=True)
    officer = UserFactory(agency_officer=True, unit=report.unit)
    sending = threading.Event()

    def send():
        with transaction.atomic():
            row = UnitReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
            sending.set()
            # The reminder either waits for this row, as it should, or goes out meanwhile.
            wait_until(lambda: remind_done.is_set() or somebody_waits())
            row.state = ReportState.SENT
            row.first_sent_at = row.sent_at = campaign.opened_at
            row.save()

    def remind():
        sending.wait(PATIENCE_SECONDS)
        reminded.extend(reminding.remind_units(actor=office, campaign_id=campaign.pk, unit_ids=[report.unit_id]))
        remind_done.set()

    remind_done, reminded = threading.Event(), []
    assert at_once(send, remind) == [None, None]
    assert reminded == []
    assert not Notice.objects.filter(user=officer).exists()
