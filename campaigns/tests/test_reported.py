"""Indicators of what units sent: which version counts, of which campaign, for whom."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from campaigns.enums import ReportState
from campaigns.models import Correction, Element, SentVersion
from campaigns.reported import reported_indicators
from campaigns.tests.factories import CampaignFactory, FormFactory, UnitReportFactory
from core.periods import Window
from indicators.scope import Scope
from reports import registry
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
YEAR = Window(dt.date(2022, 1, 1), dt.date(2022, 12, 31))


@pytest.fixture
def campaign():
    return CampaignFactory(opened=True, first=YEAR.first, last=YEAR.last)


def sent(campaign, *, number=1, state="sent", unit=None, report=None, **values):
    """A report of an agency with a version that was sent."""
    report = report or UnitReportFactory(campaign=campaign, **{state: True}, **({"unit": unit} if unit else {}))
    SentVersion.objects.create(
        report=report,
        number=number,
        sent_by=UserFactory(agency_officer=True),
        values=[
            {"code": code, "name": code, "unit": "cuộc", "value": value, "note": ""} for code, value in values.items()
        ],
    )
    return report


def count(code="reported.fairs", *, user=None, unit=None, window=YEAR):
    scope = Scope(user or WholeProvince(), unit, window, window.last)
    return registry.get(code).count(scope, {})


def test_the_latest_versions_of_sent_and_accepted_reports_are_added_up(campaign):
    first = sent(campaign, fairs="3", revenue="10.5")
    sent(campaign, report=first, number=2, fairs="4", revenue="10.5")
    second = sent(campaign, state="accepted", fairs="5", revenue=None)
    sent(campaign, state="returned", fairs="100", revenue="100")
    assert count().value == 9
    assert count().row_keys == tuple(sorted((first.pk, second.pk)))
    assert count("reported.revenue").value == Decimal("10.5")
    assert count("reported.revenue").row_keys == (first.pk,)
    assert count("reported.fair_stalls").value == 0


def test_a_correction_of_the_office_counts_until_a_newer_version_is_sent(campaign):
    report = sent(campaign, state="accepted", fairs="3")
    fairs = Element.objects.get(section__form=campaign.form, code="fairs")
    for after in (7, 8):
        Correction.objects.create(
            report=report, element=fairs, before=3, after=after, reason="Ghi nhầm", made_by=UserFactory(office=True)
        )
    assert count().value == 8
    sent(campaign, report=report, number=2, fairs="2")
    assert count().value == 2


def test_a_campaign_with_the_very_days_wins_over_those_inside(campaign):
    half = CampaignFactory(opened=True, first=YEAR.first, last=dt.date(2022, 6, 14))
    unit = UnitFactory(agency=True)
    sent(half, unit=unit, fairs="2")
    assert count().value == 0
    sent(campaign, unit=unit, fairs="5")
    assert count().value == 5
    inside = Window(dt.date(2021, 12, 1), dt.date(2022, 12, 31))
    assert count(window=inside).value == 5, "each unit once, by the campaign that ends last"
    assert count(window=Window(YEAR.first, dt.date(2022, 12, 30))).value == 2
    assert count(window=Window(dt.date(2022, 1, 2), YEAR.last)).value == 0


def test_who_sees_only_a_part_gets_no_sum(campaign):
    own, other = UnitFactory(), UnitFactory()
    sent(campaign, unit=own, fairs="2")
    sent(campaign, unit=other, fairs="5")
    local = UserFactory(local_officer=True, unit=own)
    assert count(user=local, unit=own).value == 2
    assert count(user=local, unit=other).value == 0
    assert count(unit=other).value == 5
    agency = Scope(UserFactory(agency_officer=True), None, YEAR, YEAR.last)
    assert not [one for one in registry.readable_by(agency) if one.needs_reports]
    assert "reported.fairs" not in registry.count_all(agency, keys=False)


def test_every_element_of_published_forms_is_an_indicator_by_its_newest_name(campaign):
    newer = FormFactory(year=2023)
    Element.objects.filter(section__form=newer, code="fairs").update(name="Phiên chợ", definition="Chỉ tính cấp tỉnh.")
    draft = {one.code: one for one in reported_indicators()}
    assert str(draft["reported.fairs"].name) == "Hội chợ đã tham gia"
    newer.published_at = timezone.now()
    newer.save()
    found = {one.code: one for one in reported_indicators()}
    assert set(found) == {"reported.fairs", "reported.fair_stalls", "reported.revenue"}
    assert found["reported.fairs"].name == "Phiên chợ"
    assert str(found["reported.fairs"].definition).startswith("Chỉ tính cấp tỉnh. Tổng số liệu")
    assert (found["reported.revenue"].places, found["reported.fairs"].places) == (2, 0)


def test_all_of_them_are_read_together(campaign, django_assert_num_queries):
    sent(campaign, fairs="3", revenue="1")
    scope = Scope(WholeProvince(), None, YEAR, YEAR.last)
    members = reported_indicators()
    with django_assert_num_queries(4):
        counted = members[0].count_together(members, scope)
    assert counted["reported.fairs"].value == 3


def test_a_code_that_nobody_asks_any_more_can_still_be_read():
    gone = registry.get("reported.long_ago")
    assert "long_ago" in str(gone.name)
    assert gone.count(Scope(WholeProvince(), None, YEAR, YEAR.last), {}).value == 0
    with pytest.raises(KeyError):
        registry.get("no.such.code")
    assert ReportState.SENT
