"""Who scores which product, and who does not because of a conflict of interest."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core.guards import allow, require
from core.text import one_line
from evaluations import rules
from evaluations.enums import DossierState, RecusalGround, SheetState
from evaluations.models import Assignment, CouncilMember, Dossier, Recusal, Round

Pair = tuple[int, int]
_MOST_NAMED = 5


@dataclass(frozen=True)
class Changed:
    """How many assignments were made and how many were taken off."""

    assigned: int
    taken_off: int


@transaction.atomic
def change_assignments(*, actor, round_id: int, assign: Iterable[Pair] = (), unassign: Iterable[Pair] = ()) -> Changed:
    """Give products to members and take them off; what is so already stays.

    Who was taken off is not given the product again when the council changes. Who was recused keeps the
    recusal: giving him the product changes nothing, undo the recusal instead.

    Args:
        assign, unassign: pairs of the keys of a dossier that is being scored and a seat of the council.

    Raises:
        PermissionDenied: not the office.
        Refused: another round's dossier or seat, a dossier that is not being scored, or a member to be
            taken off who has begun a sheet or was recused (named). Nothing has changed then.
    """
    _require_office(actor)
    wanted, unwanted = set(assign), set(unassign)
    Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    _lock_dossiers(round_id, {dossier for dossier, _member in wanted | unwanted})
    _require_seats(round_id, {member for _dossier, member in wanted | unwanted})
    rows = _rows(wanted | unwanted)
    return Changed(assigned=_assign(wanted, rows), taken_off=_take_off(unwanted - wanted, rows))


@transaction.atomic
def recuse(*, actor, assignment_id: int, ground: str, reason: str) -> Recusal:
    """Let a member not score a product: his sheet, also one that was sent, does not count and is kept.

    The member himself as long as his sheet is not sent; the office and the chair until the scoring closes.

    Args:
        ground: a ``RecusalGround``.
        reason: in words, for the minutes.

    Raises:
        PermissionDenied: somebody else's assignment.
        Refused: not being scored, sent already (for the member himself), recused already, or no reason.
    """
    assignment = _lock_assignment(assignment_id)
    dossier = assignment.dossier
    is_own = assignment.member.user_id == actor.pk
    allow(
        (is_own and actor.is_active and actor.is_council_member) or rules.leads_council(actor, dossier.round),
        _("Chỉ thành viên được giao, chủ tịch hội đồng hoặc Văn phòng Điều phối ghi việc không tham gia chấm."),
    )
    _require_in_scoring(dossier)
    require(assignment.is_current, _("Phiếu này không còn được giao để chấm."))
    require(not hasattr(assignment, "recusal"), _("Đã ghi thành viên này không tham gia chấm sản phẩm."))
    is_sent = assignment.sheet_state == SheetState.SENT
    require(
        not is_sent or rules.leads_council(actor, dossier.round),
        _("Phiếu đã gửi nên bạn không tự từ chối chấm được nữa. Hãy báo chủ tịch hội đồng hoặc Văn phòng Điều phối."),
    )
    require(ground in RecusalGround.values, _("Hãy chọn căn cứ không tham gia chấm."))
    reason = one_line(reason)
    require(bool(reason), _("Hãy ghi lý do không tham gia chấm."))
    return Recusal.objects.create(
        assignment=assignment, ground=ground, reason=reason, is_declared=is_own, recorded_by=actor
    )


@transaction.atomic
def undo_recusal(*, actor, assignment_id: int) -> Assignment:
    """Let the member score the product after all, with the sheet that he had; only while it is being scored.

    Raises:
        PermissionDenied: not the office.
        Refused: not being scored, or not recused.
    """
    _require_office(actor)
    assignment = _lock_assignment(assignment_id)
    _require_in_scoring(assignment.dossier)
    recusal = getattr(assignment, "recusal", None)
    require(recusal is not None, _("Thành viên này đang tham gia chấm sản phẩm."))
    recusal.delete()
    return assignment


def _lock_assignment(assignment_id: int) -> Assignment:
    """Lock the dossier, as sending a sheet and closing the scoring do, and read the assignment after it."""
    dossier = Dossier.objects.select_for_update(of=("self",)).filter(assignments=assignment_id).first()
    assignment = (
        Assignment.objects.select_related("dossier__round", "member", "sheet", "recusal")
        .filter(pk=assignment_id)
        .first()
    )
    require(dossier is not None and assignment is not None, _("Phiếu này không còn được giao để chấm."))
    return assignment


def _require_in_scoring(dossier: Dossier) -> None:
    require(
        dossier.state == DossierState.ACCEPTED,
        _("Hồ sơ đang ở bước “%(state)s” nên không đổi được người chấm.") % {"state": dossier.get_state_display()},
    )


def _lock_dossiers(round_id: int, dossier_ids: set[int]) -> None:
    rows = Dossier.objects.filter(pk__in=dossier_ids, round=round_id).order_by("pk")
    locked = list(rows.select_for_update(of=("self",)).select_related("product"))
    require(len(locked) == len(dossier_ids), _("Có sản phẩm không thuộc đợt này. Hãy mở lại trang phân công."))
    other = [str(one) for one in locked if one.state != DossierState.ACCEPTED]
    require(
        not other,
        _("Chỉ phân công được hồ sơ đang chấm. Không còn ở bước này: %(names)s.") % {"names": _some(other)},
    )


def _require_seats(round_id: int, member_ids: set[int]) -> None:
    found = CouncilMember.objects.filter(round=round_id, pk__in=member_ids).count()
    require(found == len(member_ids), _("Có người không còn ở trong hội đồng của đợt. Hãy mở lại trang phân công."))


def _rows(pairs: set[Pair]) -> dict[Pair, Assignment]:
    """Return the last attempt of each pair that has any."""
    rows = (
        Assignment.objects.filter(
            dossier__in={dossier for dossier, _member in pairs}, member__in={member for _dossier, member in pairs}
        )
        .select_related("sheet", "recusal", "dossier__product", "member__user")
        .order_by("attempt")
    )
    return {(one.dossier_id, one.member_id): one for one in rows}


def _assign(pairs: set[Pair], rows: dict[Pair, Assignment]) -> int:
    new = sorted(pairs - rows.keys())
    Assignment.objects.bulk_create(Assignment(dossier_id=dossier, member_id=member) for dossier, member in new)
    again = [rows[pair].pk for pair in pairs & rows.keys() if not rows[pair].is_current]
    Assignment.objects.filter(pk__in=again).update(is_current=True)
    return len(new) + len(again)


def _take_off(pairs: set[Pair], rows: dict[Pair, Assignment]) -> int:
    """Keep the row as no longer current: who was taken off is not given the product by itself again."""
    current = [rows[pair] for pair in sorted(pairs & rows.keys()) if rows[pair].is_current]
    begun = [f"{one.member} – {one.dossier}" for one in current if one.sheet_state or hasattr(one, "recusal")]
    require(
        not begun,
        _("Không bỏ phân công được vì đã có phiếu chấm hoặc đã ghi không tham gia chấm: %(names)s.")
        % {"names": _some(begun)},
    )
    return Assignment.objects.filter(pk__in=[one.pk for one in current]).update(is_current=False)


def _some(names: list[str]) -> str:
    """Return the first few names and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return "; ".join(names)
    more = _("và %(count)s mục khác") % {"count": len(names) - _MOST_NAMED}
    return "; ".join([*names[:_MOST_NAMED], more])


def _require_office(actor) -> None:
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối phân công chấm."))
