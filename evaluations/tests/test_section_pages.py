"""Pages on which a dossier is filled in: forms, conflicts, saving by themselves, the check before sending."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import today
from evaluations.enums import DossierState
from evaluations.models import Criterion, Dossier, EvidenceCriterion, SupplementItem, SupplementRequest
from evaluations.services.copying import start_from_previous
from evaluations.services.sections import save_section
from evaluations.services.self_scores import save_self_scores
from evaluations.tests.factories import (
    AssignmentFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    choices_for,
    complete_dossier,
)

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def dossier():
    return DossierFactory(round__rule_version__by_the_law=True, summary="")


@pytest.fixture
def officer(client, dossier):
    user = UserFactory(local_officer=True, unit=dossier.unit)
    client.force_login(user)
    return user


def section(dossier, key):
    return reverse("evaluations:dossier_section", args=[dossier.pk, key])


def page(name, dossier):
    return reverse(f"evaluations:{name}", args=[dossier.pk])


@pytest.mark.usefixtures("officer")
class TestSectionForms:
    RESULTS = {"annual_output": "12 tấn", "annual_revenue_vnd": "1.850.000.000", "workers": "14", "version": "1"}

    def test_a_section_is_saved_and_the_next_one_opens(self, client, dossier):
        response = client.post(section(dossier, "results"), self.RESULTS | {"then": "next"})
        assertRedirects(response, page("self_assessment", dossier))
        dossier.refresh_from_db()
        assert (dossier.annual_revenue_vnd, dossier.workers, dossier.version) == (1_850_000_000, 14, 2)
        response = client.post(section(dossier, "results"), self.RESULTS | {"workers": "15", "version": "2"})
        assertRedirects(response, section(dossier, "results"))

    @pytest.mark.parametrize("key", ["registration", "background", "results", "plan", "changes"])
    def test_every_section_is_saved_empty(self, client, dossier, key):
        typed = {"kind": dossier.kind, "version": "1", "then": "stay"}
        assertRedirects(client.post(section(dossier, key), typed), section(dossier, key))

    def test_what_the_registers_know_is_shown_with_the_way_to_mend_it(self, client, dossier):
        response = client.get(section(dossier, "registration"))
        assertContains(response, dossier.producer.name)
        assertContains(response, reverse("producers:producer_edit", args=[dossier.producer_id]))
        assertContains(response, reverse("products:product_edit", args=[dossier.product_id]))

    def test_tourism_is_not_asked_for_samples(self, client, dossier):
        assert "sample_count" in client.get(section(dossier, "registration")).context["form"].fields
        industry = dossier.product.group
        industry.counts_as = "tourism"
        industry.save()
        assert "sample_count" not in client.get(section(dossier, "registration")).context["form"].fields

    @pytest.mark.parametrize("key", ["papers", "unit_check", "self_assessment", "x"])
    def test_an_address_of_no_form_is_not_found(self, client, dossier, key):
        assert client.get(section(dossier, key)).status_code == 404

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"annual_revenue_vnd": "nhiều"}, "không phải là số"),
            ({"annual_revenue_vnd": "-5"}, "âm"),
            ({"local_workers": "20"}, "nhiều hơn tổng"),
        ],
    )
    def test_bad_input_is_named_and_kept(self, client, dossier, changes, message):
        typed = self.RESULTS | changes
        response = client.post(section(dossier, "results"), typed)
        assert message in str(response.context["form"].errors)
        assert {name: response.context["form"][name].value() for name in typed} == typed
        dossier.refresh_from_db()
        assert dossier.version == 1

    def test_two_people_who_edit_see_both_versions_and_nothing_is_overwritten_unseen(self, client, dossier):
        colleague = UserFactory(local_officer=True, unit=dossier.unit)
        save_section(actor=colleague, dossier_id=dossier.pk, section="plan", version=1, plan="Của đồng nghiệp")
        response = client.post(section(dossier, "plan"), {"plan": "Của tôi", "version": "1"})
        for text in ("Có người khác vừa lưu", "Của đồng nghiệp", "Của tôi", "Bản đang lưu", "Bản bạn nhập"):
            assertContains(response, text)
        dossier.refresh_from_db()
        assert dossier.plan == "Của đồng nghiệp"
        assert response.context["form"]["version"].value() == "2"
        client.post(section(dossier, "plan"), {"plan": "Của tôi", "version": "2"})
        dossier.refresh_from_db()
        assert dossier.plan == "Của tôi"

    def test_what_only_the_other_changed_is_kept_in_a_conflict(self, client, dossier):
        save_section(
            actor=UserFactory(local_officer=True, unit=dossier.unit),
            dossier_id=dossier.pk,
            section="results",
            version=1,
            annual_output="20 tấn",
            annual_revenue_vnd=2_000_000,
            market_result="Siêu thị",
        )
        typed = {"annual_output": "12 tấn", "workers": "14", "version": "1"}
        form = client.post(section(dossier, "results"), typed).context["form"]
        assert [(one.stored, one.typed) for one in form.differences] == [("20 tấn", "12 tấn"), ("(để trống)", "14")]
        boxes = {name: form[name].value() or "" for name in form.fields}
        client.post(section(dossier, "results"), boxes)
        dossier.refresh_from_db()
        assert (dossier.annual_output, dossier.workers) == ("12 tấn", 14)
        assert (dossier.annual_revenue_vnd, dossier.market_result) == (2_000_000, "Siêu thị")

    def test_a_page_that_saves_itself_is_answered_in_json(self, client, dossier):
        url = section(dossier, "plan")
        answer = client.post(url, {"plan": "A", "version": "1"}, headers=AUTOSAVE)
        assert (answer.status_code, answer.json()["version"]) == (200, 2)
        save_section(
            actor=UserFactory(local_officer=True, unit=dossier.unit),
            dossier_id=dossier.pk,
            section="plan",
            version=2,
            plan="B",
        )
        answer = client.post(url, {"plan": "C", "version": "2"}, headers=AUTOSAVE)
        assert (answer.status_code, "Có người khác" in answer.json()["message"]) == (409, True)
        wrong = client.post(section(dossier, "results"), {"workers": "x", "version": "3"}, headers=AUTOSAVE)
        assert (wrong.status_code, "Số lao động" in wrong.json()["message"]) == (422, True)
        dossier.refresh_from_db()
        assert dossier.plan == "B"

    def test_what_a_person_wrote_is_never_markup(self, client, dossier):
        client.post(section(dossier, "plan"), {"plan": "<b>x</b>", "version": "1"})
        for url in (section(dossier, "plan"), page("dossier_check", dossier)):
            assertNotContains(client.get(url), "<b>x</b>")


@pytest.mark.usefixtures("officer")
class TestSelfAssessment:
    def typed(self, dossier, **more):
        return {f"c{key}": value for key, value in choices_for(dossier, {"3": None}).items()} | {"version": "1"} | more

    def test_levels_are_saved_and_the_totals_follow(self, client, dossier):
        url, criterion = page("self_assessment", dossier), Criterion.objects.get(code="2")
        typed = self.typed(dossier, then="next", **{f"n{criterion.pk}": "Chuyện\0 kể"})
        assertRedirects(client.post(url, typed), f"{dossier.get_absolute_url()}?tab=files")
        card = client.get(url).context["card"]
        assert (card.filled, card.total) == (3, 65)
        assertContains(client.get(url), "Chuyện kể")

    def test_a_paper_stands_beside_the_criterion_that_it_proves(self, client, dossier):
        paper = EvidenceFactory(dossier=dossier, title="Hợp đồng liên kết")
        criterion = Criterion.objects.get(code="1.2")
        EvidenceCriterion.objects.create(evidence=paper, criterion=criterion)
        response = client.get(page("self_assessment", dossier))
        assert response.context["proofs"] == {criterion.pk: [paper]}
        assertContains(response, "Hợp đồng liên kết", count=2)

    def test_two_people_see_both_versions(self, client, dossier):
        colleague = UserFactory(local_officer=True, unit=dossier.unit)
        save_self_scores(
            actor=colleague, dossier_id=dossier.pk, version=1, choices=choices_for(dossier, {"1.1": 5, "3": None})
        )
        url = page("self_assessment", dossier)
        assert client.post(url, self.typed(dossier), headers=AUTOSAVE).status_code == 409
        response = client.post(url, self.typed(dossier))
        assert [(one.stored, one.typed) for one in response.context["differences"]] == [("Mức 5", "Mức 20")]
        assert response.context["version"] == 2
        client.post(url, self.typed(dossier, version="2"))
        assert dossier.self_scores.get(criterion__code="1.1").option.points == 20

    def test_without_public_criteria_there_is_no_page(self, client, dossier):
        dossier.product.group = DossierFactory().product.group
        dossier.product.save()
        assert client.get(page("self_assessment", dossier)).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_costs_the_same_for_one_paper_and_for_three(
        self, client, dossier, django_assert_num_queries, count
    ):
        save_self_scores(
            actor=UserFactory(local_officer=True, unit=dossier.unit),
            dossier_id=dossier.pk,
            version=1,
            choices=choices_for(dossier),
        )
        for paper in EvidenceFactory.create_batch(count, dossier=dossier):
            EvidenceCriterion.objects.create(evidence=paper, criterion=Criterion.objects.get(code="3"))
        with django_assert_num_queries(21):
            client.get(page("self_assessment", dossier))


def test_a_check_with_a_version_that_never_was_is_told_so(client):
    dossier = DossierFactory(round__rule_version__by_the_law=True)
    client.force_login(UserFactory(local_officer=True, unit=dossier.unit))
    response = client.post(page("unit_check_edit", dossier), {"version": "9", "checked_by": "An"})
    assertContains(response, "Có người khác vừa lưu")


def test_what_the_office_asked_for_stands_on_the_page_of_its_section(client):
    dossier = DossierFactory(returned=True, round__rule_version__by_the_law=True)
    request = SupplementRequest.objects.create(dossier=dossier, due_on=today(), asked_by=UserFactory(office=True))
    SupplementItem.objects.create(request=request, subject="plan", note="Ghi rõ vốn đầu tư")
    client.force_login(UserFactory(local_officer=True, unit=dossier.unit))
    assertContains(client.get(section(dossier, "plan")), "Ghi rõ vốn đầu tư")
    assertNotContains(client.get(section(dossier, "results")), "Ghi rõ vốn đầu tư")
    assertContains(client.get(page("dossier_check", dossier)), f'href="{dossier.get_absolute_url()}#bo-sung"')


class TestCheckBeforeSending:
    def test_what_is_missing_is_linked_and_there_is_no_button(self, client, dossier, officer):
        response = client.get(page("dossier_check", dossier))
        assertContains(response, f'href="{section(dossier, "plan")}#id_plan"')
        assertNotContains(response, 'value="submit"')

    def test_a_complete_dossier_is_shown_whole_and_sent_from_there(self, client, dossier, officer):
        complete_dossier(dossier, actor=officer)
        response = client.get(page("dossier_check", dossier))
        for text in ("1.850.000.000 đồng", "Mở rộng vùng nguyên liệu", "Mức 35", "Đủ điều kiện, đề nghị tỉnh"):
            assertContains(response, text)
        assertContains(response, 'value="submit"')
        assertRedirects(client.post(page("dossier_move", dossier), {"action": "submit"}), dossier.get_absolute_url())
        assert Dossier.objects.get().state == DossierState.SUBMITTED
        assert client.get(page("dossier_check", dossier)).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_pages_cost_the_same_for_one_paper_and_for_three(
        self, client, dossier, officer, django_assert_num_queries, count
    ):
        complete_dossier(dossier, actor=officer)
        EvidenceFactory.create_batch(count, dossier=dossier)
        with django_assert_num_queries(14):
            client.get(section(dossier, "registration"))
        with django_assert_num_queries(20):
            client.get(page("dossier_check", dossier))

    def test_the_page_of_a_draft_is_a_list_of_tasks(self, client, dossier, officer):
        response = client.get(dossier.get_absolute_url())
        assertContains(response, "0/7 phần đã đủ")
        assertContains(response, "Trình hồ sơ vào đợt")
        assertContains(response, page("dossier_check", dossier))

    def test_office_and_council_read_every_section(self, client, dossier):
        complete_dossier(dossier, actor=UserFactory(local_officer=True, unit=dossier.unit))
        Dossier.objects.update(state=DossierState.ACCEPTED, submitted_on=dossier.round.opens_on)
        member = AssignmentFactory(dossier=dossier, member__round=dossier.round).member
        for person in (UserFactory(office=True), member.user):
            client.force_login(person)
            response = client.get(dossier.get_absolute_url())
            for text in ("Mở rộng vùng nguyên liệu", "Mức 35", "15/UBND-KT", "Đăng ký kinh doanh"):
                assertContains(response, text)
            assertNotContains(response, section(dossier, "plan"))


class TestBeginningFromTheOneBefore:
    @pytest.fixture
    def before(self, dossier, officer):
        complete_dossier(dossier, actor=officer)
        Dossier.objects.update(state=DossierState.RECOGNISED, submitted_on=dossier.round.opens_on)
        return Dossier.objects.get()

    def test_the_form_offers_it_and_the_page_says_so(self, client, before):
        turn = RoundFactory(rule_version=before.round.rule_version)
        address = reverse("evaluations:dossier_create")
        form = client.get(address, {"product": before.product_id}).context["form"]
        assert form.initial["from_previous"]
        typed = {"round": turn.pk, "product": before.product_id, "kind": "renewal", "from_previous": "on"}
        response = client.post(address, typed, follow=True)
        assertContains(response, f"bắt đầu từ hồ sơ lần trước ({before.round})")
        assert Dossier.objects.get(state="draft").plan == before.plan

    def test_an_empty_one_can_be_begun_all_the_same(self, client, before):
        turn = RoundFactory(rule_version=before.round.rule_version)
        typed = {"round": turn.pk, "product": before.product_id, "kind": "renewal"}
        client.post(reverse("evaluations:dossier_create"), typed)
        assert Dossier.objects.get(state="draft").previous_dossier is None

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_comparison_costs_the_same_for_one_paper_and_for_three(
        self, client, before, officer, django_assert_num_queries, count
    ):
        for number in range(count):
            EvidenceFactory(dossier=before, sha256=f"{number}" * 64)
        turn = RoundFactory(rule_version=before.round.rule_version)
        dossier = start_from_previous(actor=officer, round=turn, product=before.product, kind="renewal")
        save_section(actor=officer, dossier_id=dossier.pk, section="plan", version=1, plan="Kế hoạch khác")
        with django_assert_num_queries(11):
            response = client.get(page("dossier_compare", dossier))
        assertContains(response, "Kế hoạch khác")
        assertContains(response, "Nên thay bản mới", count=count)

    def test_a_dossier_that_began_empty_has_nothing_to_compare(self, client, dossier, officer):
        assertRedirects(client.get(page("dossier_compare", dossier)), dossier.get_absolute_url())
