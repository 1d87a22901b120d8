"""The leaders' page: what it stands on, its figures, places, targets, and its queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from campaigns.tests.factories import CampaignFactory, UnitReportFactory
from core.periods import Window
from indicators.scope import Scope
from products.tests.factories import RecognitionFactory
from programme.tests.factories import PlanFactory, TargetFactory, TargetResultFactory
from reports.consolidating.services import create_consolidation
from reports.enums import Stage
from reports.models import ReportFigure, ReportFile
from reports.overview.basis import basis_of
from reports.overview.figures import MAIN, figures_of
from reports.overview.places import map_of, places_of
from reports.tests.editions import stored_edition
from reports.tests.factories import ReportFactory
from units.models import Unit

pytestmark = pytest.mark.django_db
PAGE = "reports:overview"
DAY = dt.date(2022, 12, 31)
YEAR = Window(dt.date(2022, 1, 1), DAY)


@pytest.fixture
def leader(client):
    person = UserFactory(leader=True)
    client.force_login(person)
    return person


def finished(**fields):
    """An annual report on the province of 2022 with a stored figure, a PDF and a workbook."""
    report = ReportFactory(
        **{"done": True, "year": 2022, "first": YEAR.first, "last": YEAR.last, "as_of": DAY} | fields
    )
    ReportFigure.objects.bulk_create(
        ReportFigure(report=report, code=code, position=number, value=156, previous=54, row_keys=[])
        for number, code in enumerate(MAIN)
    )
    for kind in ("xlsx", "pdf"):
        ReportFile(report=report, format=kind, sha256="0" * 64, size=4).file.save(f"x.{kind}", ContentFile(b"%PDF"))
    return report


def test_only_those_who_read_the_whole_programme_see_it(client):
    for trait, code in (("leader", 200), ("office", 200), ("administrator", 200), ("agency_officer", 403)):
        client.force_login(UserFactory(**{trait: True}))
        assert client.get(reverse(PAGE)).status_code == code
        home = client.get(reverse("home")).content.decode()
        assert (reverse(PAGE) in home) == (code == 200)


def test_without_a_report_the_year_so_far_is_counted(client, leader, world):
    text = client.get(reverse(PAGE)).content.decode()
    assert "Chưa có báo cáo nào" in text
    assert "Chỉ tiêu kế hoạch" in text


def test_the_newest_report_gives_figures_and_files(client, leader, world):
    finished(year=2021, first=dt.date(2021, 1, 1), last=dt.date(2021, 12, 31), as_of=dt.date(2021, 12, 31))
    finished(unit=world.districts["A"])
    report = finished()
    response = client.get(reverse(PAGE))
    overview, text = response.context["overview"], response.content.decode()
    assert overview.basis.report == report
    assert [one.label for one in overview.basis.downloads] == ["PDF", "Excel"]
    assert reverse("reports:report_file", args=[report.pk, "pdf"]) in text
    first = overview.figures[0]
    assert (first.value, first.values[-2], first.change) == (156, 54, 102)
    assert reverse("reports:report_figure", args=[report.pk, MAIN[0]]) in text


def test_an_issued_edition_comes_before_a_newer_report(client, leader, world):
    office = UserFactory(office=True)
    frozen = create_consolidation(actor=office, kind="annual", year=2021)
    stored_edition(frozen, Stage.FROZEN)
    finished(year=2023, first=dt.date(2023, 1, 1), last=dt.date(2023, 6, 30), as_of=dt.date(2023, 6, 30))
    edition = stored_edition(create_consolidation(actor=office, kind="annual", year=2022), Stage.ISSUED)
    response = client.get(reverse(PAGE))
    overview = response.context["overview"]
    assert overview.basis.report == edition
    assert [one.label for one in overview.basis.downloads] == ["PDF", "Word", "Excel"]
    assert edition.document.citation in response.content.decode()
    stored = dict(edition.figures.values_list("code", "value"))
    assert {one.indicator.code: one.value for one in overview.figures} == {
        code: value for code, value in stored.items() if code in MAIN
    }


def test_four_periods_are_those_of_the_same_days(world):
    scope = Scope(WholeProvince(), None, YEAR, DAY)
    basis = basis_of(WholeProvince(), DAY)
    found = {one.indicator.code: one for one in figures_of(type(basis)(None, scope))}
    # New stars of 2022, three of 2020 and two of 2021 are in force one after the other.
    assert found["recognised.products"].values == (0, 2, 2, 4)
    assert found["standing.products"].values[-1] == 6
    assert found["standing.women.producers_percent"].texts[-1] == "25,00 %"


def test_places_are_the_units_of_the_day(world):
    places = places_of(Scope(WholeProvince(), None, YEAR, DAY))
    assert [(one.unit.name, one.products, one.producers, one.recognised) for one in places] == [
        ("Huyện B", 4, 2, 2),
        ("Huyện A", 2, 2, 2),
    ]
    assert map_of(places) is None
    for name, lat, lon in (("A", "10.45", "105.63"), ("B", "10.29", "105.75")):
        Unit.objects.filter(pk=world.districts[name].pk).update(lat=Decimal(lat), lon=Decimal(lon))
    drawn = map_of(places_of(Scope(WholeProvince(), None, YEAR, DAY)))
    large, small = drawn.bubbles
    assert (large.label, small.label) == ("B", "A")
    assert large.x > small.x
    assert large.y > small.y
    assert large.radius == 40
    assert round(large.radius**2 / small.radius**2) == 2  # areas stand for numbers
    assert all(0 <= one.x <= drawn.width and 0 <= one.y <= drawn.height for one in drawn.bubbles)
    assert "Huyện B 4" in drawn.alternative


def test_targets_and_completeness_stand_on_the_page(client, leader, world):
    finished()
    plan = PlanFactory(year=2022)
    target = TargetFactory(plan=plan, number=7, due_on=DAY, text="Không gian làm việc chung")
    TargetResultFactory(target=target, on=DAY, value=10)
    campaign = CampaignFactory(opened=True, name="Báo cáo năm 2022")
    UnitReportFactory(campaign=campaign, unit__name="Sở Chưa Gửi")
    text = client.get(reverse(PAGE)).content.decode()
    assert "1/1 đạt" in text
    assert "7. Không gian làm việc chung" in text
    assert "Báo cáo năm 2022" in text
    assert "Sở Chưa Gửi" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_reads_a_fixed_number_of_queries(client, leader, world, count, django_assert_num_queries):
    finished()
    plan = PlanFactory(year=2022)
    campaign = CampaignFactory(opened=True)
    for _number in range(count):
        TargetFactory(plan=plan, due_on=DAY)
        UnitReportFactory(campaign=campaign)
        RecognitionFactory(product__producer__unit=world.communes["A"])
    with django_assert_num_queries(41):
        client.get(reverse(PAGE))
