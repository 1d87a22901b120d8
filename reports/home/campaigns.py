"""Reports of units: what an officer has to send, and whom the office waits for."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import HANDED_IN, WRITABLE, ReportState
from campaigns.models import Campaign, LockException, UnitReport
from core.numbers import format_number
from reports.home.items import FEW, Todo, due, each_or_all, first_few, waiting_since


def reports_to_send(user: User, day: dt.date) -> list[Todo]:
    """Reports of the own unit that have not been sent and that the campaign still takes; one query."""
    allowed = LockException.objects.filter(
        campaign=OuterRef("campaign"), unit=OuterRef("unit"), until__gte=day, ended_at__isnull=True
    )
    rows = UnitReport.objects.visible_to(user).filter(state__in=WRITABLE)
    rows = rows.filter(Q(campaign__lock_on__gte=day) | Exists(allowed))
    return each_or_all(
        first_few(rows.for_list().order_by("campaign__due_on", "unit__sort_key", "pk")),
        each=lambda one: Todo(
            text=_("Gửi “%(campaign)s”") % {"campaign": one.campaign.name},
            meta=f"{one.unit.name} · {_state(one)} · {one.campaign.days_text}",
            url=one.get_absolute_url(),
            icon="report",
            deadline=due(one.campaign.due_on, day),
        ),
        together=lambda count, first: Todo(
            text=_("Gửi %(count)s báo cáo của đơn vị") % {"count": format_number(count)},
            meta=_("Hạn sớm nhất: %(campaign)s") % {"campaign": first.campaign.name},
            url=reverse("campaigns:campaign_list"),
            icon="report",
            deadline=due(first.campaign.due_on, day),
        ),
    )


def campaigns_open(user: User, day: dt.date) -> list[Todo]:
    """Campaigns that take reports now, with how many units have sent; one query."""
    rows = Campaign.objects.visible_to(user).filter(opened_at__isnull=False, lock_on__gte=day)
    sent = Count("reports", filter=Q(reports__state__in=sorted(HANDED_IN)))
    return [
        Todo(
            text=_("%(campaign)s: %(sent)s/%(asked)s đơn vị đã gửi")
            % {"campaign": one.name, "sent": format_number(one.sent), "asked": format_number(one.asked)},
            meta=one.days_text,
            url=reverse("campaigns:board", args=[one.pk]),
            icon="table",
            deadline=due(one.due_on, day),
        )
        for one in rows.annotate(asked=Count("reports"), sent=sent).order_by("due_on", "pk")[:FEW]
    ]


def reports_to_accept(user: User, _day: dt.date) -> list[Todo]:
    """Reports that units have sent and that wait for the office; one query."""
    rows = UnitReport.objects.visible_to(user).filter(state=ReportState.SENT, campaign__opened_at__isnull=False)
    found = first_few(rows.for_list().order_by("sent_at", "pk"))
    return [
        Todo(
            text=_("Duyệt %(count)s báo cáo đơn vị đã gửi") % {"count": format_number(one.total)},
            meta=_("Sớm nhất: %(unit)s") % {"unit": one.unit.name},
            url=f"{reverse('campaigns:board', args=[one.campaign_id])}?standing=waiting",
            icon="list-check",
            deadline=waiting_since(timezone.localdate(one.sent_at)),
        )
        for one in found[:1]
    ]


def campaigns_prepared(user: User, day: dt.date) -> list[Todo]:
    """Campaigns that were prepared and not opened; one query."""
    rows = Campaign.objects.visible_to(user).filter(opened_at__isnull=True, lock_on__gte=day).order_by("due_on", "pk")
    return [
        Todo(
            text=_("Mở “%(campaign)s”") % {"campaign": one.name},
            meta=_("Đã chuẩn bị, chưa đơn vị nào được hỏi"),
            url=one.get_absolute_url(),
            icon="send",
            deadline=due(one.due_on, day),
        )
        for one in rows[:FEW]
    ]


def _state(report: UnitReport) -> str:
    return str(report.get_state_display()).lower()
