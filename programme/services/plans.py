"""Plans, their targets, and what is written down of targets that no record tells."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.guards import allow, require
from core.saving import save_checked
from programme import rules
from programme.asked import units_asked
from programme.enums import Measure, TargetScope
from programme.models import Plan, Target, TargetResult
from programme.services.writing import fill
from units.models import Unit

_PART = re.compile(r"[a-zđ]?")
# What results were written down for: they would tell of something else.
_FIXED_WITH_RESULTS = ("measure", "scope", "unit_of_measure")


@transaction.atomic
def create_plan(*, actor, **fields) -> Plan:
    """Return a new plan.

    Args:
        fields: ``year``, ``document``, ``note``.

    Raises:
        PermissionDenied: not of the office.
        ValidationError: a field is wrong, or the document is a plan already.
    """
    _allow_office(actor)
    plan = Plan()
    fill(plan, fields)
    save_checked(plan, actor=actor)
    return plan


@transaction.atomic
def edit_plan(*, actor, plan_id: int, version: int | None = None, **fields) -> Plan:
    """Change a plan.

    Raises:
        PermissionDenied: not of the office.
        Stale: another saved it since.
        ValidationError: a field is wrong.
    """
    _allow_office(actor)
    plan = _lock_plan(plan_id)
    plan.require_version(version)
    fill(plan, fields)
    save_checked(plan, actor=actor)
    return plan


@transaction.atomic
def save_target(
    *,
    actor,
    plan_id: int,
    target_id: int | None = None,
    version: int | None = None,
    units: Iterable[Unit] = (),
    **fields,
) -> Target:
    """Return the target of the plan, new or changed.

    Args:
        units: of whom ``planned`` is asked where the scope is each unit; none means every district or
            commune that exists on the due date.
        fields: those of ``Target``; whoever calls knows which indicators there are.

    Raises:
        PermissionDenied: not of the office.
        Stale: another saved it since.
        Refused: it has results, and what they were written down for would change.
        ValidationError: a field is wrong, or the number and part are taken.
    """
    _allow_office(actor)
    plan = _lock_plan(plan_id)
    if target_id is None:
        target = Target(plan=plan)
    else:
        target = Target.objects.select_for_update(of=("self",)).get(pk=target_id, plan=plan)
        target.require_version(version)
        _require_same_meaning(target, fields)
    fill(target, fields)
    target.part = target.part.lower()
    chosen = list(units) if target.scope == TargetScope.EACH_UNIT else []
    _check_target(target, chosen)
    save_checked(target, actor=actor)
    target.units.set(chosen)
    return target


@transaction.atomic
def delete_target(*, actor, target_id: int) -> None:
    """Delete a target that was written down by mistake.

    Raises:
        PermissionDenied: not of the office.
        Refused: it has results, which stay on record.
    """
    _allow_office(actor)
    target = Target.objects.select_for_update(of=("self",)).get(pk=target_id)
    require(
        not target.results.exists(),
        _("Chỉ tiêu đã có kết quả kèm minh chứng nên không xoá được. Hãy sửa lại nội dung nếu ghi chưa đúng."),
    )
    target.delete()


@transaction.atomic
def record_result(
    *, actor, target_id: int, on, value: Decimal, evidence: str, unit: Unit | None = None, document=None, file=None
) -> TargetResult:
    """Write down how far a manual target is on a day; earlier results stay.

    The last one by a day counts, so a slip of the hand is mended by another result of the same day.

    Args:
        unit: whose result it is, where each unit is asked.
        document, file: the evidence itself, where there is one.

    Raises:
        PermissionDenied: neither the office nor the unit that follows the target.
        Refused: records tell of this target, a day to come, a unit that is not asked, or it was deleted.
        ValidationError: a field is wrong.
    """
    rows = Target.objects.select_for_update(of=("self",)).select_related("plan", "owner")
    target = rows.filter(pk=target_id).first()
    require(target is not None, _("Chỉ tiêu này vừa bị xoá khỏi kế hoạch. Hãy mở lại kế hoạch."))
    allow(
        rules.may_record_result(actor, target),
        _("Kết quả chỉ tiêu do Văn phòng Điều phối và đơn vị theo dõi chỉ tiêu ghi."),
    )
    require(
        target.measure == Measure.MANUAL,
        _("Chỉ tiêu này do hệ thống tính từ hồ sơ nên không ghi kết quả bằng tay."),
    )
    require(on <= today(), _("Ngày tính kết quả không được sau hôm nay (%(day)s).") % {"day": format_date(today())})
    _require_asked(target, unit)
    row = TargetResult(target=target, entered_by=actor)
    fill(row, {"on": on, "value": value, "evidence": evidence, "unit": unit, "document": document, "file": file})
    save_checked(row, actor=actor)
    return row


def _require_asked(target: Target, unit: Unit | None) -> None:
    if target.scope == TargetScope.PROVINCE:
        require(unit is None, _("Chỉ tiêu này giao chung cho toàn tỉnh. Hãy bỏ phần chọn đơn vị."))
        return
    require(unit is not None, _("Chỉ tiêu này giao cho từng đơn vị. Hãy chọn đơn vị có kết quả."))
    require(
        unit in units_asked([target])[target.pk],
        _("Chỉ tiêu này không giao cho %(unit)s. Hãy chọn đơn vị khác.") % {"unit": unit},
    )


def _require_same_meaning(target: Target, fields: dict) -> None:
    changed = any(name in fields and fields[name] != getattr(target, name) for name in _FIXED_WITH_RESULTS)
    require(
        not (changed and target.results.exists()),
        _("Chỉ tiêu đã có kết quả nên không đổi cách tính, phạm vi và đơn vị tính được. Hãy thêm một chỉ tiêu khác."),
    )


def _check_target(target: Target, units: list[Unit]) -> None:
    errors = {}
    if not _PART.fullmatch(target.part):
        errors["part"] = _("Ý của chỉ tiêu là một chữ cái: a, b, c … Để trống nếu chỉ tiêu không chia ý.")
    if target.planned is not None and target.planned < 0:
        errors["planned"] = _("Giá trị kế hoạch không được âm.")
    gone = [unit.name for unit in units if target.due_on and not unit.exists_on(target.due_on)]
    if gone:
        errors["units"] = _("Những đơn vị này không tồn tại vào hạn của chỉ tiêu: %(names)s.") % {
            "names": ", ".join(gone)
        }
    if errors:
        raise ValidationError(errors)


def _lock_plan(plan_id: int) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)


def _allow_office(actor) -> None:
    allow(rules.may_manage_plans(actor), _("Kế hoạch và chỉ tiêu do Văn phòng Điều phối quản lý."))
