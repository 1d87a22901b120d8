"""Criteria sets out and in again: the same file changes nothing, a wrong one is refused by cell and name."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from evaluations.datafile import read_rule_files
from evaluations.loading import load_rules
from evaluations.models import RuleVersion
from evaluations.rulebook.importing import JSON, XLSX, Unreadable, plan_import
from evaluations.rulebook.jsonfile import json_bytes
from evaluations.rulebook.storing import stored_sets
from evaluations.rulebook.template import GUIDE_TITLE, LAYOUTS, template_bytes
from evaluations.tests.factories import CriteriaSetFactory, RuleVersionFactory


@pytest.fixture(scope="module")
def sets_of_26():
    return next(version for version in read_rule_files() if version.code == "26").sets


@pytest.fixture
def version(db):
    """A draft with one small set, as a row of the data files."""
    return CriteriaSetFactory(rule_version=RuleVersionFactory(is_draft=True), number=7).rule_version


@pytest.fixture
def row(version):
    return stored_sets(version)[0]


@pytest.mark.django_db
def test_every_set_of_26_comes_back_from_json_and_workbook_as_it_was(sets_of_26):
    load_rules()
    version = RuleVersion.objects.get(code="26")
    for rows in (sets_of_26, sets_of_26[12:13]):
        plan = plan_import(version, json_bytes(rows, code="26"), JSON)
        assert plan.is_sound, plan.problems
        assert (plan.rows, plan.changes) == (tuple(rows), ())
    for rows in (sets_of_26, sets_of_26[25:]):
        plan = plan_import(version, template_bytes(rows, []), XLSX)
        assert plan.is_sound, plan.problems
        assert (plan.rows, plan.changes) == (tuple(rows), ())


def test_the_template_explains_itself(row):
    book = load_workbook(io.BytesIO(template_bytes([row], [("food-1-a", "Rau")])))
    assert book.sheetnames == [GUIDE_TITLE, *(layout.title for layout in LAYOUTS), "Mã nhóm"]
    guide = " ".join(str(cell) for line in book[GUIDE_TITLE].values for cell in line)
    assert all(layout.title in guide for layout in LAYOUTS)


# Mistakes in cells ------------------------------------------------------------------------------


def _changed(row, change):
    book = load_workbook(io.BytesIO(template_bytes([row], [])))
    change(book)
    return _saved(book)


def _saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet, cell, value):
    return lambda book: book[sheet].__setitem__(cell, value)


# The small set: criteria in rows 2 (1), 3 (1.1), 4 (1.2), 5 (2), 6 (3); options of 1.1 in rows 2 to 5.
MISTAKES = [
    (_put("Phần", "D2", 35), "Bộ!A2", "điểm tối đa của các phần không đúng với bộ tiêu chí (A 40, B 25, C 35)"),
    (_put("Tiêu chí", "F5", 20), "Tiêu chí!A5", "mức cao nhất 25 khác điểm tối đa 20"),
    (_put("Tiêu chí", "F3", 10), "Tiêu chí!A2", "tiêu chí con cộng lại không bằng điểm tối đa 40"),
    (_put("Mức", "C2", 1), "Tiêu chí!A3", "thiếu mức 0 điểm"),
    (_put("Mức", "E4", 3), "Tiêu chí!A3", "mỗi hạng 3, 4, 5 sao chỉ gắn được một mức tối thiểu"),
    (_put("Mức", "E2", 4), "Tiêu chí!A3", "mức tối thiểu của hạng cao thấp hơn của hạng thấp"),
    (_put("Tiêu chí", "C4", "1.1"), "Tiêu chí!A4", "tiêu chí có hai lần"),
    (_put("Tiêu chí", "B6", "D"), "Tiêu chí!A6", "không có phần D"),
    (_put("Bộ", "B2", "khac"), "Bộ!A2", "nhóm khac không phải nhóm của bộ này"),
    (_put("Tiêu chí", "F5", "hai lăm"), "Tiêu chí!F5", "không đọc được số “hai lăm”"),
    (_put("Tiêu chí", "F5", "=20+5"), "Tiêu chí!F5", "là công thức; hãy dán giá trị"),
    (_put("Tiêu chí", "C5", 1.5), "Tiêu chí!C5", "“1.5” không phải là chữ"),
    (_put("Tiêu chí", "D5", None), "Tiêu chí!5", "cột “Tên tiêu chí” để trống"),
    (_put("Mức", "C2", 120), "Tiêu chí!A3", "điểm: phải từ 0 đến 100 điểm"),
    (_put("Mức", "A2", 8), "Mức!A2", "không có bộ số 8 ở trang Bộ"),
    (_put("Mức", "B2", "9.9"), "Mức!B2", "không có tiêu chí này ở trang Tiêu chí"),
    (_put("Mức", "G2", "có"), "Mức!B2", "cột cuối chỉ ghi x hoặc để trống"),
    (_put("Bộ", "A2", 1.5), "Bộ!A2", "“1.5” phải là số nguyên"),
    (_put("Tiêu chí", "D5", "a" * 301), "Tiêu chí!A5", "tên: dài quá 300 ký tự"),
]


@pytest.mark.parametrize(("change", "place", "text"), MISTAKES, ids=[one[2] for one in MISTAKES])
def test_a_mistake_is_named_with_its_cell(version, row, change, place, text):
    plan = plan_import(version, _changed(row, change), XLSX)
    found = [(problem.place, problem.text) for problem in plan.problems]
    assert any(where.startswith(place) and said.startswith(text) for where, said in found), found
    assert not plan.changes


def test_all_mistakes_are_named_at_once(version, row):
    def change(book):
        book["Tiêu chí"]["F5"], book["Mức"]["C3"] = "x", "y"

    plan = plan_import(version, _changed(row, change), XLSX)
    assert {problem.place for problem in plan.problems} == {"Tiêu chí!F5", "Mức!C3", ""}


def test_numbers_as_people_type_them_are_read(version, row):
    def change(book):
        book["Mức"]["C3"], book["Mức"]["C2"] = "5,5", "0"

    plan = plan_import(version, _changed(row, change), XLSX)
    assert plan.is_sound, plan.problems
    assert [str(option.points) for option in plan.rows[0].criteria[1].options[:2]] == ["0", "5.5"]


def test_a_sound_file_tells_what_would_change(version, row):
    def change(book):
        book["Tiêu chí"]["D5"], book["Mức"]["E8"] = "Câu chuyện mới", 5

    (comparison,) = plan_import(version, _changed(row, change), XLSX).changes
    told = {one.label: one.changed_fields for one in comparison.changed_criteria}
    assert told == {"1.2": ("mức tối thiểu theo hạng sao", "các mức điểm"), "2": ("tên",)}


def test_another_group_of_the_version_keeps_its_set(version, row):
    other = CriteriaSetFactory(rule_version=version, group__taxonomy=version.taxonomy, number=9)
    plan = plan_import(version, _changed(row, _put("Bộ", "B2", other.group.code)), XLSX)
    assert "không phải nhóm của bộ này" in plan.problems[0].text


# Files that are no template ---------------------------------------------------------------------


def _zip(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _with_part(name, content):
    out = io.BytesIO(_saved(Workbook()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _overlapping():
    """Two entries of the directory that point at the same bytes."""
    raw = bytearray(_with_part("xl/x.xml", b"a" * 1000))
    at = raw.rindex(b"PK\x01\x02")
    first = raw.index(b"PK\x01\x02")
    raw[at + 42 : at + 46] = raw[first + 42 : first + 46]
    return bytes(raw)


HOSTILE = {
    "bomb": (lambda: _with_part("xl/a.xml", b" " * 15_000_000), "Tệp nén bất thường"),
    "too much": (lambda: _with_part("xl/a.xml", b" " * 25_000_000), "quá nhiều dữ liệu"),
    "parts": (lambda: _zip({f"xl/{n}.xml": "" for n in range(300)}), "quá nhiều dữ liệu"),
    "macro": (lambda: _with_part("xl/vbaProject.bin", b"x"), "có macro"),
    "link": (lambda: _with_part("xl/externalLinks/externalLink1.xml", b"x"), "liên kết ra ngoài"),
    "entity": (lambda: _with_part("xl/x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "XML không an toàn"),
    "utf-16": (lambda: _with_part("xl/x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")), "không an toàn"),
    "overlap": (_overlapping, "Tệp nén bất thường"),
    "old": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "có mật khẩu"),
    "no zip": (lambda: b"PK\x03\x04 nothing", "Không đọc được tệp"),
    "text": (lambda: b"a;b;c", "Không đọc được tệp"),
    "other zip": (lambda: _zip({"a.txt": "b"}), "Không đọc được tệp"),
    "broken": (lambda: _zip({"xl/workbook.xml": "<a>"}), "Không đọc được tệp"),
    "large": (lambda: b"PK\x03\x04" + b"\0" * 5_300_000, "lớn hơn 5 MB"),
    "sheets": (lambda: _saved(Workbook()), "không có trang “Bộ”"),
}


@pytest.mark.parametrize(("make", "text"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_template_is_refused_in_words(version, make, text):
    with pytest.raises(Unreadable, match=text):
        plan_import(version, make(), XLSX)


def _without_rows(book):
    book["Bộ"].delete_rows(2)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (_put("Mức", "B1", "Khác"), "Trang “Mức” phải có một dòng tiêu đề gồm đúng các cột"),
        (_put("Mức", "B1", "Bộ số"), "Trang “Mức” phải có một dòng tiêu đề"),
        (_put("Mức", "H1", "Thêm"), "Trang “Mức” phải có một dòng tiêu đề"),
        (_put("Mức", "A20005", "Xa"), "Trang “Mức” có quá nhiều dòng hoặc cột"),
        (_put("Mức", "AE3", "Xa"), "Trang “Mức” có quá nhiều dòng hoặc cột"),
        (_without_rows, "Trang “Bộ” chưa có bộ nào"),
    ],
)
def test_another_layout_is_refused_in_words(version, row, change, text):
    with pytest.raises(Unreadable, match=text):
        plan_import(version, _changed(row, change), XLSX)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"{", "Không đọc được tệp JSON"),
        (b"\xff\xfe", "Không đọc được tệp JSON"),
        (b"[" * 100_000, "Không đọc được tệp JSON"),
        (b'{"sets": 1}', "phải có mục sets"),
        (b'{"sets": []}', "phải có mục sets"),
        (b'{"sets": [1], "x": 2}', "có mục không dùng được: x"),
        (b" " * 5_300_000, "lớn hơn 5 MB"),
    ],
)
def test_json_of_another_form_is_refused_in_words(version, raw, text):
    with pytest.raises(Unreadable, match=text):
        plan_import(version, raw, JSON)


@pytest.mark.parametrize(
    "sets",
    [
        [1, None, "a", []],
        [{"no": 10**400, "group": 1, "name": [], "parts": {}, "criteria": None}],
        [{"no": True, "group": ["a"], "name": "x", "disqualified_if": [1], "parts": [1], "criteria": [1]}],
    ],
)
def test_json_of_any_content_is_answered_with_problems(version, sets):
    assert plan_import(version, json.dumps({"sets": sets}).encode(), JSON).problems


def test_mistakes_of_json_are_named_by_record(version, row):
    content = json.loads(json_bytes([row], code="x"))
    content["sets"][0]["criteria"][1]["options"][0]["points"] = float("inf")
    problems = plan_import(version, json.dumps(content).encode(), JSON).problems
    assert ("bộ 7, 1.1", "điểm (points): phải là số") in [(one.path, one.text) for one in problems]
