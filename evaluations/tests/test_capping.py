"""Minimum marks over random sheets: never a higher star, the same in every order, exact."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.capping import cap, marked_criteria
from evaluations.enums import MarkRule
from evaluations.scoring import Mark, star_for
from evaluations.tests.test_scoring import BANDS

LEVELS = [Decimal(points) for points in range(6)]
# Three criteria of 0 to 5 points; marks as the decision prints them: for one star at most one a criterion.
MARKS = [Mark(1, 3, Decimal(1)), Mark(1, 4, Decimal(3)), Mark(2, 4, Decimal(2)), Mark(3, 5, Decimal(5))]
# A council: for each member the points of criteria 1, 2, 3.
COUNCILS = st.lists(st.tuples(*[st.sampled_from(LEVELS)] * 3), min_size=1, max_size=11)
AGREED = st.dictionaries(st.integers(1, 3), st.sampled_from(LEVELS))
STARS = st.integers(1, 5)


def given_by(council):
    return {criterion: Counter(sheet[criterion - 1] for sheet in council) for criterion in (1, 2, 3)}


def judge(star, council, agreed=None, rule=MarkRule.AGREED):
    return cap(star, marks=MARKS, given=given_by(council), agreed=agreed or {}, rule=rule)


@given(STARS, COUNCILS, AGREED, st.sampled_from(MarkRule))
def test_marks_never_raise_a_star_and_never_lower_it_below_two(star, council, agreed, rule):
    found = judge(star, council, agreed, rule)
    assert min(star, 2) <= found.star <= star
    assert found.is_lowered == bool(found.missed)


@given(STARS, COUNCILS, AGREED, st.sampled_from(MarkRule), st.randoms(use_true_random=False))
def test_the_order_of_sheets_and_marks_does_not_matter(star, council, agreed, rule, luck):
    shuffled, marks = list(council), list(MARKS)
    luck.shuffle(shuffled)
    luck.shuffle(marks)
    other = cap(star, marks=marks, given=given_by(shuffled), agreed=agreed, rule=rule)
    assert other == judge(star, council, agreed, rule)


@given(STARS, COUNCILS, AGREED)
def test_the_star_that_is_left_meets_its_marks_and_all_lower_ones(star, council, agreed):
    found = judge(star, council, agreed)
    assert all(mark.star > found.star for mark in found.missed)


@given(STARS, COUNCILS)
def test_without_an_agreement_the_council_must_agree_where_members_stand_on_both_sides(star, council):
    found = judge(star, council)
    split = {
        mark.criterion
        for mark in MARKS
        if mark.star <= star and len({sheet[mark.criterion - 1] < mark.points for sheet in council}) == 2
    }
    assert set(found.undecided) == split


@given(STARS, COUNCILS, st.tuples(*[st.sampled_from(LEVELS)] * 3))
def test_an_agreement_on_every_criterion_leaves_nothing_open_and_alone_decides(star, council, agreed):
    found = judge(star, council, dict(enumerate(agreed, start=1)))
    assert not found.undecided
    assert found == judge(star, [agreed])


@given(STARS, COUNCILS)
def test_one_sheet_below_weighs_at_least_as_much_as_most_sheets_below(star, council):
    every, most = (judge(star, council, rule=rule) for rule in (MarkRule.EVERY_SHEET, MarkRule.MOST_SHEETS))
    assert not every.undecided
    assert not most.undecided
    assert set(most.missed) <= set(every.missed)
    assert every.star <= most.star


@given(STARS, COUNCILS)
def test_most_sheets_means_more_than_half_of_them(star, council):
    found = judge(star, council, rule=MarkRule.MOST_SHEETS)
    for mark in MARKS:
        below = sum(sheet[mark.criterion - 1] < mark.points for sheet in council)
        assert (mark in found.missed) == (mark.star <= star and Fraction(below, len(council)) > Fraction(1, 2))


@given(COUNCILS)
def test_points_and_marks_together_are_exact_and_stay_within_bounds(council):
    totals = [sum(sheet) * Decimal("6.65") for sheet in council]
    star = star_for(sum(totals), len(totals), bands=BANDS)
    exact = sum(map(Fraction, totals)) / len(totals)
    assert star == max(band.star for band in BANDS if exact >= Fraction(band.lowest_points))
    for rule in MarkRule:
        assert 1 <= judge(star, council, rule=rule).star <= star


@pytest.mark.parametrize(
    ("points", "rule", "star", "missed"),
    [
        ((3, 3, 3), MarkRule.AGREED, 4, []),
        ((0, 0, 0), MarkRule.AGREED, 2, [3, 4]),
        ((3, 3, 1), MarkRule.EVERY_SHEET, 3, [4]),
        ((3, 3, 1), MarkRule.MOST_SHEETS, 4, []),
        ((3, 1, 1), MarkRule.MOST_SHEETS, 3, [4]),
        ((3, 1), MarkRule.MOST_SHEETS, 4, []),
    ],
)
def test_the_three_ways_of_judging_a_mark(points, rule, star, missed):
    found = judge(4, [(Decimal(one), Decimal(5), Decimal(0)) for one in points], rule=rule)
    assert found.star == star
    assert [mark.star for mark in found.missed] == missed


def test_the_agreed_option_decides_also_against_most_sheets():
    split = [(Decimal(3), Decimal(5), Decimal(0)), (Decimal(1), Decimal(5), Decimal(0))]
    assert judge(4, split).undecided == (1,)
    assert judge(4, split, {1: Decimal(3)}).star == 4
    assert judge(4, split, {1: Decimal(1)}).star == 3


def test_marks_above_the_star_by_points_are_not_asked_about():
    split = [(Decimal(1), Decimal(5), Decimal(5)), (Decimal(1), Decimal(0), Decimal(0))]
    assert judge(3, split).undecided == ()
    assert judge(5, split).undecided == (2, 3)


def test_criteria_with_a_mark_are_named_once():
    assert marked_criteria(MARKS) == [1, 2, 3]
    assert marked_criteria(MARKS, up_to=3) == [1]
