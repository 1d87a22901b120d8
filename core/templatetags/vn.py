"""Numbers, dates and sizes as Vietnamese officials write them."""

import datetime as dt
from decimal import Decimal

from django import template

from core import dates, numbers

register = template.Library()

_UNITS = ("B", "kB", "MB", "GB")


@register.filter
def vn_number(value, places: int | None = None) -> str:
    """``1234.5`` → ``1.234,5``; empty for nothing."""
    return "" if value in (None, "") else numbers.format_number(_decimal(value), places)


@register.filter
def vn_abs(value):
    """The size of a change without its sign."""
    return abs(value)


@register.filter
def vn_percent(value) -> str:
    """``39.495`` → ``39,50 %``; empty for nothing."""
    return "" if value in (None, "") else numbers.format_percent(_decimal(value))


@register.filter
def vn_money(value) -> str:
    """An amount in đồng: ``1500000`` → ``1.500.000 đồng``; empty for nothing."""
    return "" if value in (None, "") else f"{numbers.format_number(_decimal(value), 0)} đồng"


@register.filter
def vn_date(value) -> str:
    """``29/12/2022``; empty for nothing."""
    return dates.format_date(value) if value else ""


@register.filter
def vn_datetime(value) -> str:
    """``10:32 29/12/2022`` in local time; a plain date gives the date; empty for nothing."""
    if not value:
        return ""
    return dates.format_datetime(value) if isinstance(value, dt.datetime) else dates.format_date(value)


@register.filter
def vn_filesize(value) -> str:
    """Bytes in the largest unit that keeps one digit before the comma: ``1,5 MB``."""
    if value in (None, ""):
        return ""
    size, unit = Decimal(value), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{numbers.format_number(size, 1 if unit > 1 else 0)} {_UNITS[unit]}"


def _decimal(value) -> Decimal:
    return Decimal(str(value)) if isinstance(value, float) else Decimal(value)
