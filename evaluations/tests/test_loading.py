"""Rules in the database: loaded once, replaced while unused, frozen once used."""

import importlib
import json
import re
import shutil

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from core.datafiles import BrokenFile
from evaluations.datafile import DATA_FOLDER
from evaluations.enums import SectionKey
from evaluations.loading import load_rules
from evaluations.models import CriteriaSet, Criterion, Option, Round, RuleVersion
from evaluations.rulebook.storing import stored_content
from products.models import Group, Taxonomy
from units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files that a test may change."""
    copy = tmp_path / "rules"
    shutil.copytree(DATA_FOLDER, copy)
    return copy


def _edit(path, change):
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _cheaper_band(content):
    content["rule_versions"][2]["star_bands"][0] = [5, 85]


def _use(code):
    version = RuleVersion.objects.get(code=code)
    return Round.objects.create(
        name="Đợt 1", year=2026, rule_version=version, opens_on="2026-06-01", closes_on="2026-06-30"
    )


@pytest.fixture
def rules():
    load_rules()


def test_all_versions_sets_criteria_and_options_are_there(rules):
    assert [version.code for version in RuleVersion.objects.order_by("effective_from")] == ["1048", "148", "26"]
    assert CriteriaSet.objects.filter(rule_version__code="26").count() == 26
    scored = Criterion.objects.filter(criteria_set__rule_version__code="26", is_scored=True)
    assert scored.count() == 787
    assert Option.objects.filter(criterion__in=scored).count() == 2579 + 378
    assert CriteriaSet.objects.filter(rule_version__code="1048").count() == 22


def test_criteria_keep_the_order_and_the_tree_of_the_decision(rules):
    tea = CriteriaSet.objects.get(rule_version__code="26", number=11)
    codes = [one.code for one in tea.criteria.filter(part__code="C").order_by("position")]
    assert codes[:6] == ["6", "6.1", "6.1.1", "6.1.2", "6.2", "6.2.1"]
    assert tea.criteria.get(code="6.1.1").parent.code == "6.1"
    assert not tea.criteria.get(code="6.1").is_scored


def test_groups_know_their_industry_and_what_they_count_as(rules):
    textile = Group.objects.get(taxonomy__code="1048", code="textile-25")
    assert (textile.industry.code, textile.counts_as, textile.is_assignable) == ("textile", "handicraft", True)
    assert textile.industry.industry == textile.industry
    fresh = Group.objects.get(taxonomy__code="26", code="food-1-a")
    assert (fresh.parent.code, fresh.industry.code) == ("food-1", "food")


def test_a_version_tells_people_who_decides(rules):
    assert RuleVersion.objects.get(code="148").note == (
        "Sửa đổi, bổ sung: 1489/QĐ-TTg.\n"
        "Công nhận 3 sao: cấp huyện (từ 24/02/2023); cấp tỉnh (từ 06/07/2025).\n"
        "Công nhận 4 sao: cấp tỉnh.\n"
        "Công nhận 5 sao: cấp trung ương.\n"
        "Hồ sơ nộp trước khi hết hiệu lực được xét tiếp, chậm nhất đến 21/07/2026."
    )


def test_who_decides_when_and_the_settings_are_there(rules):
    newest, before = stored_content(RuleVersion.objects.get(code="26")), RuleVersion.objects.get(code="148")
    assert [(one.star, one.level) for one in newest.deciders] == [(3, "province"), (4, "province"), (5, "central")]
    assert [str(one) for one in before.deciders.filter(star=3)] == ["3★: Cấp huyện", "3★: Cấp tỉnh"]
    days = [(w.level, w.number, w.propose_day, w.propose_month, w.decide_day, w.decide_month) for w in newest.windows]
    assert days == [
        ("central", 1, 30, 7, 30, 9),
        ("central", 2, 30, 1, 30, 3),
        ("province", 1, 30, 4, 30, 6),
        ("province", 2, 30, 10, 30, 12),
    ]
    settings = newest.settings
    assert (settings.quorum_percent, settings.quorum_needs_chair, settings.max_spread) == (75, True, 10)
    assert (settings.least_sheets, settings.mark_rule, bool(settings.mark_rule_reason)) == (3, "agreed", True)
    assert set(settings.required_sections) == set(SectionKey.values)
    assert (before.quorum_percent, before.least_sheets) == (0, 1)
    assert before.required_sections == ["registration", "background"]


def test_what_an_earlier_release_did_not_keep_is_added_to_a_version_in_use(rules):
    version = RuleVersion.objects.get(code="26")
    version.deciders.all().delete()
    version.round_windows.all().delete()
    _use("26")
    assert load_rules().versions_replaced == 1
    assert (version.deciders.count(), version.round_windows.count()) == (3, 4)
    assert not load_rules().changed


def test_neither_settings_nor_calendar_nor_deciders_of_a_version_in_use_are_edited(rules, folder):
    _use("26")
    stored = (folder / "rule_versions.json").read_text(encoding="utf-8")
    for change in (
        lambda version: version["settings"].update(quorum_percent=50),
        lambda version: version["round_windows"].pop(),
        lambda version: version["decided_by"][0].update(level="district"),
    ):
        _edit(folder / "rule_versions.json", lambda content, change=change: change(content["rule_versions"][2]))
        with pytest.raises(BrokenFile, match="bộ 26 đã được dùng"):
            load_rules(folder=folder)
        (folder / "rule_versions.json").write_text(stored, encoding="utf-8")


def test_a_draft_of_the_same_code_is_not_overwritten(rules, folder):
    RuleVersion.objects.filter(code="26").update(is_draft=True)
    with pytest.raises(BrokenFile, match="mã 26 đang thuộc một bộ tiêu chí đang soạn"):
        load_rules(folder=folder)


def test_loading_twice_changes_nothing(rules):
    before = list(Option.objects.order_by("pk").values()), list(Group.objects.order_by("pk").values())
    assert not load_rules().changed
    assert before == (list(Option.objects.order_by("pk").values()), list(Group.objects.order_by("pk").values()))


def test_a_version_that_nobody_used_is_replaced(rules, folder):
    _edit(folder / "rule_versions.json", _cheaper_band)
    assert load_rules(folder=folder).versions_replaced == 1
    content = stored_content(RuleVersion.objects.get(code="26"))
    assert content.bands[5] == 85
    assert len(content.sets) == 26


def test_a_version_in_use_is_not_edited(rules, folder):
    _use("26")
    _edit(folder / "rule_versions.json", _cheaper_band)
    with pytest.raises(BrokenFile, match="bộ 26 đã được dùng để đánh giá nên không sửa được"):
        load_rules(folder=folder)
    assert RuleVersion.objects.get(code="26").bands.get(star=5).lowest_points == 90


def test_a_wording_of_a_version_in_use_is_not_edited_either(rules, folder):
    _use("26")
    _edit(folder / "qd26_2026.json", lambda content: content["sets"][0]["criteria"][0].update(title="Khác"))
    with pytest.raises(BrokenFile, match="bộ 26 đã được dùng"):
        load_rules(folder=folder)


def test_a_version_in_use_is_loaded_again_unchanged(rules):
    _use("26")
    assert not load_rules().changed


def test_the_last_day_of_a_version_in_use_may_be_set(rules, folder):
    _use("26")

    def close(content):
        version = content["rule_versions"][2]
        version["effective_to"] = "2030-12-31"
        for decider in version["decided_by"]:
            decider["valid_to"] = "2030-12-31"

    _edit(folder / "rule_versions.json", close)
    assert not load_rules(folder=folder).versions_replaced
    assert str(RuleVersion.objects.get(code="26").effective_to) == "2030-12-31"
    assert str(Taxonomy.objects.get(code="26").effective_to) == "2030-12-31"


def test_a_group_gets_its_corrected_name_and_keeps_its_row(rules, folder):
    before = Group.objects.get(taxonomy__code="148", code="food")
    _edit(folder / "qd148_2023.json", lambda content: content["groups"][0].update(name="Ngành thực phẩm"))
    assert load_rules(folder=folder).groups_written == 1
    assert Group.objects.get(pk=before.pk).name == "Ngành thực phẩm"


def test_a_broken_file_writes_nothing(folder):
    _edit(folder / "qd26_2026.json", lambda content: content["sets"][0]["criteria"][0].update(max=19))
    with pytest.raises(CommandError, match=re.escape("bộ 1, 1: tiêu chí con cộng lại không bằng điểm tối đa 19")):
        call_command("load_rules", folder=folder)
    assert not Taxonomy.objects.exists()


def test_one_command_loads_everything_and_says_so(capsys):
    call_command("load_reference")
    assert capsys.readouterr().out.splitlines() == [
        "Đơn vị: thêm 468, sửa 0; kế thừa: thêm 353, sửa 0.",
        "Phân nhóm: ghi 113; bộ tiêu chí: ghi 3, nạp nội dung 3.",
    ]
    call_command("load_reference")
    assert capsys.readouterr().out.splitlines() == [
        "Đơn vị: thêm 0, sửa 0; kế thừa: thêm 0, sửa 0.",
        "Phân nhóm: ghi 0; bộ tiêu chí: ghi 0, nạp nội dung 0.",
    ]
    assert Unit.objects.count() == 468


def test_loading_needs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(100):
        load_rules()
    with django_assert_max_num_queries(40):
        load_rules()


def test_versions_loaded_before_settings_existed_get_them_though_in_use(rules):
    step = importlib.import_module("evaluations.migrations.0009_the_loaded_versions_get_their_settings")
    defaults = {
        "required_sections": list(SectionKey.values),
        "quorum_percent": 75,
        "quorum_needs_chair": True,
        "least_sheets": 1,
        "mark_rule_reason": "",
    }
    RuleVersion.objects.update(**defaults)
    step._set_settings(apps, None)
    assert not load_rules().changed
