"""A report as an official paper (``documents.layout``): one tree of plain values, PDF and Word from it.

Number, day and signer stand in it where the report was issued; else there is room for the pen.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number
from documents import layout
from documents.bodies import open_number, place_and_day, written_day
from documents.layout import (
    Align,
    Appendix,
    Block,
    Column,
    Heading,
    OfficialPaper,
    Paragraph,
    Picture,
    Row,
    Signature,
    Table,
)
from documents.models import OfficialDocument
from indicators.sections import Section
from reports.building import data as parts
from reports.building.charts import chart_of
from reports.building.data import Figure, Line, ReportData
from reports.building.pictures import picture_of
from reports.building.printed import note_on_noughts, on_paper

# A longer list stands in the workbook alone.
MAX_ROWS = 3_000
_ALIGNS = {
    "integer": Align.RIGHT,
    "decimal": Align.RIGHT,
    "percent": Align.RIGHT,
    "money": Align.RIGHT,
    "date": Align.CENTER,
    "text": Align.LEFT,
}
_LEVELS = {"h1": 1, "h2": 2, "h3": 3}


@dataclass(frozen=True)
class Issued:
    """By which document a report was issued, as its files print it."""

    reference: str
    day: dt.date
    signer: str
    capacity: tuple[str, ...]

    @classmethod
    def by(cls, document: OfficialDocument) -> "Issued":
        """Return what the files print of a document; the capacity in lines: ``KT. CHỦ TỊCH – PHÓ CHỦ TỊCH``."""
        lines = document.signer_capacity.replace(" - ", "–").split("–")
        capacity = tuple(line.strip().upper() for line in lines if line.strip())
        return cls(document.reference, document.issued_on, document.signer, capacity)


def paper_of(
    data: ReportData, *, issued: Issued | None = None, subject: str = "", annexes: Sequence[Appendix] = ()
) -> OfficialPaper:
    """Return the whole report: its text, the table of all figures and the lists as appendices, then ``annexes``.

    The text is that of the edition (``data.passages``) where there is one, else the automatic one.
    """
    head = data.letterhead
    year = timezone.localtime(data.snapshot_at).year
    reference = _reference(data, issued, year)
    return OfficialPaper(
        title=f"{_('Báo cáo')}: {subject_on_paper(subject, data.subject)}",
        kind=_("BÁO CÁO"),
        subject=subject_on_paper(subject, data.subject),
        superior=head.superior,
        issuer=head.issuer,
        number=_("Số: %(reference)s") % {"reference": issued.reference} if issued else open_number(head.symbol),
        place_and_day=place_and_day(head.place, issued.day if issued else None, year=year),
        addressees=(head.addressee,),
        blocks=tuple(_blocks(data)),
        signatures=(_signature(data, issued),),
        recipients=head.recipients,
        appendices=(
            Appendix(_("Biểu số liệu tổng hợp"), reference, (Paragraph(note_on_noughts()), _every_figure(data))),
            *_appendices(data, reference),
            *annexes,
        ),
    )


def subject_on_paper(name: str, of_the_period: str) -> str:
    """Return the subject under the words ``BÁO CÁO``, which it does not say a second time.

    ``Báo cáo kết quả xúc tiến`` gives ``Kết quả xúc tiến``; a name that tells no more than kind and period
    (``Báo cáo tổng hợp Chương trình OCOP năm 2022``) gives way to the subject that follows from the period.
    """
    kind = _("Báo cáo")
    if not name.casefold().startswith(kind.casefold()):
        return name or of_the_period
    rest = name[len(kind) :].strip()
    tells = rest.casefold().startswith((_("kết quả"), _("tình hình"), _("công tác"), _("việc")))
    return rest[:1].upper() + rest[1:] if tells else of_the_period


def render_docx(data: ReportData) -> bytes:
    """Return an automatic report as DOCX, for the office to go on writing in."""
    return layout.render_docx(paper_of(data))


def with_reference(data: ReportData, issued: Issued | None) -> str:
    """Return the line under the title of an appendix: ``(Kèm theo Báo cáo số …)``."""
    return _reference(data, issued, timezone.localtime(data.snapshot_at).year)


def _signature(data: ReportData, issued: Issued | None) -> Signature:
    if issued is None:
        return Signature(data.letterhead.signature)
    return Signature(issued.capacity or data.letterhead.signature, issued.signer)


def _reference(data: ReportData, issued: Issued | None, year: int) -> str:
    words = {
        "number": issued.reference if issued else f"…/{data.letterhead.symbol}",
        "day": written_day(issued.day if issued else None, year=year),
        "issuer": data.letterhead.issuer_in_text,
    }
    return _("(Kèm theo Báo cáo số %(number)s %(day)s của %(issuer)s)") % words


def _blocks(data: ReportData) -> list[Block]:
    lines = data.passages or data.body
    blocks, tables, charts = [], 0, 0
    for line in lines:
        if line.kind in _LEVELS:
            blocks.append(Heading(line.text, _LEVELS[line.kind]))
        elif line.kind == "figures":
            tables += 1
            caption = _("Bảng %(n)d. %(caption)s") % {"n": tables, "caption": line.caption}
            blocks.append(_figures([data.by_code[code] for code in line.figures if code in data.by_code], caption))
        elif line.kind == "chart":
            charts += 1
            blocks.append(_chart(line, data, charts))
        else:
            blocks.append(Paragraph(_unbroken(line.text)))
    return blocks


def _chart(line: Line, data: ReportData, number: int) -> Picture:
    caption = _("Biểu đồ %(n)d. %(caption)s") % {"n": number, "caption": line.caption}
    return picture_of(chart_of(line.chart, data), caption)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("STT"), 8, Align.CENTER),
        Column(_("Chỉ tiêu"), 31),
        Column(_("Đơn vị tính"), 13, Align.CENTER),
        Column(_("Trong kỳ"), 16, Align.RIGHT),
        Column(_("Cùng kỳ năm trước"), 15, Align.RIGHT),
        # ``+1.597.900,00`` stands in one line.
        Column(_("Tăng (+), giảm (−)"), 17, Align.RIGHT),
    )


def _figures(figures: Sequence[Figure], caption: str) -> Table:
    return Table(_columns(), tuple(_figure_row(at, one) for at, one in enumerate(figures, start=1)), caption)


def _every_figure(data: ReportData) -> Table:
    rows = []
    for section in Section:
        figures = on_paper(data.figures, section)
        if figures:
            rows.append(Row((str(section.label),)))
            rows += [_figure_row(at, one) for at, one in enumerate(figures, start=1)]
    return Table(_columns(), tuple(rows))


def _figure_row(number: int, figure: Figure) -> Row:
    name = f"– {figure.name}" if figure.indent else figure.name
    values = (_unbroken(figure.text), _unbroken(figure.previous_text), figure.change_text)
    return Row((str(number), name, figure.unit_of_measure, *values))


def _appendices(data: ReportData, reference: str) -> list[Appendix]:
    return [
        Appendix(str(table.title), reference, (list_block(table),), landscape=True)
        for table in data.tables
        if table.in_pdf and table.rows
    ]


def list_block(table: parts.Table) -> Block:
    """Return a list of rows as a table of the paper, or where else to find it."""
    if len(table.rows) > MAX_ROWS:
        note = _("Danh sách gồm %(n)s dòng, xem trang tính “%(sheet)s” của tệp Excel kèm theo báo cáo.")
        return Paragraph(note % {"n": format_number(len(table.rows)), "sheet": str(table.sheet)})
    picked = [(at, column) for at, column in enumerate(table.columns) if column.pdf_width]
    widths = whole_widths([column.pdf_width for _at, column in picked])
    columns = tuple(
        Column(str(column.label), width, _ALIGNS[column.kind])
        for (_at, column), width in zip(picked, widths, strict=True)
    )
    rows = tuple(Row(tuple(cell_text(row[at]) for at, _column in picked)) for row in table.rows)
    return Table(columns, rows, size=11)


def whole_widths(shares: Sequence[int]) -> list[int]:
    """Return widths in percent that add up to 100; the widest column takes what rounding leaves."""
    total = sum(shares)
    widths = [share * 100 // total for share in shares]
    widths[widths.index(max(widths))] += 100 - sum(widths)
    return widths


def cell_text(value) -> str:
    """Return a value of a list as it is printed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, int | Decimal):
        return format_number(value)
    return format_date(value) if isinstance(value, dt.date) else str(value)


def _unbroken(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return text.replace(" %", "\u00a0%")
