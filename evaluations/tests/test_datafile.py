"""The data files of the rules: figures of the decisions, and broken files refused by name."""

import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from core.datafiles import BrokenFile
from evaluations.datafile import DATA_FOLDER, read_rule_files

FIGURES_OF_26 = Path(__file__).parent / "qd26_figures.txt"


@pytest.fixture(scope="module")
def versions():
    return {version.code: version for version in read_rule_files()}


def _top_and_children(row, part):
    for top in (one for one in row.criteria if one.part == part and one.parent is None):
        children = [str(one.max_points) for one in row.criteria if one.parent == top.code]
        yield f"{top.code}={top.max_points}" + (f"({','.join(children)})" if children else "")


def _least(row, star):
    marks = (f"{one.code}≥{option.points}" for one in row.criteria for option in one.options if option.min_star == star)
    return f"{star}★: " + (" ".join(marks) or "none printed")


def _summary(row):
    """Maxima and least marks of a set in the form of ``qd26_figures.txt``."""
    lines = [f"Set {row.number} {row.name}"]
    lines += [f"- {part.code} {part.max_points}: {' '.join(_top_and_children(row, part.code))}" for part in row.parts]
    lines.append("- min " + "; ".join(_least(row, star) for star in (3, 4, 5)))
    return "\n".join(lines)


def test_maxima_and_least_marks_of_26_are_those_noted_down_apart(versions):
    noted = FIGURES_OF_26.read_text(encoding="utf-8").strip().split("\n\n")
    assert [_summary(row) for row in versions["26"].sets] == noted


def test_26_has_787_scored_criteria_with_2579_printed_and_378_added_options(versions):
    scored = [one for row in versions["26"].sets for one in row.criteria if one.options]
    options = [option for one in scored for option in one.options]
    assert len(scored) == 787
    assert sum(not option.is_added for option in options) == 2579
    assert sum(option.is_added for option in options) == 378
    assert all(option.points == 0 for option in options if option.is_added)


@pytest.mark.parametrize(
    ("code", "sets", "parts"), [("1048", 22, "35 25 40"), ("148", 0, "40 25 35"), ("26", 26, "40 25 35")]
)
def test_a_version_has_its_sets_and_every_set_adds_up_to_100(versions, code, sets, parts):
    version = versions[code]
    assert len(version.sets) == sets
    assert " ".join(str(points) for points in version.part_maxima.values()) == parts
    for row in version.sets:
        scored = [one for one in row.criteria if one.options]
        assert sum(one.max_points for one in scored) == 100
        assert sum(max(option.points for option in one.options) for one in scored) == 100


@pytest.mark.parametrize(
    ("code", "industries", "assignable"),
    [
        ("1048", "food beverage herbal textile souvenir tourism", 26),
        ("148", "food beverage herbal handicraft ornamental tourism", 26),
        ("26", "food beverage herbal handicraft ornamental tourism", 26),
    ],
)
def test_a_version_has_six_industries_and_26_product_sets(versions, code, industries, assignable):
    groups = versions[code].groups
    assert [group.code for group in groups if group.parent is None] == industries.split()
    assert sum(group.is_assignable for group in groups) == assignable


def test_26_has_17_groups_between_the_industries_and_the_sets(versions):
    groups = versions["26"].groups
    industries = {group.code for group in groups if group.parent is None}
    assert sum(group.parent in industries for group in groups) == 17


def test_industries_of_1048_count_as_those_of_26(versions):
    counted = {group.code: group.counts_as for group in versions["1048"].groups}
    assert counted["food-01"] == counted["food"] == "food"
    assert counted["textile-25"] == counted["souvenir-24"] == "handicraft"


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("1048", "2019-08-21", "2023-02-23"),
        ("148", "2023-02-24", "2026-05-21"),
        ("26", "2026-05-22", "None"),
    ],
)
def test_a_version_is_in_force_from_its_decision_to_the_day_before_the_next(versions, code, first, last):
    version = versions[code]
    assert (str(version.effective_from), str(version.effective_to)) == (first, last)
    assert version.validity_months == 36
    assert version.bands == {5: 90, 4: 70, 3: 50, 2: 30, 1: 0}


def test_three_stars_moved_from_the_district_to_the_province_on_06_07_2025(versions):
    turns = [(one.level, str(one.valid_from)) for one in versions["148"].decided_by if one.star == 3]
    assert turns == [("district", "2023-02-24"), ("province", "2025-07-06")]


def test_levels_that_are_not_public_are_whole_points_up_to_the_maximum(versions):
    criterion = next(one for one in versions["1048"].sets[0].criteria if one.code == "1.3")
    assert [(option.points, option.text) for option in criterion.options] == [
        (Decimal(points), f"{points} điểm") for points in range(5)
    ]


def test_alternative_cases_of_tourism_criteria_keep_their_case(versions):
    tourism = versions["26"].sets[25]
    cases = {one.code: {option.case for option in one.options if option.case} for one in tourism.criteria}
    assert {code for code, found in cases.items() if found} == {"8", "9", "15"}
    assert all(len(found) == 2 for found in cases.values() if found)


# Broken files --------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files that a test may break."""
    copy = tmp_path / "rules"
    shutil.copytree(DATA_FOLDER, copy)
    return copy


def _edit(path, change):
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _criterion(content, code, number=1):
    criteria = next(row for row in content["sets"] if row["no"] == number)["criteria"]
    return next(one for one in criteria if one["code"] == code)


def _option(content, points, code="1.5"):
    return next(one for one in _criterion(content, code)["options"] if one["points"] == points)


BREAKS_OF_26 = [
    (lambda c: _criterion(c, "1.1").update(max=4), "bộ 1, 1: tiêu chí con cộng lại không bằng điểm tối đa 18"),
    (lambda c: _criterion(c, "1.1").update(max=4), "bộ 1, 1.1: mức cao nhất 3 khác điểm tối đa 4"),
    (lambda c: _criterion(c, "7").update(max=4), "bộ 1, C: tiêu chí cộng lại 36, phần ghi 35"),
    (lambda c: _criterion(c, "1.1").pop("options"), "bộ 1, 1.1: tiêu chí phải có hoặc tiêu chí con, hoặc mức điểm"),
    (lambda c: _criterion(c, "1.1").update(part="B"), "bộ 1, 1.1: tiêu chí cấp trên không đứng trước trong cùng phần"),
    (lambda c: _criterion(c, "1").update(code="9.9"), "bộ 1, 9.9: tiêu chí cấp trên không đứng trước"),
    (lambda c: _criterion(c, "7").update(part="D"), "bộ 1, 7: không có phần D"),
    (lambda c: _criterion(c, "1.1").update(code="1.2"), "bộ 1, 1.2: tiêu chí có hai lần"),
    (lambda c: _criterion(c, "1.1").update(options="some"), "bộ 1, 1.1: mức điểm phải là danh sách hoặc whole_points"),
    (lambda c: _option(c, 0).update(points=1), "bộ 1, 1.5: thiếu mức 0 điểm"),
    (lambda c: _option(c, 2).update(min_star=6), "bộ 1, 1.5: mỗi hạng 3, 4, 5 sao chỉ gắn được một mức tối thiểu"),
    (lambda c: _option(c, 2).update(min_star=5), "bộ 1, 1.5: mỗi hạng 3, 4, 5 sao chỉ gắn được một mức tối thiểu"),
    (lambda c: _option(c, 3).update(min_star=3), "bộ 1, 1.5: mức tối thiểu của hạng cao thấp hơn của hạng thấp"),
    (lambda c: _option(c, 3).update(text=""), "bộ 1, 1.5: text: phải là chữ, không để trống"),
    (lambda c: _option(c, 3).update(points="3"), "bộ 1, 1.5: points: phải là số"),
    (lambda c: _option(c, 3).update(points=1e300), "bộ 1, 1.5: points: phải từ 0 đến 100 điểm"),
    (lambda c: _option(c, 3).update(points=2.005), "bộ 1, 1.5: points: nhiều nhất hai chữ số thập phân"),
    (lambda c: _option(c, 3).update(text="a\x00"), "bộ 1, 1.5: text: có ký tự điều khiển"),
    (lambda c: _criterion(c, "1.1").update(title="a" * 301), "bộ 1, 1.1: title: dài quá 300 ký tự"),
    (lambda c: c["sets"][0]["parts"][0].update(max=35), "bộ 1: điểm tối đa của các phần không đúng với bộ tiêu chí"),
    (lambda c: c["sets"][0].update(group="food-1-b"), "bộ 1: nhóm food-1-b không phải nhóm của bộ này"),
    (lambda c: c["sets"][1].update(no=1), "bộ 1: có hai lần"),
    (lambda c: c["groups"][2].update(parent="food-9"), "food-1-a: cấp trên food-9 không đứng trước trong tệp"),
    (lambda c: c["groups"][2].update(set=2), "food-1-b: bộ số 2 đã thuộc nhóm khác"),
    (lambda c: c["groups"][3].update(code="food-1-a"), "food-1-a: nhóm có hai lần"),
    (lambda c: c["groups"][0].update(level="group"), "food: chỉ ngành mới không có cấp trên"),
    (lambda c: c.update(rule_version="27"), "qd26_2026.json: không phải tệp của bộ 26"),
    (lambda c: c.update(sets={}), "sets: phải là danh sách"),
]


@pytest.mark.parametrize(("change", "message"), BREAKS_OF_26, ids=[message for _change, message in BREAKS_OF_26])
def test_criteria_that_do_not_add_up_are_refused_and_named(folder, change, message):
    _edit(folder / "qd26_2026.json", change)
    with pytest.raises(BrokenFile, match=re.escape(message)):
        read_rule_files(folder)


def test_whole_points_need_a_whole_maximum(folder):
    _edit(folder / "qd1048_2019.json", lambda content: _criterion(content, "1.1").update(max=2.5))
    with pytest.raises(BrokenFile, match=r"bộ 1, 1\.1: điểm tối đa không tròn"):
        read_rule_files(folder)


def _version(content, at):
    return content["rule_versions"][at]


BREAKS_OF_VERSIONS = [
    (lambda c: _version(c, 0)["star_bands"].pop(), "1048: khung điểm phải đi từ 5 sao xuống 1 sao"),
    (lambda c: _version(c, 0).update(star_bands=7), "1048: khung điểm phải là danh sách cặp"),
    (lambda c: _version(c, 0)["star_bands"].__setitem__(1, [4, 90]), "1048: khung điểm phải đi từ 5 sao xuống 1 sao"),
    (lambda c: _version(c, 0)["part_maxima"].update(A=40), "1048: điểm tối đa của các phần phải cộng lại bằng 100"),
    (lambda c: _version(c, 0)["part_maxima"].pop("C"), "1048, part_maxima: thiếu mục C"),
    (
        lambda c: _version(c, 0).update(effective_to="2023-02-24"),
        "148: phải đứng sau và không trùng thời gian",
    ),
    (lambda c: _version(c, 2).update(effective_to="2026-05-01"), "26: ngày hết hiệu lực phải sau ngày bắt đầu"),
    (lambda c: _version(c, 1)["decided_by"].pop(1), "148: cấp công nhận 3 sao không phủ kín thời gian hiệu lực"),
    (lambda c: _version(c, 1)["decided_by"].pop(), "148: cấp công nhận 5 sao không phủ kín thời gian hiệu lực"),
    (lambda c: _version(c, 1)["pending_until"].update(other="2026-07-21"), "148, pending_until: không có mục other"),
    (lambda c: _version(c, 2)["settings"].pop("max_spread"), "26, settings: thiếu mục max_spread"),
    (lambda c: _version(c, 2)["settings"].update(quorum_percent=101), "26, settings: quorum_percent: từ 0 đến 100"),
    (lambda c: _version(c, 2)["settings"].update(least_sheets=0), "26, settings: least_sheets: từ 1 đến 100"),
    (lambda c: _version(c, 2)["settings"].update(renewal_closes_days=180), "26: ngày nhận hồ sơ đánh giá lại"),
    (
        lambda c: _version(c, 2)["round_windows"][0].update(decide_before="06-31"),
        "26, round_windows: decide_before: phải là tháng-ngày",
    ),
    (lambda c: _version(c, 2)["round_windows"][0].update(number=2), "26: một đợt của lịch có hai lần"),
    (lambda c: c["rule_versions"].clear(), "không có bộ tiêu chí nào"),
]


@pytest.mark.parametrize(
    ("change", "message"), BREAKS_OF_VERSIONS, ids=[message for _change, message in BREAKS_OF_VERSIONS]
)
def test_a_wrong_list_of_versions_is_refused_and_the_mistake_named(folder, change, message):
    _edit(folder / "rule_versions.json", change)
    with pytest.raises(BrokenFile, match=re.escape(message)):
        read_rule_files(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["industries"].pop(), "148: chưa nêu ngành tourism tính vào ngành nào"),
        (lambda c: c["industries"][0].update(counts_as="textile"), "1048: không có ngành food hoặc textile"),
        (lambda c: c["industries"][0].update(version="999"), "999: không có ngành food hoặc food"),
    ],
)
def test_an_industry_without_its_counterpart_is_refused(folder, change, message):
    _edit(folder / "industry_mapping.json", change)
    with pytest.raises(BrokenFile, match=re.escape(message)):
        read_rule_files(folder)
