"""The moves of a dossier and the one door through which it moves.

Buttons on the page come from the same table (``actions_for``), so page and rule cannot disagree.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.components import MissingItem
from core.dates import format_date, today
from core.errors import Refused
from evaluations import rules
from evaluations.completeness import criteria_set_for, missing, recognition_before
from evaluations.enums import DossierState as S
from evaluations.late import takes_late
from evaluations.models import Assignment, Dossier, DossierMove, Round

_HOUR_OF_A_PAST_MOVE = dt.time(10)


@dataclass(frozen=True)
class Edge:
    """A move: from which states, to which, by whom.

    ``is_internal`` moves are steps of a service (closing the scoring, a decision) and have no button.
    ``consequence`` is what the confirmation restates. ``page`` names the page that makes the move with
    more than a remark: the button is a link to it.
    """

    sources: frozenset
    target: S
    rule: Callable
    label: Promise
    consequence: Promise
    needs_note: bool = False
    is_internal: bool = False
    page: str = ""


EDGES = {
    "submit": Edge(
        frozenset({S.DRAFT, S.RETURNED}),
        S.SUBMITTED,
        rules.is_sender,
        gettext_lazy("Trình hồ sơ"),
        gettext_lazy("Hồ sơ được gửi đi và không sửa được nữa, trừ khi bị trả lại."),
    ),
    "accept": Edge(
        frozenset({S.SUBMITTED}),
        S.ACCEPTED,
        rules.is_receiver,
        gettext_lazy("Tiếp nhận để chấm"),
        gettext_lazy("Hồ sơ được giao cho mọi thành viên hội đồng của đợt để chấm điểm."),
    ),
    "return": Edge(
        frozenset({S.SUBMITTED}),
        S.RETURNED,
        rules.is_receiver,
        gettext_lazy("Trả lại để bổ sung"),
        gettext_lazy("Địa phương sửa hồ sơ rồi trình lại. Hãy ghi rõ cần bổ sung gì."),
        needs_note=True,
        page="evaluations:supplement_ask",
    ),
    "withdraw": Edge(
        frozenset({S.DRAFT, S.RETURNED, S.SUBMITTED}),
        S.WITHDRAWN,
        rules.is_sender,
        gettext_lazy("Rút hồ sơ"),
        gettext_lazy("Sản phẩm không tham gia đợt này nữa. Hồ sơ đã rút không mở lại được; có thể lập hồ sơ mới."),
        needs_note=True,
    ),
    "score": Edge(
        frozenset({S.ACCEPTED}),
        S.SCORED,
        rules.is_decider,
        gettext_lazy("Chốt kết quả chấm"),
        gettext_lazy("Phiếu chấm khoá lại, điểm trung bình và hạng sao được ghi."),
        is_internal=True,
    ),
    # Scoring again leaves the dossier where it is; that it happened, by whom and why stands in its history.
    "rescore": Edge(
        frozenset({S.ACCEPTED}),
        S.ACCEPTED,
        rules.may_rescore,
        gettext_lazy("Mở lượt chấm lại"),
        gettext_lazy("Mọi thành viên đã chấm mở lại phiếu của mình; phiếu lượt trước được giữ nguyên."),
        needs_note=True,
        is_internal=True,
    ),
    "reopen": Edge(
        frozenset({S.ACCEPTED}),
        S.ACCEPTED,
        rules.may_reopen_sheet,
        gettext_lazy("Mở lại một phiếu chấm"),
        gettext_lazy("Thành viên chấm lại từ bản sao của phiếu; phiếu đã gửi được giữ nguyên."),
        needs_note=True,
        is_internal=True,
    ),
    # "Hồ sơ bị loại khi …" at the foot of the criteria tables.
    "disqualify": Edge(
        frozenset({S.SUBMITTED, S.ACCEPTED, S.SCORED}),
        S.NOT_RECOGNISED,
        rules.is_receiver,
        gettext_lazy("Loại hồ sơ"),
        gettext_lazy("Hồ sơ kết thúc, không được công nhận trong đợt này; căn cứ và lý do ghi vào biên bản."),
        needs_note=True,
        is_internal=True,
    ),
    # 90 points and more: the province approves the result, the ministry recognises (Điều 7.3).
    "approve": Edge(
        frozenset({S.SCORED}),
        S.APPROVED,
        rules.is_decider,
        gettext_lazy("Phê duyệt kết quả, đề nghị trung ương"),
        gettext_lazy("Kết quả được phê duyệt; hồ sơ gửi trung ương xét 5 sao."),
        is_internal=True,
    ),
    # From "accepted" without a public criteria table, from "submitted" at the central level, from
    # "approved" by the ministry's result: see services.decisions, which checks that.
    "recognise": Edge(
        frozenset({S.SCORED, S.ACCEPTED, S.SUBMITTED, S.APPROVED}),
        S.RECOGNISED,
        rules.is_decider,
        gettext_lazy("Công nhận"),
        gettext_lazy("Sản phẩm được công nhận theo quyết định."),
        is_internal=True,
    ),
    "refuse": Edge(
        frozenset({S.SCORED, S.ACCEPTED, S.SUBMITTED, S.APPROVED}),
        S.NOT_RECOGNISED,
        rules.is_decider,
        gettext_lazy("Không công nhận"),
        gettext_lazy("Sản phẩm không được công nhận trong đợt này."),
        is_internal=True,
    ),
    # The ministry gave less than 90 points and the province does not use them (Điều 7.4).
    "assess_again": Edge(
        frozenset({S.APPROVED}),
        S.NOT_RECOGNISED,
        rules.is_decider,
        gettext_lazy("Đánh giá lại từ đầu"),
        gettext_lazy("Hồ sơ kết thúc, không công nhận; địa phương lập hồ sơ mới cho đợt sau."),
        needs_note=True,
        is_internal=True,
    ),
    # The decision was cancelled by another one: the dossier stands where it stood before it; ``target``
    # is only what most of them go back to (services.cancelling).
    "cancel": Edge(
        frozenset({S.RECOGNISED, S.NOT_RECOGNISED, S.APPROVED}),
        S.SCORED,
        rules.is_decider,
        gettext_lazy("Huỷ quyết định"),
        gettext_lazy("Hồ sơ trở về bước trước quyết định, chờ quyết định đúng."),
        needs_note=True,
        is_internal=True,
    ),
}


@dataclass(frozen=True)
class Action:
    """A move that a person may make now."""

    code: str
    edge: Edge


class Incomplete(Refused):
    """The dossier cannot be sent yet; ``items`` say what is missing and where to mend it."""

    def __init__(self, items: list[MissingItem]):
        self.items = items
        super().__init__(
            _("Chưa trình được vì hồ sơ còn thiếu: %(items)s.") % {"items": "; ".join(item.text for item in items)}
        )


def actions_for(dossier: Dossier, user) -> list[Action]:
    """Return the moves with a button for ``user``; the dossier is one that he may see."""
    return [
        Action(code, edge)
        for code, edge in EDGES.items()
        if not edge.is_internal and dossier.state in edge.sources and edge.rule(user, dossier)
    ]


@transaction.atomic
def move(dossier_id: int, action: str, *, actor, note: str = "", on: dt.date | None = None) -> Dossier:
    """Make one move with everything that belongs to it, and log it.

    Args:
        action: a key of ``EDGES`` that is not internal.
        note: the reason; some moves need one.
        on: the day of the move, today by default.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: state, note or content forbid it. Nothing has changed in either case.
    """
    if action not in EDGES or EDGES[action].is_internal:
        raise Refused(_("Không có bước xử lý này."))
    if action == "accept":
        # Before the dossier, as services.rounds.set_council does: a council that changes at the same
        # moment must see the dossier as accepted, or be seen by it.
        Round.objects.select_for_update().get(dossiers=dossier_id)
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round", "product").get(pk=dossier_id)
    step(dossier, action, actor=actor, note=note, on=on)
    return dossier


def step(
    dossier: Dossier,
    action: str,
    *,
    actor,
    note: str = "",
    on: dt.date | None = None,
    document=None,
    undoes: DossierMove | None = None,
) -> None:
    """Move a dossier that the caller has locked in its own transaction; see ``move``.

    Args:
        document: the decision that makes the move.
        undoes: the move of a cancelled decision; the dossier goes back to where that one found it.
    """
    edge = EDGES[action]
    target = undoes.from_state if undoes else edge.target
    day = on or today()
    note = note.strip()
    _require_allowed(dossier, edge, actor, note)
    if action in _PREPARE:
        _PREPARE[action](dossier, day)
    came_from, dossier.state = dossier.state, target
    dossier.version += 1
    dossier.save()
    DossierMove.objects.create(
        dossier=dossier,
        action=action,
        from_state=came_from,
        to_state=target,
        actor=actor,
        note=note,
        at=_moment(on),
        document=document,
        undoes=undoes,
    )
    if action == "accept":
        assign_council([dossier], dossier.round_id)


def assign_council(dossiers: list[Dossier], round_id: int) -> None:
    """Give the dossiers to every member of the round's council who does not have them yet."""
    members = Round.objects.get(pk=round_id).members.values_list("pk", flat=True)
    # Also those who were taken off or scored again: who has any attempt keeps what he has.
    present = set(Assignment.objects.filter(dossier__in=dossiers).values_list("dossier", "member"))
    Assignment.objects.bulk_create(
        [
            Assignment(dossier=dossier, member_id=member)
            for dossier in dossiers
            for member in members
            if (dossier.pk, member) not in present
        ],
        ignore_conflicts=True,
    )


def _require_allowed(dossier: Dossier, edge: Edge, actor, note: str) -> None:
    if not Dossier.objects.visible_to(actor).filter(pk=dossier.pk).exists() or not edge.rule(actor, dossier):
        raise PermissionDenied(_("Vai trò hoặc đơn vị của bạn không được làm việc “%(act)s”.") % {"act": edge.label})
    if dossier.state not in edge.sources:
        raise Refused(
            _("Hồ sơ đang ở bước “%(state)s” nên không làm được việc “%(act)s”. Hãy mở lại trang để xem bước mới nhất.")
            % {"state": dossier.get_state_display(), "act": edge.label}
        )
    if edge.needs_note and not note:
        raise Refused(_("Hãy ghi ý kiến trước khi chọn “%(act)s”.") % {"act": edge.label})


def _prepare_submit(dossier: Dossier, day: dt.date) -> None:
    """Check round and content; fix the day of entering, the criteria and the recognition before.

    A dossier that was returned entered in time already: it may come back after the round has closed. A
    new one then needs a permit of the office, which stays with it.
    """
    turn = dossier.round
    if dossier.submitted_on is None and not turn.takes_dossiers_on(day):
        dossier.late_permit = takes_late(turn, dossier.product_id, on=day)
        if dossier.late_permit is None:
            raise Refused(
                _("Đợt “%(round)s” nhận hồ sơ từ %(first)s đến hết %(last)s. Hãy chọn một đợt đang nhận hồ sơ.")
                % {"round": turn, "first": format_date(turn.opens_on), "last": format_date(turn.closes_on)}
            )
    lacking = missing(dossier, on=day)
    if lacking:
        raise Incomplete(lacking)
    dossier.supplements.filter(answered_at__isnull=True).update(answered_at=timezone.now())
    dossier.submitted_on = dossier.submitted_on or day
    dossier.previous_recognition = recognition_before(dossier.product_id, day)
    dossier.criteria_set = criteria_set_for(dossier.product, turn.rule_version)


def _prepare_withdraw(dossier: Dossier, day: dt.date) -> None:
    dossier.withdrawn_on = day


def _prepare_conclusion(dossier: Dossier, day: dt.date) -> None:
    dossier.concluded_on = day


def _prepare_cancelling(dossier: Dossier, _day: dt.date) -> None:
    dossier.concluded_on = None


_PREPARE = {
    "submit": _prepare_submit,
    "withdraw": _prepare_withdraw,
    "recognise": _prepare_conclusion,
    "refuse": _prepare_conclusion,
    "assess_again": _prepare_conclusion,
    "disqualify": _prepare_conclusion,
    "cancel": _prepare_cancelling,
}


def _moment(on: dt.date | None) -> dt.datetime:
    if on is None or on == today():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(on, _HOUR_OF_A_PAST_MOVE))
