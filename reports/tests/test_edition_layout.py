"""The files of an edition, measured: margins, sizes and page numbers of NĐ 30/2020/NĐ-CP, Phụ lục I."""

import datetime as dt
import io
from collections import defaultdict
from dataclasses import replace

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents.enums import DocumentKind
from documents.layout import render_docx, render_pdf
from documents.models import OfficialDocument
from reports.building.paper import subject_on_paper
from reports.editions.comparing import differences, sentences
from reports.editions.drawing import Drawing, edition_paper
from reports.tests.editions import GROUP, edition_data, figure

MM = 72 / 25.4


def issued_by() -> OfficialDocument:
    return OfficialDocument(
        kind=DocumentKind.REPORT,
        number=7,
        symbol="BC-VPĐP",
        issued_on=dt.date(2023, 1, 5),
        signer="Nguyễn Văn Ký",
        signer_capacity="CHÁNH VĂN PHÒNG",
    )


@pytest.fixture(scope="module")
def drawing():
    later = edition_data(
        figures=(figure("recognised.products", 1, (1, 3)), *edition_data().figures[1:]),
        rows_in_words={
            GROUP: {
                1: (11, "Gạo sạch", "HTX Mỹ An", "Xã Mỹ An", "4 sao"),
                3: (13, "Xoài sấy", "Cơ sở Xoài", "Xã Mỹ An", "3 sao, công nhận mới"),
            },
            "products.revocation:product": {
                9: (12, "Trà sen", "Cơ sở Sen", "Xã Mỹ Quí", "thu hồi 3 sao, Quyết định 1")
            },
        },
    )
    return Drawing(later, "Báo cáo tổng hợp năm 2022", issued_by(), "Bản số 2", edition_data(), issued_by(), "Bản số 1")


@pytest.fixture(scope="module")
def paper(drawing):
    return edition_paper(drawing, differences(drawing.before, drawing.data))


@pytest.fixture(scope="module")
def pdf(paper):
    return PdfReader(io.BytesIO(render_pdf(paper, seconds=600)))


def pieces(page) -> list[tuple[str, float, float, float]]:
    """Return each piece of text of a page with its size in points and where it begins, from the top left corner."""
    found, height = [], float(page.mediabox.height)

    def visit(text, cm, tm, _font, size):
        if text.strip():
            left = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            down = height - (tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
            found.append((text.strip(), round(size * abs(tm[3] * cm[3]), 1), left, down))

    page.extract_text(visitor_text=visit)
    return found


def test_differences_are_told_in_words_with_their_reason(drawing):
    (one,) = differences(drawing.before, drawing.data)
    assert one.summary == "−1 sản phẩm (2 → 1); thêm 1, bớt 1"
    assert [thing.text for thing in one.came] == ["Xoài sấy (Cơ sở Xoài, Xã Mỹ An): 3 sao, công nhận mới"]
    assert [thing.text for thing in one.went] == ["Trà sen (Cơ sở Sen, Xã Mỹ Quí): thu hồi 3 sao, Quyết định 1"]
    assert sentences([one]) == ["Sản phẩm được công nhận: −1 sản phẩm (2 → 1); thêm 1, bớt 1."]
    assert differences(drawing.data, drawing.data) == []


def test_what_went_without_a_decision_says_how_it_was_counted(drawing):
    later = replace(drawing.data, rows_in_words={})
    (one,) = differences(drawing.before, later)
    assert "số liệu gốc đã được sửa; trước đây: 3 sao" in one.went[1].text


def test_what_an_earlier_cut_off_leaves_out_is_not_called_a_correction(drawing):
    earlier = replace(drawing.data.period, as_of=drawing.before.period.as_of - dt.timedelta(days=1))
    (one,) = differences(drawing.before, replace(drawing.data, rows_in_words={}, period=earlier))
    assert "chưa được tính đến hết ngày" in one.went[1].text
    assert "đã được sửa" not in " ".join(thing.text for thing in one.went)


def test_the_pages_have_the_size_and_the_margins_of_the_decree(pdf):
    for page in pdf.pages:
        wide = float(page.mediabox.width) > float(page.mediabox.height)
        size = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        assert size == pytest.approx([210 * MM, 297 * MM], abs=1)
        # A drawing has its own measure; page numbers stand in the margin.
        text = [one for one in pieces(page) if not one[0].isdigit() and not one[0].startswith("Nhóm")]
        assert min(left for _text, _size, left, _top in text) >= (20 if wide else 30) * MM - 1
        assert min(top for _text, _size, _left, top in text) >= 20 * MM - 1
        assert max(top for _text, _size, _left, top in text) <= float(page.mediabox.height) - 20 * MM + 1


def test_the_sizes_of_letters_are_those_of_the_decree(pdf):
    sizes = defaultdict(set)
    for page in pdf.pages[:3]:
        for text, size, _left, _top in pieces(page):
            sizes[text].add(size)

    def size_of(words: str) -> float:
        return next(iter(next(size for text, size in sizes.items() if words in text)))

    assert 12 <= size_of("CỘNG HÒA") <= 13
    assert 13 <= size_of("Độc lập") <= 14
    assert 12 <= size_of("VĂN PHÒNG ĐIỀU PHỐI") <= 13
    assert size_of("Số: 07") == 13
    assert 13 <= size_of("Đồng Tháp, ngày") <= 14
    assert 13 <= size_of("BÁO CÁO") <= 14
    assert 13 <= size_of("Năm 2022, có 202") <= 14
    assert 13 <= size_of("I. KẾT QUẢ") <= 14


def test_number_day_signer_and_page_numbers(pdf):
    first, second = (pieces(page) for page in pdf.pages[:2])
    assert not [one for one in first if one[0].isdigit() and one[3] < 20 * MM]
    (number,) = [one for one in second if one[0] == "2" and one[3] < 20 * MM]
    assert 13 <= number[1] <= 14
    assert number[2] == pytest.approx((30 + (210 - 30 - 15) / 2) * MM, abs=4)
    text = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    assert "Số: 07/BC-VPĐP" in text
    assert "Đồng Tháp, ngày 05 tháng 01 năm 2023" in text
    assert "Nguyễn Văn Ký" in text
    assert "Nơi nhận:" in text


def test_appendices_are_numbered_for_themselves_lists_lie_across_and_repeat_their_header(pdf):
    starts = {}
    for at, page in enumerate(pdf.pages):
        words = " ".join(page.extract_text().split())
        for name in ("Phụ lục I ", "Phụ lục II ", "Phụ lục III "):
            if words.startswith(name):
                starts[name] = at
    assert len(starts) == 3
    wide = pdf.pages[starts["Phụ lục II "]]
    assert float(wide.mediabox.width) > float(wide.mediabox.height)
    following = pdf.pages[starts["Phụ lục II "] + 1]
    assert "Sản phẩm" in following.extract_text()
    assert [one for one in pieces(following) if one[0] == "2" and one[3] < 20 * MM]
    annex = " ".join(pdf.pages[starts["Phụ lục III "]].extract_text().split())
    assert "ĐIỀU CHỈNH SỐ LIỆU SO VỚI BÁO CÁO SỐ 07/BC-VPĐP" in annex
    assert "Trà sen" in annex


def test_the_pdf_is_tagged_and_says_language_and_title(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("vi")
    assert pdf.metadata.title == "Báo cáo: Kết quả thực hiện Chương trình Mỗi xã một sản phẩm năm 2022"
    fonts = {
        str(font["/BaseFont"]).split("+")[-1]
        for page in pdf.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert all("Tinos" in name for name in fonts)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Báo cáo kết quả xúc tiến thương mại", "Kết quả xúc tiến thương mại"),
        ("Báo cáo năm 2022", "Kết quả thực hiện Chương trình Mỗi xã một sản phẩm năm 2022"),
        ("Tình hình thực hiện Chương trình", "Tình hình thực hiện Chương trình"),
        ("", "Kết quả thực hiện Chương trình Mỗi xã một sản phẩm năm 2022"),
    ],
)
def test_the_subject_does_not_say_again_that_it_is_a_report(name, printed):
    assert subject_on_paper(name, edition_data().subject) == printed


def test_the_word_file_says_the_same_with_the_same_margins(paper):
    document = Document(io.BytesIO(render_docx(paper)))
    body, figures, rows, annex = document.sections
    assert rows.orientation == WD_ORIENT.LANDSCAPE
    listed = [table for table in document.tables if table.style.name == "Table Grid"]
    for table in listed:
        sides = {one.tag.split("}")[1]: one.get(qn("w:w")) for one in table._tbl.tblPr.find(qn("w:tblCellMar"))}
        assert sides == {"top": "30", "left": "60", "bottom": "30", "right": "60"}
    assert {one.orientation for one in (body, figures, annex)} == {WD_ORIENT.PORTRAIT}
    for section in (body, figures, annex):
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(one.mm) for one in sides] == [20, 20, 30, 15]
    assert document.styles["Normal"].font.size.pt == 14
    assert document.styles["Normal"].font.name == "Times New Roman"
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 3"]
    assert headings == ["3.1. Công tác truyền thông"]
    (picture,) = document.inline_shapes
    assert "Sản phẩm theo nhóm" in picture._inline.docPr.get("descr")
    long = max(document.tables, key=lambda table: len(table.rows))
    assert len(long.rows) == 61
    assert long.rows[60].cells[1].text == "Gạo sạch số 60"
