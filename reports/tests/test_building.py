"""A report opened and read: the document with pypdf and poppler, the workbook with openpyxl."""

import datetime as dt
import io
import subprocess
import threading
import unicodedata
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from django.db import InternalError, connection, transaction
from openpyxl import load_workbook
from pypdf import PdfReader

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from core.printable import printable
from indicators.scope import Scope
from indicators.sections import Section
from products.models import Product
from reports.building import collect, collecting, gather, render_pdf, render_xlsx
from reports.building import document as document_module
from reports.building.document import document_html
from reports.building.snapshot import snapshot
from reports.tests.world import AS_OF, PERIOD, REVOKED_ON, YEAR, make_world

pytestmark = pytest.mark.django_db
DOCUMENT = pytest.StashKey[bytes]()


def report(user=None, unit=None, period=PERIOD):
    return gather(Scope(user or WholeProvince(), unit, period.window, period.as_of), period)


def words(content: bytes) -> str:
    """The text of a PDF on one line, as poppler reads it."""
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(unicodedata.normalize("NFC", run.stdout.decode()).split())


def book(content: bytes):
    return load_workbook(io.BytesIO(content))


def rows_below(page, label: str) -> list[tuple]:
    """The rows under the header that holds ``label``."""
    every = list(page.iter_rows(values_only=True))
    header = next(at for at, row in enumerate(every) if label in row)
    return every[header + 1 :]


@pytest.fixture
def document(world, request):
    """The document on the small province; it is always the same, so it is rendered once a run."""
    kept = request.config.stash
    if DOCUMENT not in kept:
        kept[DOCUMENT] = render_pdf(report())
    return kept[DOCUMENT]


@pytest.fixture
def canary():
    """A web server that counts who comes."""
    hits = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hit", hits
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_text_says_the_figures_in_sentences(world):
    text = "\n".join(line.text for line in report().body)
    assert (
        "Trong kỳ có 4 sản phẩm của 3 chủ thể thuộc 2 huyện, thành phố tham gia đánh giá, phân hạng; gồm 2 sản phẩm "
        "đăng ký mới, 1 sản phẩm đánh giá lại và 1 sản phẩm đăng ký nâng hạng." in text
    )
    assert "4 sản phẩm của 3 chủ thể được công nhận từ 3 sao trở lên, gồm 2 sản phẩm 4 sao và 2 sản phẩm 3 sao." in text
    assert "a) Công nhận mới: 2 sản phẩm của 2 chủ thể, gồm 2 sản phẩm 3 sao." in text
    assert "có 6 sản phẩm OCOP còn hiệu lực công nhận của 4 chủ thể, gồm 3 sản phẩm 4 sao và 3 sản phẩm 3 sao." in text
    assert "So với cùng kỳ năm trước (4 sản phẩm), tăng 2 sản phẩm, tương ứng 50,00 %." in text
    assert "Có 1 chủ thể do phụ nữ đại diện, chiếm 25,00 % tổng số" in text
    assert "gồm: Nước mắm cá linh (Công ty TNHH Mắm Ngon)." in text
    assert "Trong kỳ đã tổ chức 2 lớp tập huấn với 3 lượt người dự (2 người, trong đó 1 nữ)." in text
    assert (
        "Trong kỳ đã giải ngân 12,35 triệu đồng, gồm (triệu đồng) Chương trình MTQG xây dựng nông thôn mới: 11,35; "
        "Ngân sách địa phương: 1,00; cùng kỳ năm trước 0,00 triệu đồng." in text
    )
    assert text.endswith("./.")


def test_nothing_in_the_period_is_said_as_nothing(db):
    text = "\n".join(line.text for line in report().body)
    assert "Trong kỳ không có sản phẩm nào tham gia đánh giá, phân hạng." in text
    assert "Trong kỳ không có sản phẩm nào được công nhận từ 3 sao trở lên." in text
    assert "toàn tỉnh không có sản phẩm OCOP nào còn hiệu lực công nhận." in text
    assert render_pdf(report()).startswith(b"%PDF-")


def test_the_report_of_an_agency_officer_has_no_part_about_dossiers(world):
    data = report(UserFactory(agency_officer=True))
    text = "\n".join(line.text for line in data.body)
    assert "tham gia đánh giá" not in text
    assert "trung ương" not in text
    kept = {"recognised", "standing", "expiring", "producers", "revoked"}
    crossed = {"recognised_by_place", "standing_by_place", "standing_matrix"}
    assert {table.key for table in data.tables} == kept | crossed
    assert "giải ngân" not in text
    assert "I. KẾT QUẢ" in text
    assert "1. Kết quả công nhận" in text


def test_a_local_officer_issues_the_report_of_the_own_committee(world):
    officer = UserFactory(local_officer=True, unit=world.communes["A"])
    html = document_html(report(officer, officer.unit))
    assert "XÃ A" in html
    assert "TM. ỦY BAN NHÂN DÂN" in html
    assert "/BC-UBND" in html
    assert "tại Xã A" in html


def test_lists_hold_as_many_rows_as_their_figures_say(world):
    data = report()
    lists = {table.key: len(table.rows) for table in data.tables}
    assert lists == {
        "entries": 4,
        "recognised": 4,
        "standing": 6,
        "expiring": 1,
        "producers": 4,
        "revoked": 0,
        "central": 1,
        "trained": 3,
        "spent": 3,
        "support": 0,
        # Two districts and the total.
        "entries_by_place": 3,
        "recognised_by_place": 3,
        "standing_by_place": 3,
        "standing_matrix": 3,
    }
    for key in ("spent", "support", "entries_by_place", "recognised_by_place", "standing_by_place", "standing_matrix"):
        del lists[key]
    codes = {
        "entries": "entries.products",
        "recognised": "recognised.products",
        "standing": "standing.products",
        "expiring": "standing.expiring.products",
        "producers": "standing.producers",
        "revoked": "revoked.products",
        "central": "central.sent.products",
        "trained": "training.turns",
    }
    assert lists == {key: data.by_code[code].value for key, code in codes.items()}


def test_the_document_is_laid_out_as_the_decree_asks(document):
    reader = PdfReader(io.BytesIO(document))
    first = reader.pages[0]
    assert [round(float(side) / 72 * 25.4) for side in first.mediabox[2:]] == [210, 297]
    text = words(document)
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "/BC-VPĐP",
        "BÁO CÁO",
        "Kết quả thực hiện Chương trình Mỗi xã một sản phẩm năm 2022",
        "Kính gửi: Ủy ban nhân dân",
        "I. KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG TRONG KỲ",
        "Nơi nhận:",
        "CHÁNH VĂN PHÒNG",
        "Phụ lục I",
        "BIỂU SỐ LIỆU TỔNG HỢP",
    ):
        assert part in text
    assert reader.metadata.title == "Báo cáo: Kết quả thực hiện Chương trình Mỗi xã một sản phẩm năm 2022"
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def top_margin(content: bytes, page: int) -> str:
    """What stands in the upper 19 mm of a page, where only its number may be."""
    area = ["-r", "72", "-x", "0", "-y", "0", "-W", "900", "-H", "54"]
    command = ["pdftotext", *area, "-f", str(page), "-l", str(page), "-", "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().strip()


def test_pages_are_numbered_from_the_second_and_anew_in_every_appendix(document):
    reader = PdfReader(io.BytesIO(document))
    starts, numbers = [], []
    for at, page in enumerate(reader.pages, start=1):
        starts.append("Phụ lục " in page.extract_text()[:60] or not numbers)
        number = top_margin(document, at)
        numbers.append(int(number) if number else None)
    assert sum(starts) >= 4
    for (before, _started), (number, starts_now) in pairwise(zip(numbers, starts, strict=True)):
        assert number is None if starts_now else number == (before or 1) + 1
    landscape = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert any(landscape)
    assert not landscape[0]


def test_only_the_documents_own_fonts_are_embedded(document, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(document)
    listing = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in listing} == {
        "Tinos",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-Bold-Italic",
    }
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in listing)


def test_a_list_that_is_too_long_for_the_document_refers_to_the_workbook(world, monkeypatch):
    monkeypatch.setattr(document_module, "MAX_ROWS", 3)
    html = document_html(report())
    assert "Danh sách gồm 4 dòng, xem trang tính “Được công nhận”" in html
    assert "Hạt sen sấy" not in html


def test_the_workbook_has_a_sheet_of_figures_and_one_for_each_list(world):
    data = report()
    opened = book(render_xlsx(data))
    assert opened.sheetnames == [
        "Số liệu",
        "Dự thi",
        "Được công nhận",
        "Còn hiệu lực",
        "Sắp hết hạn",
        "Chủ thể",
        "Thu hồi",
        "Đề nghị trung ương",
        "Tập huấn",
        "Giải ngân",
        "Hỗ trợ theo chính sách",
        "Dự thi theo địa bàn",
        "Công nhận theo địa bàn",
        "Còn hiệu lực theo địa bàn",
        "Sao × nhóm × địa bàn",
    ]
    rows = {row[-1]: row for row in rows_below(opened["Số liệu"], "Mã")}
    assert set(rows) == set(data.by_code)
    assert rows["standing.products"][4:6] == (6, 4)
    assert rows["standing.women.producers_percent"][4] == pytest.approx(0.25)
    assert rows["budget.executed.total"][3:6] == ("triệu đồng", 12.35, 0)
    assert rows["recognised.form.household.percent"][4] == pytest.approx(0.6667)
    sections = {str(section.label) for section in Section if section != Section.REPORTED}
    assert {row[1] for row in rows.values()} == sections, "no form asks units for numbers here"


def test_cells_of_the_workbook_are_typed(world):
    product = world.products["sen"]
    product.producer.tax_code = "0102030405"
    product.producer.save()
    opened = book(render_xlsx(report()))
    recognised = {row[1]: row for row in rows_below(opened["Được công nhận"], "Sản phẩm")}
    assert recognised["Hạt sen sấy"][5] == 3
    assert recognised["Hạt sen sấy"][11] == dt.datetime(2022, 12, 29)  # noqa: DTZ001 - a day as openpyxl reads it
    producers = {row[1]: row for row in rows_below(opened["Chủ thể"], "Chủ thể")}
    assert producers["Cơ sở Sen Hồng"][3] == "0102030405"
    assert producers["Cơ sở Sen Hồng"][6] == "Có"
    assert producers["Cơ sở Sen Hồng"][7:] == (1, 0, 0)


def test_hostile_text_stays_text_in_document_and_workbook(world, canary):
    address, hits = canary
    names = {
        "sen": f'<img src="{address}"><link rel=attachment href="file:///etc/hostname">',
        "xoai": f'=HYPERLINK("{address}";"Bấm")',
        "mam": "</td></tr></table><script>alert(1)</script>{{ data }}{% now %}",
        "ruou": unicodedata.normalize("NFD", "Rượu sen \x0bquý\x1b") + "&amp; <b>đậm</b>",
        "keo": "@import url(file:///etc/hostname); +84912345678",
    }
    for key, name in names.items():
        Product.objects.filter(pk=world.products[key].pk).update(name=name)
    data = report()
    content = render_pdf(data)
    reader = PdfReader(io.BytesIO(content))
    assert not reader.attachments
    assert b"/EmbeddedFile" not in content
    squeezed = words(content).replace(" ", "")
    for key in ("sen", "xoai", "mam", "ruou"):
        for piece in printable(names[key]).split():
            assert piece[:18] in squeezed, piece
    opened = book(render_xlsx(data))
    found = {row[1] for row in rows_below(opened["Còn hiệu lực"], "Sản phẩm")}
    assert {printable(name) for name in names.values()} <= found
    cells = [cell for page in opened.worksheets for row in page.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in {"f", "e"}]
    assert hits == []


@pytest.mark.django_db(transaction=True)
def test_a_writer_between_two_sections_changes_nothing(monkeypatch):
    world = make_world()
    usual = collecting.tables_of

    def tables_after_a_write(scope):
        _write_elsewhere("UPDATE products_product SET name = 'Đã đổi tên' WHERE id = %s", world.products["sen"].pk)
        _write_elsewhere("DELETE FROM evaluations_dossier WHERE id = %s", world.dossiers["ruou"].pk)
        return usual(scope)

    monkeypatch.setattr(collecting, "tables_of", tables_after_a_write)
    data = collect(WholeProvince(), None, PERIOD)
    lists = {table.key: table for table in data.tables}
    assert len(lists["entries"].rows) == data.by_code["entries.products"].value == 4
    assert "Hạt sen sấy" in {row[1] for row in lists["recognised"].rows}
    monkeypatch.undo()
    assert collect(WholeProvince(), None, PERIOD).by_code["entries.products"].value == 3


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_refuses_to_write():
    with pytest.raises(InternalError, match="read-only"), snapshot():
        Product.objects.update(name="x")


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_refused_inside_another_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError), snapshot():
        pass


def _write_elsewhere(sql, key):
    """Write and commit on a connection of its own, as another process would."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(sql, [key])
    finally:
        other.close()


def test_a_later_cut_off_brings_the_revocation_into_text_and_list(world):
    period = replace(PERIOD, window=replace(YEAR, last=REVOKED_ON), as_of=REVOKED_ON)
    data = report(period=period)
    text = "\n".join(line.text for line in data.body)
    assert "Trong kỳ có 1 sản phẩm bị thu hồi quyết định công nhận, gồm 1 sản phẩm 4 sao (Quyết định số" in text
    assert "ngày 11/01/2023)" in text
    assert AS_OF < REVOKED_ON
