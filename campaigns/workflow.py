"""The moves of a unit's report and the one door through which it moves.

Buttons come from the same table (``actions_for``), so page and rule cannot disagree. Late is a label and locked
a state that follows from a day: neither is a state here. ``services.answering`` adds to a move what belongs to
it: the version that is kept, who is told.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import rules
from campaigns.enums import ReportState as S
from campaigns.locks import is_locked, open_exception
from campaigns.models import ReportMove, UnitReport
from core.dates import format_date
from core.errors import Refused
from core.guards import allow, require


@dataclass(frozen=True)
class Edge:
    """A move: from which states, to which, by whom.

    ``consequence`` is what the confirmation restates, ``done`` what the person reads afterwards. ``is_internal``
    moves are steps of a service. ``page`` names the page that makes the move. ``writes`` moves are the unit's
    writing, which the lock ends.
    """

    sources: frozenset
    target: S
    rule: Callable
    label: Promise
    consequence: Promise
    done: Promise
    needs_note: bool = False
    is_internal: bool = False
    writes: bool = False
    page: str = ""


def _answers(user, _report) -> bool:
    return rules.may_manage_campaigns(user)


def _signs(user, report) -> bool:
    return rules.is_reporter(user, report) and user.may_sign


EDGES = {
    "start": Edge(
        frozenset({S.NOT_STARTED}),
        S.IN_PROGRESS,
        rules.is_reporter,
        gettext_lazy("Bắt đầu nhập"),
        gettext_lazy("Báo cáo chuyển sang đang nhập."),
        gettext_lazy("Đã bắt đầu nhập báo cáo."),
        is_internal=True,
        writes=True,
    ),
    "send": Edge(
        frozenset({S.NOT_STARTED, S.IN_PROGRESS, S.RETURNED}),
        S.SENT,
        _signs,
        gettext_lazy("Gửi báo cáo"),
        gettext_lazy("Báo cáo được gửi cho Văn phòng Điều phối; bản gửi được giữ nguyên, không sửa được nữa."),
        gettext_lazy("Đã gửi báo cáo cho Văn phòng Điều phối."),
        writes=True,
        page="campaigns:report_check",
    ),
    "take_back": Edge(
        frozenset({S.SENT}),
        S.IN_PROGRESS,
        _signs,
        gettext_lazy("Rút lại để sửa"),
        gettext_lazy("Báo cáo trở về đang nhập và không được tính cho đến khi gửi lại. Bản đã gửi vẫn được giữ."),
        gettext_lazy("Đã rút báo cáo về để sửa. Hãy nhớ gửi lại trước hạn."),
        writes=True,
    ),
    "return": Edge(
        frozenset({S.SENT}),
        S.RETURNED,
        _answers,
        gettext_lazy("Trả lại để bổ sung"),
        gettext_lazy("Đơn vị sửa báo cáo rồi gửi lại; số liệu không được tính cho đến khi gửi lại."),
        gettext_lazy("Đã trả lại báo cáo và thông báo cho đơn vị."),
        needs_note=True,
    ),
    "accept": Edge(
        frozenset({S.SENT}),
        S.ACCEPTED,
        _answers,
        gettext_lazy("Duyệt báo cáo"),
        gettext_lazy("Báo cáo được duyệt. Sau đó chỉ sửa được từng số có ghi lý do, hoặc mở lại cho đơn vị."),
        gettext_lazy("Đã duyệt báo cáo và thông báo cho đơn vị."),
    ),
    "reopen": Edge(
        frozenset({S.ACCEPTED}),
        S.RETURNED,
        _answers,
        gettext_lazy("Mở lại cho đơn vị"),
        gettext_lazy("Đơn vị sửa rồi gửi lại; số nào khác bản đã duyệt sẽ được liệt kê."),
        gettext_lazy("Đã mở lại báo cáo và thông báo cho đơn vị."),
        needs_note=True,
    ),
}


@dataclass(frozen=True)
class Action:
    """A move that a person may make now."""

    code: str
    edge: Edge


def actions_for(report: UnitReport, user, *, on: dt.date | None = None) -> list[Action]:
    """Return the moves with a button for ``user``; the report is one that he may see."""
    return [
        Action(code, edge)
        for code, edge in EDGES.items()
        if not edge.is_internal
        and report.state in edge.sources
        and edge.rule(user, report)
        and not (edge.writes and is_locked(report, on=on))
        and (code != "take_back" or may_take_back_on(report, on))
    ]


def locked_report(report_id: int) -> UnitReport:
    """Return the report, its row locked to the end of the transaction.

    Raises:
        Refused: the office has taken the unit out of the campaign since.
    """
    rows = UnitReport.objects.select_for_update(of=("self",)).select_related("campaign__form", "unit")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise Refused(_("Đơn vị không còn trong đợt báo cáo này. Hãy liên hệ Văn phòng Điều phối."))
    return report


def may_take_back_on(report: UnitReport, on: dt.date | None = None) -> bool:
    """Return whether the unit may still take back what it sent: until the due day, or under an exception."""
    day = on or timezone.localdate()
    return day <= report.campaign.due_on or open_exception(report, day) is not None


def require_unlocked(report: UnitReport, day: dt.date) -> None:
    """Stop where the campaign takes nothing any more from this unit.

    Raises:
        Refused: with what to do instead.
    """
    text = _("Đợt báo cáo đã khoá sau ngày %(day)s. Nếu cần sửa, hãy đề nghị Văn phòng Điều phối mở ngoại lệ.")
    require(not is_locked(report, on=day), text % {"day": format_date(report.campaign.lock_on)})


def step(report: UnitReport, action: str, *, actor, note: str = "", at: dt.datetime | None = None) -> ReportMove:
    """Move a report that the caller has locked (``locked_report``), and log it.

    Args:
        at: the moment of the move, now by default.

    Raises:
        PermissionDenied, Refused: see ``require_possible``. Nothing has changed then.
    """
    edge, moment, note = EDGES[action], at or timezone.now(), note.strip()
    require_possible(report, action, actor=actor, on=timezone.localdate(moment))
    require(bool(note) or not edge.needs_note, _("Hãy ghi rõ lý do trước khi chọn “%(act)s”.") % {"act": edge.label})
    source, report.state = report.state, edge.target
    _stamp(report, edge.target, actor, moment)
    report.version += 1
    report.save()
    return ReportMove.objects.create(
        report=report, action=action, source=source, target=edge.target, actor=actor, note=note, at=moment
    )


def require_possible(report: UnitReport, action: str, *, actor, on: dt.date) -> None:
    """Stop where the move is not one that ``actor`` may make on that day.

    Raises:
        PermissionDenied: role or unit forbid it.
        Refused: state, lock or day forbid it.
    """
    edge = EDGES[action]
    _require_allowed(report, edge, actor)
    if report.state not in edge.sources:
        text = _("Báo cáo đang ở bước “%(state)s” nên không làm được việc “%(act)s”. Hãy mở lại trang.")
        raise Refused(text % {"state": report.get_state_display(), "act": edge.label})
    if edge.writes:
        require_unlocked(report, on)
    if action == "take_back":
        text = _("Đã quá hạn gửi %(day)s nên không rút lại được. Hãy đề nghị Văn phòng Điều phối trả lại báo cáo.")
        require(may_take_back_on(report, on), text % {"day": format_date(report.campaign.due_on)})


def _require_allowed(report: UnitReport, edge: Edge, actor) -> None:
    seen = UnitReport.objects.visible_to(actor).filter(pk=report.pk).exists()
    text = _("Vai trò hoặc đơn vị của bạn không được làm việc “%(act)s”.")
    if seen and edge.target == S.SENT and rules.is_reporter(actor, report):
        text = _("Chỉ người được giao ký gửi mới làm được việc “%(act)s”. Hãy nhờ người đó xem và gửi.")
    allow(seen and edge.rule(actor, report), text % {"act": edge.label})


def _stamp(report: UnitReport, target: S, actor, moment: dt.datetime) -> None:
    if target == S.SENT:
        report.sent_at, report.sent_by = moment, actor
        report.first_sent_at = report.first_sent_at or moment
    if target == S.ACCEPTED:
        report.accepted_at, report.accepted_by = moment, actor
