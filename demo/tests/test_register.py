"""Names, places and papers of the invented producers."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from demo.catalogue import lines
from demo.entrants import CONCLUDED, LATER_CONCLUDED, OPEN, SCORING, Entrants
from demo.later import newcomers
from demo.places import communes_of, districts_before, units
from demo.plan_2022 import producers_of_2022
from demo.register import register_of_2022
from demo.tracks import Track
from demo.trade import REPORT_DAY
from evaluations.datafile import read_rule_files
from producers.models import PHONE, TAX_CODE

ROOT = Path(__file__).resolve().parents[2]
_FINGERPRINT = """
import hashlib
import django
django.setup()
from demo.plan_2022 import producers_of_2022
from demo.register import register_of_2022
print(hashlib.sha256(repr(register_of_2022(producers_of_2022(), set())).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def register():
    taken = set()
    found = list(register_of_2022(producers_of_2022(), taken))
    found += [one.spec for wave in newcomers(taken).values() for one in wave]
    season = Entrants(taken)
    for purpose, rows in (("a", CONCLUDED), ("b", SCORING), ("c", OPEN), ("d", LATER_CONCLUDED)):
        found += season.of(rows, purpose=purpose, year=2026)
    return found


def test_no_two_producers_or_people_share_a_name_number_or_phone(register):
    for values in (
        [spec.name for spec in register],
        [spec.representative.name for spec in register],
        [spec.registration_number for spec in register],
        [spec.tax_code for spec in register if spec.tax_code],
        [spec.phone for spec in register],
    ):
        assert not [value for value, times in Counter(values).items() if times > 1]


def test_numbers_have_the_right_form_and_nobody_else_s_value(register):
    for spec in register:
        PHONE(spec.phone)
        assert spec.phone.startswith("0900 000 ")
        assert spec.registration_number.startswith("00")
        if spec.tax_code:
            TAX_CODE(spec.tax_code)
            # No province has the code 00.
            assert spec.tax_code.startswith("00000")
        assert spec.email == "" or spec.email.endswith(".example")


def test_all_are_marked_as_invented(register):
    assert all(spec.is_invented and "minh hoạ" in spec.note for spec in register)


def test_the_entrants_of_2022_come_from_all_twelve_districts(register):
    entered = [spec for spec in register if any(product.plan and product.plan.kind for product in spec.products)]
    assert {units()[spec.unit].parent for spec in entered} == {row.key for row in districts_before()}
    assert len(districts_before()) == 12


def test_products_of_a_producer_differ_and_have_a_group_of_their_time(register):
    groups = {version.code: {group.code for group in version.groups} for version in read_rule_files()}
    for spec in register:
        assert len({product.name for product in spec.products}) == len(spec.products)
        for product in spec.products:
            assert product.group_26 in groups["26"]
            assert product.group_1048 in groups["1048"] or product.plan is None


def test_papers_and_channels_are_in_order_of_time(register):
    for spec in register:
        for product in spec.products:
            assert all(one.until is None or one.since <= one.until for one in product.channels)
            assert all(one.expires_on is None or one.issued_on < one.expires_on for one in product.certificates)
            assert len({(one.kind, one.name, one.since) for one in product.channels}) == len(product.channels)


def test_supermarkets_of_the_day_are_those_of_the_plan(register):
    def is_sold_on(product, day):
        return any(
            one.kind == "supermarket" and one.since <= day and (one.until is None or one.until >= day)
            for one in product.channels
        )

    for spec in register:
        for product in spec.products:
            planned = bool(product.plan and product.plan.in_supermarket)
            # Products of later years were not standing then, whatever they sold.
            assert is_sold_on(product, REPORT_DAY) == planned or product.plan is None


def test_what_stopped_did_so_in_2022(register):
    stopped = [p.stopped_on for spec in register for p in spec.products if p.plan and p.plan.track is Track.STOPPED]
    assert len(stopped) == 7
    assert {day.year for day in stopped} == {2022}


def test_texts_have_no_gap_left(register):
    texts = [text for spec in register for p in spec.products for text in (p.description, p.material_origin)]
    assert all(text and not re.search(r"[{}]|  |\bNone\b", text) for text in texts)


def test_every_line_names_communes_and_districts_that_exist():
    for line in lines():
        for code in line.districts:
            assert communes_of(f"{code}@2004-01-01"), (line.code, code)
        named = {row.name for code in line.districts for row in communes_of(f"{code}@2004-01-01")}
        assert set(line.communes) <= named


def test_the_register_does_not_depend_on_the_process():
    prints = {
        subprocess.run(
            [sys.executable, "-c", _FINGERPRINT],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": value},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("0", "77")
    }
    assert len(prints) == 1
