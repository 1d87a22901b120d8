"""Official papers: the layout of NĐ 30/2020/NĐ-CP, the same words as PDF and DOCX."""

import io
import re
import subprocess
import zipfile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents.layout import (
    Align,
    Appendix,
    Column,
    Heading,
    Item,
    OfficialPaper,
    Paragraph,
    Row,
    Signature,
    Table,
    paragraphs,
    render_docx,
    render_pdf,
)

COLUMNS = (Column("TT", 10, Align.CENTER), Column("Tên sản phẩm", 70), Column("Điểm", 20, Align.RIGHT))


def paper(**more) -> OfficialPaper:
    values = {
        "title": "Quyết định công nhận sản phẩm OCOP",
        "kind": "QUYẾT ĐỊNH",
        "subject": "Về việc công nhận sản phẩm OCOP đợt 1 năm 2026",
        "issuer": ("ỦY BAN NHÂN DÂN", "TỈNH ĐỒNG THÁP"),
        "number": "Số: …/QĐ-UBND",
        "place_and_day": "Đồng Tháp, ngày 05 tháng 02 năm 2026",
        "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP",
        "bases": ("Căn cứ Luật Tổ chức chính quyền địa phương", "Theo đề nghị của Hội đồng"),
        "resolves": "QUYẾT ĐỊNH:",
        "blocks": (
            Heading("I. KẾT QUẢ"),
            Paragraph("Công nhận 40 sản phẩm.", lead="Điều 1."),
            Item("Gạo sạch;", "a)"),
        ),
        "signatures": (Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Văn Ưng"),),
        "recipients": ("Như Điều 3;", "Lưu: VT."),
        "appendices": (
            Appendix(
                "Danh sách sản phẩm",
                "(Kèm theo Quyết định số …/QĐ-UBND)",
                (Table(COLUMNS, tuple(Row((str(n), f"Xoài cát {n}", "69,995")) for n in range(1, 61))),),
                landscape=True,
            ),
        ),
    }
    return OfficialPaper(**(values | more))


def pages_of(content: bytes) -> list[str]:
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages]


def words_of(content: bytes) -> list[str]:
    """Return the lines of a DOCX in the order in which they stand, head and tables included."""
    body = Document(io.BytesIO(content)).element.body
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def margins(section) -> tuple[int, ...]:
    return tuple(
        round(one.mm) for one in (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    )


@pytest.fixture(scope="module")
def pdf():
    return render_pdf(paper())


@pytest.fixture(scope="module")
def word():
    return render_docx(paper())


class TestPdf:
    def test_every_part_stands_on_the_first_page(self, pdf):
        first = pages_of(pdf)[0]
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "TỈNH ĐỒNG THÁP",
            "Số: …/QĐ-UBND",
            "Đồng Tháp, ngày 05 tháng 02 năm 2026",
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP",
            "Căn cứ Luật Tổ chức chính quyền địa phương;",
            "Theo đề nghị của Hội đồng.",
            "QUYẾT ĐỊNH:",
            "Điều 1. Công nhận 40 sản phẩm.",
            "a) Gạo sạch;",
            "Nơi nhận:",
            "PHÓ CHỦ TỊCH",
            "Nguyễn Văn Ưng",
        ):
            assert words in first, words

    def test_it_is_tagged_with_language_title_and_our_font_alone(self, pdf, tmp_path):
        reader = PdfReader(io.BytesIO(pdf))
        assert reader.trailer["/Root"]["/Lang"] == "vi-VN"
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        assert reader.metadata.title == "Quyết định công nhận sản phẩm OCOP"
        (tmp_path / "a.pdf").write_bytes(pdf)
        listing = subprocess.run(["pdffonts", tmp_path / "a.pdf"], capture_output=True, text=True, check=True).stdout
        fonts = [line.split()[0].partition("+")[2] for line in listing.splitlines()[2:]]
        assert fonts
        assert all(font.startswith("Tinos") for font in fonts)

    def test_pages_are_a4_the_appendix_across_and_each_counts_its_own(self, pdf):
        reader = PdfReader(io.BytesIO(pdf))
        sizes = [tuple(round(float(one) / 72 * 25.4) for one in page.mediabox[2:]) for page in reader.pages]
        assert sizes[0] == (210, 297)
        assert set(sizes[1:]) == {(297, 210)}
        texts = pages_of(pdf)
        assert len(texts) >= 4
        assert [text.split()[-1] for text in texts[2:]] == [str(n) for n in range(2, len(texts))]
        assert texts[1].startswith("Phụ lục")

    def test_the_header_of_a_table_is_on_every_page_of_it(self, pdf):
        assert all("Tên sản phẩm" in text for text in pages_of(pdf)[1:])

    def test_nothing_lies_beyond_the_margins(self, tmp_path):
        wide = Table(tuple(Column(f"Cột {n}", 10) for n in range(10)), (Row(("Đủ chữ " * 3,) * 10),) * 3)
        name = tmp_path / "a.pdf"
        name.write_bytes(render_pdf(paper(blocks=(wide,), appendices=())))
        boxes = subprocess.run(["pdftotext", "-bbox", name, "-"], capture_output=True, text=True, check=True).stdout
        edges = [float(one) for one in re.findall(r'xMax="([\d.]+)"', boxes)]
        assert edges
        assert max(edges) <= (210 - 15) / 25.4 * 72 + 0.5

    def test_signatures_are_never_split(self):
        for lines in range(14, 21):
            pages = pages_of(render_pdf(paper(blocks=(Paragraph("Dòng chữ."),) * lines, appendices=())))
            with_capacity = [at for at, text in enumerate(pages) if "PHÓ CHỦ TỊCH" in text]
            with_name = [at for at, text in enumerate(pages) if "Nguyễn Văn Ưng" in text]
            assert with_capacity == with_name
            assert "Dòng chữ." in pages[with_name[0]]

    def test_several_papers_in_one_file_begin_again_at_page_one(self):
        texts = pages_of(render_pdf(paper(appendices=()), paper(appendices=())))
        assert not any(text.split()[-1].isdigit() for text in texts)

    def test_what_people_typed_is_text(self):
        shown = pages_of(render_pdf(paper(subject="<b>Gạo & \x0b“nếp”</b>", appendices=())))[0]
        assert "<b>Gạo & “nếp”</b>" in shown


class TestWord:
    def test_it_says_the_same_as_the_pdf(self, word, pdf):
        ours = " ".join(" ".join(words_of(word)).split())
        assert "Điều 1. Công nhận 40 sản phẩm." in ours
        printed = "".join("".join(pages_of(pdf)).split())
        for line in words_of(word):
            assert "".join(line.split()) in printed, line

    def test_page_margins_and_orientation(self, word):
        first, second = Document(io.BytesIO(word)).sections
        assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
        assert margins(first) == (20, 20, 30, 15)
        assert second.orientation == WD_ORIENT.LANDSCAPE
        assert (round(second.page_width.mm), round(second.page_height.mm)) == (297, 210)

    def test_page_numbers_from_the_second_page_and_anew_for_each_appendix(self, word):
        for section in Document(io.BytesIO(word)).sections:
            assert section.different_first_page_header_footer
            assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
            assert "PAGE" in section.header._element.xml
            assert "PAGE" not in section.first_page_header._element.xml

    def test_font_language_and_properties(self, word):
        document = Document(io.BytesIO(word))
        fonts = document.styles["Normal"].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
        assert "Times New Roman" in document.styles["Heading 1"].element.xml
        assert "Theme" not in document.styles["Heading 1"].element.rPr.rFonts.xml.partition(">")[0].split("w:rFonts")[1]
        assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "vi-VN"
        properties = document.core_properties
        assert properties.title == "Quyết định công nhận sản phẩm OCOP"
        assert properties.language == "vi-VN"
        assert properties.author == "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP"
        assert properties.comments == ""

    def test_tables_repeat_their_header_and_keep_rows_whole(self, word):
        table = Document(io.BytesIO(word)).tables[-1]
        assert [cell.text for cell in table.rows[0].cells] == ["TT", "Tên sản phẩm", "Điểm"]
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert len(table.rows) == 61
        assert table.rows[60].cells[2].text == "69,995"

    def test_head_and_signatures_have_no_borders(self, word):
        head, foot, _list = Document(io.BytesIO(word)).tables
        assert head.style.name == foot.style.name == "Normal Table"
        assert "Nguyễn Văn Ưng" in foot.rows[0].cells[1].text
        assert foot.rows[0].cells[0].text.startswith("Nơi nhận:")

    def test_control_characters_are_gone_and_letters_composed(self):
        content = render_docx(paper(subject="Gạo\x0b \x00nếp", blocks=(Paragraph("Xoa\u0300i"),), appendices=()))
        assert "Gạo nếp" in words_of(content)
        assert "Xo\u00e0i" in words_of(content)

    def test_the_same_paper_gives_the_same_text(self):
        def text(content):
            return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")

        assert text(render_docx(paper())) == text(render_docx(paper()))


def test_a_row_of_one_cell_reaches_across_the_table():
    table = Table(COLUMNS, (Row(("Phần A",)), Row(("1", "Gạo", "5"), bold=True)))
    content = render_docx(paper(blocks=(table,), appendices=()))
    made = Document(io.BytesIO(content)).tables[1]
    assert made.rows[1]._tr.tc_lst[0].grid_span == 3
    assert "Phần A" in pages_of(render_pdf(paper(blocks=(table,), appendices=())))[0]


def test_several_signatures_stand_side_by_side_and_the_recipients_under_them():
    two = (Signature(("THƯ KÝ",), "Lê Thị Lụa"), Signature(("CHỦ TỊCH HỘI ĐỒNG",), "Trần Văn Đức"))
    signed = paper(signatures=two, appendices=())
    _head, signing, recipients = Document(io.BytesIO(render_docx(signed))).tables
    assert [cell.text.split("\n")[0] for cell in signing.rows[0].cells] == ["THƯ KÝ", "CHỦ TỊCH HỘI ĐỒNG"]
    assert recipients.rows[0].cells[0].text.startswith("Nơi nhận:")
    text = pages_of(render_pdf(signed))[0]
    assert "Lê Thị Lụa" in text
    assert "Nơi nhận:" in text


def test_lines_that_people_typed_become_paragraphs():
    assert [one.text for one in paragraphs("Một.\r\n\n  Hai. \n")] == ["Một.", "Hai."]
