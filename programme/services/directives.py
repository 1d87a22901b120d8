"""Directives, their tasks, who has them, and how far each one is."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.guards import allow, require
from core.saving import save_checked
from programme import rules
from programme.addressing import units_addressed
from programme.enums import TaskState
from programme.models import Directive, DirectiveTask, TaskAssignment, TaskNote
from programme.services.writing import fill
from units.models import Unit


@transaction.atomic
def create_directive(*, actor, **fields) -> Directive:
    """Return a new directive.

    Args:
        fields: ``document``, ``report_due_on``, ``consolidated_due_on``, ``note``.

    Raises:
        PermissionDenied: not of the office.
        ValidationError: a field is wrong, or the document is a directive already.
        Refused: a deadline before the document.
    """
    _allow_office(actor)
    row = Directive()
    fill(row, fields)
    _require_days(row)
    save_checked(row, actor=actor)
    return row


@transaction.atomic
def edit_directive(*, actor, directive_id: int, version: int | None = None, **fields) -> Directive:
    """Change a directive; a document that has tasks stays. Raises as ``create_directive``, and ``Stale``."""
    _allow_office(actor)
    row = _lock_directive(directive_id)
    row.require_version(version)
    before = row.document_id
    fill(row, fields)
    require(
        row.document_id == before or not row.tasks.exists(),
        _("Văn bản này đã có nhiệm vụ nên không đổi sang văn bản khác được. Hãy ghi văn bản kia thành một dòng mới."),
    )
    _require_days(row)
    save_checked(row, actor=actor)
    return row


@transaction.atomic
def save_task(
    *, actor, directive_id: int, task_id: int | None = None, version: int | None = None, **fields
) -> DirectiveTask:
    """Return the task of the directive, new (with the next number where none is given) or changed.

    Raises:
        PermissionDenied: not of the office.
        ValidationError: a field is wrong or the number is taken.
        Refused: a deadline before the document; ``Stale`` where another saved it since.
    """
    _allow_office(actor)
    directive = _lock_directive(directive_id)
    if task_id is None:
        row = DirectiveTask(directive=directive)
    else:
        row = DirectiveTask.objects.select_for_update(of=("self",)).get(pk=task_id, directive=directive)
        row.require_version(version)
    fill(row, fields)
    if row.number is None:
        row.number = (directive.tasks.aggregate(last=Max("number"))["last"] or 0) + 1
    _require_after(row.due_on, directive)
    save_checked(row, actor=actor)
    return row


@transaction.atomic
def assign_units(*, actor, task_id: int, units: Iterable[Unit], is_lead: bool = True) -> list[TaskAssignment]:
    """Give the task to units; those that have it already keep what they have. Return the new ones.

    Raises:
        PermissionDenied: not of the office.
        Refused: no unit, or one that was not in the province on the day of the document.
    """
    _allow_office(actor)
    task = _lock_task(task_id)
    wanted = {unit.pk: unit for unit in units}
    require(bool(wanted), _("Hãy chọn ít nhất một đơn vị thực hiện."))
    document = task.directive.document
    addressed = set(units_addressed(document).filter(pk__in=wanted).values_list("pk", flat=True))
    others = [unit.name for key, unit in wanted.items() if key not in addressed]
    require(
        not others,
        _("Vào ngày %(day)s của văn bản, tỉnh không có đơn vị: %(units)s. Hãy chọn đơn vị của ngày đó.")
        % {"day": format_date(document.issued_on), "units": ", ".join(others)},
    )
    there = set(task.assignments.filter(unit__in=wanted).values_list("unit", flat=True))
    rows = [TaskAssignment(task=task, unit=unit, is_lead=is_lead) for key, unit in wanted.items() if key not in there]
    return TaskAssignment.objects.bulk_create(rows)


@transaction.atomic
def set_lead(*, actor, assignment_id: int, is_lead: bool, version: int | None = None) -> TaskAssignment:
    """Make the unit the one that leads the task, or one that takes part.

    Raises:
        PermissionDenied: not of the office.
        Stale: another saved it since.
    """
    _allow_office(actor)
    row = _lock_assignment(assignment_id)
    row.require_version(version)
    row.is_lead = is_lead
    save_checked(row, actor=actor)
    return row


@transaction.atomic
def withdraw_assignment(*, actor, assignment_id: int) -> DirectiveTask:
    """Take a task that was given by mistake from a unit; return the task.

    Raises:
        PermissionDenied: not of the office.
        Refused: the unit has written how far it is.
    """
    _allow_office(actor)
    row = _lock_assignment(assignment_id)
    require(
        not row.notes.exists(),
        _("Đơn vị đã ghi tiến độ nên không bỏ phân công được. Hãy ghi một dòng tiến độ nói rõ lý do."),
    )
    row.delete()
    return row.task


@transaction.atomic
def note_progress(
    *, actor, assignment_id: int, on: dt.date, text: str, state: str, file=None, version: int | None = None
) -> TaskNote:
    """Add a note on how far the unit is, and move its part there; a note may open a done task again.

    Args:
        on: the day on which it stood so; the day of a note that says "done" becomes the day of completion.
        file: what ``core.files.clean_upload`` returned, or ``None``.

    Raises:
        PermissionDenied: neither of the unit nor of the office.
        Refused: a day to come or before the document; ``Stale`` where another noted something since.
        ValidationError: no text, or an unknown state.
    """
    row = _lock_assignment(assignment_id)
    allow(
        rules.may_note_progress(actor, row),
        _("Tiến độ do cán bộ của đơn vị được giao và Văn phòng Điều phối ghi."),
    )
    row.require_version(version)
    require(on <= today(), _("Ngày ghi tiến độ ở sau hôm nay. Hãy kiểm tra lại ngày."))
    issued = row.task.directive.document.issued_on
    require(
        on >= issued,
        _("Ngày ghi tiến độ ở trước ngày văn bản (%(day)s). Hãy kiểm tra lại ngày.") % {"day": format_date(issued)},
    )
    note = TaskNote(assignment=row, on=on, state=state, written_by=actor)
    fill(note, {"text": text})
    if file is not None:
        note.file = file
    save_checked(note, actor=actor)
    if state != TaskState.DONE:
        row.done_on = None
    elif row.state != TaskState.DONE:
        row.done_on = on
    row.state = state
    save_checked(row, actor=actor)
    return note


def _allow_office(actor) -> None:
    allow(
        rules.may_manage_plans(actor),
        _("Văn bản chỉ đạo và phân công nhiệm vụ do Văn phòng Điều phối ghi."),
    )


def _lock_directive(key: int) -> Directive:
    return Directive.objects.select_for_update(of=("self",)).select_related("document").get(pk=key)


def _lock_task(key: int) -> DirectiveTask:
    rows = DirectiveTask.objects.select_for_update(of=("self",)).select_related("directive__document__issuer")
    return rows.get(pk=key)


def _lock_assignment(key: int) -> TaskAssignment:
    rows = TaskAssignment.objects.select_for_update(of=("self",))
    return rows.select_related("task__directive__document", "unit").get(pk=key)


def _require_days(row: Directive) -> None:
    _require_after(row.report_due_on, row)
    _require_after(row.consolidated_due_on, row)
    require(
        not (row.report_due_on and row.consolidated_due_on) or row.report_due_on <= row.consolidated_due_on,
        _("Văn phòng tổng hợp sau khi đơn vị báo cáo. Hãy kiểm tra lại hai thời hạn."),
    )


def _require_after(day: dt.date | None, directive: Directive) -> None:
    if day is None or not directive.document_id:
        return
    issued = directive.document.issued_on
    require(
        day >= issued,
        _("Thời hạn %(due)s ở trước ngày văn bản (%(day)s). Hãy kiểm tra lại.")
        % {"due": format_date(day), "day": format_date(issued)},
    )
