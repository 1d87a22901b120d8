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


_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a calendar year; ``number`` from 1 to 4."""

    year: int
    number: int

    def __str__(self):
        return f"{_ROMAN[self.number - 1]}/{self.year}"

    @property
    def window(self) -> Window:
        """Return its days."""
        following = self.following
        return Window(_first_day(self), _first_day(following) - dt.timedelta(days=1))

    @property
    def following(self) -> "Quarter":
        """Return the quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


def quarters_from(day: dt.date, count: int) -> list[Quarter]:
    """Return the quarter of ``day`` and those after it, ``count`` in all."""
    found = [Quarter(day.year, (day.month + 2) // 3)]
    while len(found) < count:
        found.append(found[-1].following)
    return found


def _first_day(quarter: Quarter) -> dt.date:
    return dt.date(quarter.year, quarter.number * 3 - 2, 1)
