"""The progress of a plan as a workbook."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from core.dates import format_date
from core.excel import Column, Sheet
from core.numbers import round_half_up
from programme.models import Plan
from reports.targets.progress import NumberedProgress, Progress, UnitProgress, met_of


def sheets_of(plan: Plan, numbers: list[NumberedProgress], day: dt.date) -> list[Sheet]:
    """Return the sheet of targets, and one of units where some are asked of each unit."""
    met, total = met_of(numbers)
    heading = (
        _("Tiến độ thực hiện chỉ tiêu năm %(year)s") % {"year": plan.year},
        f"{plan.document.citation} – {plan.document.subject}",
        _("Tính đến hết ngày %(day)s: %(met)s/%(total)s chỉ tiêu đạt")
        % {"day": format_date(day), "met": met, "total": total},
    )
    parts = [part for one in numbers for part in one.parts]
    sheets = [Sheet(_("Chỉ tiêu"), _target_columns(), map(_target_row, parts), heading)]
    if any(part.per_unit for part in parts):
        sheets.append(Sheet(_("Theo đơn vị"), _unit_columns(), _unit_rows(parts), heading))
    return sheets


def _target_columns() -> tuple[Column, ...]:
    return (
        Column(_("Số"), 6),
        Column(_("Chỉ tiêu"), 60),
        Column(_("Giá trị kế hoạch"), 30),
        Column(_("Số gốc"), 12, "decimal"),
        Column(_("Kế hoạch"), 12, "decimal"),
        Column(_("Thực hiện"), 12, "decimal"),
        Column(_("Đơn vị tính"), 14),
        Column(_("Chênh lệch"), 12, "decimal"),
        Column(_("Tỷ lệ thực hiện"), 12, "percent"),
        Column(_("Đánh giá"), 20),
        Column(_("Hạn"), 12, "date"),
        Column(_("Cách tính, minh chứng"), 50),
    )


def _target_row(part: Progress) -> tuple:
    target = part.target
    return (
        target.label,
        target.text,
        target.planned_words,
        target.base,
        part.planned,
        part.shown_value,
        part.unit_of_measure,
        part.difference,
        part.percent_done,
        part.outcome.label,
        target.due_on,
        _source(part),
    )


def _source(part: Progress) -> str:
    if part.is_hidden:
        return _("Số liệu không thuộc phạm vi xem của bạn")
    if part.indicator is not None:
        return f"{part.indicator.name} ({part.indicator.code})"
    if part.result is None:
        return str(part.target.get_measure_display())
    return _evidence(part.result)


def _evidence(result) -> str:
    paper = f"; {result.document.citation}" if result.document else ""
    return f"{result.evidence}{paper}"


def _unit_columns() -> tuple[Column, ...]:
    return (
        Column(_("Số"), 6),
        Column(_("Chỉ tiêu"), 60),
        Column(_("Đơn vị"), 30),
        Column(_("Kế hoạch"), 12, "decimal"),
        Column(_("Thực hiện"), 12, "decimal"),
        Column(_("Đánh giá"), 20),
        Column(_("Minh chứng"), 50),
    )


def _unit_rows(parts: Iterable[Progress]) -> Iterator[tuple]:
    for part in parts:
        for one in part.per_unit:
            yield (
                part.target.label,
                part.target.text,
                one.unit.name,
                part.target.planned,
                None if one.value is None else round_half_up(one.value),
                _met_in_words(one),
                _evidence(one.result) if one.result else "",
            )


def _met_in_words(one: UnitProgress) -> str:
    if one.is_met is None:
        return _("Chưa có số liệu")
    return _("Đạt") if one.is_met else _("Chưa đạt")
