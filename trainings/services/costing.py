"""What a class cost: disbursements of the plan's budget line that name it."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.enums import EntryKind, PaidFor
from budgets.models import LedgerEntry
from budgets.services import record_entry
from core.guards import allow, require
from trainings import rules
from trainings.models import TrainingClass


@transaction.atomic
def pay_for_class(*, actor, class_id: int, amount_vnd: Decimal, voucher: str, on: dt.date | None = None) -> LedgerEntry:
    """Return the disbursement for a class, written on the budget line of its plan.

    Raises:
        PermissionDenied: not of those who manage the plan, or its line is not theirs.
        Refused: the plan has no line, or more would be disbursed than is allocated.
        ValidationError: a field is wrong.
    """
    row = TrainingClass.objects.select_related("course__plan").get(pk=class_id)
    plan = row.course.plan
    allow(rules.may_manage(actor, plan), _("Chi phí của lớp do Văn phòng Điều phối hoặc cơ quan chủ trì ghi."))
    require(
        plan.budget_line_id is not None,
        _("Kế hoạch chưa gắn dòng kinh phí. Hãy sửa kế hoạch và chọn dòng kinh phí trước."),
    )
    return record_entry(
        actor=actor,
        line_id=plan.budget_line_id,
        kind=EntryKind.DISBURSE,
        amount_vnd=amount_vnd,
        on=on,
        voucher=voucher,
        note=_("%(course)s, %(class)s") % {"course": row.course, "class": row},
        paid_for=PaidFor.TRAINING,
        paid_for_id=row.pk,
    )


def cost_of(row: TrainingClass, user) -> Decimal:
    """Return what was disbursed for a class, less what was reversed, in đồng, as ``user`` sees it; one query."""
    entries = LedgerEntry.objects.visible_to(user).paying_for(PaidFor.TRAINING, row.pk)
    return entries.totals()["disbursed"]
