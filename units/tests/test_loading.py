"""Units in the database: loaded once, corrected, never moved; territory after the merger."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from core.datafiles import BrokenFile
from units.datafile import UNITS_FILE
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS
from units.loading import load_units
from units.models import Succession, Unit

pytestmark = pytest.mark.django_db

IN_2022, TODAY = dt.date(2022, 12, 29), dt.date(2026, 11, 21)


@pytest.fixture
def edited(tmp_path):
    """Write the shipped file with changes to some units (key → fields) and return its path."""

    def write(changes):
        content = json.loads(UNITS_FILE.read_text(encoding="utf-8"))
        for row in content["units"]:
            row.update(changes.get(f"{row['code']}@{row['valid_from']}", {}))
        path = tmp_path / "units.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return path

    return write


def _unit(key):
    code, day = key.split("@")
    return Unit.objects.get(code=code, valid_from=day)


@pytest.fixture
def units():
    load_units()


def test_the_tree_of_2022_has_12_districts_and_143_communes(units):
    below = Unit.objects.subtree_of(_unit("87@2004-01-01")).on(IN_2022)
    assert below.filter(kind__in=DISTRICT_KINDS).count() == 12
    assert below.filter(kind__in=COMMUNE_KINDS).count() == 143


def test_the_tree_of_today_has_102_communes_and_nothing_of_former_tien_giang(units):
    below = Unit.objects.subtree_of(_unit("82@2025-07-01"))
    assert below.filter(kind__in=COMMUNE_KINDS).count() == 102
    assert not below.filter(kind__in=DISTRICT_KINDS).exists()


def test_a_new_commune_looks_after_the_records_of_the_old_ones(units):
    names = {unit.name for unit in _unit("29888@2025-07-01").territory()}
    assert names == {"Phường Mỹ Trà", "Xã Mỹ Trà", "Phường Mỹ Phú", "Xã Nhị Mỹ", "Xã An Bình"}


def test_the_new_province_looks_after_every_record_of_both_old_ones(units):
    assert _unit("82@2025-07-01").territory().count() == Unit.objects.count()


def test_a_divided_commune_goes_to_its_default_successor_alone(units):
    old = _unit("30079@2004-01-01")
    assert [unit.name for unit in old.successors(TODAY)] == ["Xã Phong Mỹ", "Xã Phú Cường"]
    assert old in _unit("30088@2025-07-01").territory()
    assert old not in _unit("30025@2025-07-01").territory()


def test_loading_twice_changes_nothing(units):
    before = list(Unit.objects.order_by("pk").values()), list(Succession.objects.order_by("pk").values())
    assert not load_units().changed
    assert before == (list(Unit.objects.order_by("pk").values()), list(Succession.objects.order_by("pk").values()))


def test_a_corrected_name_is_taken_over_with_its_search_text(units, edited):
    loaded = load_units(path=edited({"29892@2004-01-01": {"name": "Phường Hòa Thuận Đông"}}))
    assert (loaded.units_created, loaded.units_corrected) == (0, 1)
    assert Unit.objects.search("hoa thuan dong").get().code == "29892"


def test_a_whole_generation_can_get_another_last_day(units, edited):
    keys = [f"{unit.code}@{unit.valid_from}" for unit in Unit.objects.filter(valid_to=None)]
    loaded = load_units(path=edited({key: {"valid_to": "2030-12-31"} for key in keys}))
    assert loaded.units_corrected == len(keys)
    assert load_units().units_corrected == len(keys)


def test_a_lost_succession_is_added_and_a_changed_one_corrected(units):
    first, second = Succession.objects.filter(from_unit__code="30079").order_by("-is_default")
    Succession.objects.filter(pk=first.pk).update(is_default=False)
    Succession.objects.filter(pk=second.pk).update(is_default=True)
    Succession.objects.filter(from_unit__code="866").delete()
    loaded = load_units()
    assert (loaded.successions_created, loaded.successions_corrected) == (1, 2)
    assert Succession.objects.get(pk=first.pk).is_default


def test_a_known_unit_is_not_moved_to_another_parent(units, edited):
    with pytest.raises(BrokenFile, match=r"29902@2004-01-01: .*không chuyển cấp trên"):
        load_units(path=edited({"29902@2004-01-01": {"parent": "866@2004-01-01"}}))


def test_a_broken_file_writes_nothing(edited):
    with pytest.raises(CommandError, match="29892@2004-01-01: đơn vị cấp trên 999@2004-01-01"):
        call_command("load_units", file=edited({"29892@2004-01-01": {"parent": "999@2004-01-01"}}))
    assert not Unit.objects.exists()


def test_loading_needs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        load_units()
    with django_assert_max_num_queries(6):
        load_units()
