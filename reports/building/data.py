"""A report as plain data: what ``collect`` hands to the renderers. Nothing here reads a database."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from core.excel import Kind
from core.numbers import format_number, format_percent
from reports.periods import Period


@dataclass(frozen=True)
class Figure:
    """One indicator's outcome with what is needed to print it; ``previous`` is that of a year before."""

    code: str
    name: str
    unit_of_measure: str
    section: str
    indent: int
    is_percent: bool
    value: Decimal
    previous: Decimal
    row_keys: tuple[int, ...]
    places: int = 0

    @property
    def text(self) -> str:
        """Return the value as printed: ``1.234`` or ``39,50 %``."""
        return self._text(self.value)

    @property
    def previous_text(self) -> str:
        """Return the value of the year before as printed."""
        return self._text(self.previous)

    @property
    def change(self) -> Decimal:
        """Return the difference from the year before."""
        return self.value - self.previous

    @property
    def change_text(self) -> str:
        """Return the difference with its sign; of shares, in points of percent."""
        sign = "+" if self.change > 0 else "−" if self.change < 0 else ""
        return f"{sign}{format_number(abs(self.change), self.places)}"

    def _text(self, value: Decimal) -> str:
        return format_percent(value) if self.is_percent else format_number(value, self.places)


@dataclass(frozen=True)
class TableColumn:
    """A column of a list of rows; ``pdf_width`` is its share of the page in percent, 0 leaves it out."""

    label: str
    width: float
    kind: Kind = "text"
    pdf_width: int = 0


@dataclass(frozen=True)
class Table:
    """A list of rows with running numbers in the first column.

    ``sheet`` is its name in the workbook; ``in_pdf`` whether it is an appendix of the document.
    """

    key: str
    title: str
    sheet: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple, ...]
    in_pdf: bool = True


@dataclass(frozen=True)
class Letterhead:
    """Who issues the document, to whom it goes, who signs (NĐ 30/2020/NĐ-CP, Phụ lục I); no names of people."""

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    symbol: str
    place: str
    addressee: str
    issuer_in_text: str
    signature: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A line of the body: ``kind`` is h1, h2, p or item; ``figures`` names a table of figures after it."""

    kind: str
    text: str
    figures: tuple[str, ...] = ()
    caption: str = ""
    chart: str = ""


@dataclass(frozen=True)
class ReportData:
    """Everything that the files of a report show."""

    period: Period
    unit_code: str | None
    unit_name: str | None
    has_dossiers: bool
    snapshot_at: dt.datetime
    letterhead: Letterhead
    subject: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    body: tuple[Line, ...] = ()

    @property
    def by_code(self) -> dict[str, Figure]:
        """Return the figures by code."""
        return {figure.code: figure for figure in self.figures}
