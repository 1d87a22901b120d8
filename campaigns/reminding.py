"""Whom to remind of a campaign on a day, and in which words: computed, written nowhere.

``services.reminding`` sends exactly this. Days before and after the due day are working days.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.enums import WRITABLE, ReportState
from campaigns.models import Campaign, LockException, UnitReport
from campaigns.recipients import officers_by_unit
from core.dates import format_date, today
from core.working_days import working_days_after

_ON_THE_DAY = "due"


@dataclass(frozen=True)
class Step:
    """A day on which the clock reminds: ``before_3``, ``due``, ``after_1``. ``text``: how it is named."""

    key: str
    text: str


@dataclass(frozen=True)
class UnitReminder:
    """What one unit is told: the same text for each of its officers; without one it is called by hand."""

    report: UnitReport
    day: dt.date
    recipients: tuple[User, ...]

    @property
    def unit(self):
        """Return the unit that has not sent."""
        return self.report.unit

    @property
    def with_mail(self) -> list[User]:
        """Return who gets it by e-mail too."""
        return [one for one in self.recipients if one.email]

    @property
    def portal_only(self) -> list[User]:
        """Return who has no address and reads it in the portal."""
        return [one for one in self.recipients if not one.email]

    @property
    def subject(self) -> str:
        """The heading of the notice."""
        return _("%(when)s: %(campaign)s") % {"when": due_in_words(self.report.campaign, self.day), "campaign": self}

    @property
    def body(self) -> str:
        """The text of the notice."""
        campaign = self.report.campaign
        state = _("đang nhập, chưa gửi")
        if self.report.state == ReportState.NOT_STARTED:
            state = _("chưa bắt đầu")
        elif self.report.state == ReportState.RETURNED:
            state = _("bị trả lại, chưa gửi lại")
        lines = [
            _("Báo cáo của %(unit)s: %(state)s.") % {"unit": self.unit.name, "state": state},
            campaign.days_text,
            _("Đề nghị hoàn thành và gửi trên cổng. Nếu vừa gửi xong, xin bỏ qua lời nhắc này."),
        ]
        return "\n".join(lines)

    def __str__(self):
        return self.report.campaign.name


def due_in_words(campaign: Campaign, day: dt.date) -> str:
    """Return ``Còn 3 ngày làm việc đến hạn gửi báo cáo``, ``Hôm nay là hạn…`` or ``Đã quá hạn…``."""
    if day == campaign.due_on:
        return _("Hôm nay là hạn gửi báo cáo")
    if day > campaign.due_on:
        return _("Đã quá hạn gửi báo cáo %(day)s") % {"day": format_date(campaign.due_on)}
    left = working_days_after(day, campaign.due_on)
    return _("Còn %(left)s ngày làm việc đến hạn gửi báo cáo") % {"left": max(left, 1)}


def step_on(campaign: Campaign, day: dt.date) -> Step | None:
    """Return the last step of the campaign that ``day`` has reached; ``None`` before the first.

    A clock that stood still makes up for the last step alone. A step that had passed when the campaign was
    opened is not made up for: its units have just been asked.
    """
    if not campaign.is_open or day > campaign.lock_on:
        return None
    step = _reached(campaign, day)
    opened_on = timezone.localdate(campaign.opened_at)
    return None if step is None or _reached(campaign, opened_on) == step else step


def units_to_remind(
    campaign: Campaign, day: dt.date | None = None, *, rows: Iterable[UnitReport] | None = None
) -> list[UnitReminder]:
    """Return a reminder for every unit that has not sent and may still write, in alphabetical order.

    Those who have sent or were accepted are never in it. Four queries at most.

    Args:
        rows: reports that the caller has locked; read here by default.
    """
    day = day or today()
    reports = list(missing_reports(campaign) if rows is None else rows)
    if day > campaign.lock_on:
        open_rows = LockException.objects.filter(campaign=campaign, until__gte=day, ended_at__isnull=True)
        allowed = set(open_rows.values_list("unit", flat=True))
        reports = [one for one in reports if one.unit_id in allowed]
    officers = officers_by_unit(one.unit for one in reports)
    return [UnitReminder(one, day, tuple(officers[one.unit_id])) for one in reports]


def missing_reports(campaign: Campaign):
    """Return the reports of a campaign that have not been sent, with unit and campaign."""
    rows = campaign.reports.filter(state__in=WRITABLE).select_related("unit", "campaign")
    return rows.order_by("unit__sort_key", "pk")


def text_to_copy(campaign: Campaign, reminders: Sequence[UnitReminder], day: dt.date) -> str:
    """Return one text for all units that are missing, ready for Zalo or e-Office."""
    head = _("Văn phòng Điều phối kính nhắc: %(campaign)s.\n%(when)s. %(days)s.") % {
        "campaign": campaign.name,
        "when": due_in_words(campaign, day),
        "days": campaign.days_text,
    }
    middle = _("Đến ngày %(day)s, %(count)s đơn vị chưa gửi báo cáo:") % {
        "day": format_date(day),
        "count": len(reminders),
    }
    lines = [
        f"{number}. {one.unit.name} ({one.report.get_state_display().lower()})"
        for number, one in enumerate(reminders, 1)
    ]
    tail = _("Đề nghị các đơn vị nhập, kiểm tra và gửi trên cổng OCOP. Trân trọng!")
    return "\n".join([head, middle, *lines, tail])


def digest_of(campaign: Campaign, reminders: Sequence[UnitReminder]) -> tuple[str, str]:
    """Return subject and text of the copy that the office gets."""
    unreached = [one.unit.name for one in reminders if not one.recipients]
    subject = _("Đã nhắc %(count)s đơn vị: %(campaign)s") % {
        "count": len(reminders) - len(unreached),
        "campaign": campaign.name,
    }
    lines = [_("Đã nhắc: %(units)s.") % {"units": ", ".join(one.unit.name for one in reminders if one.recipients)}]
    if unreached:
        text = _("Chưa có ai nhận, Văn phòng cần báo trực tiếp: %(units)s.")
        lines.append(text % {"units": ", ".join(unreached)})
    return subject, "\n".join([campaign.days_text, *lines])


def _reached(campaign: Campaign, day: dt.date) -> Step | None:
    before, after = settings.CAMPAIGN_REMINDERS_BEFORE, settings.CAMPAIGN_REMINDERS_AFTER
    if day < campaign.due_on:
        left = max(working_days_after(day, campaign.due_on), 1)
        steps = [count for count in before if left <= count]
        count = min(steps, default=None)
        text = _("%(count)s ngày làm việc trước hạn")
        return Step(f"before_{count}", text % {"count": count}) if steps else None
    passed = working_days_after(campaign.due_on, day)
    steps = [count for count in after if count <= passed]
    if not steps:
        return Step(_ON_THE_DAY, _("vào ngày hạn"))
    count = max(steps)
    return Step(f"after_{count}", _("%(count)s ngày làm việc sau hạn") % {"count": count})
