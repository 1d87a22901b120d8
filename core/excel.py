"""Workbooks for people who work in Excel: typed cells, header that stays, filters, ready to print.

Text of users is always text: it never becomes a formula, an error value or a number, and it is not
changed either ("+84912345678" and "=1+1" are read back as they were typed).
"""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins

from core.printable import printable

Kind = Literal["text", "integer", "decimal", "percent", "date", "money"]

_FORMATS = {
    "text": "@",
    "integer": "#,##0",
    "decimal": "#,##0.00",
    "percent": '0.00" "%',
    "date": "dd/mm/yyyy",
    "money": "#,##0",
}
_NUMBERS = (int, float, Decimal)
_MAX_TITLE = 31
_MAX_CELL = 32_767
# What fits on an upright A4 page at a readable size, in widths of a digit.
_PORTRAIT_WIDTH = 95
PAPERSIZE_A4 = 9
_FONT = "Times New Roman"
_LEADS_TO_FORMULA = ("=", "+", "-", "@", "\t", "\n")


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in digits, and what its cells are.

    ``percent`` takes the percentage as the portal prints it (39.50 for 39,50 %); ``money`` đồng.
    """

    label: str
    width: float = 18
    kind: Kind = "text"


@dataclass(frozen=True)
class Typed:
    """A value whose kind differs from that of its column (a share in a column of counts)."""

    value: object
    kind: Kind


@dataclass(frozen=True)
class Formula:
    """A formula of our own, ``=SUM(C5:C9)``; never made from what people typed."""

    text: str
    kind: Kind = "money"


@dataclass(frozen=True)
class Linked:
    """A value that leads to another place of the workbook: ``'Dòng số liệu'!A12``."""

    value: object
    place: str


@dataclass(frozen=True)
class Sheet:
    """A sheet: rows are sequences of values in the order of ``columns`` and may be a generator.

    ``heading``: lines above the table; the first one is the title.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence]
    heading: Sequence[str] | str | None = None


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return the sheets as an .xlsx file; rows are streamed, so long lists need little memory."""
    workbook = Workbook(write_only=True)
    taken: set[str] = set()
    try:
        for sheet in sheets:
            _write_sheet(workbook, sheet, _free_title(sheet.title, taken))
    except BaseException:
        _abandon(workbook)
        raise
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _abandon(workbook: Workbook) -> None:
    """Close the half-written sheets and remove their temporary files."""
    for page in workbook.worksheets:
        page.close()
        page._writer.cleanup()


def _write_sheet(workbook: Workbook, sheet: Sheet, title: str) -> None:
    page = workbook.create_sheet(title)
    lines = [sheet.heading] if isinstance(sheet.heading, str | Promise) else list(sheet.heading or ())
    header_row = len(lines) + (2 if lines else 1)
    _set_up_page(page, sheet.columns, header_row)
    for number, line in enumerate(lines):
        page.append([_text_cell(page, line, Font(name=_FONT, bold=number == 0, size=13 if number == 0 else 11))])
    if lines:
        page.append([])
    page.append([_header_cell(page, column.label) for column in sheet.columns])
    styles = {kind: _style_of(page, kind) for kind in _FORMATS}
    last_row = header_row
    for row in sheet.rows:
        page.append([_cell(page, value, column.kind, styles) for value, column in zip(row, sheet.columns, strict=True)])
        last_row += 1
    page.auto_filter.ref = f"A{header_row}:{get_column_letter(len(sheet.columns))}{last_row}"


def first_row_of(heading: Sequence[str]) -> int:
    """Return the number of the first row under the header of a sheet with that heading, for formulas."""
    return len(heading) + (3 if heading else 2)


def _set_up_page(page, columns: Sequence[Column], header_row: int) -> None:
    for position, column in enumerate(columns, start=1):
        page.column_dimensions[get_column_letter(position)].width = column.width
    page.freeze_panes = f"A{header_row + 1}"
    page.print_title_rows = f"{header_row}:{header_row}"
    is_wide = sum(column.width for column in columns) > _PORTRAIT_WIDTH
    page.page_setup.orientation = "landscape" if is_wide else "portrait"
    page.page_setup.paperSize = PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(left=0.6, right=0.4, top=0.6, bottom=0.7, header=0.3, footer=0.3)
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = _("Trang %(page)s/%(pages)s") % {"page": "&P", "pages": "&N"}
    page.oddFooter.right.text = "&A"


def _cell(page, value, kind: Kind, styles: dict):
    """Return a typed cell; a value that does not fit the kind stays readable as text."""
    if isinstance(value, Linked):
        return _linked(value, _cell(page, value.value, kind, styles))
    if isinstance(value, Typed | Formula):
        kind = value.kind
    cell = WriteOnlyCell(page)
    # One style for all cells of a kind: a copy for each would cost as much as writing it.
    cell._style = styles[kind]
    if isinstance(value, Formula):
        cell.value = value.text
        return cell
    typed = _typed(value.value if isinstance(value, Typed) else value, kind)
    if typed is None:
        return cell
    if isinstance(typed, str):
        return _write_text(cell, typed)
    cell.value = typed
    return cell


def _linked(link: Linked, cell):
    """Return the cell with its link; underlined, so that it is seen without colour."""
    cell.font = Font(name=_FONT, size=11, underline="single", color="0B5F59")
    cell.hyperlink = Hyperlink(ref="", location=link.place)
    return cell


def _typed(value, kind: Kind):
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if kind == "date" and isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    if kind == "date" and isinstance(value, dt.date):
        return value
    if kind not in {"text", "date"} and isinstance(value, _NUMBERS) and Decimal(value).is_finite():
        return Decimal(value) / 100 if kind == "percent" else value
    return printable(value)


def _text_cell(page, text, font: Font):
    cell = _write_text(WriteOnlyCell(page), printable(text))
    cell.font = font
    return cell


def _header_cell(page, label):
    cell = _text_cell(page, label, Font(name=_FONT, bold=True, size=11))
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.fill = PatternFill("solid", fgColor="DDEBE9")
    cell.border = _border()
    return cell


def _write_text(cell, text: str):
    """Store ``text`` as a string whatever it begins with; Excel is told so by the quote prefix."""
    cell.value = text if len(text) <= _MAX_CELL else f"{text[: _MAX_CELL - 1]}…"
    cell.data_type = "s"
    if text.startswith(_LEADS_TO_FORMULA):
        cell._style = copy(cell._style)
        cell.quotePrefix = True
    return cell


def _style_of(page, kind: Kind):
    pattern = WriteOnlyCell(page)
    pattern.font = Font(name=_FONT, size=11)
    pattern.border = _border()
    pattern.alignment = Alignment(vertical="top", wrap_text=kind == "text")
    pattern.number_format = _FORMATS[kind]
    return pattern._style


def _border() -> Border:
    line = Side(style="thin", color="B0B7BF")
    return Border(left=line, right=line, top=line, bottom=line)


def _free_title(title: str, taken: set[str]) -> str:
    """Return a title that Excel accepts: at most 31 characters, no brackets, colons, slashes, no twin."""
    plain = " ".join(re.sub(r"[\[\]:*?/\\\n\t]", " ", printable(title)).split()).strip("' ")
    plain = plain if plain and plain.lower() != "history" else _("Trang tính")
    number, name = 1, plain[:_MAX_TITLE].strip("' ")
    while name.lower() in taken:
        number += 1
        suffix = f" ({number})"
        name = plain[: _MAX_TITLE - len(suffix)].rstrip("' ") + suffix
    taken.add(name.lower())
    return name
