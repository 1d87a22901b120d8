"""Sessions of a council: who was there, what was said, and whether it could decide."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations import rules
from evaluations.enums import Presence
from evaluations.models import Attendance, CouncilMember, CouncilSession, Result, Round
from evaluations.quorum import quorums_of

_LINES, _TEXTS = ("place",), ("opinions", "conclusion")
_FIELDS = {"form", "held_on", "begins_at", "ends_at"} | set(_LINES) | set(_TEXTS)


@dataclass(frozen=True)
class Present:
    """A seat at a session: ``Presence`` and a remark."""

    presence: str
    note: str = ""


@transaction.atomic
def hold_session(*, actor, round_id: int, attendances: Mapping[int, Present], **fields) -> CouncilSession:
    """Record a session with every seat of the council as it is now.

    Args:
        attendances: by key of the seat (``CouncilMember``); every seat has one.
        fields: form, held_on, begins_at, ends_at, place, opinions, conclusion.

    Raises:
        PermissionDenied: neither the office nor the secretary of this council.
        Refused: no council, a seat without its attendance (named), or the session is on record: sent twice.
        ValidationError: a day to come, or an end before the beginning.
    """
    turn = _lock_round(round_id)
    _require_keeper(actor, turn)
    seats = {seat.pk: seat for seat in turn.members.select_related("user")}
    require(bool(seats), _("Đợt chưa có hội đồng. Hãy lập hội đồng trước khi ghi phiên họp."))
    _require_everybody(seats, attendances)
    session = CouncilSession(round=turn)
    _take(session, fields)
    _require_new(session)
    save_checked(session, actor=actor)
    _write(session, seats, attendances)
    return session


@transaction.atomic
def update_session(
    *, actor, session_id: int, version: int | None, attendances: Mapping[int, Present], **fields
) -> CouncilSession:
    """Correct a session; seats that were in it keep the office of its day, newer ones may be added.

    Args:
        version: that the writer saw; ``None`` does not check.
        attendances, fields: as ``hold_session``; seats that joined the council later may be left out.

    Raises:
        PermissionDenied, ValidationError: as ``hold_session``.
        Refused: as ``hold_session``; or results that were closed on it would lose their quorum.
            Stale: saved elsewhere in between.
    """
    round_id = CouncilSession.objects.values_list("round", flat=True).get(pk=session_id)
    turn = _lock_round(round_id)
    _require_keeper(actor, turn)
    session = CouncilSession.objects.select_for_update(of=("self",)).get(pk=session_id)
    session.round = turn
    session.require_version(version)
    seats = {seat.pk: seat for seat in turn.members.select_related("user")}
    recorded = set(session.attendances.values_list("member", flat=True))
    _require_everybody({pk: seat for pk, seat in seats.items() if pk in recorded}, attendances)
    before = _first_quorum(turn)
    _take(session, fields)
    save_checked(session, actor=actor)
    _write(session, seats, attendances)
    _require_results_stand(turn, before, _first_quorum(turn))
    return session


def _lock_round(round_id: int) -> Round:
    """Lock the round: its council must not change while its seats are written down."""
    return Round.objects.select_for_update(of=("self",)).select_related("rule_version").get(pk=round_id)


def _require_new(session: CouncilSession) -> None:
    """A form that was sent twice must not make two sessions: results would fall to the second one's minutes."""
    same = CouncilSession.objects.filter(round=session.round, held_on=session.held_on, begins_at=session.begins_at)
    require(
        not same.exists(),
        _("Phiên họp ngày %(day)s vào giờ này đã được ghi. Nếu là phiên khác trong ngày, hãy ghi giờ bắt đầu khác.")
        % {"day": format_date(session.held_on)},
    )


def _take(session: CouncilSession, fields: dict) -> None:
    unknown = set(fields) - _FIELDS
    if unknown:
        raise TypeError(f"not fields of a session: {sorted(unknown)}")
    for name, value in fields.items():
        if name in _LINES:
            value = one_line(value)  # noqa: PLW2901 - the stored form of the same value
        elif name in _TEXTS:
            value = to_nfc(value).strip()  # noqa: PLW2901
        setattr(session, name, value)
    if session.held_on and session.held_on > today():
        raise ValidationError({"held_on": _("Ngày họp ở sau hôm nay. Phiên họp được ghi khi đã diễn ra.")})


def _require_everybody(seats: dict[int, CouncilMember], attendances: Mapping[int, Present]) -> None:
    lacking = [str(seat) for pk, seat in seats.items() if pk not in attendances]
    require(not lacking, _("Hãy điểm danh đủ mọi thành viên. Còn thiếu: %(names)s.") % {"names": ", ".join(lacking)})


def _write(session: CouncilSession, seats: dict[int, CouncilMember], attendances: Mapping[int, Present]) -> None:
    require(set(attendances) <= set(seats), _("Có người không ở trong hội đồng của đợt. Hãy mở lại trang điểm danh."))
    for one in attendances.values():
        require(one.presence in Presence.values, _("Hãy chọn có mặt, vắng có lý do hoặc vắng."))
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                member=seats[pk],
                office=seats[pk].office,
                presence=one.presence,
                note=one_line(one.note),
            )
            for pk, one in attendances.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "member"],
        # Not the office: it is that of the day of the session.
        update_fields=["presence", "note"],
    )


def _first_quorum(turn: Round) -> dt.date | None:
    """Return the day from which the round has a session that could decide."""
    sessions = list(turn.sessions.select_related("round__rule_version"))
    quorums = quorums_of(sessions)
    return min((one.held_on for one in sessions if quorums[one.pk].is_met), default=None)


def _require_results_stand(turn: Round, before: dt.date | None, after: dt.date | None) -> None:
    """Refuse to take the quorum away from results that were closed under it."""
    if before is None or (after is not None and after <= before):
        return
    moments = Result.objects.filter(dossier__round=turn).values_list("closed_at", flat=True)
    lost = [day for day in map(timezone.localdate, moments) if day >= before and (after is None or day < after)]
    require(
        not lost,
        _("Kết quả chấm đã chốt ngày %(day)s dựa trên phiên họp này nên phiên họp phải còn đủ số thành viên.")
        % {"day": format_date(min(lost)) if lost else ""},
    )


def _require_keeper(actor, turn: Round) -> None:
    allow(
        rules.keeps_minutes(actor, turn),
        _("Chỉ Văn phòng Điều phối và thư ký hội đồng ghi phiên họp."),
    )
