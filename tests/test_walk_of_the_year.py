"""The programme's year in a browser, end to end, with a real worker: from a form to the downloaded report."""

import datetime as dt
import io

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account
from core.dates import format_date, today
from evaluations.enums import CouncilOffice
from evaluations.models import Dossier
from evaluations.tests.factories import complete_dossier
from products.models import Product
from tests.people import PASSWORD, Person
from units.models import Unit

pytestmark = [pytest.mark.long(40), pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people():
    """Accounts of the year: a commune's officer, the office, three members, a leader."""
    call_command("load_reference", verbosity=0)
    here = Unit.objects.on(today())
    commune, office = here.get(name="Xã Tháp Mười"), here.get(code="VPDP")
    roles = {
        "canbo": (Role.LOCAL_OFFICER, commune),
        "vanphong": (Role.OFFICE, office),
        "lanhdao": (Role.LEADER, office),
    }
    roles |= {f"thanhvien{number}": (Role.COUNCIL_MEMBER, office) for number in (1, 2, 3)}
    for username, (role, unit) in roles.items():
        create_account(
            actor=None, username=username, full_name=f"Người {username}", role=role, unit=unit, password=PASSWORD
        )


@pytest.fixture
def enter(chromium, live_server, people):
    """Return a function that signs a person in; at the end no page may have had a script error."""
    entered = []

    def sign_in(username):
        person = Person(chromium, live_server, username, by_hand=True)
        entered.append(person)
        return person

    yield sign_in
    assert not [error for person in entered for error in person.errors]


def test_a_product_walks_from_the_officers_form_to_the_leaders_report(enter, celery_worker):
    office = enter("vanphong")
    open_round(office)
    officer = enter("canbo")
    enter_producer_and_product(officer)
    send_dossier(officer)
    office.open("evaluations:dossier_list")
    office.page.get_by_role("link", name="Hạt sen sấy bơ").click()
    office.press("Tiếp nhận để chấm", confirm=True)
    office.sees("đang chấm")
    for number, lowered in ((1, 0), (2, 1), (3, 2)):
        score(enter(f"thanhvien{number}"), lowered=lowered)
    hold_session(office)
    decide(office)
    star_is_on_the_product_page(officer)
    read_the_report(enter("lanhdao"))


def open_round(office):
    office.open("evaluations:round_create")
    day = today()
    office.fill(
        name="Đợt thử cả năm",
        year=str(day.year),
        opens_on=format_date(day - dt.timedelta(days=10)),
        closes_on=format_date(day + dt.timedelta(days=10)),
    )
    office.page.locator("form[method=post] button.btn-primary[type=submit]").last.click()
    office.sees("Đợt thử cả năm")
    office.page.get_by_role("link", name="Hội đồng").first.click()
    seats = office.page.locator("select[name^=seat_]")
    assert seats.count() == 3
    for index, seat in enumerate((CouncilOffice.CHAIR, CouncilOffice.SECRETARY, CouncilOffice.MEMBER)):
        seats.nth(index).select_option(seat.value)
    office.page.locator("form[method=post] button.btn-primary[type=submit]").last.click()
    office.sees("3 thành viên")


def enter_producer_and_product(officer):
    officer.open("producers:producer_create")
    officer.fill(
        name="Hợp tác xã Sen Hồng Gò Tháp",
        tax_code="1400999001",
        representative_name="Lê Thị Ngọc Ẩn",
        representative_since="01/03/2024",
        phone="0900 000 123",
    )
    officer.page.select_option("#id_legal_form", "cooperative")
    officer.page.select_option("#id_representative_gender", "female")
    officer.choose("unit", "thap muoi", "Xã Tháp Mười")
    officer.page.locator("#producer-form button.btn-primary[type=submit]").click()
    officer.sees("Hợp tác xã Sen Hồng Gò Tháp")
    officer.open("products:product_create")
    officer.choose("producer", "sen hong", "Sen Hồng Gò Tháp")
    officer.fill(
        name="Hạt sen sấy bơ", main_material="Hạt sen tươi", material_origin="Tháp Mười", packaging="Hộp 200 g"
    )
    officer.choose("group", "tu rau", "từ rau, củ, quả, hạt")
    officer.page.locator("#content form[method=post] button.btn-primary[type=submit]").last.click()
    officer.sees("Hạt sen sấy bơ")
    officer.sees("Chưa có sao")


def send_dossier(officer):
    product = Product.objects.get(name="Hạt sen sấy bơ")
    officer.open("evaluations:dossier_create", query=f"?product={product.pk}")
    officer.page.select_option("#id_round", label="Đợt thử cả năm")
    officer.page.locator("#content form[method=post] button.btn-primary[type=submit]").last.click()
    officer.sees("Các phần của hồ sơ")
    dossier = Dossier.objects.get(product=product)
    officer.open("evaluations:dossier_section", dossier.pk, "plan")
    officer.fill(plan="Mở rộng vùng sen, thêm hai điểm bán.")
    officer.press("Lưu và sang mục sau")
    complete_dossier(dossier, actor=User.objects.get(username="canbo"))
    officer.open("evaluations:dossier_check", dossier.pk)
    officer.press("Trình hồ sơ")
    officer.sees("Đã trình")


def score(member, *, lowered):
    """Take the least option marked for 4 stars, else the best; ``lowered`` unmarked criteria get the least."""
    member.open("evaluations:sheet_edit", Dossier.objects.get(product__name="Hạt sen sấy bơ").pk)
    cards = member.page.locator("fieldset[data-criterion]")
    for index in range(cards.count()):
        card = cards.nth(index)
        marked = card.locator("label.choice", has_text="tối thiểu cho 4★")
        choices = card.locator("label.choice")
        if marked.count():
            marked.first.click()
        elif lowered and not card.locator("label.choice", has_text="tối thiểu").count():
            choices.first.click()
            lowered -= 1
        else:
            choices.last.click()
    member.press("Gửi phiếu")
    member.press("Gửi phiếu")
    member.sees("Đã gửi phiếu")


def hold_session(office):
    office.open("evaluations:session_create", Dossier.objects.get().round_id)
    for row in office.page.locator("#session-form tbody tr").all():
        row.locator("input[value=present]").check()
    office.fill(held_on=format_date(today()), place="Phòng họp số 1")
    office.press("Lưu phiên họp")
    office.sees("3/3")


def decide(office):
    office.open("evaluations:round_list")
    office.page.get_by_role("link", name="Đợt thử cả năm").first.click()
    office.press("Chốt điểm", confirm=True)
    office.page.get_by_role("link", name="Ghi quyết định").first.click()
    office.page.check("input[name=source][value=new], input[name$=-source][value=new]")
    for name, value in (
        ("number", "77"),
        ("symbol", "QĐ-UBND-HC"),
        ("issued_on", format_date(today())),
        ("subject", "Công nhận sản phẩm OCOP đợt thử"),
        ("signer", "Nguyễn Văn Ký"),
    ):
        office.page.fill(f"[name$={name}]", value)
    office.choose("document-issuer", "dong thap", "Tỉnh Đồng Tháp")
    office.press("Xem lại trước khi ghi")
    office.sees("Hạt sen sấy bơ")
    office.sees("77/QĐ-UBND-HC")
    office.press("Ghi quyết định")
    office.sees("Được công nhận")


def star_is_on_the_product_page(officer):
    officer.open("products:product_list", query="?q=hat+sen+say")
    officer.page.get_by_role("link", name="Hạt sen sấy bơ").first.click()
    expect(officer.page.locator(".page-head")).to_contain_text("4★")
    officer.open("products:product_detail", Product.objects.get(name="Hạt sen sấy bơ").pk, query="?tab=recognitions")
    officer.sees("77/QĐ-UBND-HC")


def read_the_report(leader):
    leader.open("reports:report_create")
    leader.page.select_option("#id_kind", "annual")
    leader.fill(year=str(today().year))
    leader.page.locator("#content form[method=post] button.btn-primary[type=submit]").last.click()
    pdf_link = leader.page.get_by_role("link", name="PDF").first
    expect(pdf_link).to_be_visible()
    figure = leader.page.locator("[data-code='recognised.products']").first
    expect(figure).to_contain_text("1")
    with leader.page.expect_download() as download:
        pdf_link.click()
    text = "".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text.replace("HÒA", "HOÀ")
    assert "Hạt sen sấy bơ" in text
    with leader.page.expect_download() as download:
        leader.page.get_by_role("link", name="Excel").first.click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    values = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert "recognised.products" in values
    assert any("Hạt sen sấy bơ" in row for sheet in book for row in sheet.iter_rows(values_only=True))
    figure.locator("a").first.click()
    leader.sees("Hạt sen sấy bơ")
