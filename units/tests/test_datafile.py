"""The data file of units: what it holds, and that broken files are refused by name."""

import datetime as dt
import json

import pytest

from core.datafiles import BrokenFile
from units.datafile import UNITS_FILE, read_units_file
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind

OLD_DONG_THAP, OLD_TIEN_GIANG, DONG_THAP = "87@2004-01-01", "82@2004-01-01", "82@2025-07-01"


@pytest.fixture(scope="module")
def shipped():
    return read_units_file()


def _under(content, key):
    """Rows whose chain of parents leads to ``key``."""
    below = {key}
    for row in content.units.values():
        if row.parent in below:
            below.add(row.key)
    return [content.units[one] for one in below - {key}]


@pytest.mark.parametrize(
    ("province", "districts", "communes"),
    [(OLD_DONG_THAP, 12, 143), (OLD_TIEN_GIANG, 11, 164), (DONG_THAP, 0, 102)],
)
def test_a_province_has_its_districts_and_communes(shipped, province, districts, communes):
    below = _under(shipped, province)
    assert sum(row.kind in DISTRICT_KINDS for row in below) == districts
    assert sum(row.kind in COMMUNE_KINDS for row in below) == communes


def test_the_102_communes_are_20_wards_and_82_communes_with_a_place_on_the_map(shipped):
    communes = [row for row in _under(shipped, DONG_THAP) if row.kind in COMMUNE_KINDS]
    assert sum(row.kind == UnitKind.WARD for row in communes) == 20
    assert sum(row.kind == UnitKind.COMMUNE for row in communes) == 82
    assert all(row.lat is not None for row in communes)


def test_every_unit_that_ended_has_one_default_successor_of_the_new_province(shipped):
    ended = {row.key for row in shipped.units.values() if row.valid_to is not None}
    defaults = [row for row in shipped.successions if row.is_default]
    new_province = {row.key for row in _under(shipped, DONG_THAP)} | {DONG_THAP}
    assert {row.from_key for row in defaults} == ended
    assert len(defaults) == len(ended)
    assert {row.to_key for row in shipped.successions} <= new_province
    assert {row.on for row in shipped.successions} == {dt.date(2025, 7, 1)}


def test_every_commune_of_today_has_predecessors(shipped):
    communes = {row.key for row in _under(shipped, DONG_THAP) if row.kind in COMMUNE_KINDS}
    assert communes <= {row.to_key for row in shipped.successions if row.is_default}


@pytest.mark.parametrize(
    ("old", "successors"),
    [
        ("29866@2004-01-01", ["Phường Cao Lãnh"]),  # Phường 1, by way of the merger of 01/01/2025
        ("29863@2004-01-01", ["Phường Mỹ Ngãi"]),  # Phường 11, the same
        ("29923@2004-01-01", ["Xã Tân Dương"]),
        ("30079@2004-01-01", ["Xã Phong Mỹ", "Xã Phú Cường"]),  # Gáo Giồng was divided
        ("SKHDT@2004-01-01", ["Sở Tài chính"]),
        ("STTTT@2004-01-01", ["Sở Khoa học và Công nghệ"]),
        ("SNNPTNT@2004-01-01", ["Sở Nông nghiệp và Môi trường"]),
    ],
)
def test_a_unit_goes_over_to_its_successors_the_default_first(shipped, old, successors):
    rows = [row for row in shipped.successions if row.from_key == old]
    assert [shipped.units[row.to_key].name for row in rows] == successors
    assert [row.is_default for row in rows] == [True] + [False] * (len(rows) - 1)


def test_the_agencies_of_the_programme_existed_in_2019_and_exist_today(shipped):
    agencies = [row for row in shipped.units.values() if row.kind == UnitKind.AGENCY]
    for day, count in ((dt.date(2019, 1, 1), 18), (dt.date(2026, 1, 1), 15)):
        there = [row for row in agencies if row.valid_from <= day <= (row.valid_to or dt.date.max)]
        assert len(there) == count
        assert "VPDP" in {row.code for row in there}


def _province(**changes):
    row = {"code": "1", "name": "Tỉnh A", "kind": "province", "parent": None, "valid_from": "2004-01-01"}
    return {**row, "valid_to": None, "lat": None, "lon": None, **changes}


def _commune(**changes):
    return _province(**{"code": "11", "name": "Xã B", "kind": "commune", "parent": "1@2004-01-01", **changes})


ENDED = {"valid_to": "2025-06-30"}
NEW = {"code": "12", "valid_from": "2025-07-01"}
HANDED_OVER = {"from": "11@2004-01-01", "to": "12@2025-07-01", "on": "2025-07-01", "is_default": True}


@pytest.mark.parametrize(
    ("units", "successions", "message"),
    [
        ([_province(name="")], [], "đơn vị thứ 1: name: phải là chữ, không để trống"),
        ([_province(colour="red")], [], "đơn vị thứ 1: không có mục colour"),
        ([{"code": "1"}], [], "đơn vị thứ 1: thiếu mục kind"),
        (["87"], [], "đơn vị thứ 1: phải là một bản ghi"),
        ([_province(kind="canton")], [], "kind: không phải một trong"),
        ([_province(valid_from="01/01/2004")], [], "valid_from: phải là ngày viết theo dạng 2025-07-01"),
        ([_province(valid_to="2003-12-31")], [], "1@2004-01-01: ngày hết hiệu lực phải sau ngày bắt đầu"),
        ([_province(lat=10.5)], [], "1@2004-01-01: toạ độ phải đủ cặp"),
        ([_province(lat=105.5, lon=10.5)], [], "1@2004-01-01: toạ độ phải đủ cặp và nằm trong Việt Nam"),
        ([_province(), _province()], [], "1@2004-01-01: có hai lần"),
        ([_province(), _province(valid_from="2010-01-01")], [], "trùng mã, trùng thời gian với 1@2004-01-01"),
        ([_commune()], [], "đơn vị cấp trên 1@2004-01-01 không đứng trước trong tệp"),
        ([_province(), _commune(parent=None)], [], "11@2004-01-01: thiếu đơn vị cấp trên"),
        ([_province(), _commune(kind="province")], [], "11@2004-01-01: không thể thuộc 1@2004-01-01"),
        ([_province(**ENDED), _commune()], [], "thời gian không nằm trong thời gian của cấp trên 1@2004-01-01"),
        ([_province(), _commune(**ENDED)], [HANDED_OVER], "có đơn vị không có trong tệp"),
        ([_province(), _commune(), _commune(**NEW)], [HANDED_OVER], "phải bắt đầu ngay sau ngày cuối của đơn vị cũ"),
        (
            [_province(), _commune(**ENDED), _commune(**NEW | {"valid_from": "2025-08-01"})],
            [HANDED_OVER | {"to": "12@2025-08-01"}],
            "đơn vị mới không có vào ngày kế thừa",
        ),
        (
            [_province(), _commune(**ENDED), _commune(**NEW)],
            [HANDED_OVER | {"is_default": False}],
            "phải có đúng một đơn vị kế thừa mặc định, đang có 0",
        ),
        ([_province(), _commune(**ENDED), _commune(**NEW)], [HANDED_OVER, HANDED_OVER], "có hai lần"),
        ({"87": "Tỉnh"}, [], "units: phải là danh sách"),
    ],
)
def test_a_broken_file_is_refused_and_the_mistake_is_named(tmp_path, units, successions, message):
    path = tmp_path / "units.json"
    path.write_text(json.dumps({"about": {}, "units": units, "successions": successions}), encoding="utf-8")
    with pytest.raises(BrokenFile) as refused:
        read_units_file(path)
    assert message in str(refused.value)


def test_all_mistakes_of_a_file_are_named_at_once(tmp_path):
    path = tmp_path / "units.json"
    rows = [_province(name=""), _province(kind="canton")]
    path.write_text(json.dumps({"about": {}, "units": rows, "successions": []}), encoding="utf-8")
    with pytest.raises(BrokenFile) as refused:
        read_units_file(path)
    assert len(refused.value.problems) == 2
    assert str(refused.value).startswith("units.json: có 2 lỗi")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "không đọc được"),
        ('{"about": {}, "about": {}}', "mục about có hai lần"),
        ('{"about": {}}', "phải có đúng các mục about, successions, units"),
        ('{"about": "a\u0300", "units": [], "successions": []}', "dạng dựng sẵn (NFC)"),
    ],
)
def test_a_file_that_is_no_data_file_is_refused(tmp_path, content, message):
    path = tmp_path / "units.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenFile, match=message.replace("(", r"\(").replace(")", r"\)")):
        read_units_file(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BrokenFile, match="không đọc được"):
        read_units_file(tmp_path / "none.json")


def test_the_shipped_file_holds_one_unit_a_line():
    lines = UNITS_FILE.read_text(encoding="utf-8").splitlines()
    assert sum(line.startswith('  {"code": ') for line in lines) == 468
