"""A section of a unit's report as its officer fills it in: it saves itself, a number of the portal is taken."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from campaigns.services.filling import save_values
from campaigns.tests.factories import UnitReportFactory, officer_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATE = "[data-save-state]"


def test_numbers_save_themselves_beside_another_officer(chromium, client, live_server):
    report = UnitReportFactory()
    client.force_login(officer_of(report))
    problems = []
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    section = report.campaign.form.sections.get(kind="numbers").pk
    page.goto(live_server.url + reverse("campaigns:report_section", args=[report.pk, section]))
    page.fill("#id_v_fairs", "1.234")
    page.locator("#id_v_fairs").blur()
    expect(page.locator(STATE)).to_contain_text("Đã lưu lúc")
    save_values(actor=officer_of(report), report_id=report.pk, values={"fair_stalls": 9})
    page.fill("#id_v_revenue", "12,5")
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.locator("#id_v_revenue").blur()
    assert saved.value.status == 200
    found = {row.element.code: f"{row.value:f}" for row in report.values.all()}
    assert found == {"fairs": "1234.00", "fair_stalls": "9.00", "revenue": "12.50"}
    assert not problems
