"""Workbooks are read back with openpyxl."""

import datetime as dt
import io
import unicodedata
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.excel import Column, Sheet, Typed, workbook_bytes
from core.printable import printable

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://127.0.0.1/x","Bấm")',
    "+84912345678",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "#REF!",
    "#N/A",
    "1/2",
    "0087654321",
    "TRUE",
    "'=1+1",
    "  cách đầu dòng",
)
KINDS = ("text", "integer", "decimal", "percent", "date", "money")


def read(content: bytes):
    return load_workbook(io.BytesIO(content))


ONE_COLUMN = (Column("Cột"),)


def one_sheet(rows, columns=ONE_COLUMN, **more):
    return read(workbook_bytes([Sheet("Trang", columns, rows, **more)])).worksheets[0]


def test_cells_keep_their_types():
    columns = [Column(kind, kind=kind) for kind in KINDS]
    row = ["0123456789", 202, Decimal("12.5"), Decimal("39.50"), dt.date(2022, 12, 29), Decimal(7678610000)]
    page = one_sheet([row], columns)
    cells = page[2]
    assert [cell.value for cell in cells] == [
        "0123456789",
        202,
        12.5,
        0.395,
        dt.datetime(2022, 12, 29),  # noqa: DTZ001 - a day as openpyxl reads it
        7678610000,
    ]
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "n", "d", "n"]
    assert cells[4].number_format == "dd/mm/yyyy"
    assert cells[3].number_format == '0.00" "%'


def test_an_instant_is_written_as_its_local_day():
    moment = dt.datetime(2022, 12, 28, 17, 0, tzinfo=dt.UTC)
    assert one_sheet([[moment]], [Column("Ngày", kind="date")])["A2"].value.date() == dt.date(2022, 12, 29)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_text_never_becomes_a_formula_an_error_or_a_number(text, kind):
    page = one_sheet([[text]], [Column(text, kind=kind)], heading=text)
    expected = text.replace("\r", "\n")
    for address in ("A1", "A3", "A4"):
        assert page[address].data_type == "s"
        assert page[address].value == expected


def test_a_text_that_looks_like_a_formula_is_marked_as_text():
    page = one_sheet([["=1+1"], ["Xoài"]])
    assert page["A2"].quotePrefix is True
    assert not page["A3"].quotePrefix


def test_control_characters_are_dropped_and_letters_composed():
    page = one_sheet([["a\x0bb\x00c\x1b\ud800\ufffed"], [unicodedata.normalize("NFD", "Xoài sấy dẻo")]])
    assert page["A2"].value == "abcd"
    assert page["A3"].value == "Xoài sấy dẻo"


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(), min_size=1, max_size=20))
def test_any_text_is_read_back_as_it_is_printed(texts):
    page = one_sheet([[text] for text in texts])
    assert [page.cell(row, 1).value or "" for row in range(2, len(texts) + 2)] == [printable(text) for text in texts]


def test_a_cell_that_is_too_long_is_cut_with_a_mark():
    value = one_sheet([["a" * 40_000]])["A2"].value
    assert len(value) == 32_767
    assert value.endswith("…")


def test_an_empty_value_is_an_empty_cell():
    page = one_sheet([[None, ""]], [Column("a"), Column("b", kind="integer")])
    assert [cell.value for cell in page[2]] == [None, None]


def test_a_value_may_be_of_another_kind_than_its_column():
    page = one_sheet([[Typed(Decimal("39.50"), "percent")], [47]], [Column("Giá trị", kind="integer")])
    assert (page["A2"].value, page["A2"].number_format) == (0.395, '0.00" "%')
    assert (page["A3"].value, page["A3"].number_format) == (47, "#,##0")


def test_yes_and_no_are_words():
    assert [cell.value for cell in one_sheet([[True], [False]])["A"]][1:] == ["Có", "Không"]


def test_header_stays_filters_and_repeats_in_print():
    page = one_sheet([["a", 1], ["b", 2]], [Column("Tên"), Column("Số", kind="integer")], heading=["DANH SÁCH", "Năm"])
    assert [cell.value for cell in page[4]] == ["Tên", "Số"]
    assert page.freeze_panes == "A5"
    assert page.auto_filter.ref == "A4:B6"
    assert page.print_title_rows == "$4:$4"
    assert page.oddFooter.center.text == "Trang &P/&N"
    assert page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0


def test_a_wide_table_is_printed_landscape():
    assert one_sheet([], [Column("a", width=40)]).page_setup.orientation == "portrait"
    assert one_sheet([], [Column("a", width=40)] * 3).page_setup.orientation == "landscape"


def test_a_sheet_without_rows_still_filters_its_header():
    assert one_sheet([]).auto_filter.ref == "A1:A1"


def test_titles_are_accepted_by_excel_and_unique():
    titles = ["Sản phẩm: 3/4 [sao]?", "a" * 40, "A" * 40, "", "History", gettext_lazy("Số liệu"), "'x'", "=cmd"]
    names = read(workbook_bytes([Sheet(title, [Column("c")], []) for title in titles])).sheetnames
    assert names[:2] == ["Sản phẩm 3 4 sao", "a" * 31]
    assert names[2] == "A" * 27 + " (2)"
    assert names[3:6] == ["Trang tính", "Trang tính (2)", "Số liệu"]
    assert len({name.lower() for name in names}) == len(titles)
    assert all(len(name) <= 31 for name in names)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        one_sheet([["a", "b"]])
