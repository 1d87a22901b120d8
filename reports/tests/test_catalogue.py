"""The catalogue of indicators: what it shows to whom, what a search finds, what opens, what is exported."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from time_machine import travel

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from budgets.tests.factories import PolicyFactory
from campaigns.tests.factories import CampaignFactory
from campaigns.tests.test_reported import sent
from indicators.scope import Scope
from producers.enums import PaperKind
from producers.tests.factories import PaperFactory
from programme.tests.factories import ActivityFactory, ProjectFactory, SpaceFactory
from reports import catalogue, registry
from reports.opening import opens, page_of_rows
from reports.tests.world import AS_OF, YEAR

pytestmark = pytest.mark.django_db
LIST = reverse("reports:indicator_list")
ROWS = reverse("reports:indicator_rows")


def enter(client, **trait):
    user = UserFactory(**trait)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def test_the_first_section_is_shown_and_every_other_one_named(client, world):
    enter(client, office=True)
    page = client.get(LIST).content.decode()
    assert "Sản phẩm tham gia đánh giá" in page
    assert "entries.products" in page
    assert "standing.products" not in page
    assert "Kinh phí thực hiện Chương trình" in page
    assert "?section=recognised" in page
    last = client.get(LIST, {"section": "money"}).content.decode()
    assert "?section=incubation" in last
    assert "budget.planned.total" in last


def test_a_search_finds_words_without_marks_in_every_section(client, world):
    enter(client, office=True)
    page = client.get(LIST, {"q": "phu nu dai dien"}).content.decode()
    assert "standing.women.producers" in page
    assert "entries.products" not in page
    assert "Không có chỉ tiêu nào khớp" in client.get(LIST, {"q": "zzz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_section_is_counted_in_as_many_queries_whatever_there_is(client, count, django_assert_num_queries):
    enter(client, office=True)
    ActivityFactory.create_batch(count)
    with django_assert_num_queries(QUERIES):
        client.get(LIST, {"section": "activities"})


# The session, the user, the notices of the frame, the elements of forms, and the activities all at once.
QUERIES = 5


@travel("2026-12-15")
def test_the_running_year_begins_on_the_fifteenth_of_december(db):
    assert catalogue.scope_of(UserFactory(office=True)).window.first.isoformat() == "2026-12-15"


def test_a_local_officer_counts_the_own_territory(world):
    officer = UserFactory(local_officer=True, unit=world.communes["A"])
    assert catalogue.scope_of(officer).unit == world.communes["A"]


def test_an_agency_officer_is_refused_a_sum_of_what_is_seen_in_part(client, world):
    enter(client, agency_officer=True)
    refused = client.get(ROWS, {"ma": "budget.executed.total"})
    assert refused.status_code == 403
    assert "chỉ xem được một phần" in refused.content.decode()
    assert client.get(ROWS, {"ma": "standing.products"}).status_code == 200
    assert client.get(ROWS, {"ma": "no.such"}).status_code == 404
    assert client.get(ROWS).status_code == 302


def test_the_workbook_lists_every_readable_indicator(client, world):
    user = enter(client, office=True)
    content = client.get(reverse("reports:indicator_export")).content
    sheet = load_workbook(io.BytesIO(content)).active
    codes = {row[2] for row in sheet.iter_rows(values_only=True)}
    assert {one.code for one in registry.readable_by(catalogue.scope_of(user))} <= codes


def test_every_indicator_has_words_for_its_rows(world):
    assert all(opens(one) for one in registry.all_indicators())


def test_the_rows_of_the_programme_are_told_in_words(world):
    maker = world.products["sen"]
    ActivityFactory(name="Phiên chợ Sen", minutes_each=5, participants=7)
    ProjectFactory(
        name="Sấy sen", incubated_from=YEAR.last, producer=maker.producer, product=maker, became_on=YEAR.last
    )
    SpaceFactory(name="Khu A", opened_on=AS_OF)
    PaperFactory(producer=maker.producer, kind=PaperKind.TRADEMARK, name="Nhãn hiệu", number="12", issued_on=AS_OF)
    PolicyFactory()
    sent(CampaignFactory(opened=True, first=YEAR.first, last=YEAR.last), fairs="12")
    said = {
        "activities.fair.items": "Phiên chợ Sen",
        "incubation.selected.projects": "Sấy sen",
        "incubation.became.producers": "Cơ sở Sen Hồng",
        "incubation.became.products": "Hạt sen sấy",
        "incubation.spaces.coworking": "Khu A",
        "papers.trademark.producers": "Cơ sở Sen Hồng",
        "papers.trademark.issued": "Nhãn hiệu",
    }
    scope = Scope(WholeProvince(), None, YEAR, AS_OF)
    for code, name in said.items():
        indicator = registry.get(code)
        page = page_of_rows(indicator, indicator.count(scope, {}).row_keys, WholeProvince(), {})
        assert [one.name for one in page.object_list] == [name], code
        assert all(one.grounds[0] for one in page.object_list)
    reported = registry.get("reported.fairs")
    page = page_of_rows(reported, reported.count(scope, {}).row_keys, UserFactory(office=True), {})
    assert "12 cuộc" in page.object_list[0].grounds[0]
