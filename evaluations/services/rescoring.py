"""Scoring again: a whole re-score round of a dossier, or one sheet that the chair reopens.

A sent sheet never changes. Its assignment stops being current and stays with it; a new attempt begins
with a draft that copies its lines.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.guards import require
from core.text import one_line
from evaluations.closing import waiting_for
from evaluations.enums import SheetState
from evaluations.models import Assignment, Dossier, ScoreLine, ScoreSheet
from evaluations.workflow import step

_LONGEST_REASON = Assignment._meta.get_field("reason").max_length
# Of a copied draft that its member has not saved yet; the paper grid may still fill it.
UNTOUCHED = 0


@transaction.atomic
def open_rescore(*, actor, dossier_id: int, reason: str) -> list[Assignment]:
    """Let everybody who scored the dossier score it once more; returns the new assignments.

    Raises:
        PermissionDenied: neither the office nor the chair of the round's council.
        Refused: not being scored, a sheet not yet sent (named), or no reason.
    """
    dossier = _lock(dossier_id)
    reason = _clean(reason)
    step(dossier, "rescore", actor=actor, note=reason)
    names = waiting_for(dossier)
    require(
        not names,
        _("Chỉ mở lượt chấm lại khi mọi phiếu đã gửi. Còn phiếu của %(names)s.") % {"names": ", ".join(names)},
    )
    current = list(Assignment.objects.counting().filter(dossier=dossier).select_related("sheet").order_by("member"))
    require(bool(current), _("Chưa có phiếu chấm nào để chấm lại."))
    return _begin_again(current, actor=actor, reason=reason)


@transaction.atomic
def reopen_sheet(*, actor, assignment_id: int, reason: str) -> Assignment:
    """Let one member score once more; the sent sheet stays as an earlier attempt.

    Raises:
        PermissionDenied: not the chair of the round's council.
        Refused: not being scored, the sheet is not sent or no longer counts, or no reason.
    """
    dossier = _lock(Assignment.objects.values_list("dossier", flat=True).get(pk=assignment_id))
    reason = _clean(reason)
    rows = Assignment.objects.counting().select_related("sheet", "member__user").filter(pk=assignment_id)
    assignment = rows.first()
    require(
        assignment is not None and assignment.sheet_state == SheetState.SENT,
        _("Chỉ mở lại phiếu đã gửi và đang được tính. Hãy mở lại trang để xem phiếu mới nhất."),
    )
    step(dossier, "reopen", actor=actor, note=f"{assignment.member}: {reason}")
    return _begin_again([assignment], actor=actor, reason=reason)[0]


def _begin_again(assignments: Sequence[Assignment], *, actor, reason: str) -> list[Assignment]:
    Assignment.objects.filter(pk__in=[one.pk for one in assignments]).update(is_current=False)
    moment = timezone.now()
    new = Assignment.objects.bulk_create(
        Assignment(
            dossier_id=one.dossier_id,
            member_id=one.member_id,
            attempt=one.attempt + 1,
            opened_by=actor,
            opened_at=moment,
            reason=reason,
        )
        for one in assignments
    )
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(assignment=after, comment=before.sheet.comment, version=UNTOUCHED)
        for before, after in zip(assignments, new, strict=True)
    )
    copy_of = {before.sheet.pk: sheet for before, sheet in zip(assignments, sheets, strict=True)}
    ScoreLine.objects.bulk_create(
        ScoreLine(
            sheet=copy_of[line.sheet_id], criterion_id=line.criterion_id, option_id=line.option_id, comment=line.comment
        )
        for line in ScoreLine.objects.filter(sheet__in=copy_of)
    )
    return new


def _lock(dossier_id: int) -> Dossier:
    """Lock the dossier as sending a sheet and closing do; assignments are read after it."""
    return Dossier.objects.select_for_update(of=("self",)).select_related("round").get(pk=dossier_id)


def _clean(reason: str) -> str:
    reason = one_line(reason)
    require(bool(reason), _("Hãy ghi lý do chấm lại."))
    require(
        len(reason) <= _LONGEST_REASON,
        _("Lý do dài nhất %(count)s ký tự.") % {"count": _LONGEST_REASON},
    )
    return reason
