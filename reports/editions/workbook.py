"""The workbook of an edition: figures that lead to their rows, targets, units' numbers, completeness, differences."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from core.excel import Column, Linked, Sheet, first_row_of, workbook_bytes
from programme.enums import Outcome
from reports.building.data import Figure, ReportData
from reports.building.words import told
from reports.building.workbook import figure_columns, figure_row, heading_of, list_sheets
from reports.editions.comparing import Difference

_ROWS = "Dòng số liệu"


def render_xlsx(
    data: ReportData, *, edition: str = "", before: str = "", differences: Sequence[Difference] = ()
) -> bytes:
    """Return the workbook; ``before`` names the edition that ``differences`` compare with."""
    rows, links = _rows_behind(data)
    sheets = [_figures(data, links, edition), rows, *list_sheets(data)]
    sheets += [sheet for sheet in (_targets(data), _reported(data), _completeness(data)) if sheet]
    if before:
        sheets.append(_differences(data, before, differences))
    return workbook_bytes(sheets)


def _figures(data: ReportData, links: dict[str, str], edition: str) -> Sheet:
    title = f"{data.subject} – {edition}" if edition else data.subject
    rows = []
    for number, figure in enumerate(data.figures, start=1):
        *left, name, unit, value, previous, code = figure_row(number, figure)
        shown = Linked(value, links[figure.code]) if figure.code in links else value
        rows.append((*left, name, unit, shown, previous, code))
    return Sheet(_("Số liệu"), figure_columns(), rows, heading_of(data, title))


def _rows_behind(data: ReportData) -> tuple[Sheet, dict[str, str]]:
    """Return the sheet of the rows behind every figure, and for each figure the cell where they begin."""
    columns = (
        Column(_("Chỉ tiêu"), 48),
        Column(_("Được tính"), 40),
        Column(_("Chủ thể"), 36),
        Column(_("Đơn vị"), 34),
        Column(_("Được tính theo"), 70),
        Column(_("Mã"), 38),
    )
    heading = heading_of(data, _("Các dòng được tính vào từng số liệu"))
    rows, links, at = [], {}, first_row_of(heading)
    for figure in data.figures:
        found = list(_lines(figure, data))
        if found:
            links[figure.code] = f"'{_ROWS}'!A{at + len(rows)}"
            rows += found
    return Sheet(_ROWS, columns, rows, heading), links


def _lines(figure: Figure, data: ReportData) -> Iterator[tuple]:
    for thing in told(figure, data.rows_in_words.get(figure.group, {})):
        yield figure.name, thing.name, thing.producer, thing.unit, "; ".join(thing.grounds), figure.code


def _targets(data: ReportData) -> Sheet | None:
    lines = (*data.targets, *data.next_targets)
    if not lines:
        return None
    columns = (
        Column(_("Kế hoạch"), 40),
        Column(_("Chỉ tiêu số"), 8),
        Column(_("Nội dung"), 60),
        Column(_("Đơn vị tính"), 16),
        Column(_("Kế hoạch giao"), 14, "decimal"),
        Column(_("Thực hiện"), 14, "decimal"),
        Column(_("Kết quả"), 18),
        Column(_("Ghi chú, minh chứng"), 50),
    )
    rows = [
        (
            one.plan,
            one.label,
            one.text,
            one.unit_of_measure,
            one.planned,
            one.value,
            Outcome(one.outcome).label,
            one.note,
        )
        for one in lines
    ]
    return Sheet(_("Chỉ tiêu kế hoạch"), columns, rows, heading_of(data, _("Kết quả thực hiện chỉ tiêu kế hoạch")))


def _reported(data: ReportData) -> Sheet | None:
    if not data.reported:
        return None
    columns = (
        Column(_("Đơn vị"), 40),
        Column(_("Chỉ tiêu"), 60),
        Column(_("Đơn vị tính"), 16),
        Column(_("Giá trị"), 16, "decimal"),
        Column(_("Ghi chú"), 40),
        Column(_("Mã"), 34),
    )
    rows = [
        (one.unit_name, one.element_name, one.unit_of_measure, one.value, one.note, one.element_code)
        for one in data.reported
    ]
    return Sheet(_("Đơn vị báo cáo"), columns, rows, heading_of(data, _("Số liệu các đơn vị đã báo cáo")))


def _completeness(data: ReportData) -> Sheet | None:
    if not data.completeness:
        return None
    columns = (
        Column(_("Đơn vị"), 44),
        Column(_("Tình trạng"), 24),
        Column(_("Gửi lần đầu"), 14, "date"),
        Column(_("Gửi trễ hạn"), 12),
    )
    rows = [(one.unit_name, one.state, one.sent_on, one.is_late) for one in data.completeness]
    return Sheet(_("Tình hình báo cáo"), columns, rows, heading_of(data, _("Tình hình gửi báo cáo của các đơn vị")))


def _differences(data: ReportData, before: str, found: Sequence[Difference]) -> Sheet:
    columns = (
        Column(_("Chỉ tiêu"), 48),
        Column(_("Bản trước"), 16),
        Column(_("Bản này"), 16),
        Column(_("Tăng, giảm"), 14),
        Column(_("Thêm hoặc bớt"), 14),
        Column(_("Dòng"), 46),
        Column(_("Vì sao"), 70),
        Column(_("Mã"), 38),
    )
    rows = [row for one in found for row in _difference(one)]
    title = _("Thay đổi so với %(before)s") % {"before": before}
    return Sheet(_("So với bản trước"), columns, rows, heading_of(data, title))


def _difference(one: Difference) -> Iterator[tuple]:
    yield one.name, one.before, one.after, one.change, "", "", "", one.code
    for sign, things in ((_("Thêm"), one.came), (_("Bớt"), one.went)):
        for thing in things:
            about = ", ".join(part for part in (thing.name, thing.producer, thing.unit) if part)
            yield one.name, "", "", "", sign, about, thing.why, one.code
