"""Working days: weekends, public holidays, days in lieu, swapped days; terms counted by hand."""

import datetime as dt

import pytest

from core.working_days import SWAPPED, add_working_days, is_working_day, working_days_after


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day


@pytest.mark.parametrize(
    "text",
    [
        "21/11/2026",  # Saturday
        "22/11/2026",  # Sunday
        "01/01/2026",
        *(f"{number}/02/2026" for number in range(16, 21)),  # Tết, five days
        "27/04/2026",  # in lieu of Giỗ Tổ on a Sunday
        "30/04/2026",
        "01/05/2026",
        "03/05/2027",  # in lieu of 1/5 on a Saturday
        "01/09/2026",  # the second day of 2/9
        "02/09/2026",
        "31/08/2026",  # swapped against 22/8
        "02/01/2026",  # swapped against 10/1
        "29/01/2025",
    ],
)
def test_offices_rest(text):
    assert not is_working_day(day(text))


@pytest.mark.parametrize(
    "text",
    [
        "13/02/2026",  # Friday before Tết
        "23/02/2026",  # Monday after
        "29/04/2026",
        "04/05/2026",
        "22/08/2026",  # a Saturday worked for 31/8
        "10/01/2026",  # a Saturday worked for 2/1
        "03/09/2026",
        "31/12/2026",
        "20/11/2026",
    ],
)
def test_offices_work(text):
    assert is_working_day(day(text))


@pytest.mark.parametrize(
    ("first", "count", "last"),
    [
        ("02/03/2026", 15, "23/03/2026"),  # three plain weeks
        ("10/02/2026", 15, "10/03/2026"),  # over Tết
        ("20/04/2026", 15, "14/05/2026"),  # over Giỗ Tổ, 30/4 and 1/5
        ("20/08/2026", 15, "14/09/2026"),  # over 2/9, with a Saturday worked
        ("25/12/2026", 15, "18/01/2027"),  # over the end of the year
        ("07/03/2026", 1, "09/03/2026"),  # received on a Saturday
        ("02/03/2026", 0, "02/03/2026"),
    ],
)
def test_a_term_ends_where_the_calendar_says(first, count, last):
    assert add_working_days(day(first), count) == day(last)
    assert working_days_after(day(first), day(last)) == count


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert working_days_after(day("10/03/2026"), day("01/03/2026")) == 0


def test_every_swap_gives_a_weekday_for_a_saturday():
    assert all(off.weekday() < 5 and worked.weekday() == 5 for off, worked in SWAPPED.items())
