"""Reading workbooks that people send: nothing in them is trusted.

Before anything is parsed the archive is weighed: size, number of parts, ratio, overlaps, macros, links to
other files, document types in XML. Cells are read as they stand; a formula is told apart and never computed.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

MAX_BYTES = 5 * 1024 * 1024
_MAX_UNPACKED = 20 * 1024 * 1024
_MAX_PARTS = 200
_MAX_RATIO = 100
_SMALL_PART = 1024 * 1024
_MAX_SHEETS = 30
_LOCAL_HEADER = 30
# A row that claims a higher number is not waited for: the empty ones before it would take seconds.
_LAST_ROW = 100_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_REFUSED_PARTS = re.compile(r"vbaproject|externallink|/embeddings/|activex|macrosheets", re.IGNORECASE)
_DOCUMENT_TYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class UnreadableWorkbook(Exception):
    """The file is not read; the text says why and what to send instead."""


@dataclass(frozen=True)
class Cell:
    """A cell that holds something; ``value`` is a text, a number, a bool or a day as openpyxl gives it."""

    value: object
    place: str
    is_formula: bool = False


@dataclass(frozen=True)
class Row:
    """A row that holds something: its number on the sheet and its cells by column, from 0."""

    number: int
    cells: dict[int, Cell]


def read_sheets(content: bytes, *, most_rows: int = 20_000, most_columns: int = 30) -> dict[str, list[Row]]:
    """Return the rows of every sheet by its title; empty rows are left out.

    Args:
        content: an .xlsx file.
        most_rows: rows of one sheet, at most 100,000; more are refused.
        most_columns: columns of one sheet; one more is refused, what lies further right is not read.

    Raises:
        UnreadableWorkbook: of another kind, damaged, too large, or made to do harm.
    """
    _weigh(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        return {page.title: _rows_of(page, most_rows, most_columns) for page in workbook.worksheets[:_MAX_SHEETS]}
    except UnreadableWorkbook:
        raise
    except Exception as error:
        # openpyxl raises whatever a damaged part makes it stumble over.
        raise UnreadableWorkbook(_damaged()) from error


def _damaged() -> str:
    return _("Không đọc được tệp: tệp bị hỏng hoặc không phải tệp Excel .xlsx. Hãy mở bằng Excel rồi lưu lại.")


def _weigh(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise UnreadableWorkbook(_("Tệp lớn hơn 5 MB. Hãy dùng tệp mẫu và chỉ để phần cần nhập."))
    if content.startswith(_OLD_OFFICE):
        raise UnreadableWorkbook(_("Tệp .xls hoặc có mật khẩu. Hãy bỏ mật khẩu và lưu lại dạng .xlsx."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
    except UnreadableWorkbook:
        raise
    except Exception as error:
        # A crafted archive makes zipfile and zlib raise many things.
        raise UnreadableWorkbook(_damaged()) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise UnreadableWorkbook(_("Tệp nén chứa quá nhiều dữ liệu nên không được mở. Hãy dùng tệp mẫu."))
    if any(_REFUSED_PARTS.search(name) for name in names):
        raise UnreadableWorkbook(_("Tệp có macro, tệp nhúng hoặc liên kết ra ngoài. Hãy lưu lại dạng .xlsx."))
    if "xl/workbook.xml" not in names or len(set(names)) != len(names) or any(part.flag_bits & 1 for part in parts):
        raise UnreadableWorkbook(_damaged())
    swollen = (part for part in parts if part.file_size > max(_SMALL_PART, _MAX_RATIO * part.compress_size))
    if next(swollen, None) or _overlap(parts):
        raise UnreadableWorkbook(_("Tệp nén bất thường nên không được mở. Hãy mở bằng Excel rồi lưu lại."))
    for part in parts:
        # Without zero bytes, so that UTF-16 hides nothing.
        if _DOCUMENT_TYPE.search(archive.read(part).replace(b"\0", b"")):
            raise UnreadableWorkbook(_("Tệp chứa khai báo XML không an toàn. Hãy mở bằng Excel rồi lưu lại."))


def _overlap(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether two parts share bytes of the file: Python before 3.11.8 does not look."""
    end = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            return True
        end = part.header_offset + _LOCAL_HEADER + len(part.filename.encode()) + part.compress_size
    return False


def _rows_of(page, most_rows: int, most_columns: int) -> list[Row]:
    # What the sheet says of its own size is not believed.
    page.reset_dimensions()
    rows = []
    for number, cells in enumerate(page.iter_rows(max_row=_LAST_ROW, max_col=most_columns + 1), start=1):
        held = {at: _cell(page, cell, at, number) for at, cell in enumerate(cells) if cell.value not in (None, "")}
        if not held:
            continue
        if number > most_rows or max(held) >= most_columns:
            raise UnreadableWorkbook(_("Trang “%s” có quá nhiều dòng hoặc cột. Hãy dùng tệp mẫu.") % page.title[:31])
        rows.append(Row(number, held))
    return rows


def _cell(page, cell, column: int, row: int) -> Cell:
    return Cell(cell.value, f"{page.title}!{get_column_letter(column + 1)}{row}", cell.data_type == "f")
