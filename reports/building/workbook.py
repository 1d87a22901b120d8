"""The workbook of a report: one sheet of figures, then one for each list of rows."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from core.dates import format_date, format_datetime
from core.excel import Column, Sheet, Typed, workbook_bytes
from indicators.sections import Section
from reports.building.data import Figure, ReportData, Table

_INDENT = "    "


def render_xlsx(data: ReportData, progress: Callable[[int], None] = lambda _percent: None) -> bytes:
    """Return the report as .xlsx; ``progress`` is told how far it is, in percent."""
    sheets = [_figures(data), *list_sheets(data)]
    progress(10)
    content = workbook_bytes(sheets)
    progress(100)
    return content


def heading_of(data: ReportData, title: str) -> list[str]:
    """Return the lines over every sheet: title, place and period, days, and when it was read."""
    period = data.period
    return [
        title,
        _("%(place)s · %(period)s") % {"place": data.unit_name or _("Toàn tỉnh"), "period": period.words},
        _("Số liệu trong kỳ từ ngày %(first)s đến hết ngày %(last)s; chốt đến hết ngày %(as_of)s")
        % {
            "first": format_date(period.window.first),
            "last": format_date(period.window.last),
            "as_of": format_date(period.as_of),
        },
        _("Đọc từ cơ sở dữ liệu lúc %(moment)s") % {"moment": format_datetime(data.snapshot_at)},
    ]


def figure_columns() -> tuple[Column, ...]:
    """Return the columns of the sheet of figures."""
    return (
        Column(_("STT"), 6, "integer"),
        Column(_("Phần"), 34),
        Column(_("Chỉ tiêu"), 52),
        Column(_("Đơn vị tính"), 16),
        Column(_("Giá trị"), 12, "integer"),
        Column(_("Cùng kỳ năm trước"), 14, "integer"),
        Column(_("Mã"), 42),
    )


def figure_row(number: int, figure: Figure) -> tuple:
    """Return the row of a figure in the order of ``figure_columns``."""
    return (
        number,
        Section(figure.section).label,
        f"{_INDENT * figure.indent}{figure.name}",
        figure.unit_of_measure,
        _typed(figure, figure.value),
        _typed(figure, figure.previous),
        figure.code,
    )


def list_sheets(data: ReportData) -> list[Sheet]:
    """Return a sheet for each list of rows."""
    return [_rows(data, table) for table in data.tables]


def _figures(data: ReportData) -> Sheet:
    rows = [figure_row(number, figure) for number, figure in enumerate(data.figures, start=1)]
    return Sheet(_("Số liệu"), figure_columns(), rows, heading_of(data, data.subject))


def _typed(figure: Figure, value) -> Typed:
    if figure.is_percent:
        return Typed(value, "percent")
    return Typed(value, "decimal") if figure.places else Typed(int(value), "integer")


def _rows(data: ReportData, table: Table) -> Sheet:
    columns = [Column(one.label, one.width, one.kind) for one in table.columns]
    return Sheet(table.sheet, columns, table.rows, heading_of(data, table.title))
