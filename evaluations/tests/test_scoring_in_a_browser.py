"""The scoring screen as a member uses it: totals follow the choices, the sheet saves itself."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluations.models import ScoreSheet
from evaluations.services import save_sheet
from evaluations.tests.factories import AssignmentFactory, choices_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat():
    first = AssignmentFactory(dossier__product__name="An")
    AssignmentFactory(
        dossier__round=first.dossier.round, dossier__accepted=True, dossier__product__name="Bình", member=first.member
    )
    return first


@pytest.fixture
def open_sheet(chromium, client, live_server, seat):
    """Return a function that opens the screen as the member; a page that reports an error fails the test."""
    client.force_login(seat.member.user)
    problems = []

    def open_it(**options):
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, **options)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(live_server.url + reverse("evaluations:sheet_edit", args=[seat.dossier.pk]))
        return page

    yield open_it
    assert not problems


def choose(page, code, text):
    words = re.compile(rf"^\s*{text}(\s|$)")
    page.locator(f"[data-criterion='{code}'] .choice-text").filter(has_text=words).click()


def fill(page, points):
    for code, one in points.items():
        choose(page, code, f"Mức {one}")


def stored():
    sheet = ScoreSheet.objects.get()
    return {line.criterion.code: int(line.option.points) for line in sheet.lines.select_related("criterion", "option")}


def test_totals_star_and_missed_marks_follow_the_choices(open_sheet):
    page = open_sheet()
    expect(page.locator("[data-star]")).to_have_text("Dưới 3★")
    fill(page, {"1.1": 0, "1.2": 20, "2": 25, "3": 30})
    expect(page.locator("[data-total]")).to_have_text("75")
    expect(page.locator("[data-star]")).to_have_text("4★")
    expect(page.locator("[data-part-total='A']")).to_have_text("20")
    expect(page.locator("[data-filled]")).to_have_text("4")
    expect(page.locator("[data-missed]")).to_contain_text("chỉ xếp được 2★")
    expect(page.locator("[data-missed-list]")).to_contain_text("1.1 (3★)")
    choose(page, "1.1", "Mức 5")
    expect(page.locator("[data-missed]")).to_be_hidden()
    expect(page.locator("[data-fill]")).to_have_attribute("width", "80%")


def test_the_sheet_saves_itself_and_says_so(open_sheet):
    page = open_sheet()
    fill(page, {"1.1": 10, "2": 15})
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    assert stored() == {"1.1": 10, "2": 15}
    choose(page, "3", "Mức 30")
    expect(page.locator("[data-save-state]")).to_have_text("Chưa lưu")
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    assert ScoreSheet.objects.get().version == 2
    page.reload()
    expect(page.locator("[data-total]")).to_have_text("55")


def test_without_a_line_nothing_is_lost_and_it_goes_on_when_the_line_is_back(open_sheet):
    page = open_sheet()
    page.context.set_offline(True)
    choose(page, "1.1", "Mức 10")
    expect(page.locator("[data-save-state]")).to_have_text("Chưa lưu – mất kết nối")
    page.context.set_offline(False)
    expect(page.locator("[data-save-state]")).to_contain_text("Đã lưu lúc")
    assert stored() == {"1.1": 10}


def test_another_window_is_told_and_not_overwritten(open_sheet, seat):
    page = open_sheet()
    save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, {"3": 0}))
    choose(page, "3", "Mức 35")
    expect(page.locator("#messages")).to_contain_text("Có người khác vừa lưu")
    assert stored()["3"] == 0
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("bạn chọn “Mức 35”")


def test_the_keyboard_saves_and_goes_on_also_while_the_screen_saves_itself(open_sheet):
    page = open_sheet()
    choose(page, "1.1", "Mức 20")
    page.wait_for_timeout(1150)  # just about when the screen saves itself
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bình")
    assert stored() == {"1.1": 20}


def test_without_a_script_the_sheet_is_filled_saved_and_sent(open_sheet):
    page = open_sheet(java_script_enabled=False)
    fill(page, {"1.1": 20, "1.2": 10, "2": 25})
    page.get_by_role("button", name="Gửi phiếu").click()
    assert "Còn 1 tiêu chí chưa chấm" in page.content()
    page.get_by_role("link", name="3. Công bố chất lượng").click()
    fill(page, {"3": 30})
    page.get_by_role("button", name="Gửi phiếu").click()
    assert "Phiếu 85 điểm" in page.content()
    page.get_by_role("button", name="Gửi phiếu").click()
    assert "Đã gửi phiếu của “An”: 85 điểm." in page.content()
    assert ScoreSheet.objects.get().total == 85


def test_the_screen_fits_a_phone(open_sheet):
    page = open_sheet()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "[...document.querySelectorAll('.choice')].filter((one) => one.getBoundingClientRect().height < 44).length"
    )
    assert small == 0
