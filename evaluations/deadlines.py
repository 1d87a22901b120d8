"""How far a deadline in working days is: words and tone for a chip."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.numbers import format_number
from core.working_days import working_days_after

_SOON = 3


@dataclass(frozen=True)
class Deadline:
    """A last day seen from another; ``days`` working days are left, or over where negative."""

    due_on: dt.date
    days: int

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.days < 0

    @property
    def label(self) -> str:
        """Return how much time there is, in words."""
        if self.is_over:
            return _("Quá hạn %(days)s ngày làm việc") % {"days": format_number(-self.days)}
        if self.days == 0:
            return _("Hết hạn hôm nay")
        return _("Còn %(days)s ngày làm việc") % {"days": format_number(self.days)}

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        if self.is_over:
            return "danger"
        return "warning" if self.days <= _SOON else "info"

    @property
    def icon(self) -> str:
        """The icon of the chip."""
        return "alert-triangle" if self.is_over else "calendar-due"


def deadline(due_on: dt.date, on: dt.date) -> Deadline:
    """Return the deadline as it is on the day ``on``; the first day after it is over by at least one."""
    if on <= due_on:
        return Deadline(due_on, working_days_after(on, due_on))
    return Deadline(due_on, -max(1, working_days_after(due_on, on)))
