import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import add_months, format_date, format_datetime, parse_date
from core.numbers import format_number, format_percent, parse_number, percent_of, round_half_up
from core.periods import Window, annual_window, quarters_from, semiannual_window


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234.5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("12.5", "12.5"),
        ("16.630,79", "16630.79"),
        ("7 678,61", "7678.61"),
        ("-3", "-3"),
        ("50.000.000", "50000000"),
    ],
)
def test_both_ways_of_writing_a_number_are_read(typed, value):
    assert parse_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "abc", "1,2,3", "1.23.4", "NaN", "1e5", "Infinity", "1..2", "--1"])
def test_what_is_not_a_number_is_refused(typed):
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        parse_number(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_a_printed_number_is_read_back(value):
    assert parse_number(format_number(value)) == value


def test_percentages_round_half_up():
    assert percent_of(47, 119) == Decimal("39.50")
    assert format_percent(percent_of(47, 119)) == "39,50 %"
    assert round_half_up(Decimal("39.495")) == Decimal("39.50")
    assert percent_of(5, 0) == Decimal("0.00")


def test_numbers_are_printed_in_vietnamese_form():
    assert format_number(Decimal("16630.79")) == "16.630,79"
    assert format_number(1_000_000) == "1.000.000"
    assert format_number(Decimal("1E+2")) == "100"
    assert format_number(None) == ""


def test_months_are_added_to_the_last_day_of_a_shorter_month():
    assert add_months(dt.date(2022, 12, 29), 36) == dt.date(2025, 12, 29)
    assert add_months(dt.date(2024, 2, 29), 36) == dt.date(2027, 2, 28)
    assert add_months(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert add_months(dt.date(2023, 11, 30), 1) == dt.date(2023, 12, 30)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 120))
def test_adding_months_keeps_the_day_or_takes_the_last(day, months):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


def test_days_are_typed_in_several_ways():
    for typed in ("29/12/2022", "29-12-2022", "29.12.2022", "2022-12-29", " 29/12/2022 "):
        assert parse_date(typed) == dt.date(2022, 12, 29)
    with pytest.raises(ValueError, match="31/02/2022"):
        parse_date("31/02/2022")


def test_an_instant_is_printed_as_its_local_day():
    late = dt.datetime(2022, 12, 28, 17, 30, tzinfo=dt.UTC)
    assert format_date(late) == "29/12/2022"
    assert format_datetime(late) == "00:30 29/12/2022"


def test_windows_of_the_reporting_decree():
    assert annual_window(2022) == Window(dt.date(2021, 12, 15), dt.date(2022, 12, 14))
    assert semiannual_window(2022, 1) == Window(dt.date(2021, 12, 15), dt.date(2022, 6, 14))
    assert semiannual_window(2022, 2) == Window(dt.date(2022, 6, 15), dt.date(2022, 12, 14))
    with pytest.raises(ValueError, match="3"):
        semiannual_window(2022, 3)
    with pytest.raises(ValueError, match="2022"):
        Window(dt.date(2022, 2, 1), dt.date(2022, 1, 1))


def test_quarters_follow_one_another_over_the_end_of_the_year():
    quarters = quarters_from(dt.date(2026, 11, 21), 3)
    assert [str(one) for one in quarters] == ["IV/2026", "I/2027", "II/2027"]
    assert quarters[0].window == Window(dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert quarters[1].window == Window(dt.date(2027, 1, 1), dt.date(2027, 3, 31))
