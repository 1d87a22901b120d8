"""What plan 159/KH-UBND says of 2022 comes out of the demo, by the command that people use."""

import json
import sys
from pathlib import Path

import pytest

from demo.tests.databases import ROWS, figures, finish, rows_of, run, start
from tests.databases import drop_database, empty_template, make_database

pytestmark = pytest.mark.long(5)
CALLS = json.loads((Path(__file__).parents[1] / "expected_figures.json").read_text(encoding="utf-8"))["calls"]
_ONE_MORE = """
import datetime as dt
from accounts.models import User
from documents.models import OfficialDocument
from producers.services import RepresentativeData, create_producer
from products.models import Group
from products.services import ChannelData, create_product, record_recognitions
from units.models import Unit
office = User.objects.get(username="vpdp")
producer = create_producer(
    actor=office, name="Hộ kinh doanh Thêm Tay", legal_form="household",
    unit=Unit.objects.get(code="30211", valid_to="2025-06-30"),
    representative=RepresentativeData("Lê Thị Thêm", "female", dt.date(2020, 1, 1)),
)
product = create_product(
    actor=office, producer=producer, name="Nem thêm tay",
    group=Group.objects.get(taxonomy__code="1048", code="food-08"),
    channels=[ChannelData("supermarket", "Coopmart", dt.date(2022, 1, 1))],
)
record_recognitions(
    actor=office, document=OfficialDocument.objects.get(number=1446), rule_version="1048",
    entries=[(product, 4, "new", 80)],
)
"""
# The day of the plan, with one recognition of 29/12/2022 more: 48 of 120 producers are led by women.
_MOVED = {
    "recognised.products": 157,
    "recognised.producers": 71,
    "recognised.new.products": 118,
    "recognised.new.star4.products": 33,
    "recognised.group.food.products": 128,
    "recognised.group.food.percent": "81.53",
    "recognised.form.household.producers": 42,
    "standing.products": 358,
    "standing.star4.products": 83,
    "standing.producers": 120,
    "standing.women.products": 162,
    "standing.women.producers_percent": "40.00",
    "standing.supermarket.products": 110,
}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call["args"]))
def test_every_figure_of_the_plan_comes_out_of_the_demo(demo, call):
    sys.stdout.write(demo.said)
    found = figures(demo.name, demo.media, *call["args"])
    assert {code: found.get(code) for code in call["figures"]} == call["figures"]


def test_a_record_added_by_hand_moves_the_figures_and_only_those(demo):
    name = f"{demo.name}_copy"
    make_database(name, template=demo.name)
    try:
        before = figures(name, demo.media, *CALLS[0]["args"])
        run(name, demo.media, "shell", "--no-imports", "-c", _ONE_MORE)
        after = figures(name, demo.media, *CALLS[0]["args"])
        assert {code: after[code] for code in _MOVED} == _MOVED
        assert after["entries.products"] == before["entries.products"] == 202
        assert after["recognised.renewal.products"] == before["recognised.renewal.products"] == 34
        of_2021 = figures(name, demo.media, *CALLS[2]["args"])
        assert of_2021["standing.products"] == 265
    finally:
        drop_database(name)


def test_two_loads_are_the_same_row_by_row(demo, tmp_path):
    """Also under another seed of the hash of texts."""
    name = f"{demo.name}_again"
    make_database(name, template=empty_template())
    try:
        finish(start(name, tmp_path, "load_demo", PYTHONHASHSEED="99"))
        assert run(name, tmp_path, "shell", "--no-imports", "-c", ROWS) == rows_of(demo)
    finally:
        drop_database(name)


def test_loading_again_changes_nothing(demo):
    before = rows_of(demo)
    assert "[0," not in before
    said = run(demo.name, demo.media, "load_demo", "--verbosity", "2")
    assert "đã có" in said
    assert rows_of(demo) == before
