"""Pages of units: who reads them, what they show, what they cost."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from units.models import Succession, Unit

pytestmark = pytest.mark.django_db

NEW_DAY = dt.date(2025, 7, 1)
ROLES = ("local_officer", "agency_officer", "office", "council_member", "leader", "administrator")
READERS = {"administrator", "office"}


@pytest.fixture
def province():
    return Unit.objects.create(code="82", name="Tỉnh Đồng Tháp", kind="province", valid_from=NEW_DAY)


@pytest.fixture
def old_province():
    return Unit.objects.create(
        code="87", name="Tỉnh Đồng Tháp", kind="province", valid_from="2004-01-01", valid_to="2025-06-30"
    )


def _commune(code, name, parent, **times):
    times = times or {"valid_from": NEW_DAY}
    return Unit.objects.create(code=code, name=name, kind="commune", parent=parent, **times)


def _old_commune(code, name, parent):
    return _commune(code, name, parent, valid_from=dt.date(2004, 1, 1), valid_to=dt.date(2025, 6, 30))


@pytest.fixture
def sign_in(client, province):
    """Sign a person of a role in and return the client."""

    def as_role(role):
        client.force_login(
            get_user_model().objects.create_user("nguoi-dung", None, full_name="Lê Thị Sen", unit=province, role=role)
        )
        return client

    return as_role


@pytest.fixture
def office(sign_in):
    return sign_in("office")


def _names(response):
    return [unit.name for unit in response.context["page_obj"]]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", ["list", "detail"])
def test_only_administrator_and_office_read_units(sign_in, province, role, page):
    url = reverse("units:unit_list") if page == "list" else province.get_absolute_url()
    response = sign_in(role).get(url)
    assert response.status_code == (200 if role in READERS else 403)
    if role not in READERS:
        assert "Danh mục đơn vị dành cho quản trị hệ thống và Văn phòng Điều phối." in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client, province):
    assert client.get(province.get_absolute_url()).status_code == 302


def test_a_unit_that_does_not_exist_is_not_found(office):
    assert office.get(reverse("units:unit_detail", args=[999_999])).status_code == 404


def test_the_list_shows_the_units_of_today(office, province, old_province):
    _commune("29869", "Phường Cao Lãnh", province)
    _old_commune("29872", "Phường 4", old_province)
    assert _names(office.get(reverse("units:unit_list"))) == ["Phường Cao Lãnh", "Tỉnh Đồng Tháp"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"on": "29/12/2022"}, ["Phường 4", "Tỉnh Đồng Tháp"]),
        ({"on": "30/06/2025"}, ["Phường 4", "Tỉnh Đồng Tháp"]),
        ({"on": "01/07/2025"}, ["Phường Cao Lãnh", "Tỉnh Đồng Tháp"]),
        ({"times": "all", "on": "29/12/2022"}, ["Phường 4", "Phường Cao Lãnh", "Tỉnh Đồng Tháp", "Tỉnh Đồng Tháp"]),
        ({"q": "cao lanh"}, ["Phường Cao Lãnh"]),
        ({"q": "29872", "times": "all"}, ["Phường 4"]),
        ({"kind": "province"}, ["Tỉnh Đồng Tháp"]),
        ({"sort": "code"}, ["Phường Cao Lãnh", "Tỉnh Đồng Tháp"]),
        ({"sort": "-name"}, ["Tỉnh Đồng Tháp", "Phường Cao Lãnh"]),
        ({"sort": "nothing"}, ["Phường Cao Lãnh", "Tỉnh Đồng Tháp"]),
        ({"q": "không có"}, []),
    ],
)
def test_the_list_is_filtered_and_sorted(office, province, old_province, query, names):
    _commune("29869", "Phường Cao Lãnh", province)
    _old_commune("29872", "Phường 4", old_province)
    response = office.get(reverse("units:unit_list"), query)
    assert _names(response) == names


def test_a_day_that_cannot_be_read_is_named_and_kept(office):
    page = office.get(reverse("units:unit_list"), {"on": "hôm qua", "kind": "district"}).content.decode()
    assert "Không đọc được ngày này" in page
    assert 'value="hôm qua"' in page


def test_a_unit_shows_where_its_records_went_and_what_lay_under_it(office, province, old_province):
    old = _old_commune("30079", "Xã Gáo Giồng", old_province)
    heir = _commune("30088", "Xã Phong Mỹ", province)
    other = _commune("30025", "Xã Phú Cường", province)
    Succession.objects.create(from_unit=old, to_unit=other, on=NEW_DAY, is_default=False)
    Succession.objects.create(from_unit=old, to_unit=heir, on=NEW_DAY, is_default=True)
    page = office.get(old.get_absolute_url())
    assert [row.unit for row in page.context["successors"]] == [heir, other]
    text = page.content.decode()
    assert text.count("tiếp nhận một phần địa bàn, không tiếp nhận hồ sơ") == 1
    assert "Không còn" in text
    assert [row.unit for row in office.get(heir.get_absolute_url()).context["predecessors"]] == [old]
    assert list(office.get(province.get_absolute_url()).context["children"]) == [heir, other]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_as_for_three(office, province, django_assert_num_queries, count):
    for number in range(count - 1):
        _commune(f"2{number}", f"Xã {number}", province)
    with django_assert_num_queries(5):
        response = office.get(reverse("units:unit_list"))
    assert len(_names(response)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_unit_costs_the_same_with_one_child_and_predecessor_as_with_three(
    office, province, old_province, django_assert_num_queries, count
):
    unit = _commune("1", "Xã A", province)
    for number in range(count):
        Unit.objects.create(code=f"C{number}", name="Cơ quan", kind="agency", parent=unit, valid_from=NEW_DAY)
        old = _old_commune(f"2{number}", f"Xã {number}", old_province)
        Succession.objects.create(from_unit=old, to_unit=unit, on=NEW_DAY)
    with django_assert_num_queries(7):
        page = office.get(unit.get_absolute_url())
    assert (len(page.context["children"]), len(page.context["predecessors"])) == (count, count)
