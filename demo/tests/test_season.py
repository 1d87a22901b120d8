"""The rounds of the current season lie around any day."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from demo.season import FIRST_DAY, rounds_by

_DAYS = st.dates(dt.date(2026, 7, 1), dt.date(2035, 12, 31))


def test_before_the_decision_of_2026_there_is_none():
    assert rounds_by(FIRST_DAY - dt.timedelta(1)) == []


def test_on_21_november_2026_one_round_is_scored_and_one_takes_dossiers():
    stages = [(one.name, one.stage_on(dt.date(2026, 11, 21))) for one in rounds_by(dt.date(2026, 11, 21))]
    assert stages == [("Đợt 1 năm 2026", "concluded"), ("Đợt 2 năm 2026", "scoring"), ("Đợt 1 năm 2027", "open")]


@given(_DAYS)
def test_on_any_later_day_exactly_one_round_takes_dossiers_and_it_is_the_last(day):
    stages = [one.stage_on(day) for one in rounds_by(day)]
    assert stages[-1] == "open"
    assert stages.count("open") == 1
    assert stages.count("scoring") <= 1


@given(_DAYS)
def test_rounds_keep_the_days_of_the_decision(day):
    rounds = rounds_by(day)
    assert len({(one.year, one.name) for one in rounds}) == len(rounds)
    for one in rounds:
        assert one.opens <= one.closes < one.decided
        assert one.decided.timetuple()[1:3] <= ((6, 30) if one.name.startswith("Đợt 1") else (12, 30))
