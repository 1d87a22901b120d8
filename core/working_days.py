"""Working days of Vietnamese offices: Monday to Friday, without public holidays and days off in lieu.

Public holidays, their days in lieu and the swaps known when it was released come from the library
``holidays`` (Bộ luật Lao động, Điều 111 and 112). The Prime Minister may swap a working day against a
Saturday at short notice: such a swap belongs to ``SWAPPED`` until the library has it.
"""

import datetime as dt
from functools import lru_cache

import holidays

# Day off → the Saturday on which it is worked instead, where the library does not have it yet.
SWAPPED = {
    dt.date(2026, 1, 2): dt.date(2026, 1, 10),  # 12729/VPCP-KGVX of 25/12/2025
}
_ONE_DAY = dt.timedelta(days=1)
_FRIDAY = 4


def is_working_day(day: dt.date) -> bool:
    """Return whether offices work on ``day``."""
    off, worked = _calendar(day.year)
    return day in worked or (day.weekday() <= _FRIDAY and day not in off)


def add_working_days(day: dt.date, count: int) -> dt.date:
    """Return the last day of a term of ``count`` working days, the first being the one after ``day``.

    ``count`` 0 gives ``day`` itself; a term is counted as in Bộ luật Dân sự, Điều 147: the day of the
    event does not count.
    """
    while count > 0:
        day += _ONE_DAY
        count -= is_working_day(day)
    return day


def working_days_after(first: dt.date, last: dt.date) -> int:
    """Return how many working days lie after ``first`` up to ``last`` itself; 0 where ``last`` is not later."""
    return sum(is_working_day(first + _ONE_DAY * number) for number in range(1, (last - first).days + 1))


@lru_cache(maxsize=64)
def _calendar(year: int) -> tuple[frozenset, frozenset]:
    """Return the days off and the worked Saturdays of a year; a swap may reach into the next year."""
    table = holidays.country_holidays("VN", years=(year - 1, year, year + 1))
    return frozenset(table) | SWAPPED.keys(), frozenset(table.weekend_workdays) | frozenset(SWAPPED.values())
