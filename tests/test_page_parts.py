"""The parts of pages, rendered with undefined variables forbidden."""

import pytest
from django.template import engines
from django.urls import reverse

from accounts.enums import Role
from accounts.tests.factories import UserFactory
from ocop_portal.navigation import NAVIGATION, nav_for, search_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.front_end.urls")]


@pytest.fixture
def officer(client):
    user = UserFactory(office=True, full_name="Nguyễn Thị Ngọc Ẩn")
    client.force_login(user)
    return user


def render(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize("name", ["sample_list", "sample_object", "sample_form", "sample_figures", "help"])
def test_every_part_renders_in_the_frame(client, officer, name):
    body = client.get(reverse(name)).content.decode()
    assert '<html lang="vi">' in body
    assert 'class="skip-link"' in body
    assert body.count("<h1>") == 1
    assert officer.full_name in body


def test_a_state_is_a_word_with_an_icon_in_a_tone():
    class State:
        label = "Đã trình <b>"
        tone = "info"
        icon = "send"

    html = render("{% load ui %}{% chip state %}", state=State())
    assert "chip-info" in html
    assert "#send" in html
    assert "Đã trình &lt;b&gt;" in html


def test_a_star_is_read_in_words():
    assert "4★" in render("{% load ui %}{% stars 4 %}")
    assert "4 sao" in render("{% load ui %}{% stars 4 %}")
    assert "Chưa có sao" in render("{% load ui %}{% stars None %}")


def test_numbers_and_dates_are_written_in_vietnamese_form():
    html = render(
        "{% load vn %}{{ a|vn_number }} {{ b|vn_percent }} {{ c|vn_money }} {{ d|vn_filesize }} [{{ e|vn_number }}]",
        a=1234.5,
        b="39.495",
        c=1500000,
        d=1834000,
        e=None,
    )
    assert html == "1.234,5 39,50 % 1.500.000 đồng 1,8 MB []"


def test_a_filter_becomes_a_pill_that_can_be_taken_away(client, officer):
    body = client.get(reverse("sample_list"), {"q": "xoài", "star": "4", "sort": "-name", "page": "2"}).content.decode()
    assert "Hạng sao: 4 sao" in body
    assert 'class="pill" href="?q=xo%C3%A0i&amp;sort=-name"' in body
    assert 'name="sort" value="-name"' in body


def test_only_what_the_address_carries_becomes_a_pill(client, officer):
    assert "pill-clear" not in client.get(reverse("sample_list"), {"q": "", "star": ""}).content.decode()
    body = client.get(reverse("sample_list"), {"women": "on", "since": "01/02/2022"}).content.decode()
    assert "</span>Do phụ nữ đại diện<svg" in body
    assert "Từ ngày: 01/02/2022" in body


def test_a_header_sorts_and_turns_round_and_goes_to_the_first_page(client, officer):
    body = client.get(reverse("sample_list"), {"sort": "name", "page": "3"}).content.decode()
    assert 'aria-sort="ascending"' in body
    assert 'href="?sort=-name"' in body


def test_the_pager_keeps_the_filters(client, officer):
    body = client.get(reverse("sample_list"), {"star": "4", "size": "50"}).content.decode()
    assert "1–50 trong 130 sản phẩm" in body
    assert "?star=4&amp;size=50&amp;page=3" in body
    assert '<option value="50" selected>' in body


def test_a_page_that_is_not_offered_gives_a_page_all_the_same(client, officer):
    for page in ("0", "abc", "99999", ""):
        assert client.get(reverse("sample_list"), {"page": page, "size": "abc"}).status_code == 200


def test_errors_stand_on_top_with_links_and_at_the_field(client, officer):
    body = client.post(reverse("sample_form"), {"name": "", "note": "giữ lại"}).content.decode()
    assert "data-error-summary" in body
    assert 'href="#id_name"' in body
    assert 'id="id_name_error"' in body
    assert 'aria-invalid="true"' in body
    assert "giữ lại" in body


def test_an_error_of_the_whole_form_is_in_the_summary_once(client, officer):
    body = client.post(reverse("sample_form"), {"name": "trùng"}).content.decode()
    assert body.count("Tên này đã có.") == 1


def test_what_may_be_left_out_is_marked_and_the_unit_stands_beside_the_box(client, officer):
    body = client.get(reverse("sample_form")).content.decode()
    assert body.count("(không bắt buộc)") == 4
    assert "kg/năm" in body


@pytest.mark.parametrize("role", Role)
def test_navigation_has_at_most_seven_entries_for_a_role(role):
    assert 2 <= sum(role in item.roles for item in NAVIGATION) <= 7


def test_every_entry_leads_somewhere_and_marks_where_one_is(client, officer):
    for item in nav_for(officer):
        assert item.stands_for(item.url)
        assert sum(other.stands_for(item.url) for other in NAVIGATION) == 1
    # Counted by reports, with the tabs of the plan.
    within = reverse("reports:plan_progress", args=[1])
    assert [item.url_name for item in NAVIGATION if item.stands_for(within)] == ["programme:plan_list"]
    body = client.get(reverse("products:product_list")).content.decode()
    assert f'href="{reverse("products:product_list")}" aria-current="page"' in body


def test_a_council_member_sees_tasks_and_evaluation_and_no_search():
    role = Role.COUNCIL_MEMBER
    assert [item.url_name for item in NAVIGATION if role in item.roles] == ["home", "evaluations:round_list"]
    assert search_for(UserFactory.build(role=role, unit=None)) is None


def test_only_an_administrator_has_the_entry_of_accounts():
    having = {role for role in Role if "accounts:user_list" in {i.url_name for i in NAVIGATION if role in i.roles}}
    assert having == {Role.ADMINISTRATOR}


def test_pages_of_refusal_say_why_and_lead_home(client, officer):
    missing = client.get("/khong-co-trang-nay/")
    assert missing.status_code == 404
    assert "Không tìm thấy trang" in missing.content.decode()
    html = engines["django"].get_template("500.html").render()
    assert "Hệ thống gặp lỗi" in html
    assert 'href="/"' in html


def test_a_visitor_gets_the_refusal_without_navigation(client):
    body = client.get("/khong-co-trang-nay/").content.decode()
    assert "Không tìm thấy trang" in body
    assert "nav-list" not in body
