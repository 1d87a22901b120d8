"""How a deadline looks on a day, in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number
from programme.querysets import SOON_DAYS


@dataclass(frozen=True)
class Term:
    """What a chip shows of a deadline."""

    label: str
    tone: str = "neutral"
    icon: str = "calendar-due"


def term_of(due: dt.date | None, done_on: dt.date | None, day: dt.date) -> Term:
    """Return how the deadline ``due`` looks on ``day``, or how the task was done."""
    if done_on is not None:
        return _done(due, done_on)
    if due is None:
        return Term(_("Chưa có hạn"))
    left = (due - day).days
    if left < 0:
        return Term(_("Quá hạn %(days)s ngày") % {"days": format_number(-left)}, "danger", "alert-triangle")
    if left == 0:
        return Term(_("Hạn hôm nay"), "decision")
    return Term(_("Còn %(days)s ngày") % {"days": format_number(left)}, "warning" if left <= SOON_DAYS else "neutral")


def _done(due: dt.date | None, done_on: dt.date) -> Term:
    words = {"day": format_date(done_on)}
    if due is None or done_on <= due:
        return Term(_("Xong ngày %(day)s") % words, "success", "circle-check")
    late = {"days": format_number((done_on - due).days)}
    return Term(_("Xong ngày %(day)s, muộn %(days)s ngày") % (words | late), "success", "circle-check")
