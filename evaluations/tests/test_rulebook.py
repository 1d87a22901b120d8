"""Rule versions: copied, edited as drafts, published once and for all."""

import dataclasses
import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.tests.factories import UserFactory
from core.errors import Refused, Stale
from core.tests.racing import at_once
from evaluations import services
from evaluations.datafile import Decider, SetRow, Window
from evaluations.enums import Level
from evaluations.models import Criterion, Option, Part, RuleVersion
from evaluations.rulebook.comparing import Kind, compare_sets, compare_versions, pair_sets
from evaluations.rulebook.importing import JSON
from evaluations.rulebook.jsonfile import json_bytes
from evaluations.rulebook.publishing import lacking
from evaluations.rulebook.storing import replace_deciders, replace_windows, stored_content, stored_sets
from evaluations.rulebook.words import lines_to_compare, stamp_of
from evaluations.services import rulebook
from evaluations.tests.factories import BANDS, CriteriaSetFactory, RoundFactory

pytestmark = pytest.mark.django_db
FIRST = dt.date(2019, 8, 21)
DECIDERS = [Decider(star, "central" if star == 5 else "province", FIRST, None) for star in (3, 4, 5)]
WINDOWS = [Window("province", 1, 4, 30, 6, 30)]


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def source():
    """A published version with one set, deciders and a window."""
    version = CriteriaSetFactory(rule_version__mark_rule_reason="Theo Quy chế.", number=7).rule_version
    replace_deciders(version, DECIDERS)
    replace_windows(version, WINDOWS)
    return version


@pytest.fixture
def draft(office, source):
    return make_draft(office, source)


def make_draft(office, source, **more):
    values = {"code": "Q2", "title": "Bản 2", "decision_number": "9/QĐ", "effective_from": FIRST} | more
    return rulebook.copy_version(actor=office, version_id=source.pk, **values)


def save(office, draft, **more):
    fields = more.pop("fields", {})
    values = {"seen": stamp_of(draft), "bands": BANDS, "deciders": DECIDERS, "windows": WINDOWS} | more
    return rulebook.save_draft(actor=office, version_id=draft.pk, fields=fields, **values)


class TestCopy:
    def test_it_holds_all_that_its_source_holds(self, source, draft):
        assert draft.is_draft
        assert draft.copied_from == source
        assert stored_content(draft) == stored_content(source)
        assert stored_content(draft).sets[0].criteria

    def test_changing_it_leaves_the_source_as_it_was(self, office, source, draft):
        before = stored_content(source)
        save(office, draft, fields={"quorum_percent": 60}, bands=BANDS | {5: 95}, deciders=[], windows=[])
        assert stored_content(source) == before
        content = stored_content(RuleVersion.objects.get(pk=draft.pk))
        assert (content.settings.quorum_percent, content.bands[5], content.deciders) == (60, 95, ())

    def test_its_code_is_its_own(self, office, source, draft):
        with pytest.raises(ValidationError, match="đã tồn tại"):
            make_draft(office, source)

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
    def test_only_the_office_writes(self, draft, role):
        person = UserFactory(**{role.value: True})
        for act in (
            lambda: make_draft(person, draft, code="Q3"),
            lambda: save(person, draft),
            lambda: rulebook.publish_version(actor=person, version_id=draft.pk),
            lambda: rulebook.delete_draft(actor=person, version_id=draft.pk),
            lambda: rulebook.import_sets(actor=person, version_id=draft.pk, content=b"", kind=JSON),
        ):
            with pytest.raises(PermissionDenied):
                act()


class TestDraft:
    def test_what_another_saved_meanwhile_is_not_overwritten_unseen(self, office, draft):
        seen = stamp_of(draft)
        save(office, draft, fields={"quorum_percent": 60})
        with pytest.raises(Stale):
            save(office, draft, seen=seen, fields={"quorum_percent": 80})
        assert RuleVersion.objects.get(pk=draft.pk).quorum_percent == 60

    def test_a_field_that_is_not_of_a_draft_is_no_field(self, office, draft):
        with pytest.raises(TypeError):
            save(office, draft, fields={"is_draft": False})

    def test_no_round_rests_on_it(self, office, draft):
        turn = RoundFactory()
        values = {"name": "Đợt", "year": 2026, "kind": "regular", "level": Level.PROVINCE}
        days = {"opens_on": turn.opens_on, "closes_on": turn.closes_on}
        with pytest.raises(Refused, match="đang soạn"):
            services.create_round(actor=office, rule_version=draft, **values, **days)
        with pytest.raises(Refused, match="đang soạn"):
            services.update_round(actor=office, round_id=turn.pk, rule_version=draft)

    def test_it_is_not_in_force(self, draft):
        assert draft not in RuleVersion.objects.in_force_on(dt.date(2026, 11, 21))

    def test_it_goes_with_all_it_holds(self, office, source, draft):
        rulebook.delete_draft(actor=office, version_id=draft.pk)
        assert list(RuleVersion.objects.all()) == [source]
        assert set(Criterion.objects.values_list("criteria_set__rule_version", flat=True)) == {source.pk}


class TestImport:
    def test_sets_of_the_file_replace_those_of_the_same_number_and_no_other(self, office, draft):
        other = CriteriaSetFactory(rule_version=draft, group__taxonomy=draft.taxonomy, number=9)
        changed = dataclasses.replace(stored_sets(draft)[0], name="Tên mới")
        plan = rulebook.import_sets(
            actor=office, version_id=draft.pk, content=json_bytes([changed], code="x"), kind=JSON
        )
        assert [one.left.name != one.right.name for one in plan.changes] == [True]
        assert {one.number: one.name for one in stored_sets(draft)} == {7: "Tên mới", 9: other.name}
        assert draft.criteria_sets.get(number=9).pk == other.pk

    def test_one_mistake_and_nothing_is_written(self, office, draft):
        sound = stored_sets(draft)[0]
        wrong = dataclasses.replace(sound, criteria=sound.criteria[:-1])
        new = dataclasses.replace(sound, name="Khác")
        with pytest.raises(Refused, match="còn lỗi"):
            rulebook.import_sets(
                actor=office, version_id=draft.pk, content=json_bytes([new, wrong], code="x"), kind=JSON
            )
        assert stored_sets(draft) == (sound,)


class TestPublishing:
    def test_a_copy_lacks_nothing_and_is_published_once(self, office, draft):
        assert not lacking(draft)
        assert not rulebook.publish_version(actor=office, version_id=draft.pk).is_draft
        with pytest.raises(Refused, match="đã ban hành"):
            rulebook.publish_version(actor=office, version_id=draft.pk)

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"bands": {5: 90, 4: 70}}, "Khung điểm chưa đủ"),
            ({"bands": BANDS | {1: 1}}, "1 sao bắt đầu từ 0 điểm"),
            ({"bands": BANDS | {4: 95}}, "giảm dần"),
            ({"deciders": DECIDERS[:2]}, "Chưa rõ cấp nào công nhận 5 sao từ ngày 21/08/2019"),
            (
                {"deciders": [dataclasses.replace(DECIDERS[0], valid_to=dt.date(2020, 1, 1)), *DECIDERS[1:]]},
                "công nhận 3 sao từ ngày 02/01/2020",
            ),
            (
                {"deciders": [dataclasses.replace(DECIDERS[0], valid_from=dt.date(2020, 1, 1)), *DECIDERS[1:]]},
                "công nhận 3 sao từ ngày",
            ),
            ({"fields": {"mark_rule_reason": ""}}, "Chưa ghi lý do"),
        ],
    )
    def test_what_is_missing_is_said(self, office, draft, change, text):
        save(office, draft, **change)
        with pytest.raises(Refused, match=text):
            rulebook.publish_version(actor=office, version_id=draft.pk)

    def test_a_version_without_sets_or_with_one_that_does_not_add_up_waits(self, office, draft):
        Part.objects.filter(criteria_set__rule_version=draft, code="C").update(max_points=34)
        with pytest.raises(Refused, match="bộ 7, C: tiêu chí cộng lại 35"):
            rulebook.publish_version(actor=office, version_id=draft.pk)
        draft.criteria_sets.all().delete()
        with pytest.raises(Refused, match="Chưa có bộ tiêu chí"):
            rulebook.publish_version(actor=office, version_id=draft.pk)


class TestInUse:
    def test_the_services_refuse_a_published_version(self, office, source):
        for act in (
            lambda: save(office, source),
            lambda: rulebook.delete_draft(actor=office, version_id=source.pk),
            lambda: rulebook.import_sets(actor=office, version_id=source.pk, content=b"", kind=JSON),
        ):
            with pytest.raises(Refused, match="đã ban hành"):
                act()

    @pytest.mark.parametrize(
        "change",
        [
            lambda version: RuleVersion.objects.filter(pk=version.pk).update(quorum_percent=1),
            lambda version: version.bands.all().update(lowest_points=1),
            lambda version: version.bands.all().delete(),
            lambda version: version.deciders.all().update(level="district"),
            lambda version: version.round_windows.all().delete(),
            lambda version: version.criteria_sets.update(name="x"),
            lambda version: Part.objects.filter(criteria_set__rule_version=version).update(max_points=1),
            lambda version: Criterion.objects.filter(criteria_set__rule_version=version).update(title="x"),
            lambda version: Option.objects.filter(criterion__criteria_set__rule_version=version).update(points=1),
        ],
    )
    def test_the_database_refuses_a_version_in_use(self, source, change):
        with transaction.atomic():
            change(source)
            transaction.set_rollback(True)
        RoundFactory(rule_version=source)
        before = stored_content(RuleVersion.objects.get(pk=source.pk))
        with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
            change(source)
        assert stored_content(RuleVersion.objects.get(pk=source.pk)) == before


class TestComparing:
    def test_a_version_and_its_copy_differ_in_what_was_changed(self, office, source, draft):
        save(office, draft, fields={"quorum_percent": 60}, bands=BANDS | {5: 95})
        draft.refresh_from_db()
        found = compare_versions(source, draft, lines_to_compare)
        told = {pair.label: (pair.left, pair.right) for pair in found.lines if pair.kind == Kind.CHANGED}
        assert told["Khung điểm 5 sao"] == ("từ 90 điểm", "từ 95 điểm")
        assert told["Khung điểm 4 sao"] == ("từ 70 đến dưới 90 điểm", "từ 70 đến dưới 95 điểm")
        assert "60" in told["Số người có mặt"][1]
        assert set(told) == {"Số quyết định", "Số người có mặt", "Khung điểm 5 sao", "Khung điểm 4 sao"}
        assert [one.outcome for one in found.sets] == [Kind.SAME]

    def test_added_removed_and_changed_criteria_are_told_apart(self, source):
        left = stored_sets(source)[0]
        top, first, *rest = left.criteria
        criteria = (top, dataclasses.replace(first, max_points=first.max_points + 1), *rest[:-1])
        right = dataclasses.replace(left, criteria=(*criteria, dataclasses.replace(rest[-1], code="8")))
        found = compare_sets(left, right)
        assert {one.label: one.kind for one in found.criteria} == {
            "1": Kind.SAME,
            "1.1": Kind.CHANGED,
            "1.2": Kind.SAME,
            "2": Kind.SAME,
            "3": Kind.REMOVED,
            "8": Kind.ADDED,
        }
        assert found.criteria[1].changed_fields == ("điểm tối đa 20 → 21",)
        assert found.tally == "1 khác · 1 thêm · 1 bỏ"

    def test_sets_of_two_decisions_are_paired_by_name_not_by_number(self):
        def row(number, group, name):
            return SetRow(number, group, name, (), (), ())

        before = [row(11, "food-11", "Gia vị khác"), row(12, "food-12", "Chè tươi, chế biến")]
        after = [row(11, "food-5-a", "Chè tươi, chè chế biến"), row(23, "ornamental-1", "Hoa")]
        pairs = [(one and one.number, other and other.number) for one, other in pair_sets(before, after)]
        assert pairs == [(11, None), (12, 11), (None, 23)]


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Each has been seen to fail with the lock of the draft's row taken out."""

    def test_a_draft_is_published_once(self, office, draft):
        def publish():
            rulebook.publish_version(actor=office, version_id=draft.pk)

        outcomes = at_once(publish, publish, publish)
        assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused", "Refused"]

    @pytest.mark.parametrize("_turn", range(3))
    def test_what_is_published_is_complete_whatever_is_saved_at_that_moment(self, office, draft, _turn):
        seen = stamp_of(draft)
        outcomes = at_once(
            lambda: rulebook.publish_version(actor=office, version_id=draft.pk),
            lambda: save(office, draft, seen=seen, deciders=DECIDERS[:1]),
        )
        assert [one is None for one in outcomes].count(True) == 1
        assert RuleVersion.objects.get(pk=draft.pk).is_draft == bool(lacking(draft))

    def test_two_who_save_at_once_do_not_overwrite_each_other(self, office, draft):
        seen = stamp_of(draft)
        outcomes = at_once(
            *(
                lambda percent=percent: save(office, draft, seen=seen, fields={"quorum_percent": percent})
                for percent in (55, 65)
            )
        )
        assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Stale"]
        kept = RuleVersion.objects.get(pk=draft.pk).quorum_percent
        assert kept == (55 if outcomes[0] is None else 65)
