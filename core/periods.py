"""Reporting windows of NĐ 09/2019/NĐ-CP: data from 15/12 of the year before."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """Days from ``first`` to ``last``, both included.

    Raises:
        ValueError: ``last`` is before ``first``.
    """

    first: dt.date
    last: dt.date

    def __post_init__(self):
        if self.last < self.first:
            raise ValueError(f"{self.last} < {self.first}")


def annual_window(year: int) -> Window:
    """Return 15/12 of the year before to 14/12 of ``year``."""
    return Window(dt.date(year - 1, 12, 15), dt.date(year, 12, 14))


def semiannual_window(year: int, half: int) -> Window:
    """Return 15/12–14/6 for half 1 and 15/6–14/12 for half 2.

    Raises:
        ValueError: ``half`` is neither 1 nor 2.
    """
    if half == 1:
        return Window(dt.date(year - 1, 12, 15), dt.date(year, 6, 14))
    if half == 2:
        return Window(dt.date(year, 6, 15), dt.date(year, 12, 14))
    raise ValueError(half)
