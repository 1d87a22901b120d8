"""Dates: dd/mm/yyyy on screen, Asia/Ho_Chi_Minh for what day it is."""

import datetime as dt

from django.utils import timezone

DATE_FORMAT = "%d/%m/%Y"
INPUT_FORMATS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


def today() -> dt.date:
    """Return the current day in the portal's time zone."""
    return timezone.localdate()


def format_date(day: dt.date | None) -> str:
    """Return ``29/12/2022``; an instant gives its local day; ``None`` gives an empty string."""
    if isinstance(day, dt.datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return day.strftime(DATE_FORMAT) if day else ""


def format_datetime(moment: dt.datetime | None) -> str:
    """Return ``10:32 29/12/2022`` in local time."""
    return timezone.localtime(moment).strftime("%H:%M %d/%m/%Y") if moment else ""


def parse_date(text: str) -> dt.date:
    """Read a typed day in one of ``INPUT_FORMATS``.

    Raises:
        ValueError: no format fits.
    """
    for pattern in INPUT_FORMATS:
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day, not an instant
        except ValueError:
            continue
    raise ValueError(text)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` later, or the last day of a shorter month (31/1 + 1 → 28/2)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
