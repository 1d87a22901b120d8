"""A section of a dossier as its officer fills it in: it saves itself, and nothing typed is lost."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD, UserFactory
from evaluations.models import Dossier
from evaluations.services.sections import save_section
from evaluations.tests.factories import DossierFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = "[data-save-state]"


@pytest.fixture
def dossier():
    return DossierFactory(round__rule_version__by_the_law=True)


@pytest.fixture
def page(chromium, client, live_server, dossier):
    """The plan of the dossier, open before its officer; an error on the page fails the test."""
    officer = UserFactory(local_officer=True, unit=dossier.unit, username="can.bo.xa")
    client.force_login(officer)
    problems = []
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(live_server.url + reverse("evaluations:dossier_section", args=[dossier.pk, "plan"]))
    yield page
    assert not problems


def stored():
    return Dossier.objects.get().plan


def test_a_section_saves_itself_and_what_is_typed_after_the_session_comes_back(page, live_server):
    page.fill("#id_plan", "Trồng thêm 10 ha")
    page.locator("#id_plan").blur()
    expect(page.locator(STATE)).to_contain_text("Đã lưu lúc")
    assert stored() == "Trồng thêm 10 ha"
    Session.objects.all().delete()
    page.fill("#id_plan", "Trồng thêm 10 ha, mở hai cửa hàng")
    page.locator("#id_plan").blur()
    expect(page.locator(STATE)).to_contain_text("Phiên đã hết, hãy đăng nhập lại")
    page.fill("#id_plan", "Trồng thêm 10 ha, mở hai cửa hàng, bán qua mạng")
    page.wait_for_timeout(500)  # the copy in the tab is written after a short pause in typing
    page.locator(STATE).get_by_role("link").click()
    page.fill("#id_username", "can.bo.xa")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Khôi phục nội dung").click()
    expect(page.locator("#id_plan")).to_have_value("Trồng thêm 10 ha, mở hai cửa hàng, bán qua mạng")
    expect(page.locator(STATE)).to_contain_text("Đã lưu lúc")
    assert stored().endswith("bán qua mạng")


def test_what_comes_back_does_not_overwrite_what_was_saved_meanwhile(page, dossier):
    page.context.set_offline(True)
    page.fill("#id_plan", "Của tôi")
    page.locator("#id_plan").blur()
    expect(page.locator(STATE)).to_have_text("Chưa lưu – mất kết nối")
    colleague = UserFactory(local_officer=True, unit=dossier.unit)
    save_section(actor=colleague, dossier_id=dossier.pk, section="plan", version=1, plan="Của đồng nghiệp")
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#id_plan")).to_have_value("Của đồng nghiệp")
    page.get_by_role("button", name="Khôi phục nội dung").click()
    expect(page.locator("#messages")).to_contain_text("Có người khác vừa lưu")
    assert stored() == "Của đồng nghiệp"
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator(".conflict")).to_contain_text("Của đồng nghiệp")
    expect(page.locator(STATE)).to_contain_text("bấm “Lưu nháp”")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator("#messages")).to_contain_text("Đã lưu nháp")
    assert stored() == "Của tôi"
