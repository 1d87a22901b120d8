"""A report's data is stored and read back without loss."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import WholeProvince
from indicators.scope import Scope
from reports.building import gather
from reports.building.data import Line, TargetLine
from reports.building.keeping import from_json, lines_from_json, lines_to_json, to_json
from reports.building.words import with_words
from reports.tests.world import AS_OF, PERIOD, YEAR

_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**13), max_value=10**13, places=2)
_LINES = st.builds(Line, st.sampled_from(["h1", "p"]), _TEXT, st.lists(_TEXT, max_size=3).map(tuple), _TEXT)
_TARGETS = st.builds(TargetLine, _TEXT, _TEXT, _TEXT, _TEXT, _DECIMALS, st.none() | _DECIMALS, _TEXT)


def through_json(value):
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


@settings(deadline=None, max_examples=200)
@given(st.lists(_LINES | _TARGETS, max_size=4).map(tuple))
def test_lines_come_back_as_they_were(lines):
    assert lines_from_json(through_json(lines_to_json(lines))) == lines


def test_a_whole_report_comes_back_as_it_was(world):
    data = gather(Scope(WholeProvince(), None, YEAR, AS_OF), PERIOD)
    figures, words = with_words(data.figures)
    data = replace(data, figures=figures, rows_in_words=words)
    back = from_json(through_json(to_json(data)))
    assert back.figures == data.figures
    assert back.rows_in_words == data.rows_in_words
    assert back.period == data.period
    assert back.snapshot_at == data.snapshot_at
    assert to_json(back) == to_json(data)
    assert [[type(cell) for cell in row] for table in back.tables for row in table.rows] == [
        [str if hasattr(cell, "_proxy____cast") else type(cell) for cell in row]
        for table in data.tables
        for row in table.rows
    ]


def test_texts_that_are_translated_late_are_kept_as_they_read():
    assert lines_to_json([Line("p", gettext_lazy("Báo cáo"))])[0]["text"] == "Báo cáo"


def test_what_was_added_later_reads_as_its_default_and_what_is_gone_is_passed_over():
    stored = {"@": "Line", "kind": "p", "text": "a", "gone": 1}
    assert lines_from_json([stored]) == (Line("p", "a"),)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes"])
def test_what_json_has_no_words_for_is_not_stored(value):
    with pytest.raises(TypeError):
        lines_to_json([Line("p", value)])


def test_days_moments_and_numbers_keep_their_kind():
    values = (Decimal("39.50"), dt.date(2022, 12, 14), dt.datetime(2022, 12, 14, 1, tzinfo=dt.UTC), True, 1, 2.5, None)
    assert lines_from_json(through_json(lines_to_json([Line("p", "", values)])))[0].figures == values
