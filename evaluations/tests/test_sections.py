"""Sections of a dossier: what each lacks, saving, the self-assessment, the log of edits."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.dates import add_months, format_date, today
from core.errors import Refused, Stale
from documents.tests.factories import DocumentFactory
from evaluations import edits
from evaluations.completeness import missing
from evaluations.enums import SectionKey, SectionState
from evaluations.history import history_of
from evaluations.models import Criterion, DossierEdit, Evidence, RuleVersion, SupplementItem, SupplementRequest
from evaluations.reading import read_sections, with_filled_ones
from evaluations.section_forms import SECTION_FORMS
from evaluations.sections import SECTION_OF_FIELD, sections_of
from evaluations.services.sections import save_section
from evaluations.services.self_scores import LONGEST_TEXT, save_self_scores
from evaluations.tests.factories import DossierFactory, EvidenceFactory, RoundFactory, choices_for, complete_dossier
from evaluations.workflow import Incomplete, move
from producers.tests.factories import RepresentativeFactory
from products.enums import RecognitionKind
from products.tests.factories import ProductFactory, RecognitionFactory

pytestmark = pytest.mark.django_db
S = SectionState


def officer_of(dossier):
    return UserFactory(local_officer=True, unit=dossier.unit)


@pytest.fixture
def dossier():
    return DossierFactory(round__rule_version__by_the_law=True, summary="")


def state_of(dossier, key):
    return next(one for one in sections_of(dossier) if one.key == key).state


def texts_of(dossier, key):
    return [item.text for item in next(one for one in sections_of(dossier) if one.key == key).missing]


class TestSections:
    def test_a_new_dossier_by_the_law_has_every_section_but_the_changes(self, dossier):
        assert [one.key for one in sections_of(dossier)] == [key for key in SectionKey if key != SectionKey.CHANGES]
        dossier.kind = "renewal"
        assert SectionKey.CHANGES in [one.key for one in sections_of(dossier)]

    def test_without_public_criteria_nobody_assesses_himself(self, dossier):
        dossier.product.group = DossierFactory().product.group
        dossier.product.save()
        assert SectionKey.SELF_ASSESSMENT not in [one.key for one in sections_of(dossier)]

    def test_the_ministry_is_sent_no_check_of_the_commune(self):
        central = DossierFactory(central=True, round__rule_version__by_the_law=True)
        keys = [one.key for one in sections_of(central)]
        assert SectionKey.UNIT_CHECK not in keys
        assert SectionKey.CHANGES not in keys
        assert "Ghi ngày nhận hồ sơ của chủ thể" not in [item.text for item in missing(central)]

    def test_an_earlier_rule_asks_for_kind_and_summary_alone(self):
        assert [one.key for one in sections_of(DossierFactory())] == ["registration", "background"]

    def test_a_section_goes_from_not_started_to_complete(self, dossier):
        officer = officer_of(dossier)
        assert state_of(dossier, "results") == S.NOT_STARTED
        save_section(actor=officer, dossier_id=dossier.pk, section="results", version=1, workers=4)
        dossier.refresh_from_db()
        assert state_of(dossier, "results") == S.IN_PROGRESS
        save_section(
            actor=officer,
            dossier_id=dossier.pk,
            section="results",
            version=2,
            local_workers=4,
            annual_output="2 tấn",
            annual_revenue_vnd=0,
            market_result="Chợ",
            quality_result="Đạt",
        )
        dossier.refresh_from_db()
        assert state_of(dossier, "results") == S.COMPLETE

    def test_registration_asks_for_receipt_samples_and_the_producers_own_facts(self, dossier):
        lacking = texts_of(dossier, "registration")
        assert lacking == [
            "Ghi ngày nhận hồ sơ của chủ thể",
            "Ghi số mẫu sản phẩm",
            "Ghi người đại diện của chủ thể",
            "Ghi địa chỉ của chủ thể",
        ]
        RepresentativeFactory(producer=dossier.producer)
        dossier.product.group.counts_as = "tourism"
        assert texts_of(dossier, "registration") == [lacking[0], lacking[3]]

    def test_papers_ask_for_registration_and_licence_and_crafts_need_no_licence(self, dossier):
        assert len(texts_of(dossier, "papers")) == 2
        dossier.product.group.counts_as = "handicraft"
        assert texts_of(dossier, "papers") == ["Đính kèm đăng ký kinh doanh"]
        EvidenceFactory(dossier=dossier, kind="business_registration")
        assert state_of(dossier, "papers") == S.COMPLETE
        advised = next(one for one in sections_of(dossier) if one.key == "papers").advised
        assert "Câu chuyện sản phẩm" in [item.text for item in advised]

    def test_an_expired_paper_of_the_wallet_is_named_from_the_day_after(self, dossier):
        last = today()
        paper = dossier.producer.papers.create(kind="declaration", name="Bản công bố", expires_on=last)
        file = paper.files.create(file="x.pdf", sha256="1" * 64, size=1, uploaded_by=officer_of(dossier))
        EvidenceFactory(dossier=dossier, title="Bản công bố", paper_file=file)
        words = f"Thay “Bản công bố” đã hết hạn ngày {last:%d/%m/%Y}"
        assert words not in [item.text for item in missing(dossier, on=last)]
        assert words in [item.text for item in missing(dossier, on=last + dt.timedelta(days=1))]

    def test_the_self_assessment_names_the_criteria_without_a_level(self, dossier):
        save_self_scores(
            actor=officer_of(dossier),
            dossier_id=dossier.pk,
            version=1,
            choices=choices_for(dossier, {"1.2": None, "3": None}),
        )
        assert texts_of(dossier, "self_assessment") == ["Chọn mức cho 2 tiêu chí: 1.2, 3"]
        assert state_of(dossier, "self_assessment") == S.IN_PROGRESS

    def test_what_the_office_asked_for_is_to_supplement_until_it_is_answered(self):
        dossier = DossierFactory(returned=True, round__rule_version__by_the_law=True)
        request = SupplementRequest.objects.create(dossier=dossier, due_on=today(), asked_by=UserFactory(office=True))
        items = [
            SupplementItem.objects.create(request=request, subject=subject, note=f"Thiếu {subject}")
            for subject in ("plan", "paper:story")
        ]
        assert (state_of(dossier, "plan"), state_of(dossier, "papers")) == (S.TO_SUPPLEMENT, S.TO_SUPPLEMENT)
        assert "Bổ sung rồi trả lời: Thiếu plan" in texts_of(dossier, "plan")
        for item in items:
            item.answered_at = request.asked_at
            item.save()
        assert state_of(dossier, "plan") == S.NOT_STARTED

    def test_the_fields_that_the_forms_mark_are_those_that_the_sending_asks_for(self):
        dossier = DossierFactory(round__rule_version__by_the_law=True, kind="renewal", summary="")
        for key, form in SECTION_FORMS.items():
            asked = next(one for one in sections_of(dossier) if one.key == key)
            anchors = {item.url.partition(f"{asked.url}#id_")[2] for item in asked.items} - {"", "kind"}
            assert anchors == set(form.asked), key

    def test_only_a_complete_dossier_is_sent(self, dossier):
        officer = officer_of(dossier)
        with pytest.raises(Incomplete):
            move(dossier.pk, "submit", actor=officer)
        complete_dossier(dossier, actor=officer)
        dossier.refresh_from_db()
        assert missing(dossier) == []
        assert {one.state for one in sections_of(dossier)} == {S.COMPLETE}
        move(dossier.pk, "submit", actor=officer)

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_sections_cost_the_same_for_one_paper_and_for_three(self, dossier, django_assert_num_queries, count):
        EvidenceFactory.create_batch(count, dossier=dossier)
        save_self_scores(actor=officer_of(dossier), dossier_id=dossier.pk, version=None, choices=choices_for(dossier))
        dossier = type(dossier).objects.select_related("product__group", "producer", "round__rule_version").get()
        with django_assert_num_queries(9):
            sections_of(dossier)


class TestSaving:
    def test_a_section_is_saved_half_empty_and_in_nfc(self, dossier):
        saved = save_section(
            actor=officer_of(dossier), dossier_id=dossier.pk, section="plan", version=1, plan=" Mở rộng vùng trồng "
        )
        assert (saved.plan, saved.version) == ("Mở rộng vùng trồng", 2)

    def test_saving_the_same_again_counts_no_change(self, dossier):
        actor = officer_of(dossier)
        for _ in range(2):
            save_section(actor=actor, dossier_id=dossier.pk, section="plan", version=1, plan="A")
        dossier.refresh_from_db()
        assert (dossier.version, DossierEdit.objects.count()) == (2, 1)

    def test_two_people_in_two_sections_do_not_stand_in_each_others_way(self, dossier):
        one, two = officer_of(dossier), officer_of(dossier)
        save_section(actor=one, dossier_id=dossier.pk, section="plan", version=1, plan="A")
        save_section(actor=two, dossier_id=dossier.pk, section="background", version=1, summary="B")
        with pytest.raises(Stale):
            save_section(actor=two, dossier_id=dossier.pk, section="plan", version=1, plan="C")
        dossier.refresh_from_db()
        assert (dossier.plan, dossier.summary, dossier.version) == ("A", "B", 3)

    def test_a_version_that_never_was_is_refused(self, dossier):
        with pytest.raises(Stale):
            save_section(actor=officer_of(dossier), dossier_id=dossier.pk, section="plan", version=9, plan="A")

    def test_a_day_of_receipt_to_come_is_refused(self, dossier):
        tomorrow = today() + dt.timedelta(days=1)
        with pytest.raises(ValidationError, match="sau hôm nay"):
            save_section(
                actor=officer_of(dossier),
                dossier_id=dossier.pk,
                section="registration",
                version=1,
                received_on=tomorrow,
            )

    def test_a_field_of_another_section_is_a_mistake_of_the_caller(self, dossier):
        with pytest.raises(TypeError):
            save_section(actor=officer_of(dossier), dossier_id=dossier.pk, section="plan", version=1, summary="A")

    @pytest.mark.parametrize("role", ["local_officer", "office", "leader", "council_member"])
    def test_nobody_else_saves_a_section_or_the_self_assessment(self, role):
        dossier, person = DossierFactory(returned=True), UserFactory(**{role: True})
        with pytest.raises(PermissionDenied):
            save_section(actor=person, dossier_id=dossier.pk, section="plan", version=None, plan="A")
        with pytest.raises(PermissionDenied):
            save_self_scores(actor=person, dossier_id=dossier.pk, version=None, choices={})

    def test_a_sent_dossier_is_not_changed(self):
        dossier = DossierFactory(submitted=True)
        actor = officer_of(dossier)
        with pytest.raises(Refused, match="không sửa được"):
            save_section(actor=actor, dossier_id=dossier.pk, section="plan", version=None, plan="A")
        with pytest.raises(Refused, match="không sửa được"):
            save_self_scores(actor=actor, dossier_id=dossier.pk, version=None, choices=choices_for(dossier))


class TestSelfScores:
    def test_levels_and_texts_are_stored_and_what_is_left_out_is_cleared(self, dossier):
        actor, by_code = officer_of(dossier), {one.code: one.pk for one in Criterion.objects.all()}
        save_self_scores(
            actor=actor,
            dossier_id=dossier.pk,
            version=1,
            choices=choices_for(dossier),
            texts={by_code["2"]: " Chuyện kể "},
        )
        save_self_scores(
            actor=actor,
            dossier_id=dossier.pk,
            version=2,
            choices=choices_for(dossier, {"1.1": None, "2": None, "3": 10}),
            texts={by_code["2"]: "Chuyện kể"},
        )
        rows = dossier.self_scores.select_related("criterion", "option").order_by("criterion__code")
        assert [(one.criterion.code, one.option and int(one.option.points), one.text) for one in rows] == [
            ("1.2", 20, ""),
            ("2", None, "Chuyện kể"),
            ("3", 10, ""),
        ]

    def test_a_level_of_another_criterion_and_a_text_too_long_are_refused(self, dossier):
        one, two = list(choices_for(dossier).items())[:2]
        bad = ({"choices": {one[0]: two[1]}}, {"choices": {0: 0}}, {"choices": {}, "texts": {0: "A"}})
        for fields in (*bad, {"choices": {}, "texts": {one[0]: "x" * (LONGEST_TEXT + 1)}}):
            with pytest.raises(Refused):
                save_self_scores(actor=officer_of(dossier), dossier_id=dossier.pk, version=1, **fields)
        assert not dossier.self_scores.exists()

    def test_two_people_do_not_overwrite_each_other(self, dossier):
        actor = officer_of(dossier)
        save_self_scores(actor=actor, dossier_id=dossier.pk, version=1, choices=choices_for(dossier))
        with pytest.raises(Stale):
            save_self_scores(actor=actor, dossier_id=dossier.pk, version=1, choices={})


class TestHistory:
    def test_an_edit_is_told_in_words(self, dossier):
        actor = officer_of(dossier)
        save_section(
            actor=actor, dossier_id=dossier.pk, section="results", version=1, annual_revenue_vnd=1_500_000, workers=3
        )
        save_self_scores(
            actor=actor, dossier_id=dossier.pk, version=2, choices=choices_for(dossier, {"1.1": 5, "1.2": None})
        )
        levels, results = (entry for entry in history_of(dossier, actor) if entry.changes)
        assert (results.what, results.who) == ("Sửa phần “Kết quả sản xuất kinh doanh”", actor.full_name)
        assert [(one.label, one.before, one.after) for one in results.changes] == [
            ("Doanh thu một năm (đồng)", "", "1.500.000"),
            ("Số lao động", "", "3"),
        ]
        assert (levels.changes[0].label, levels.changes[0].after) == ("1.1 Nguồn gốc sản phẩm", "Mức 5 (5 điểm)")

    def test_savings_within_a_minute_by_one_person_are_one_line(self, dossier):
        actor, start = officer_of(dossier), dt.datetime(2026, 11, 21, 8, 0, tzinfo=dt.UTC)
        for seconds, before, after in ((0, "", "A"), (40, "A", "AB"), (90, "AB", "ABC"), (200, "ABC", "X")):
            DossierEdit.objects.create(
                dossier=dossier,
                section="plan",
                version=2,
                changes=[["Kế hoạch", before, after]],
                actor=actor,
                at=start + dt.timedelta(seconds=seconds),
            )
        found = edits.history_entries(dossier.edits.select_related("actor"))
        assert [[(c.before, c.after) for c in one.changes] for one in found] == [[("", "ABC")], [("ABC", "X")]]

    def test_a_long_text_is_shown_where_it_parts(self):
        before, after = edits.shortened("a" * 500, "a" * 480 + "b" * 20)
        assert before.startswith("…")
        assert after.endswith("b" * 20)
        assert len(after) < 250
        assert edits.shortened("x", "y") == ("x", "y")

    def test_every_field_of_a_section_has_words(self, dossier):
        for name in SECTION_OF_FIELD:
            assert edits.label_of(name)
            assert edits.words_of(name, getattr(dossier, name)) is not None


def test_the_sections_are_read_in_words(dossier):
    complete_dossier(dossier, actor=officer_of(dossier))
    dossier = type(dossier).objects.get(pk=dossier.pk)
    blocks = {one.section.key: one for one in read_sections(dossier, sections_of(dossier))}
    assert blocks[SectionKey.SELF_ASSESSMENT].card.filled == 4
    assert len(blocks[SectionKey.PAPERS].papers) == Evidence.objects.count()
    revenue = next(one for one in blocks[SectionKey.RESULTS].facts if one.label == "Doanh thu một năm")
    assert revenue.value.endswith("đồng")


def test_what_an_earlier_rule_did_not_ask_for_is_read_all_the_same():
    dossier = DossierFactory(submitted=True, annual_output="12 tấn")
    assert [one.key for one in with_filled_ones(dossier, sections_of(dossier))] == [
        "registration",
        "background",
        "results",
    ]


def test_rules_ask_only_for_sections_that_there_are():
    assert set(RuleVersion().required_sections) == set(SectionKey.values)


@pytest.mark.parametrize(("days_left", "may_send"), [(181, False), (180, True), (120, True), (30, True)])
def test_a_renewal_waits_until_its_window_opens(days_left, may_send):
    turn = RoundFactory(rule_version__by_the_law=True)
    until = today() + dt.timedelta(days=days_left)
    product = ProductFactory()
    RecognitionFactory(product=product, document=DocumentFactory(issued_on=add_months(until, -36)), valid_until=until)
    dossier = DossierFactory(round=turn, product=product, kind=RecognitionKind.RENEWAL)
    texts = [item.text for item in missing(dossier)]
    opens = format_date(until - dt.timedelta(days=180))
    assert any(text.startswith(f"Chờ đến ngày {opens}") for text in texts) is not may_send
