"""Reporting in browsers: the office asks, two agencies and two districts answer, the report is issued and read.

What units send lies in January 2023, when there were districts; the office writes its report today.
"""

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.enums import Role
from accounts.services import create_account
from campaigns.enums import ReportState
from campaigns.loading import load_forms
from campaigns.models import Campaign, UnitReport
from core.dates import format_date, today
from products.enums import RecognitionKind
from products.tests.factories import ProductFactory, RecognitionFactory
from reports.enums import Stage
from reports.models import Consolidation, Report
from tests.people import PASSWORD, Person
from units.models import Unit

pytestmark = [pytest.mark.long(60), pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

THEN = dt.datetime(2023, 1, 10, 9, tzinfo=dt.timezone(dt.timedelta(hours=7)))
LATE = THEN + dt.timedelta(days=10)
WOMEN_SAY = "Hội tuyên truyền qua sinh hoạt câu lạc bộ phụ nữ khởi nghiệp."
FARMERS_SAY = "Hội lồng ghép nội dung OCOP vào sinh hoạt chi, tổ Hội."
FARMERS_ADD = "Nhân rộng câu lạc bộ nông dân khởi nghiệp ở huyện Lấp Vò."
OFFICE_SAYS = "Văn phòng Điều phối đã kiểm tra số liệu này với các địa phương."
ASKED = {"hoiphunu": "HLHPN", "hoinongdan": "HND", "thapmuoi": "872", "lapvo": "875"}


@pytest.fixture
def world():
    """Reference data, accounts of then and now, three products recognised in 2022."""
    call_command("load_reference", verbosity=0)
    load_forms()
    then, now = Unit.objects.on(THEN.date()), Unit.objects.on(today())
    for username, code in ASKED.items():
        unit = then.get(code=code)
        role = Role.AGENCY_OFFICER if unit.kind == "agency" else Role.LOCAL_OFFICER
        _account(username, role, unit, may_sign=True)
    _account("vanphong", Role.OFFICE, now.get(code="VPDP"))
    _account("lanhdao", Role.LEADER, now.get(code="VPDP"))
    commune = then.filter(parent__code="872").first()
    for star in (3, 3, 4):
        product = ProductFactory(producer__unit=commune)
        RecognitionFactory(product=product, star=star, kind=RecognitionKind.NEW, decided_on=dt.date(2022, 12, 29))


def _account(username, role, unit, **more):
    create_account(
        actor=None, username=username, full_name=f"Người {username}", role=role, unit=unit, password=PASSWORD, **more
    )


@pytest.fixture
def enter(chromium, live_server, world):
    """Return a function that signs a person in; at the end no page may have had a script error."""
    entered = []

    def sign_in(username):
        entered.append(Person(chromium, live_server, username))
        return entered[-1]

    yield sign_in
    assert not [error for person in entered for error in person.errors]


def test_from_the_campaign_to_the_issued_report(enter, celery_worker):
    with time_machine.travel(THEN):
        office = enter("vanphong")
        campaign = open_campaign(office)
        send(enter("hoiphunu"), campaign, {"women_meetings": "1.375", "women_participants": "19.550"}, WOMEN_SAY)
        farmers = enter("hoinongdan")
        send(farmers, campaign, {"farmers_meetings": "11512", "farmers_attendances": "461 972"}, FARMERS_SAY)
        send(enter("thapmuoi"), campaign, {"revenue": "158.300", "workers": "340"}, "Huyện đã tập huấn cho chủ thể.")
        answer(office, campaign, "HND", "Trả lại để bổ sung", note="Bổ sung kết quả câu lạc bộ khởi nghiệp.")
        send(farmers, campaign, {}, f"{FARMERS_SAY}\n{FARMERS_ADD}")
    with time_machine.travel(LATE):
        send(enter("lapvo"), campaign, {"revenue": "131.900,5", "workers": "310"}, "Huyện giới thiệu 12 sản phẩm.")
        office = enter("vanphong")
        for code in ASKED.values():
            answer(office, campaign, code, "Duyệt báo cáo")
        office.open("campaigns:board", campaign.pk)
        office.sees("trễ")
    late = [one.unit.code for one in UnitReport.objects.filter(campaign=campaign) if one.was_late()]
    assert late == ["875"]
    assert set(UnitReport.objects.values_list("state", flat=True)) == {ReportState.ACCEPTED}

    office = enter("vanphong")
    consolidation = consolidate(office, campaign)
    edit(office, consolidation)
    report = freeze_and_issue(office, consolidation)
    read_as_a_leader(enter("lanhdao"), report)


def open_campaign(office) -> Campaign:
    office.open("campaigns:campaign_create", query="?kind=annual&year=2022")
    office.fill(first="01/01/2022", last="31/12/2022", due_on="15/01/2023", lock_on="28/02/2023")
    office.submit()
    campaign = Campaign.objects.get()
    wanted = set(Unit.objects.on(THEN.date()).filter(code__in=ASKED.values()).values_list("pk", flat=True))
    for box in office.page.locator("input[name=remove]").all():
        if int(box.get_attribute("value")) not in wanted:
            box.check()
    office.page.locator("#asked-form button[type=submit]").click()
    office.open("campaigns:campaign_open", campaign.pk)
    office.sees("Số liệu 01/01/2022 – 31/12/2022 · hạn gửi 15/01/2023 · khoá 28/02/2023")
    office.page.get_by_role("button", name="Mở đợt, đề nghị 4 đơn vị báo cáo").click()
    office.page.wait_for_load_state()
    campaign.refresh_from_db()
    assert campaign.is_open
    return campaign


def send(person, campaign, numbers, words):
    """Fill in what is given, confirm what is asked about, send."""
    username = person.username
    report = UnitReport.objects.get(campaign=campaign, unit__code=ASKED[username])
    for section in campaign.form.sections.all():
        codes = [one.code for one in section.elements.all() if one.code in numbers]
        if codes or section.narrative == "results":
            person.open("campaigns:report_section", report.pk, section.pk)
            for code in codes:
                person.page.fill(f"#id_v_{code}", numbers[code])
            if section.narrative:
                person.page.fill("#id_text", words)
            person.page.get_by_role("button", name="Lưu nháp").last.click()
            person.page.wait_for_load_state()
    person.open("campaigns:report_check", report.pk)
    for box in person.page.locator("#send-form input[type=checkbox]").all():
        box.check()
    person.page.locator("#send-form button[value=send]").click()
    person.sees("Đã gửi báo cáo")


def answer(office, campaign, code, act, *, note=""):
    report = UnitReport.objects.get(campaign=campaign, unit__code=code)
    office.open("campaigns:unit_report", report.pk)
    if note:
        office.page.fill("#move-form textarea", note)
    office.press(act, confirm=True)
    office.page.wait_for_load_state()


def consolidate(office, campaign) -> Consolidation:
    office.open("reports:consolidation_create", query=f"?campaign={campaign.pk}")
    office.submit()
    consolidation = Consolidation.objects.get()
    wait_until_done(office, consolidation)
    return consolidation


def wait_until_done(office, consolidation):
    """Look at the page until the worker has drawn the files; while it works the page says how far it is."""
    report = consolidation.editions.latest("pk")
    office.open("reports:report_detail", report.pk)
    expect(office.page.locator("#content [hx-get*='tien-do']")).to_have_count(0)
    expect(office.page.locator("#content a[href$='/docx/']").first).to_be_visible()
    report.refresh_from_db()
    assert report.is_done, report.error


def edit(office, consolidation):
    """Take the two agencies' words, and write a sentence beside the figures of the cycle."""
    passage = (
        consolidation.passages.filter(generated__contains="03 sản phẩm").first()
        or consolidation.passages.filter(generated__regex=r"\m3 sản phẩm").first()
    )
    office.open("reports:consolidation_passage", consolidation.pk, passage.key)
    box = office.page.locator("#passage-form textarea").first
    box.fill(f"{box.input_value()}\n{OFFICE_SAYS}")
    office.page.get_by_role("button", name="Lưu nháp").click()
    office.page.wait_for_load_state()
    fits = next(one for one in consolidation.passages.all() if takes_results(office, consolidation, one))
    for name in ("Hội Liên hiệp Phụ nữ Tỉnh", "Hội Nông dân Tỉnh"):
        office.open("reports:consolidation_passage", consolidation.pk, fits.key)
        office.page.locator(".offers li", has_text=name).get_by_role("button", name="Đưa vào đoạn").click()
        office.page.wait_for_load_state()
    fits.refresh_from_db()
    assert WOMEN_SAY in fits.text
    assert FARMERS_ADD in fits.text


def takes_results(office, consolidation, passage) -> bool:
    office.open("reports:consolidation_passage", consolidation.pk, passage.key)
    return office.page.locator(".offers li", has_text=WOMEN_SAY).count() > 0


def freeze_and_issue(office, consolidation) -> Report:
    draft = consolidation.editions.get()
    office.open("reports:edition_freeze", draft.pk)
    office.press("Chốt số liệu")
    office.sees("Đã chốt số liệu")
    wait_until_done(office, consolidation)
    office.open("reports:edition_issue", draft.pk)
    day = format_date(today())
    office.fill(document__number="187", document__symbol="BC-VPĐP", document__issued_on=day)
    office.fill(document__signer="Nguyễn Văn Sen")
    office.press("Ghi ban hành")
    office.sees("Đã ban hành")
    wait_until_done(office, consolidation)
    draft.refresh_from_db()
    assert draft.stage == Stage.ISSUED
    assert draft.document.reference == "187/BC-VPĐP"
    return draft


def read_as_a_leader(leader, report):
    """Three files say the same: figures of 2022, both agencies' words, number and day."""
    texts = {kind: read_file(leader, report, kind) for kind in ("pdf", "docx", "xlsx")}
    day = timezone.localdate()
    for kind in ("pdf", "docx"):
        text = texts[kind]
        for wanted in (
            *("1.375", "19.550", "11.512", "461.972", "3 sản phẩm"),
            *(OFFICE_SAYS, WOMEN_SAY, FARMERS_ADD),
            *("187/BC-VPĐP", f"ngày {day.day:02d}", f"năm {day.year}", "Nguyễn Văn Sen"),
        ):
            assert wanted in text, (kind, wanted)
    for wanted in ("1375", "19550", "11512", "461972", "131900.5"):
        assert wanted in texts["xlsx"], wanted


def read_file(leader, report, kind) -> str:
    leader.open("reports:report_detail", report.pk)
    with leader.page.expect_download() as download:
        leader.page.locator(f"#content a[href$='/{kind}/']").first.click()
    content = download.value.path().read_bytes()
    if kind == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif kind == "docx":
        document = Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(one.text for one in document.paragraphs), *cells])
    else:
        book = load_workbook(io.BytesIO(content), read_only=True)
        text = " ".join(
            str(value)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for value in row
            if value is not None
        )
    return re.sub(r"\s+", " ", text)
