"""Score sheets of the members: saved as often as wanted, sent once."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_datetime
from core.errors import Refused
from core.guards import allow, require
from evaluations import rules
from evaluations.enums import SheetState
from evaluations.models import Assignment, Criterion, Dossier, Option, ScoreLine, ScoreSheet


class Unfilled(Refused):
    """The sheet cannot be sent yet; ``criteria`` are those without a choice, in order."""

    def __init__(self, criteria: list[Criterion]):
        self.criteria = criteria
        codes = ", ".join(criterion.code for criterion in criteria)
        super().__init__(
            _("Chưa gửi được phiếu: còn %(count)s tiêu chí chưa chấm (%(codes)s).")
            % {"count": len(criteria), "codes": codes}
        )


@transaction.atomic
def save_sheet(
    *,
    actor,
    assignment_id: int,
    choices: Mapping[int, int],
    comment: str = "",
    line_comments: Mapping[int, str] | None = None,
    version: int | None = None,
) -> ScoreSheet:
    """Store the whole sheet as a draft; criteria may still be without a choice.

    Args:
        choices: option by criterion (primary keys); what is not in it is cleared.
        line_comments: remark by criterion, also for criteria without a choice.
        version: of the sheet that the member saw, 0 where there was none; ``None`` does not check.

    Raises:
        PermissionDenied: not the own sheet.
        Refused: already sent, the dossier is not being scored, or an option is not
            one of its criterion. Stale: saved elsewhere in between.
    """
    dossier = _lock_for_scoring(actor, assignment_id)
    sheet = _own_draft(assignment_id)
    sheet.require_version(version)
    return _store_own(sheet, dossier, choices, comment, line_comments or {})


@transaction.atomic
def send_sheet(
    *,
    actor,
    assignment_id: int,
    choices: Mapping[int, int] | None = None,
    comment: str = "",
    line_comments: Mapping[int, str] | None = None,
    version: int | None = None,
    now: dt.datetime | None = None,
) -> ScoreSheet:
    """Send the sheet: every scored criterion has a choice, the total is fixed, nothing changes after.

    Args:
        choices: as ``save_sheet``, stored first; ``None`` sends what was saved.
        now: the moment of sending, the present by default.

    Raises:
        Unfilled: criteria without a choice; what was passed is not stored then.
        PermissionDenied, Refused, Stale: as ``save_sheet``.
    """
    dossier = _lock_for_scoring(actor, assignment_id)
    sheet = _own_draft(assignment_id)
    sheet.require_version(version)
    if choices is not None:
        _store_own(sheet, dossier, choices, comment, line_comments or {})
    return send_stored(dossier, sheet, now=now)


def send_stored(dossier: Dossier, sheet: ScoreSheet, *, now: dt.datetime | None = None) -> ScoreSheet:
    """Send a stored draft; its dossier is locked.

    Raises:
        Unfilled: criteria without a choice.
    """
    unfilled = unfilled_criteria(dossier, sheet)
    if unfilled:
        raise Unfilled(unfilled)
    sheet.total = sheet.lines.aggregate(total=Sum("option__points"))["total"]
    sheet.state = SheetState.SENT
    sheet.sent_at = now or timezone.now()
    sheet.save()
    return sheet


def unfilled_criteria(dossier: Dossier, sheet: ScoreSheet) -> list[Criterion]:
    """Return the scored criteria for which the sheet has no option, in the order of the decision."""
    scored = Criterion.objects.filter(criteria_set=dossier.criteria_set_id, is_scored=True)
    if sheet.pk:
        chosen = ScoreLine.objects.filter(sheet=sheet, option__isnull=False).values("criterion")
        scored = scored.exclude(pk__in=chosen)
    return list(scored.order_by("position"))


def _lock_for_scoring(actor, assignment_id: int) -> Dossier:
    """Lock the dossier, so that closing the scoring comes wholly before or wholly after this sheet.

    The assignment is read after the lock: somebody may just have taken the member off the council.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(assignments=assignment_id).first()
    assignment = Assignment.objects.counting().select_related("member").filter(pk=assignment_id).first()
    require(dossier is not None and assignment is not None, _("Phiếu này không còn được giao để chấm."))
    allow(
        actor.is_active and actor.is_council_member and assignment.member.user_id == actor.pk,
        _("Chỉ thành viên được giao mới chấm phiếu này."),
    )
    require(
        rules.may_score_dossier(actor, dossier),
        _("Hồ sơ đang ở bước “%(state)s” nên không nhận phiếu chấm nữa.") % {"state": dossier.get_state_display()},
    )
    require(
        dossier.criteria_set_id is not None,
        _("Bộ tiêu chí của nhóm sản phẩm này không được công bố nên không chấm bằng phiếu trong hệ thống."),
    )
    return dossier


def _own_draft(assignment_id: int) -> ScoreSheet:
    sheet = ScoreSheet.objects.filter(assignment=assignment_id).first()
    if sheet is None:
        return ScoreSheet(assignment_id=assignment_id, version=0)
    require(
        sheet.state == SheetState.DRAFT,
        _("Phiếu đã gửi lúc %(moment)s nên không sửa được nữa.") % {"moment": format_datetime(sheet.sent_at)},
    )
    return sheet


def _store_own(sheet, dossier, choices, comment, line_comments) -> ScoreSheet:
    """Store what the member himself chose: a sheet typed in from paper that he changes becomes his own."""
    require_own_options(dossier, choices, line_comments)
    if sheet.entered_by_id and dict(choices) != _stored_choices(sheet):
        sheet.entered_by, sheet.scan, sheet.scan_sha256 = None, "", ""
    return store_sheet(sheet, choices, comment, line_comments)


def store_sheet(
    sheet: ScoreSheet, choices: Mapping[int, int], comment: str, line_comments: Mapping[int, str]
) -> ScoreSheet:
    """Write a draft whole; its dossier is locked, its options were checked, its version counted."""
    is_new = sheet.pk is None
    sheet.comment = comment.strip()
    sheet.save()
    remarks = {criterion: text.strip() for criterion, text in line_comments.items() if text.strip()}
    lines = [
        ScoreLine(
            sheet=sheet,
            criterion_id=criterion,
            option_id=choices.get(criterion),
            comment=remarks.get(criterion, ""),
        )
        for criterion in choices.keys() | remarks.keys()
    ]
    if not is_new:
        sheet.lines.exclude(criterion__in=[line.criterion_id for line in lines]).delete()
    ScoreLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["sheet", "criterion"],
        update_fields=["option", "comment"],
    )
    return sheet


def _stored_choices(sheet: ScoreSheet) -> dict[int, int]:
    return dict(sheet.lines.filter(option__isnull=False).order_by().values_list("criterion", "option"))


def require_own_options(dossier: Dossier, choices: Mapping[int, int], line_comments: Mapping[int, str]) -> None:
    """Stop here where an option or a remark is not of the dossier's criteria, or a remark is too long.

    Raises:
        Refused: with what to do.
    """
    own = Option.objects.filter(criterion__criteria_set=dossier.criteria_set_id, criterion__is_scored=True)
    of_option = dict(own.values_list("pk", "criterion"))
    strange = any(of_option.get(option) != criterion for criterion, option in choices.items())
    strange = strange or not set(line_comments) <= set(of_option.values())
    require(not strange, _("Có mức điểm không thuộc tiêu chí của sản phẩm này. Hãy mở lại phiếu rồi chấm lại."))
    longest = ScoreLine._meta.get_field("comment").max_length
    require(
        all(len(text.strip()) <= longest for text in line_comments.values()),
        _("Nhận xét cho mỗi tiêu chí dài nhất %(count)s ký tự.") % {"count": longest},
    )
