"""The frame and its scripts in a real browser, on the sample pages."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.urls import reverse

from accounts.tests.factories import UserFactory
from core.components import PAGE_SIZES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long(3),
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.front_end.urls"),
]
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SAMPLES = ("sample_list", "sample_object", "sample_form", "sample_figures", "help")
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
def opened(chromium, live_server, client):
    """Return a function that opens a sample page as a signed-in officer and watches for errors."""
    client.force_login(UserFactory(office=True, full_name="Nguyễn Thị Ngọc Ẩn"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    troubles = []

    def open_page(name, *, viewport=LAPTOP, signed_in=True, query="", **options):
        context = chromium.new_context(viewport=viewport, **options)
        if signed_in:
            context.add_cookies(
                [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if line.type == "error" else None)
        page.goto(live_server.url + reverse(name) + query)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    assert not [trouble for trouble in troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]


def violations(page, options):
    found = Axe().run(page, options=options).response["violations"]
    return [(page.url, one["id"], one["nodes"][0]["html"][:160]) for one in found]


def test_pages_are_accessible_in_both_themes(opened):
    for name in (*SAMPLES, "accounts:sign_in"):
        page = opened(name, color_scheme="light", signed_in=name != "accounts:sign_in")
        assert not violations(page, AXE_OPTIONS)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function("document.documentElement.dataset.bsTheme === 'dark'")
        page.wait_for_timeout(200)  # colours fade for 120 ms
        assert not violations(page, {"runOnly": ["color-contrast"]})
        page.context.close()


def test_a_form_with_errors_is_accessible(opened):
    page = opened("sample_form")
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_selector("[data-error-summary]")
    assert not violations(page, AXE_OPTIONS)


def test_no_page_is_wider_than_the_window(opened):
    for name in SAMPLES:
        page = opened(name)
        for viewport in (LAPTOP, PHONE):
            page.set_viewport_size(viewport)
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], (name, viewport)
        page.context.close()


def test_focus_goes_to_the_summary_and_its_link_leads_into_the_field(opened):
    page = opened("sample_form")
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_selector("[data-error-summary]:focus")
    assert page.title().startswith("Lỗi: ")
    page.get_by_role("link", name="Tên sản phẩm:").click()
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_text_that_could_not_be_sent_is_offered_again(opened):
    page = opened("sample_form")
    address = page.url
    page.fill("#id_name", "Mắm cá linh")
    page.fill("#id_note", "Ủ chượp 12 tháng")
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Khôi phục nội dung").click()
    assert page.input_value("#id_name") == "Mắm cá linh"
    assert page.input_value("#id_note") == "Ủ chượp 12 tháng"


def test_text_that_was_saved_is_not_offered_again(opened, live_server):
    page = opened("sample_form")
    page.fill("#id_name", "Mắm cá linh")
    page.select_option("#id_unit", "1", force=True)
    page.check("#id_kind_0")
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/mau/doi-tuong/")
    page.goto(live_server.url + reverse("sample_form"))
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="Khôi phục nội dung").count() == 0


def test_text_outlives_a_session_that_ended(opened, live_server):
    page = opened("sample_form")
    page.fill("#id_name", "Mắm cá linh")
    cookies = page.context.cookies()
    page.context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/dang-nhap/**")
    page.context.add_cookies(cookies)
    page.goto(live_server.url + reverse("sample_form"))
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Khôi phục nội dung").click()
    assert page.input_value("#id_name") == "Mắm cá linh"


def test_leaving_with_unsent_text_asks(opened):
    page = opened("sample_form")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#id_name").press_sequentially("Mắm")
    page.get_by_role("link", name="Trợ giúp").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.input_value("#id_name") == "Mắm"


def test_a_final_act_says_what_will_happen_before_it_does(opened):
    page = opened("sample_form")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.get_by_role("button", name="Trình hồ sơ").click()
    dialog = page.get_by_role("dialog")
    assert "Hồ sơ sẽ được chuyển đi." in dialog.inner_text()
    dialog.get_by_role("button", name="Quay lại").click()
    assert not sent
    page.get_by_role("button", name="Trình hồ sơ").click()
    page.get_by_role("dialog").get_by_role("button", name="Trình hồ sơ").click()
    page.wait_for_selector("[data-error-summary]")
    assert "send=1" in sent[0].post_data.replace('name="send"\r\n\r\n1', "send=1")


def test_a_slash_goes_to_the_search_box_but_not_while_one_types(opened):
    page = opened("sample_form")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "site-search"
    page.locator("#id_name").press_sequentially("1/2")
    assert page.input_value("#id_name") == "1/2"


def test_the_choice_of_theme_stays(opened):
    page = opened("sample_list", color_scheme="light")
    page.locator("details.person > summary").click()
    page.get_by_role("button", name="Tối", exact=True).click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_a_press_on_a_row_opens_it_and_boxes_show_the_bulk_bar(opened):
    page = opened("sample_list")
    page.locator(".row-check-all").check()
    assert page.locator("[data-bulk-count]").inner_text() == str(PAGE_SIZES[0])
    page.locator("tbody tr").first.locator("td").last.click()
    page.wait_for_url("**/mau/doi-tuong/")


def test_a_list_can_be_typed_into_without_marks(opened):
    page = opened("sample_form")
    page.locator(".ts-control").click()
    page.keyboard.type("sa dec")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#id_unit').value") == "2"


def test_charts_are_drawn_and_have_a_table(opened):
    page = opened("sample_figures")
    page.wait_for_selector(".chart svg")
    page.get_by_text("Xem số liệu dạng bảng").click()
    assert "2021" in page.locator(".chart-table table").inner_text()


def test_without_a_script_one_reads_moves_and_saves(opened):
    page = opened("sample_list", viewport=PHONE, java_script_enabled=False)
    page.locator("details.side-menu > summary").click()
    assert page.locator(".side-menu nav").is_visible()
    assert page.locator(".theme-choice").count() == 1
    assert not page.locator(".theme-choice").is_visible()
    page.context.close()
    page = opened("sample_form", java_script_enabled=False)
    page.fill("#id_name", "Mắm cá linh")
    page.select_option("#id_unit", "1")
    page.check("#id_kind_0")
    page.get_by_role("button", name="Lưu nháp").click()
    page.wait_for_url("**/mau/doi-tuong/")
