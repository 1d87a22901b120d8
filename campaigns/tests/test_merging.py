"""Box by box: what only one of two officers changed is kept, what both changed is asked about."""

from decimal import Decimal

import pytest

from campaigns.merging import content_of, merge, read_token, token_of

SEEN = read_token(token_of({"a": "1", "b": "2", "c": "", "d": "x"}))


@pytest.mark.parametrize(
    ("stored", "typed", "expected"),
    [
        ("1", "1", ""),
        ("1", "5", "write"),
        ("9", "1", "theirs"),
        ("9", "9", ""),
        ("9", "5", "conflicts"),
        ("", "1", "theirs"),
        ("9", "", "conflicts"),
        ("1", "", "write"),
    ],
)
def test_a_box_is_written_kept_or_asked_about(stored, typed, expected):
    merged = merge(SEEN, {"a": stored}, {"a": typed})
    for name in ("write", "theirs", "conflicts"):
        assert getattr(merged, name) == (frozenset("a") if name == expected else frozenset())


def test_boxes_that_did_not_come_stay_and_new_ones_are_written():
    merged = merge(SEEN, {"a": "1", "b": "7"}, {"a": "3", "c": "4"})
    assert merged.write == {"a", "c"}
    assert not merged.theirs | merged.conflicts


def test_a_writer_without_a_page_writes_all_and_a_broken_token_overwrites_nothing():
    assert merge(None, {"a": "1"}, {"a": "2"}).write == {"a"}
    assert merge(read_token("gì đó"), {"a": "1"}, {"a": "2"}).conflicts == {"a"}


@pytest.mark.parametrize(
    ("value", "content"),
    [(None, ""), (12, "12"), (Decimal("12.00"), "12"), (Decimal("12.50"), "12.50"), ("a\r\nb ", "a\nb"), (0, "0")],
)
def test_equal_contents_are_one_text(value, content):
    assert content_of(value) == content


def test_decimals_of_the_database_and_of_the_form_are_one_text():
    assert content_of(Decimal("12.5")) == content_of(Decimal("12.50"))
