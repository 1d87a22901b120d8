"""Scoring over random sheets: exact, independent of order, and never rounded up to a star."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.scoring import (
    Mark,
    cut_mean,
    mean,
    missed_marks,
    part_totals,
    shown_mean,
    star_for,
    star_within_marks,
)


@dataclass(frozen=True)
class Band:
    star: int
    lowest_points: Decimal


BANDS = [Band(star, Decimal(lowest)) for star, lowest in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0))]
LOWEST = {band.star: band.lowest_points for band in BANDS}
POINTS = st.decimals(min_value=0, max_value=100, places=2)
SHEETS = st.lists(POINTS, min_size=1, max_size=11)


@pytest.mark.parametrize(
    ("mean_points", "star"),
    [
        ("100", 5),
        ("90", 5),
        ("89.999", 4),
        ("70", 4),
        ("69.995", 3),
        ("69.9999999", 3),
        ("50", 3),
        ("49.99", 2),
        ("30", 2),
        ("29.99", 1),
        ("0", 1),
    ],
)
def test_a_band_begins_at_its_lowest_points_and_ends_before_the_next(mean_points, star):
    assert star_for(Decimal(mean_points), 1, bands=BANDS) == star


def test_69_995_is_three_stars_and_is_not_printed_as_70():
    # Two sheets of 69.99 and 70.00: a rounded mean would be four stars.
    points_sum = Decimal("139.99")
    assert star_for(points_sum, 2, bands=BANDS) == 3
    assert shown_mean(points_sum, 2, bands=BANDS) == Decimal("69.995")


def test_a_mean_that_no_decimal_writes_is_compared_exactly():
    # 209.99 / 3 = 69.99666…; 210 / 3 is exactly the band.
    assert star_for(Decimal("209.99"), 3, bands=BANDS) == 3
    assert star_for(Decimal(210), 3, bands=BANDS) == 4
    assert shown_mean(Decimal("200.00"), 3, bands=BANDS) == Decimal("66.67")


@given(SHEETS)
def test_the_star_is_that_of_the_exact_mean(totals):
    star = star_for(sum(totals), len(totals), bands=BANDS)
    exact = sum(map(Fraction, totals)) / len(totals)
    assert exact == mean(sum(totals), len(totals))
    assert star == max(band.star for band in BANDS if exact >= Fraction(band.lowest_points))


@given(SHEETS)
def test_the_order_of_the_sheets_does_not_matter(totals):
    assert star_for(sum(sorted(totals)), len(totals), bands=BANDS) == star_for(
        sum(reversed(totals)), len(totals), bands=list(reversed(BANDS))
    )


@given(SHEETS)
def test_the_mean_lies_between_the_lowest_and_the_highest_sheet(totals):
    assert min(totals) <= mean(sum(totals), len(totals)) <= max(totals)


@given(SHEETS)
def test_the_printed_mean_never_shows_another_star(totals):
    star = star_for(sum(totals), len(totals), bands=BANDS)
    shown = shown_mean(sum(totals), len(totals), bands=BANDS)
    assert star_for(shown, 1, bands=BANDS) == star
    assert abs(Fraction(shown) - mean(sum(totals), len(totals))) <= Fraction(1, 200)


@given(SHEETS)
def test_the_cut_mean_is_never_above_the_mean(totals):
    cut = cut_mean(sum(totals), len(totals))
    assert 0 <= mean(sum(totals), len(totals)) - Fraction(cut) < Fraction(1, 10_000)
    assert star_for(cut, 1, bands=BANDS) == star_for(sum(totals), len(totals), bands=BANDS)


def test_a_mean_just_under_a_band_is_cut_where_six_decimals_do_not_tell_it():
    just_under = Decimal("69.99999999")
    assert shown_mean(just_under, 1, bands=BANDS) == Decimal("69.999999")


@given(SHEETS, POINTS)
def test_more_points_never_give_a_lower_star(totals, extra):
    more = min(sum(totals) + extra, Decimal(100) * len(totals))
    assert star_for(more, len(totals), bands=BANDS) >= star_for(sum(totals), len(totals), bands=BANDS)


@pytest.mark.parametrize(("points_sum", "sheet_count"), [(0, 0), (10, -1), (-1, 1), ("100.01", 1), (301, 3)])
def test_a_sum_that_no_sheets_can_give_is_an_error(points_sum, sheet_count):
    with pytest.raises(ValueError, match="sheet"):
        star_for(Decimal(points_sum), sheet_count, bands=BANDS)


def test_bands_that_do_not_reach_down_to_the_mean_are_an_error():
    with pytest.raises(ValueError, match="band"):
        star_for(Decimal(10), 1, bands=BANDS[:3])


def test_part_totals_add_up_by_part():
    lines = [("A", Decimal(3)), ("B", Decimal("2.5")), ("A", Decimal(1))]
    assert part_totals(lines) == {"A": Decimal(4), "B": Decimal("2.5")}


MARKS = [Mark(1, 3, Decimal(1)), Mark(1, 4, Decimal(3)), Mark(2, 4, Decimal(2)), Mark(3, 5, Decimal(5))]


@pytest.mark.parametrize(
    ("chosen", "missed", "star_of_five"),
    [
        ({1: 3, 2: 2, 3: 5}, [], 5),
        ({1: 3, 2: 2, 3: 3}, [(3, 5)], 4),
        ({1: 3, 2: 1, 3: 5}, [(2, 4)], 3),
        ({1: 0, 2: 2, 3: 5}, [(1, 3), (1, 4)], 2),
        ({2: 2}, [], 5),
    ],
)
def test_a_missed_mark_names_its_criterion_and_caps_the_star_below_it(chosen, missed, star_of_five):
    found = missed_marks(MARKS, {criterion: Decimal(points) for criterion, points in chosen.items()})
    assert [(mark.criterion, mark.star) for mark in found] == missed
    assert star_within_marks(5, found) == star_of_five


def test_marks_above_the_star_in_question_are_left_aside():
    chosen = {1: Decimal(1), 2: Decimal(1), 3: Decimal(0)}
    assert missed_marks(MARKS, chosen, up_to=3) == []


@given(st.integers(1, 5), st.dictionaries(st.integers(1, 3), st.integers(0, 5).map(Decimal)))
def test_caps_never_raise_a_star(star, chosen):
    capped = star_within_marks(star, missed_marks(MARKS, chosen))
    assert 1 <= capped <= star
    assert not missed_marks(MARKS, chosen, up_to=capped)
