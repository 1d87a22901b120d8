"""What waits for a person, by role."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.numbers import format_number
from reports.enums import ReportState
from reports.home.campaigns import campaigns_open, campaigns_prepared, reports_to_accept, reports_to_send
from reports.home.items import FEW, Todo, waiting_since
from reports.home.reviewing import councils_to_appoint, dossiers_to_check, dossiers_to_close, dossiers_to_decide
from reports.home.scoring import rounds_to_score
from reports.home.sending import dossiers_to_send, open_rounds, products_to_renew
from reports.home.tasks import directive_tasks
from reports.home.terms import (
    approved_to_send,
    certificates_to_issue,
    checks_to_make,
    lapsed_to_revoke,
    papers_to_renew,
    unread_notices,
)
from reports.models import Report
from reports.rules import may_retry_report

# An account that nobody has used for so long should be locked.
IDLE_DAYS = 45


def waiting_for(user: User, day: dt.date) -> list[Todo]:
    """Return what waits for ``user`` on ``day``, the oldest deadline first."""
    found = [todo for collect in _BY_ROLE[user.role] for todo in collect(user, day)]
    return sorted(found, key=lambda todo: todo.order)


def failed_reports(user: User, _day: dt.date) -> list[Todo]:
    """Reports that could not be made and that ``user`` may have made again."""
    rows = Report.objects.visible_to(user).filter(state=ReportState.FAILED).select_related("unit", "consolidation")
    return [
        Todo(
            text=_("Lập lại %(report)s: lần trước chưa lập được") % {"report": _in_running_text(report)},
            meta=report.error,
            url=report.get_absolute_url(),
            icon="refresh",
            deadline=waiting_since(timezone.localdate(report.created_at)),
        )
        for report in rows.order_by("created_at")
        if may_retry_report(user, report)
    ][:FEW]


def accounts_to_review(user: User, day: dt.date) -> list[Todo]:
    """Accounts that nobody has used yet or not for long."""
    long_ago = day - dt.timedelta(days=IDLE_DAYS)
    active = Q(is_active=True)
    counts = User.objects.visible_to(user).aggregate(
        unused=Count("pk", filter=active & Q(last_login__isnull=True)),
        idle=Count("pk", filter=active & Q(last_login__date__lt=long_ago)),
    )
    people = reverse("accounts:user_list")
    lines = (
        (
            counts["unused"],
            _("%(count)s tài khoản chưa đăng nhập lần nào"),
            _("Kiểm tra xem người dùng đã nhận được mật khẩu chưa."),
            f"{people}?active=True&sort=-seen",
            "user-check",
        ),
        (
            counts["idle"],
            _("%(count)s tài khoản không đăng nhập quá {days} ngày").format(days=IDLE_DAYS),
            _("Khóa tài khoản của người đã nghỉ hoặc chuyển việc."),
            f"{people}?active=True&sort=seen",
            "hourglass",
        ),
    )
    return [
        Todo(text=text % {"count": format_number(count)}, meta=meta, url=url, icon=icon)
        for count, text, meta, url, icon in lines
        if count
    ]


def _in_running_text(report: Report) -> str:
    words = f"{report.title} ({report.place})"
    return words[:1].lower() + words[1:]


_BY_ROLE: dict[str, tuple[Callable[[User, dt.date], Iterable[Todo]], ...]] = {
    Role.LOCAL_OFFICER: (
        checks_to_make,
        dossiers_to_send,
        products_to_renew,
        papers_to_renew,
        open_rounds,
        reports_to_send,
        directive_tasks,
        unread_notices,
        failed_reports,
    ),
    Role.OFFICE: (
        dossiers_to_check,
        dossiers_to_close,
        dossiers_to_decide,
        councils_to_appoint,
        dossiers_to_send,
        approved_to_send,
        certificates_to_issue,
        lapsed_to_revoke,
        campaigns_prepared,
        campaigns_open,
        reports_to_accept,
        directive_tasks,
        unread_notices,
        failed_reports,
    ),
    Role.COUNCIL_MEMBER: (rounds_to_score, unread_notices),
    Role.LEADER: (unread_notices, failed_reports),
    Role.AGENCY_OFFICER: (reports_to_send, directive_tasks, unread_notices, failed_reports),
    Role.ADMINISTRATOR: (accounts_to_review, unread_notices, failed_reports),
}
