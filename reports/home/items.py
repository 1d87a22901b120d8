"""A line of "Việc cần làm" and its deadline."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Window
from django.utils.translation import gettext as _

from core.dates import format_date

# So many of a kind are named one by one; more of them become one line with their number.
FEW = 3
_SOON_DAYS = 7


@dataclass(frozen=True)
class Deadline:
    """When something is due, or since when it waits; drawn by ``{% chip %}``."""

    when: dt.date
    label: str
    tone: str = "neutral"
    icon: str = "calendar-due"


@dataclass(frozen=True)
class Todo:
    """What waits for a person and where to do it."""

    text: str
    url: str
    icon: str
    meta: str = ""
    deadline: Deadline | None = None

    @property
    def order(self) -> dt.date:
        """By what the list is sorted: the oldest day first, what has no day last."""
        return self.deadline.when if self.deadline else dt.date.max


def due(when: dt.date, day: dt.date, *, soon_days: int = _SOON_DAYS) -> Deadline:
    """Return the deadline ``when`` as it looks on ``day``; it warns from ``soon_days`` before."""
    left = (when - day).days
    if left < 0:
        return Deadline(when, _("Quá hạn từ %(day)s") % {"day": format_date(when)}, "danger")
    if left == 0:
        return Deadline(when, _("Hạn hôm nay"), "decision")
    if left <= soon_days:
        return Deadline(when, _("Còn %(left)s ngày (%(day)s)") % {"left": left, "day": format_date(when)}, "warning")
    return Deadline(when, _("Hạn %(day)s") % {"day": format_date(when)})


def waiting_since(when: dt.date) -> Deadline:
    """Return how long something has been waiting that has no deadline of its own."""
    return Deadline(when, _("Chờ từ %(day)s") % {"day": format_date(when)}, icon="clock")


def first_few(rows: QuerySet) -> list:
    """Return the first rows of an ordered queryset, each with the number of all as ``total``; one query."""
    return list(rows.annotate(total=Window(Count("pk")))[:FEW])


def each_or_all(rows: Sequence, *, each: Callable, together: Callable) -> Iterable[Todo]:
    """Name a few rows one by one; of many make one line from their number and the first row."""
    if rows and rows[0].total > len(rows):
        return [together(rows[0].total, rows[0])]
    return [each(row) for row in rows]
