"""Campaigns: prepared, opened, changed with a reason; units added and taken out; exceptions."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from campaigns.asking import form_for, usual_units
from campaigns.enums import CampaignKind, EventKind, ReportState
from campaigns.locks import is_locked
from campaigns.models import Campaign, CampaignEvent, LockException, UnitReport
from campaigns.periods import next_proposal, proposal, to_open_on
from campaigns.services import campaigns as services
from campaigns.tests.factories import CampaignFactory, FormFactory, UnitReportFactory
from core.dates import today
from core.errors import Refused, Stale
from notices.models import Notice
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture
def office():
    return UserFactory(office=True)


def prepare(office, **fields):
    """A campaign of this half year that has not been opened, by the service."""
    FormFactory(year=2022, published=True)
    day = today()
    days = {"first": day - dt.timedelta(days=180), "last": day - dt.timedelta(days=1)}
    days |= {"due_on": day + dt.timedelta(days=7), "lock_on": day + dt.timedelta(days=20)}
    return services.create_campaign(actor=office, kind="ad_hoc", year=day.year, name="Đợt thử", **(days | fields))


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("semiannual", (D(2021, 12, 15), D(2022, 6, 14), D(2022, 6, 15), D(2022, 6, 30))),
        ("nine_months", (D(2021, 12, 15), D(2022, 9, 14), D(2022, 9, 15), D(2022, 9, 30))),
        ("annual", (D(2021, 12, 15), D(2022, 12, 14), D(2022, 12, 15), D(2022, 12, 31))),
    ],
)
def test_a_kind_and_a_year_give_the_days(kind, days, office):
    FormFactory(year=2021, published=True)
    campaign = services.create_campaign(actor=office, kind=kind, year=2022)
    assert (campaign.first, campaign.last, campaign.due_on, campaign.lock_on) == days
    assert "2022" in campaign.name
    assert not campaign.is_open


def test_the_days_are_of_the_year_that_the_name_bears(office):
    FormFactory(year=2021, published=True)
    days = {"first": D(2025, 12, 15), "last": D(2026, 6, 14), "due_on": D(2026, 6, 15), "lock_on": D(2026, 6, 30)}
    with pytest.raises(Refused, match="kết thúc trong năm 2022"):
        services.create_campaign(actor=office, kind="semiannual", year=2022, **days)
    campaign = services.create_campaign(actor=office, kind="semiannual", year=2026, **days)
    with pytest.raises(Refused, match="kết thúc trong năm 2022"):
        services.update_campaign(actor=office, campaign_id=campaign.pk, version=campaign.version, fields={"year": 2022})
    assert services.create_campaign(actor=office, kind="ad_hoc", year=2022, name="Đợt", **days).last == days["last"]


def test_yearly_campaigns_are_wanted_from_their_day_until_the_lock():
    def kinds(day):
        return [(one.kind, one.year) for one in to_open_on(day, days_before=15)]

    assert kinds(D(2026, 5, 29)) == []
    assert kinds(D(2026, 5, 30)) == [("semiannual", 2026)]
    assert kinds(D(2026, 6, 30)) == [("semiannual", 2026)]
    assert kinds(D(2026, 7, 1)) == []
    assert kinds(D(2026, 12, 31)) == [("annual", 2026)]
    assert kinds(D(2027, 1, 1)) == []
    assert next_proposal(D(2026, 12, 16)) == proposal(CampaignKind.SEMIANNUAL, 2027)


def test_the_newest_published_form_of_the_year_or_before_is_taken():
    old = FormFactory(year=2022, number=1, published=True)
    newer = FormFactory(year=2022, number=2, published=True)
    FormFactory(year=2023)
    assert form_for(2023) == newer
    assert form_for(2021) is None
    assert old != newer


def test_usual_units_are_agencies_and_the_localities_of_the_day(office):
    agency, commune = UnitFactory(agency=True), UnitFactory()
    district = UnitFactory(district=True, valid_to=D(2025, 6, 30))
    assert set(usual_units(D(2022, 6, 15))) == {agency, district}
    assert set(usual_units(D(2026, 6, 15))) == {agency, commune}
    assert office.unit not in usual_units(D(2026, 6, 15))


def test_an_open_campaign_has_told_every_officer_once(office):
    agency, commune = UnitFactory(agency=True), UnitFactory()
    officer = UserFactory(agency_officer=True, unit=agency)
    UserFactory(agency_officer=True, unit=agency, is_active=False)
    local = UserFactory(local_officer=True, unit=commune)
    campaign = prepare(office, unit_ids=[agency.pk, commune.pk])
    assert not Notice.objects.exists()
    assert not Campaign.objects.visible_to(officer).exists()
    services.open_campaign(actor=office, campaign_id=campaign.pk)
    assert {one.user for one in Notice.objects.all()} == {officer, local}
    assert campaign.days_text in Notice.objects.first().body
    assert Campaign.objects.visible_to(officer).get() == campaign
    assert campaign.events.get().kind == EventKind.OPENED
    with pytest.raises(Refused, match="mở rồi"):
        services.open_campaign(actor=office, campaign_id=campaign.pk)


def test_what_is_not_ready_does_not_open(office):
    empty = prepare(office)
    with pytest.raises(Refused, match="Chưa chọn đơn vị"):
        services.open_campaign(actor=office, campaign_id=empty.pk)
    draft = prepare(office, unit_ids=[UnitFactory().pk], form=FormFactory())
    with pytest.raises(Refused, match="chưa ban hành"):
        services.open_campaign(actor=office, campaign_id=draft.pk)
    past = services.create_campaign(actor=office, kind="annual", year=2024, unit_ids=[UnitFactory().pk])
    with pytest.raises(Refused, match="Ngày khoá"):
        services.open_campaign(actor=office, campaign_id=past.pk)
    assert not CampaignEvent.objects.exists()


def test_only_the_office_manages(office):
    campaign = prepare(office, unit_ids=[UnitFactory().pk])
    for person in (UserFactory(leader=True), UserFactory(agency_officer=True), UserFactory(administrator=True)):
        with pytest.raises(PermissionDenied):
            services.open_campaign(actor=person, campaign_id=campaign.pk)
        with pytest.raises(PermissionDenied):
            services.create_campaign(actor=person, kind="annual", year=2026)
        with pytest.raises(PermissionDenied):
            services.set_units(actor=person, campaign_id=campaign.pk, add=[])


def test_new_days_need_a_reason_and_reach_those_who_have_not_sent(office):
    waiting, sent = UnitFactory(agency=True), UnitFactory(agency=True)
    officer = UserFactory(agency_officer=True, unit=waiting)
    UserFactory(agency_officer=True, unit=sent)
    campaign = CampaignFactory(opened=True)
    UnitReportFactory(campaign=campaign, unit=waiting)
    UnitReportFactory(campaign=campaign, unit=sent, sent=True)
    later = {"due_on": campaign.due_on + dt.timedelta(days=2)}
    with pytest.raises(Refused, match="lý do"):
        services.update_campaign(actor=office, campaign_id=campaign.pk, version=None, fields=later)
    services.update_campaign(
        actor=office, campaign_id=campaign.pk, version=campaign.version, fields=later, reason="Mất điện"
    )
    event = campaign.events.get()
    assert (event.kind, event.note, event.actor) == (EventKind.CHANGED, "Mất điện", office)
    assert event.changes[0][0] == "Hạn gửi"
    assert [one.user for one in Notice.objects.all()] == [officer]
    with pytest.raises(Stale):
        services.update_campaign(
            actor=office, campaign_id=campaign.pk, version=campaign.version, fields=later, reason="Lại"
        )


def test_an_open_campaign_keeps_what_it_asks_and_days_must_fit(office):
    campaign = CampaignFactory(opened=True)
    with pytest.raises(Refused, match="không đổi được"):
        services.update_campaign(
            actor=office, campaign_id=campaign.pk, version=None, fields={"first": campaign.last}, reason="x"
        )
    with pytest.raises(ValidationError):
        services.update_campaign(
            actor=office, campaign_id=campaign.pk, version=None, fields={"lock_on": campaign.last}, reason="x"
        )
    assert not CampaignEvent.objects.exists()


def test_units_are_added_later_and_taken_out_until_they_begin(office):
    campaign = CampaignFactory(opened=True)
    begun = UnitReportFactory(campaign=campaign, in_progress=True)
    idle = UnitReportFactory(campaign=campaign)
    new = UnitFactory(agency=True)
    officer = UserFactory(agency_officer=True, unit=new)
    with pytest.raises(Refused, match="đã bắt đầu"):
        services.set_units(actor=office, campaign_id=campaign.pk, remove=[begun.unit_id, idle.unit_id])
    assert services.set_units(actor=office, campaign_id=campaign.pk, add=[new.pk], remove=[idle.unit_id]) == (1, 1)
    assert set(campaign.reports.values_list("unit", flat=True)) == {begun.unit_id, new.pk}
    assert [one.user for one in Notice.objects.all()] == [officer]
    assert {one.kind for one in campaign.events.all()} == {EventKind.UNITS_ADDED, EventKind.UNITS_REMOVED}
    gone = UnitFactory(valid_to=D(2025, 6, 30))
    with pytest.raises(Refused, match="đang hoạt động vào ngày hạn gửi"):
        services.set_units(actor=office, campaign_id=campaign.pk, add=[gone.pk])


def test_an_exception_has_owner_reason_and_end_and_ends_early(office):
    report = UnitReportFactory(campaign=CampaignFactory(opened=True, locked=True), state=ReportState.IN_PROGRESS)
    assert is_locked(report)
    asked = {"actor": office, "campaign_id": report.campaign_id, "unit_id": report.unit_id}
    with pytest.raises(Refused, match="lý do"):
        services.grant_exception(**asked, until=today(), reason="  ")
    with pytest.raises(Refused, match="đã qua"):
        services.grant_exception(**asked, until=today() - dt.timedelta(days=1), reason="Bão")
    row = services.grant_exception(**asked, until=today(), reason="Bão")
    assert (row.granted_by, row.reason, row.until) == (office, "Bão", today())
    assert not is_locked(report)
    services.end_exception(actor=office, exception_id=row.pk)
    assert is_locked(report)
    with pytest.raises(Refused, match="đã kết thúc"):
        services.end_exception(actor=office, exception_id=row.pk)
    assert LockException.objects.count() == 1


def test_a_prepared_campaign_is_taken_away_and_an_open_one_stays(office):
    campaign = prepare(office, unit_ids=[UnitFactory().pk])
    services.delete_campaign(actor=office, campaign_id=campaign.pk)
    assert not UnitReport.objects.exists()
    with pytest.raises(Refused):
        services.delete_campaign(actor=office, campaign_id=CampaignFactory(opened=True).pk)
