"""A round of twelve products and five members in browsers, from the commune's check to the certificates.

One member recuses himself, one product is scored again because two totals lie too far apart, one falls a
star by a missed mark, one is returned for supplement, one comes in late, one is excluded, one goes on to
the ministry. Then minutes, summary, letter and decision are downloaded as PDF and DOCX and read.
"""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from docx import Document
from playwright.sync_api import expect
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account
from core.dates import format_date, today
from core.numbers import format_number
from evaluations.enums import DossierState
from evaluations.models import AgreedOption, Assignment, CriteriaSet, Dossier, Option, Round, ScoreSheet
from evaluations.tests.factories import complete_dossier
from producers.enums import PaperKind
from producers.papers import add_paper
from producers.tests.factories import ProducerFactory, RepresentativeFactory
from products.models import Product, Recognition
from products.tests.factories import ProductFactory
from recognitions.models import AwardCertificate
from tests.people import PASSWORD, Person
from units.models import Unit

pytestmark = [pytest.mark.long(100), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUND = "Đợt mười hai sản phẩm"
MEMBERS = [f"thanhvien{number}" for number in range(1, 6)]
CHAIR, SECRETARY = MEMBERS[0], MEMBERS[4]
NAMES = (
    "Hạt sen sấy giòn",
    "Củ ấu luộc đóng gói",
    "Mứt me ngào đường",
    "Chuối sấy dẻo",
    "Khoai lang sấy thăng hoa",
    "Mít sấy Tháp Mười",
    "Xoài sấy muối ớt",
    "Bắp rang mật ong",
    "Đậu phộng da cá",
    "Ổi sấy gừng",
    "Nấm rơm sấy khô",
    "Cà na ngào ớt",
)
BY_HAND, RETURNED, RECUSED, APART, CAPPED, EXCLUDED, BEST = NAMES[:7]
LATE = NAMES[11]
SESSION_PLACE = "Hội trường Sở Nông nghiệp và Môi trường"


@pytest.fixture
def register():
    """Accounts, six producers with their wallets, twelve products of one criteria set."""
    call_command("load_reference", verbosity=0)
    here = Unit.objects.on(today())
    commune, office = here.get(name="Xã Tháp Mười"), here.get(code="VPDP")
    roles = {"canbo": (Role.LOCAL_OFFICER, commune), "vanphong": (Role.OFFICE, office)}
    roles |= dict.fromkeys(MEMBERS, (Role.COUNCIL_MEMBER, office))
    for username, (role, unit) in roles.items():
        name = f"Người {username}"
        create_account(actor=None, username=username, full_name=name, role=role, unit=unit, password=PASSWORD)
    group = CriteriaSet.objects.get(rule_version__code="26", number=7).group
    producers = [ProducerFactory(name=f"Hợp tác xã Sen Vàng {at}", unit=commune, address="Ấp 4") for at in range(6)]
    for producer in producers:
        RepresentativeFactory(producer=producer)
    for at, name in enumerate(NAMES):
        ProductFactory(name=name, producer=producers[at % 6], group=group)
    officer = User.objects.get(username="canbo")
    for kind in (PaperKind.BUSINESS_REGISTRATION, PaperKind.PRODUCTION_LICENCE):
        scan = ContentFile(f"%PDF-1.4 {kind}".encode(), name="x.pdf")
        values = {"kind": kind, "name": str(kind.label), "expires_on": today() + dt.timedelta(400)}
        add_paper(actor=officer, producer_id=producers[0].pk, upload=scan, **values)


@pytest.fixture
def enter(chromium, live_server, register):
    """Return a function that signs a person in; at the end no page may have had a script error."""
    entered = {}

    def sign_in(username):
        if username not in entered:
            entered[username] = Person(chromium, live_server, username)
        return entered[username]

    yield sign_in
    assert not [error for person in entered.values() for error in person.errors]


def dossier(name) -> Dossier:
    return Dossier.objects.select_related("round", "product").get(product__name=name)


def test_a_round_of_twelve_products_and_five_members(enter, chromium, live_server):
    office, officer = enter("vanphong"), enter("canbo")
    open_round(office)
    seat_council(office)
    fill_by_hand(officer)
    send_the_others(officer)
    return_one(office, officer)
    let_one_in_late(office, officer)
    accept_all(office)
    recuse_one(enter(MEMBERS[2]))
    exclude_one(office)
    hold_session(enter(SECRETARY))
    score_all(enter)
    score_again(enter)
    agree_on_marks(enter(SECRETARY))
    close_all(office)
    read_papers(office)
    decide(office)
    show_certificate(office, chromium, live_server)


def open_round(office):
    office.open("evaluations:round_create")
    day = today()
    first, last = format_date(day - dt.timedelta(days=40)), format_date(day + dt.timedelta(days=3))
    office.fill(name=ROUND, year=str(day.year), opens_on=first, closes_on=last)
    office.submit()
    office.sees(ROUND)


def seat_council(office):
    office.open("evaluations:round_council", Round.objects.get().pk)
    for member in MEMBERS:
        person = User.objects.get(username=member)
        seat = {CHAIR: "chair", SECRETARY: "secretary"}.get(member, "member")
        office.page.select_option(f"[name=seat_{person.pk}]", seat)
        office.page.fill(f"[name=agency_{person.pk}]", f"Sở của {member}")
    office.page.check("input[name=council-source][value=new]")
    office.page.locator("details.council-new-document").first.evaluate("one => one.open = true")
    for name, value in (
        ("number", "501"),
        ("symbol", "QĐ-UBND"),
        ("issued_on", format_date(today() - dt.timedelta(days=30))),
        ("subject", "Thành lập Hội đồng đánh giá sản phẩm OCOP"),
    ):
        office.page.fill(f"[name=council_new-{name}]", value)
    office.page.fill("[name$='-0-full_name']", "Trần Tổ Trưởng")
    office.page.fill("[name$='-0-agency']", "Sở Công Thương")
    office.press("Lưu hội đồng")
    office.sees("5 thành viên")
    office.sees("501/QĐ-UBND")


def fill_by_hand(officer):
    """Every section of one dossier on its own page, papers from the wallet, the commune's check."""
    product = _product(BY_HAND)
    officer.open("evaluations:dossier_create", query=f"?product={product.pk}")
    officer.submit()
    one = dossier(BY_HAND)
    received = today() - dt.timedelta(days=9)
    _section(officer, one, "registration", received_on=format_date(received), sample_count="5")
    _section(officer, one, "background", summary="Hạt sen của xã, sấy bằng máy mới.")
    _section(
        officer,
        one,
        "results",
        annual_output="12 tấn",
        annual_revenue_vnd="1.250.000.000",
        workers="20",
        local_workers="18",
        quality_result="Phiếu kiểm nghiệm đạt.",
        market_result="Hai siêu thị và sàn thương mại điện tử.",
    )
    _section(officer, one, "plan", plan="Mở rộng vùng nguyên liệu.")
    officer.open("evaluations:self_assessment", one.pk)
    officer.page.evaluate(_CHOOSE, [list(_plan(one, four_stars=True))])
    officer.page.locator("#self-form button[value=stay]").click()
    officer.open("evaluations:dossier_detail", one.pk, query="?tab=files")
    for box in officer.page.locator("#wallet-form input[name=papers]").all():
        box.check()
    officer.press("Thêm giấy tờ đã chọn")
    officer.open("evaluations:unit_check_edit", one.pk)
    for content in ("material", "labour", "idea", "identity"):
        officer.page.check(f"input[name={content}][value=met]")
    officer.page.check("input[name=proposes][value=true]")
    officer.fill(
        checked_on=format_date(today() - dt.timedelta(days=2)),
        checked_by="Lê Thị Kiểm",
        letter_number="12/UBND-KT",
        letter_on=format_date(today()),
    )
    officer.submit()
    _send(officer, one)


def send_the_others(officer):
    """Filled in by the services, sent from their pages; the last one waits until the round has closed."""
    actor = User.objects.get(username="canbo")
    for name in NAMES[1:]:
        officer.open("evaluations:dossier_create", query=f"?product={_product(name).pk}")
        officer.submit()
        complete_dossier(dossier(name), actor=actor)
        if name != LATE:
            _send(officer, dossier(name))


def return_one(office, officer):
    one = dossier(RETURNED)
    office.open("evaluations:supplement_ask", one.pk)
    office.page.locator("input[name*=ask][name*=results]").check()
    office.page.locator("[name*=note][name*=results]").fill("Ghi rõ từng kênh tiêu thụ.")
    office.press("Trả lại hồ sơ", confirm=True)
    officer.open("evaluations:dossier_detail", one.pk)
    officer.sees("Ghi rõ từng kênh tiêu thụ.")
    officer.open("evaluations:dossier_check", one.pk)
    assert Dossier.objects.get(pk=one.pk).state == DossierState.RETURNED
    officer.open("evaluations:dossier_detail", one.pk)
    officer.page.locator("#answer-form textarea, #answer-form input[type=text]").first.fill("Đã ghi ba kênh.")
    officer.press("Lưu trả lời")
    _send(officer, one)


def let_one_in_late(office, officer):
    turn, one = Round.objects.get(), dossier(LATE)
    office.open("evaluations:round_edit", turn.pk)
    office.fill(closes_on=format_date(today() - dt.timedelta(days=1)))
    office.submit()
    officer.open("evaluations:dossier_check", one.pk)
    officer.page.locator("#content form button[value=submit]").click()
    officer.sees("Hãy chọn một đợt đang nhận hồ sơ")
    office.open("evaluations:late_permit", turn.pk)
    office.choose("product", "ca na", LATE)
    office.fill(until=format_date(today() + dt.timedelta(days=5)), reason="Xã bị ngập, chủ thể nộp chậm.")
    office.press("Cho nộp muộn", confirm=True)
    _send(officer, one)
    officer.sees("muộn")
    assert Dossier.objects.get(pk=one.pk).late_permit.reason == "Xã bị ngập, chủ thể nộp chậm."


def accept_all(office):
    office.open("evaluations:dossier_list", query="?state=submitted&size=50")
    for box in office.page.locator("input[name=id].row-check").all():
        box.check()
    office.page.get_by_role("button", name="Tiếp nhận").first.click()
    dialog = office.page.locator("dialog.ask .btn-primary")
    if dialog.count():
        dialog.click()
    office.sees("Đã tiếp nhận 12 hồ sơ")
    assert Assignment.objects.count() == 60


def recuse_one(member):
    member.open("evaluations:recusal_create", dossier(RECUSED).pk)
    member.page.check("input[name=ground][value=kinship]")
    member.fill(reason="Chủ thể là em ruột.")
    member.press("Ghi không tham gia chấm")
    assert Assignment.objects.counting().filter(dossier=dossier(RECUSED)).count() == 4


def exclude_one(office):
    office.open("evaluations:dossier_disqualify", dossier(EXCLUDED).pk)
    office.page.locator("input[name=ground]").first.check()
    office.fill(reason="Giấy chứng nhận an toàn thực phẩm không đúng cơ sở.")
    office.page.locator("#act-form button[type=submit]").click()
    office.page.locator("dialog.ask .btn-primary").click()
    office.sees("Không được công nhận")


def hold_session(secretary):
    secretary.open("evaluations:session_create", Round.objects.get().pk)
    for row in secretary.page.locator("#session-form tbody tr").all():
        row.locator("input[value=present]").check()
    last = secretary.page.locator("#session-form tbody tr").nth(3)
    last.locator("input[value=excused]").check()
    secretary.fill(
        held_on=format_date(today()),
        begins_at="08:00",
        ends_at="16:30",
        place=SESSION_PLACE,
        conclusion="Thống nhất kết quả chấm.",
    )
    secretary.press("Lưu phiên họp")
    secretary.sees("4/5")


def score_all(enter):
    """Every member opens every sheet given to him and sends it."""
    for at, username in enumerate(MEMBERS):
        member = enter(username)
        for name in NAMES:
            if name == EXCLUDED or (name == RECUSED and username == MEMBERS[2]):
                continue
            one = dossier(name)
            _score(
                member, one, _plan(one, four_stars=True, low=name == APART and at == 4, best=name == BEST, miss=at < 3)
            )
    assert ScoreSheet.objects.filter(state="sent").count() == 54


def score_again(enter):
    """The board flags the spread without a total; the scoring does not close; the chair opens another attempt."""
    office, one = enter("vanphong"), dossier(APART)
    office.open("evaluations:round_detail", one.round_id)
    row = office.page.locator("tr", has_text=APART)
    expect(row).to_contain_text("Chênh lệch quá 10 điểm")
    office.open("evaluations:dossier_detail", one.pk, query="?tab=scores")
    office.sees("Hãy mở lượt chấm lại")
    chair = enter(CHAIR)
    chair.open("evaluations:rescore_open", one.pk)
    chair.fill(reason="Hai phiếu chênh nhau quá 10 điểm.")
    chair.page.locator("#act-form button[type=submit]").click()
    chair.page.locator("dialog.ask .btn-primary").click()
    for username in MEMBERS:
        _score(enter(username), one, _plan(one, four_stars=True))
    assert Assignment.objects.filter(dossier=one, attempt=1, sheet__state="sent").count() == 5
    assert Assignment.objects.counting().filter(dossier=one, attempt=2, sheet__state="sent").count() == 5


def agree_on_marks(secretary):
    """Three sheets lie below a mark of 4 stars, two reach it: the council agrees on the level below."""
    one = dossier(CAPPED)
    secretary.open("evaluations:agreed_edit", one.pk)
    criterion, below = _missed_mark(one)
    secretary.page.check(f"input[name=c{criterion}][value='{below}']")
    secretary.press("Lưu mức thống nhất")
    assert AgreedOption.objects.filter(dossier=one).count() == 1


def close_all(office):
    office.open("evaluations:round_detail", Round.objects.get().pk)
    office.page.get_by_role("button", name="Chốt 11 hồ sơ đủ phiếu").click()
    dialog = office.page.locator("dialog.ask .btn-primary")
    if dialog.count():
        dialog.click()
    office.sees("Đã chốt kết quả của 11 hồ sơ")
    assert Dossier.objects.filter(state=DossierState.SCORED).count() == 11
    capped = dossier(CAPPED).result
    assert (capped.star_by_points, capped.star) == (4, 3)
    assert dossier(RECUSED).result.sheet_count == 4
    assert dossier(BEST).result.star == 5


def read_papers(office):
    turn = Round.objects.get()
    session = turn.sessions.get()
    minutes = _both(office, "evaluations:session_minutes", session.pk)
    for text in minutes:
        for expected in (SESSION_PLACE, "Người thanhvien1", "Sở của thanhvien3", "Chủ thể là em ruột", CAPPED, APART):
            assert expected in text, expected
    for text in _both(office, "evaluations:round_summary", turn.pk):
        for expected in (*(name for name in NAMES if name != EXCLUDED), _mean(CAPPED), _mean(RECUSED), _mean(BEST)):
            assert expected in text, expected
    for text in _both(office, "evaluations:round_draft", turn.pk):
        for expected in (BY_HAND, CAPPED, LATE, "26/2026/QĐ-TTg", "501/QĐ-UBND"):
            assert expected in text, expected
        assert EXCLUDED not in text
    for text in _both(office, "evaluations:round_letter", turn.pk):
        assert "TỜ TRÌNH" in text


def decide(office):
    office.open("evaluations:round_decision", Round.objects.get().pk)
    office.page.check("input[name=source][value=new], input[name$=-source][value=new]")
    for name, value in (
        ("number", "77"),
        ("symbol", "QĐ-UBND"),
        ("issued_on", format_date(today())),
        ("subject", "Công nhận sản phẩm OCOP đợt mười hai sản phẩm"),
        ("signer", "Nguyễn Văn Ký"),
    ):
        office.page.fill(f"[name$='document-{name}'], [name$='{name}']", value)
    office.choose("document-issuer", "dong thap", "Tỉnh Đồng Tháp")
    office.press("Xem lại trước khi ghi")
    office.sees("77/QĐ-UBND")
    office.press("Ghi quyết định")
    stars = dict(Recognition.objects.values_list("product__name", "star"))
    assert stars.pop(CAPPED) == 3
    assert set(stars.values()) == {4}
    assert BEST not in stars
    assert dossier(BEST).state == DossierState.APPROVED


def show_certificate(office, chromium, server):
    """Number them, download one, and look it up as a visitor without script or account."""
    decision = Recognition.objects.first().document_id
    office.open("recognitions:certificate_issue", query=f"?decision={decision}")
    for box in office.page.locator("#issue-form input[name=id]").all():
        box.check()
    office.press("Cấp số cho sản phẩm đã đánh dấu", confirm=True)
    office.page.wait_for_load_state()
    assert AwardCertificate.objects.count() == Recognition.objects.count() == 10
    paper = AwardCertificate.objects.select_related("recognition__product").get(recognition__product__name=BY_HAND)
    sheet = office.page.request.get(f"{server.url}{reverse('recognitions:certificate_file', args=[paper.pk])}")
    assert BY_HAND in " ".join(_pdf_text(sheet.body()).split())
    visitor = chromium.new_context(java_script_enabled=False).new_page()
    answer = visitor.goto(f"{server.url}{paper.get_public_url()}")
    text = visitor.inner_text("body")
    assert answer.ok
    assert len(answer.body()) < 50_000
    for expected in (BY_HAND, "Hợp tác xã Sen Vàng 0", "Xã Tháp Mười", "77/QĐ-UBND", "4"):
        assert expected in text, expected


_CHOOSE = """([options]) => {
    for (const value of options) {
        const box = document.querySelector(`input[type=radio][value="${value}"]`);
        box.checked = true;
        box.dispatchEvent(new Event("change", { bubbles: true }));
    }
}"""


def _product(name):
    return Product.objects.get(name=name)


def _section(officer, one, key, **fields):
    officer.open("evaluations:dossier_section", one.pk, key)
    officer.fill(**fields)
    officer.page.locator("#content form[method=post] button[value=stay]").first.click()
    officer.page.wait_for_load_state()


def _send(officer, one):
    officer.open("evaluations:dossier_check", one.pk)
    officer.page.locator("#content form button[value=submit]").click()
    officer.sees("Đã trình")


def _score(member, one, options):
    member.open("evaluations:sheet_edit", one.pk)
    member.page.evaluate(_CHOOSE, [list(options)])
    member.press("Gửi phiếu")
    member.press("Gửi phiếu")
    member.sees("Đã gửi phiếu")


def _plan(one, *, four_stars=False, low=False, best=False, miss=False):
    """Return the options of a sheet: the least that 4 stars need, else the best of each criterion.

    ``low`` takes the least of what has no mark, ``best`` the best of all, ``miss`` falls below one mark.
    """
    missed, below = _missed_mark(one)
    chosen = {}
    for option in Option.objects.filter(criterion__criteria_set=one.criteria_set_id).order_by("criterion", "points"):
        chosen.setdefault(option.criterion_id, []).append(option)
    for criterion, options in chosen.items():
        marked = [option for option in options if option.min_star and option.min_star <= 4]
        if miss and one.product.name == CAPPED and criterion == missed:
            yield below
        elif best or not marked:
            yield (options[0] if low else options[-1]).pk
        else:
            yield marked[-1].pk


def _missed_mark(one):
    """Return a criterion with a mark of 4 stars alone, and its best option below the mark."""
    mark = Option.objects.filter(criterion__criteria_set=one.criteria_set_id, min_star=4).order_by("pk").first()
    below = Option.objects.filter(criterion=mark.criterion_id, points__lt=mark.points).order_by("points").last()
    return mark.criterion_id, below.pk


def _mean(name) -> str:
    result = dossier(name).result
    return format_number(Decimal(result.points_sum) / result.sheet_count, 2)


def _both(office, address, key) -> list[str]:
    """Download a paper as PDF and as DOCX and return the text of each, without line breaks."""
    texts = []
    for kind in ("pdf", "docx"):
        answer = office.page.request.get(f"{office.server.url}{reverse(address, args=[key])}?dang={kind}")
        assert answer.ok, (address, kind, answer.status)
        texts.append(" ".join((_pdf_text if kind == "pdf" else _docx_text)(answer.body()).split()))
    return texts


def _pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def _docx_text(content: bytes) -> str:
    book = Document(io.BytesIO(content))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in book.paragraphs), *cells])
