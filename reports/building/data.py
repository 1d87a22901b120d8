"""A report as plain data: what ``collect`` hands to the renderers. Nothing here reads a database."""

import datetime as dt
from dataclasses import dataclass, field
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
    # Of an edition: under which name its rows are kept in words (``building.words``).
    group: str = ""
    # Whether it is made of two other figures (a share, a mean), which tell its rows.
    is_ratio: bool = False

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
    """A line of the text.

    Attributes:
        kind: h1, h2, h3, p or item; figures, chart or targets stand for what they name.
        figures: codes of the figures of a table.
        caption: of the table or the chart, without its number.
        chart: the name of a chart (``charts.chart_of``).
        key: of the passage that the line belongs to, in an edition.
    """

    kind: str
    text: str
    figures: tuple[str, ...] = ()
    caption: str = ""
    chart: str = ""
    key: str = ""


# What ``outline_of`` gives for an edition: the same lines, each with the key of its passage.
TextBlock = Line


@dataclass(frozen=True)
class TargetLine:
    """A target of a plan as it stood at the cut-off; ``value`` is ``None`` where nothing tells it.

    ``outcome`` is a value of ``programme.enums.Outcome``; ``indicator`` the code behind it, if any.
    """

    plan: str
    label: str
    text: str
    unit_of_measure: str
    planned: Decimal
    value: Decimal | None
    outcome: str
    indicator: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReportedLine:
    """A number that a unit sent; ``report_id`` and ``version`` say with which report."""

    unit_name: str
    element_code: str
    element_name: str
    unit_of_measure: str
    value: Decimal
    report_id: int | None = None
    version: int = 0
    note: str = ""


@dataclass(frozen=True)
class NarrativeLine:
    """What a unit wrote under one of the four narratives (``campaigns.enums.NarrativeKey``)."""

    unit_name: str
    key: str
    text: str
    report_id: int
    title: str = ""
    version: int = 0


@dataclass(frozen=True)
class CompletenessLine:
    """Where a unit's report stood: ``state`` in words, when it was first sent, whether after the due day."""

    unit_name: str
    state: str
    sent_on: dt.date | None = None
    is_late: bool | None = None


@dataclass(frozen=True)
class DocumentLine:
    """A document issued within the window: ``kind`` of ``documents.enums``, ``citation`` with number and day."""

    document_id: int
    kind: str
    citation: str
    issuer: str
    subject: str
    issued_on: dt.date
    # Whether it is a plan of the programme or a directive that gives tasks.
    role: str = ""


@dataclass(frozen=True)
class DirectiveTaskLine:
    """A task of a directive as it stood at the cut-off: how many units have it, how many have done it."""

    task_id: int
    citation: str
    text: str
    due_on: dt.date | None
    units: int
    done: int
    overdue: int


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
    # Of a consolidated report: the targets of the year's plan and of the next one, what units sent, its text.
    targets: tuple[TargetLine, ...] = ()
    next_targets: tuple[TargetLine, ...] = ()
    reported: tuple[ReportedLine, ...] = ()
    narratives: tuple[NarrativeLine, ...] = ()
    completeness: tuple[CompletenessLine, ...] = ()
    documents: tuple[DocumentLine, ...] = ()
    directive_tasks: tuple[DirectiveTaskLine, ...] = ()
    passages: tuple[TextBlock, ...] = ()
    # What every row behind a figure was called; see ``building.words``.
    rows_in_words: dict[str, dict[int, tuple]] = field(default_factory=dict)

    @property
    def by_code(self) -> dict[str, Figure]:
        """Return the figures by code."""
        return {figure.code: figure for figure in self.figures}
