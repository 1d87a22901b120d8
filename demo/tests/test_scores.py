"""Sheets of the demo: real options, totals in the band that is wanted."""

from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.dice import dice
from demo.scores import Choice, Question, fill_sheet, totals_for
from evaluations.datafile import read_rule_files

_BANDS = {2: (30, 50), 3: (50, 70), 4: (70, 90)}


@cache
def tables():
    """Return the questions of every set with public criteria, by version and set."""
    return {
        (version.code, one.group): tuple(
            Question(
                at,
                tuple(
                    sorted(
                        (Choice(place, option.points, option.min_star) for place, option in enumerate(row.options)),
                        key=lambda choice: choice.points,
                    )
                ),
            )
            for at, row in enumerate(one.criteria)
            if row.options
        )
        for version in read_rule_files()
        for one in version.sets
    }


@given(star=st.sampled_from([2, 3, 4]), count=st.integers(3, 5), seed=st.integers(0, 10_000))
def test_the_mean_lies_within_the_band_and_members_within_ten_points(star, count, seed):
    totals = totals_for(star, count, dice(f"test {seed}"))
    lowest, above = _BANDS[star]
    assert lowest * count <= sum(totals) < above * count
    assert max(totals) - min(totals) <= 10


@pytest.mark.parametrize("table", sorted(tables()))
@pytest.mark.parametrize("star", [2, 3, 4])
def test_a_sheet_answers_every_question_near_its_total_and_misses_no_mark(table, star):
    questions = tables()[table]
    for seed in range(5):
        luck = dice(f"{table} {star} {seed}")
        for total in totals_for(star, 5, luck):
            chosen = fill_sheet(questions, total, star=star, luck=luck)
            points = {q.key: next(c for c in q.choices if c.key == chosen[q.key]).points for q in questions}
            assert points.keys() == chosen.keys()
            assert abs(sum(points.values()) - total) <= (0 if table[0] == "1048" else Decimal(1))
            for question in questions:
                floor = [c.points for c in question.choices if c.min_star and c.min_star <= star]
                assert not floor or points[question.key] >= max(floor)


def test_sheets_of_one_product_differ():
    questions = tables()["1048", "food-07"]
    luck = dice("variety")
    assert len({tuple(fill_sheet(questions, 75, star=4, luck=luck).values()) for _at in range(5)}) == 5
