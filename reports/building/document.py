"""The document of a report as PDF, laid out as NĐ 30/2020/NĐ-CP, Phụ lục I, asks.

Number, date and signature are left blank: the office gives them when it issues the report.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number
from core.pdf import font_faces
from core.pdf import render_pdf as make_pdf
from core.printable import printable
from indicators.sections import Section
from reports.building.charts import chart_of
from reports.building.data import Figure, ReportData, Table
from reports.building.printed import note_on_noughts, on_paper

# A list longer than this stands in the workbook alone: 25 rows take a page, and a page 0.3 s.
MAX_ROWS = 500
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ALIGNMENTS = {"integer": "num", "decimal": "num", "percent": "num", "money": "num", "date": "mid", "text": ""}


@dataclass(frozen=True)
class Cell:
    """A cell of a printed table."""

    text: str
    css: str


def render_pdf(
    data: ReportData, progress: Callable[[int], None] = lambda _percent: None, tick: Callable[[], None] = lambda: None
) -> bytes:
    """Return the report as PDF.

    Args:
        progress: told how far it is, in percent.
        tick: called every few seconds while the pages are laid out.

    Raises:
        core.pdf.PdfFailed: too long or too large.
    """
    html = document_html(data)
    progress(10)
    content = make_pdf(html, tick=tick)
    progress(100)
    return content


def document_html(data: ReportData) -> str:
    """Return the whole document as HTML; what people typed is escaped by the template."""
    appendices = [_figures_appendix(data), *(_list_appendix(table) for table in data.tables if table.in_pdf)]
    context = {
        "data": data,
        "head": data.letterhead,
        "font_faces": font_faces(),
        "title": printable(f"{_('Báo cáo')}: {data.subject}"),
        "subject": printable(data.subject),
        "year": timezone.localtime(data.snapshot_at).year,
        "body": _body(data),
        "appendices": [
            {"numeral": numeral, **appendix}
            for numeral, appendix in zip(_NUMERALS, filter(None, appendices), strict=False)
        ],
    }
    return render_to_string("reports/documents/report.html", context)


def _body(data: ReportData) -> list[dict]:
    lines, tables, charts = [], 0, 0
    for line in data.body:
        shown = {"kind": line.kind, "text": _unbroken(printable(line.text))}
        if line.figures:
            tables += 1
            shown["caption"] = _("Bảng %(n)d. %(caption)s") % {"n": tables, "caption": line.caption}
            shown["rows"] = [_figure_row(at, data.by_code[code]) for at, code in enumerate(line.figures, start=1)]
        if line.chart:
            charts += 1
            shown["caption"] = _("Biểu đồ %(n)d. %(caption)s") % {"n": charts, "caption": line.caption}
            shown["chart"] = chart_of(line.chart, data)
        lines.append(shown)
    return lines


def _figure_row(number: int | str, figure: Figure) -> dict:
    return {
        "number": number,
        "name": figure.name,
        "indent": figure.indent,
        "unit": figure.unit_of_measure,
        "value": _unbroken(figure.text),
        "previous": _unbroken(figure.previous_text),
        "change": figure.change_text,
    }


def _figures_appendix(data: ReportData) -> dict:
    sections = []
    for section in Section:
        figures = on_paper(data.figures, section)
        if figures:
            rows = [_figure_row(at, one) for at, one in enumerate(figures, start=1)]
            sections.append({"name": section.label, "rows": rows})
    return {"title": _("Biểu số liệu tổng hợp"), "sections": sections, "note": note_on_noughts()}


def _list_appendix(table: Table) -> dict | None:
    if not table.rows:
        return None
    if len(table.rows) > MAX_ROWS:
        note = _("Danh sách gồm %(n)s dòng, xem trang tính “%(sheet)s” của tệp Excel kèm theo báo cáo.")
        words = {"n": format_number(len(table.rows)), "sheet": str(table.sheet)}
        return {"title": str(table.title), "note": note % words}
    picked = [(at, column) for at, column in enumerate(table.columns) if column.pdf_width]
    return {
        "title": str(table.title),
        "is_list": True,
        "columns": [{"label": str(column.label), "css": f"w{column.pdf_width}"} for _at, column in picked],
        "widths": sorted({column.pdf_width for _at, column in picked}),
        "rows": [_cells(row, picked) for row in table.rows],
    }


def _cells(row: Sequence, picked: Sequence) -> list[Cell]:
    return [Cell(_cell_text(row[at]), _ALIGNMENTS[column.kind]) for at, column in picked]


def _cell_text(value) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, int | Decimal):
        return format_number(value)
    if isinstance(value, dt.date):
        return format_date(value)
    return printable(value)


def _unbroken(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return text.replace(" %", "\u00a0%")
