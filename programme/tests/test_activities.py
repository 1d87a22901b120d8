"""Activities and start-ups: who writes them, what is linked, what a reader may not see, numbers and pages."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from budgets.models import LedgerEntry
from budgets.tests.factories import LineFactory
from core.dates import today
from core.errors import Refused, Stale
from products.tests.factories import ProductFactory
from programme.models import Activity, IncubationProject, SupportSpace
from programme.services import activities, incubation
from programme.startups import counts_of_year
from programme.tests.factories import ActivityFactory, ProjectFactory, SpaceFactory
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 9, 1)
FAIR = {"kind": "fair", "name": "Phiên chợ", "starts_on": DAY}
PROJECT = {"name": "Sấy sen", "selected_on": DAY}
# What a browser sends of an activity, and of a project without supports.
FAIR_TYPED = {"kind": "fair", "name": "Phiên chợ", "starts_on": "01/09/2022", "reach": "province", "quantity": "2"}
NO_ROWS = {"supports-TOTAL_FORMS": "0", "supports-INITIAL_FORMS": "0"}


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


@pytest.fixture
def officer(client):
    person = UserFactory(local_officer=True)
    client.force_login(person)
    return person


def cells_of(response):
    """Return the texts of the first sheet."""
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize(
    ("create", "edit", "values", "factory", "key"),
    [
        (activities.create_activity, activities.edit_activity, FAIR, ActivityFactory, "activity_id"),
        (incubation.create_project, incubation.edit_project, PROJECT, ProjectFactory, "project_id"),
        (
            incubation.create_space,
            incubation.edit_space,
            {"name": "Khu", "kind": "coworking", "approved_on": DAY},
            SpaceFactory,
            "space_id",
        ),
    ],
)
def test_a_unit_writes_what_is_its_own(create, edit, values, factory, key):
    agency = UserFactory(agency_officer=True)
    row = create(actor=agency, unit=agency.unit, **values)
    edit(actor=agency, **{key: row.pk}, version=1, name="Tên mới")
    row.refresh_from_db()
    assert row.name == "Tên mới"
    with pytest.raises(Stale):
        edit(actor=agency, **{key: row.pk}, version=1, name="Khác")
    other = factory()
    for person in (agency, UserFactory(leader=True), UserFactory(administrator=True)):
        with pytest.raises(PermissionDenied):
            create(actor=person, unit=other.unit, **values)
        with pytest.raises(PermissionDenied):
            edit(actor=person, **{key: other.pk}, name="Chiếm")
    with pytest.raises(PermissionDenied):
        # Neither may a unit put its row under another one.
        edit(actor=agency, **{key: row.pk}, unit=other.unit)
    edit(actor=UserFactory(office=True), **{key: row.pk}, unit=other.unit)


def test_an_activity_has_begun_and_counts_something(office):
    unit = UnitFactory()
    with pytest.raises(Refused, match="ở sau hôm nay"):
        activities.create_activity(actor=office, unit=unit, **FAIR | {"starts_on": today() + dt.timedelta(days=1)})
    for wrong in ({"quantity": 0}, {"ends_on": DAY - dt.timedelta(days=1)}, {"link": "javascript:alert(1)"}):
        with pytest.raises(ValidationError):
            activities.create_activity(actor=office, unit=unit, **FAIR, **wrong)
    assert not Activity.objects.exists()


def test_links_out_of_sight_are_neither_made_nor_taken_away(officer, office):
    own, foreign = ProductFactory(producer__unit=officer.unit), ProductFactory()
    row = ActivityFactory(unit=officer.unit)
    with pytest.raises(Refused, match="ngoài địa bàn"):
        activities.edit_activity(actor=officer, activity_id=row.pk, products=[foreign])
    activities.edit_activity(actor=office, activity_id=row.pk, products=[own, foreign], producers=[foreign.producer])
    activities.edit_activity(actor=officer, activity_id=row.pk, products=[], producers=[own.producer])
    assert set(row.products.all()) == {foreign}
    assert set(row.producers.all()) == {own.producer, foreign.producer}
    # Who says nothing of links leaves them.
    activities.edit_activity(actor=office, activity_id=row.pk, name="Tên")
    assert row.products.count() == 1


def test_a_reader_gets_the_number_of_links_that_he_may_not_see(client, officer):
    own, foreign = ProductFactory(producer__unit=officer.unit, name="Xoài nhà"), ProductFactory(name="Sen xa")
    row = ActivityFactory(unit=officer.unit)
    row.products.set([own, foreign])
    page = client.get(row.get_absolute_url()).content.decode()
    export = cells_of(client.get(reverse("programme:activity_export")))
    form = client.get(reverse("programme:activity_edit", args=[row.pk])).content.decode()
    assert "Xoài nhà" in page
    assert "Xoài nhà" in form
    assert "1 sản phẩm ngoài địa bàn của bạn" in page
    assert "Xoài nhà" in export
    assert not [text for text in (page, form, *export) if "Sen xa" in str(text)]


def test_an_activity_by_its_pages(client, officer):
    product = ProductFactory(producer__unit=officer.unit)
    typed = FAIR_TYPED | {"unit": officer.unit.pk, "products": [product.pk], "link": "postmart.vn/sen"}
    page = client.post(reverse("programme:activity_create"), typed).url
    row = Activity.objects.get()
    assert page == row.get_absolute_url()
    assert (row.link, list(row.products.all())) == ("https://postmart.vn/sen", [product])
    edit = reverse("programme:activity_edit", args=[row.pk])
    assert client.post(edit, typed | {"version": "1", "quantity": "3", "products": []}).status_code == 302
    stale = client.post(edit, typed | {"version": "1", "quantity": "4"}).content.decode()
    assert "Có người khác vừa lưu" in stale
    assert f"đang lưu “(để trống)”, bạn nhập “{product.name}”" in stale
    row.refresh_from_db()
    assert (row.quantity, row.products.count()) == (3, 0)
    other = UnitFactory()
    assert "Lựa chọn này không có" in client.post(edit, typed | {"unit": other.pk, "version": "2"}).content.decode()


def test_totals_by_kind_are_those_of_the_filtered_rows(client, office):
    ActivityFactory(kind="tv", quantity=26, minutes_each=5)
    ActivityFactory(kind="tv", quantity=15, minutes_each=15)
    ActivityFactory(kind="meeting", quantity=3, participants=90)
    ActivityFactory(kind="tv", quantity=9, starts_on=dt.date(2023, 1, 1))
    response = client.get(reverse("programme:activity_list"), {"year": "2022"})
    found = {
        row["kind"]: (row["activities"], row["items"], row["minutes"], row["people"])
        for row in response.context["totals"]
    }
    assert found == {"tv": (2, 41, 355, 0), "meeting": (1, 3, 0, 90)}
    for query, count in (({"q": "phien cho"}, 4), ({"kind": "tv"}, 3), ({"reach": "national"}, 0)):
        assert client.get(reverse("programme:activity_list"), query).context["page"].paginator.count == count, query


def test_money_of_an_activity(client, office):
    row = ActivityFactory()
    line = LineFactory(planned=1_000_000, allocated=1_000_000)
    page = reverse("programme:activity_money", args=[row.pk])
    assert client.post(page, {"line": line.pk, "amount_vnd_0": "0,4", "voucher": "PC-1"}).status_code == 302
    entry = LedgerEntry.objects.get(paid_for="activity")
    assert (entry.paid_for_id, entry.amount_vnd) == (row.pk, 400_000)
    assert "400.000 đồng" in client.get(page).content.decode()


def test_a_project_says_what_it_became(officer, office):
    own, foreign = ProductFactory(producer__unit=officer.unit), ProductFactory()
    project = ProjectFactory(unit=officer.unit)
    became = {"producer": own.producer, "product": own, "became_on": dt.date(2022, 12, 29)}
    with pytest.raises(Refused, match="ngoài địa bàn"):
        incubation.edit_project(actor=officer, project_id=project.pk, **became | {"product": foreign})
    for wrong in ({"became_on": None}, {"producer": None, "product": None}):
        with pytest.raises(ValidationError):
            incubation.edit_project(actor=officer, project_id=project.pk, **became | wrong)
    for wrong in (dt.date(2022, 2, 1), today() + dt.timedelta(days=1)):
        with pytest.raises(Refused):
            incubation.edit_project(actor=officer, project_id=project.pk, **became | {"became_on": wrong})
    incubation.edit_project(actor=officer, project_id=project.pk, **became)
    # What the office linked out of sight stays through an edit of the unit.
    incubation.edit_project(actor=office, project_id=project.pk, product=foreign)
    incubation.edit_project(actor=officer, project_id=project.pk, product=foreign, name="Tên mới")
    project.refresh_from_db()
    assert (project.product, project.name) == (foreign, "Tên mới")


def test_supports_are_those_of_the_form(office):
    given = {"kind": "matching", "on": DAY, "partner": "Câu lạc bộ", "amount_vnd": None, "note": ""}
    project = incubation.create_project(actor=office, unit=UnitFactory(), supports=[given], **PROJECT)
    first = project.supports.get()
    more = given | {"kind": "credit", "amount_vnd": 5000000}
    incubation.edit_project(actor=office, project_id=project.pk, supports=[given, more])
    assert project.supports.first() == first
    assert [one.kind for one in project.supports.all()] == ["matching", "credit"]
    incubation.edit_project(actor=office, project_id=project.pk, name="Tên")
    assert project.supports.count() == 2
    incubation.edit_project(actor=office, project_id=project.pk, supports=[more])
    assert [one.kind for one in project.supports.all()] == ["credit"]
    for day in (DAY - dt.timedelta(days=1), today() + dt.timedelta(days=1)):
        with pytest.raises(Refused, match="Ngày hỗ trợ"):
            incubation.edit_project(actor=office, project_id=project.pk, supports=[given | {"on": day}])
    assert [one.kind for one in project.supports.all()] == ["credit"]


def test_a_project_by_its_pages(client, office):
    unit = UnitFactory()
    typed = {"name": "Sấy sen", "unit": unit.pk, "selected_on": "01/03/2022"} | NO_ROWS
    create = reverse("programme:project_create")
    shown = client.post(create, typed | {"add_supports": "1"}).content.decode()
    assert 'name="supports-0-kind"' in shown
    assert 'value="Sấy sen"' in shown
    assert not IncubationProject.objects.exists()
    row = {"supports-0-kind": "matching", "supports-0-on": "20/05/2022", "supports-0-amount_vnd_0": "1"}
    # The last row is empty but for the unit of money, which a browser always sends.
    row |= {"supports-TOTAL_FORMS": "2", "supports-0-amount_vnd_1": "million", "supports-1-amount_vnd_1": "million"}
    page = client.post(create, typed | row).url
    project = IncubationProject.objects.get()
    text = client.get(page).content.decode()
    assert "Kết nối đối tác, nhà đầu tư" in text
    assert "1.000.000 đồng" in text
    edit = reverse("programme:project_edit", args=[project.pk])
    typed |= {"version": "1"} | row
    assert client.post(edit, typed | {"name": "Sấy sen dẻo"}).status_code == 302
    assert "Có người khác vừa lưu" in client.post(edit, typed).content.decode()
    assert project.supports.count() == 1


def test_a_space_by_its_pages(client, office):
    typed = {"name": "Khu trưng bày", "kind": "showroom", "unit": UnitFactory().pk, "approved_on": "01/06/2022"}
    client.post(reverse("programme:space_create"), typed)
    space = SupportSpace.objects.get()
    edit = reverse("programme:space_edit", args=[space.pk])
    assert client.post(edit, typed | {"opened_on": "01/01/2022", "version": "1"}).status_code == 200
    client.post(edit, typed | {"opened_on": "01/08/2022", "version": "1"})
    assert "Hoạt động từ 01/08/2022" in client.get(reverse("programme:project_list")).content.decode()


def test_numbers_of_a_year(office):
    unit, product = UnitFactory(), ProductFactory()
    given = {"kind": "matching", "on": DAY, "partner": "", "amount_vnd": None, "note": ""}
    twice = [given, given | {"on": dt.date(2022, 10, 1)}]
    new = {"actor": office, "unit": unit, "selected_on": dt.date(2022, 3, 1)}
    became = {"producer": product.producer, "became_on": dt.date(2022, 12, 29)}
    incubation.create_project(name="Một", supports=twice, product=product, **new, **became)
    incubation.create_project(name="Hai", incubated_from=dt.date(2022, 8, 1), **new, **became)
    incubation.create_project(
        name="Ba",
        **new | {"selected_on": dt.date(2021, 3, 1)},
        incubated_from=dt.date(2021, 4, 1),
        incubated_to=dt.date(2021, 12, 31),
    )
    counts = counts_of_year(IncubationProject.objects.all(), 2022)
    assert (counts.selected, counts.incubated, counts.producers, counts.products) == (2, 1, 1, 1)
    assert dict(counts.supported)["matching"] == 1
    assert counts_of_year(IncubationProject.objects.all(), 2021).incubated == 1


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_as_many_queries_for_many_rows_as_for_one(client, office, django_assert_num_queries, count):
    rows = ActivityFactory.create_batch(count)
    rows[0].products.set(ProductFactory.create_batch(count))
    project = ProjectFactory.create_batch(count)[0]
    SpaceFactory.create_batch(count)
    for number in range(count):
        project.supports.create(kind="matching", on=DAY + dt.timedelta(days=number))
    pages = {
        reverse("programme:activity_list"): 9,
        reverse("programme:activity_export"): 7,
        rows[0].get_absolute_url(): 8,
        reverse("programme:project_list"): 12,
        project.get_absolute_url(): 5,
    }
    for page, queries in pages.items():
        with django_assert_num_queries(queries, info=page):
            client.get(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_projects_asks_a_unit_no_more_for_three_spaces(client, officer, django_assert_num_queries, count):
    SpaceFactory.create_batch(count, unit=officer.unit)
    with django_assert_num_queries(11):
        response = client.get(reverse("programme:project_list"))
    assert [may_edit for _space, may_edit in response.context["spaces"]] == [True] * count
