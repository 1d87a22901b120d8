"""Pages of rounds and dossiers: what they show, keep and cost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import DossierState, MarkRule
from evaluations.models import Dossier, Evidence, Round
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    RuleVersionFactory,
    choices_for,
    close,
    scored_by,
)
from evaluations.workflow import move
from products.tests.factories import ProductFactory, RecognitionFactory

pytestmark = pytest.mark.django_db

ROUNDS, ROUND_CREATE = reverse("evaluations:round_list"), reverse("evaluations:round_create")
DOSSIERS, DOSSIER_CREATE = reverse("evaluations:dossier_list"), reverse("evaluations:dossier_create")


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def sign_in_officer(client, dossier):
    officer = UserFactory(local_officer=True, unit=dossier.unit)
    client.force_login(officer)
    return officer


def page_of(dossier, name="detail"):
    return reverse(f"evaluations:dossier_{name}", args=[dossier.pk])


class TestCosts:
    """A page costs the same number of queries for one row as for three."""

    @pytest.fixture(params=[1, 3])
    def count(self, request):
        return request.param

    def test_list_of_rounds(self, client, office, django_assert_num_queries, count):
        for _ in range(count):
            DossierFactory(submitted=True, round__rule_version=RuleVersionFactory())
        with django_assert_num_queries(6):
            response = client.get(ROUNDS)
        assert len(response.context["page"]) == count

    def test_list_of_dossiers(self, client, office, django_assert_num_queries, count):
        for _ in range(count):
            DossierFactory(submitted=True)
        with django_assert_num_queries(7):
            response = client.get(DOSSIERS)
        assert len(response.context["page"]) == count

    def test_board_of_a_round(self, client, office, django_assert_num_queries, count):
        turn = RoundFactory()
        for _ in range(count):
            close(DossierFactory(round=turn, accepted=True), {}, {})
            CouncilMemberFactory(round=turn)
        with django_assert_num_queries(20):
            response = client.get(turn.get_absolute_url())
        assert len(response.context["board"].rows) == count

    def test_own_dossiers_in_a_round(self, client, django_assert_num_queries, count):
        turn, officer = RoundFactory(), UserFactory(local_officer=True)
        for _ in range(count):
            DossierFactory(round=turn, product__producer__unit=officer.unit)
        client.force_login(officer)
        with django_assert_num_queries(8):
            response = client.get(turn.get_absolute_url())
        assert len(response.context["page"]) == count

    def test_own_queue_of_a_member(self, client, django_assert_num_queries, count):
        turn = RoundFactory()
        member = CouncilMemberFactory(round=turn)
        for _ in range(count):
            seat = AssignmentFactory(dossier__round=turn, dossier__accepted=True, member=member)
            services.save_sheet(
                actor=member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, {"2": None})
            )
        client.force_login(member.user)
        with django_assert_num_queries(11):
            response = client.get(turn.get_absolute_url())
        assert len(response.context["queue"]) == count

    def test_decision_screen(self, client, office, django_assert_num_queries, count):
        turn = RoundFactory(rule_version__mark_rule=MarkRule.MOST_SHEETS)
        for _ in range(count):
            close(DossierFactory(round=turn, accepted=True), {"3": 20}, {"1.1": 0})
        DocumentFactory.create_batch(count)
        with django_assert_num_queries(13):
            response = client.get(reverse("evaluations:round_decision", args=[turn.pk]))
        assert len(response.context["forms"].rows) == count

    COSTS = {"info": 14, "files": 8, "scores": 15, "history": 9}

    @pytest.mark.parametrize("tab", COSTS)
    @pytest.mark.usefixtures("office")
    def test_page_of_a_dossier(self, client, django_assert_num_queries, count, tab):
        dossier = close(DossierFactory(accepted=True), *({"3": 20},) * count)
        EvidenceFactory.create_batch(count, dossier=dossier)
        with django_assert_num_queries(self.COSTS[tab]):
            client.get(dossier.get_absolute_url(), {"tab": tab})

    def test_page_of_a_draft(self, client, django_assert_num_queries, count):
        dossier = DossierFactory()
        EvidenceFactory.create_batch(count, dossier=dossier)
        sign_in_officer(client, dossier)
        with django_assert_num_queries(14):
            client.get(dossier.get_absolute_url())

    def test_dossiers_of_a_product(self, client, office, django_assert_num_queries, count):
        product = ProductFactory()
        for _ in range(count):
            dossier = close(DossierFactory(product=product, accepted=True))
            Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.NOT_RECOGNISED)
        with django_assert_num_queries(5):
            response = client.get(reverse("evaluations:product_dossiers", args=[product.pk]))
        assert len(response.context["dossiers"]) == count


class TestRoundForms:
    def typed(self, **changes):
        return {
            "name": "Đợt 1",
            "year": "2026",
            "kind": "regular",
            "level": "province",
            "rule_version": RuleVersionFactory().pk,
            "opens_on": "01/03/2026",
            "closes_on": "30/04/2026",
            "note": "Ghi chú",
        } | changes

    def test_a_new_round_begins_with_the_rules_in_force(self, client, office):
        RuleVersionFactory(effective_from=dt.date(2019, 1, 1), effective_to=dt.date(2020, 1, 1))
        now = RuleVersionFactory()
        form = client.get(ROUND_CREATE).context["form"]
        assert (form.initial["rule_version"], form.initial["year"]) == (now, today().year)

    def test_a_round_is_opened(self, client, office):
        response = client.post(ROUND_CREATE, self.typed())
        turn = Round.objects.get()
        assertRedirects(response, turn.get_absolute_url())
        assert (turn.opens_on, turn.note) == (dt.date(2026, 3, 1), "Ghi chú")

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"closes_on": "01/02/2026"}, "phải sau ngày bắt đầu"),
            ({"opens_on": "31/02/2026"}, "Không đọc được ngày"),
            ({"year": "hai nghìn"}, "không phải là số nguyên"),
            ({"rule_version": "99999"}, "chọn"),
            ({"name": ""}, ""),
        ],
    )
    def test_bad_input_is_named_and_everything_typed_stays(self, client, office, changes, message):
        response = client.post(ROUND_CREATE, self.typed(**changes))
        assert response.status_code == 200
        assert message in str(response.context["form"].errors)
        for name, value in self.typed(**changes).items():
            if name != "rule_version":
                assert response.context["form"][name].value() == value
        assert not Round.objects.exists()

    def test_a_round_with_dossiers_keeps_its_rules_whatever_is_sent(self, client, office):
        turn = DossierFactory(submitted=True).round
        url = reverse("evaluations:round_edit", args=[turn.pk])
        client.post(url, self.typed(level="central", name="Tên mới"))
        rules = turn.rule_version
        turn.refresh_from_db()
        assert (turn.name, turn.level, turn.rule_version) == ("Tên mới", "province", rules)

    def test_all_complete_dossiers_are_closed_at_once(self, client, office):
        turn = RoundFactory()
        ready, waiting = DossierFactory.create_batch(2, round=turn, accepted=True)
        scored_by(ready, {}, {})
        AssignmentFactory(dossier=waiting)
        url = reverse("evaluations:round_close", args=[turn.pk])
        assertContains(client.post(url, follow=True), "Đã chốt kết quả của 1 hồ sơ")
        assert set(Dossier.objects.values_list("pk", "state")) == {(ready.pk, "scored"), (waiting.pk, "accepted")}
        assertContains(client.post(url, follow=True), "Chưa có hồ sơ nào đủ phiếu")

    def test_a_refused_closing_names_who_is_missing(self, client, office):
        seat = AssignmentFactory()
        response = client.post(reverse("evaluations:scoring_close", args=[seat.dossier.pk]), follow=True)
        assertContains(response, f"Còn phiếu chưa gửi của {seat.member.user.full_name}")


class TestDossierForms:
    def typed(self, **changes):
        return {"kind": "new"} | changes

    def test_a_dossier_is_begun_from_the_product_page(self, client):
        product, turn = ProductFactory(), RoundFactory()
        client.force_login(UserFactory(local_officer=True, unit=product.producer.unit))
        form = client.get(DOSSIER_CREATE, {"product": product.pk}).context["form"]
        assert (form.initial["product"], form.initial["round"], form.initial["kind"]) == (product, turn, "new")
        response = client.post(DOSSIER_CREATE, self.typed(round=turn.pk, product=product.pk))
        dossier = Dossier.objects.get()
        assertRedirects(response, dossier.get_absolute_url())
        assert (dossier.state, dossier.kind, dossier.previous_dossier) == ("draft", "new", None)

    def test_the_kind_that_fits_is_suggested(self, client):
        recognition = RecognitionFactory()
        client.force_login(UserFactory(local_officer=True, unit=recognition.unit))
        form = client.get(DOSSIER_CREATE, {"product": recognition.product_id}).context["form"]
        assert form.initial["kind"] == "renewal"

    @pytest.mark.parametrize("asked", ["abc", "99999999999999999999", "²", "-1", ""])
    def test_a_broken_address_chooses_nothing(self, client, asked):
        client.force_login(UserFactory(local_officer=True))
        response = client.get(DOSSIER_CREATE, {"product": asked, "round": asked})
        assert response.context["form"].initial["product"] is None

    def test_a_product_of_another_unit_cannot_be_chosen(self, client):
        product, turn = ProductFactory(), RoundFactory()
        client.force_login(UserFactory(local_officer=True))
        response = client.post(DOSSIER_CREATE, self.typed(round=turn.pk, product=product.pk))
        assert "product" in response.context["form"].errors
        assert not Dossier.objects.exists()

    def test_a_closed_round_is_not_offered(self, client):
        RoundFactory(closed=True)
        product = ProductFactory()
        client.force_login(UserFactory(local_officer=True, unit=product.producer.unit))
        assert not client.get(DOSSIER_CREATE).context["form"].fields["round"].queryset.exists()

    def test_the_office_is_offered_central_rounds_and_products_below_five_stars(self, client, office):
        RoundFactory()
        central = RoundFactory(central=True)
        held = RecognitionFactory(star=4, document__issued_on=today() - dt.timedelta(days=30))
        RecognitionFactory(star=5, document__issued_on=today() - dt.timedelta(days=30))
        ProductFactory()
        form = client.get(DOSSIER_CREATE).context["form"]
        assert list(form.fields["round"].queryset) == [central]
        assert list(form.fields["product"].queryset) == [held.product]
        assert form.initial["kind"] == "upgrade"

    def test_a_second_dossier_is_refused_and_everything_typed_stays(self, client):
        dossier = DossierFactory()
        sign_in_officer(client, dossier)
        typed = self.typed(round=str(dossier.round_id), product=str(dossier.product_id))
        response = client.post(DOSSIER_CREATE, typed)
        assertContains(response, "đã có hồ sơ trong đợt")
        assert {name: response.context["form"][name].value() for name in typed} == typed


class TestMoves:
    def act(self, client, dossier, action, note=""):
        return client.post(page_of(dossier, "move"), {"action": action, "note": note}, follow=True)

    def test_a_dossier_is_sent_from_its_page(self, client):
        dossier = DossierFactory()
        sign_in_officer(client, dossier)
        assertContains(client.get(dossier.get_absolute_url()), "Trình hồ sơ")
        assertContains(self.act(client, dossier, "submit"), "Đã làm xong: trình hồ sơ")
        dossier.refresh_from_db()
        assert dossier.state == DossierState.SUBMITTED

    def test_what_is_missing_is_a_box_of_links_and_stops_the_sending(self, client):
        dossier = DossierFactory(summary="")
        sign_in_officer(client, dossier)
        link = f"{reverse('evaluations:dossier_section', args=[dossier.pk, 'background'])}#id_summary"
        assertContains(client.get(dossier.get_absolute_url()), f'href="{link}"')
        response = self.act(client, dossier, "submit", "Xin trình")
        assertContains(response, "hồ sơ còn thiếu: Ghi phần thuyết minh")
        assert response.context["move_form"]["note"].value() == "Xin trình"
        dossier.refresh_from_db()
        assert dossier.state == DossierState.DRAFT

    def test_why_it_was_returned_is_shown_to_the_unit(self, client):
        dossier = DossierFactory(submitted=True)
        move(dossier.pk, "return", actor=UserFactory(office=True), note="Thiếu phiếu kiểm nghiệm")
        sign_in_officer(client, dossier)
        assertContains(client.get(dossier.get_absolute_url()), "Thiếu phiếu kiểm nghiệm")

    def test_a_step_that_somebody_else_made_first_is_told(self, client, office):
        dossier = DossierFactory(accepted=True)
        assertContains(self.act(client, dossier, "accept"), "nên không làm được việc")

    @pytest.mark.parametrize("action", ["", "score", "recognise", "<script>"])
    def test_an_act_that_is_no_act_is_refused(self, client, office, action):
        assertContains(self.act(client, DossierFactory(submitted=True), action), "Không có bước xử lý này")

    def test_buttons_are_those_of_the_table(self, client, office):
        dossier = DossierFactory(submitted=True)
        response = client.get(dossier.get_absolute_url())
        assert [action.code for action in response.context["actions"]] == ["accept", "return"]
        assertNotContains(response, 'value="submit"')


class TestAcceptingMany:
    URL = reverse("evaluations:dossiers_accept")

    def test_ticked_dossiers_are_accepted_and_the_filters_stay(self, client, office):
        turn = RoundFactory()
        CouncilMemberFactory(round=turn)
        sent = DossierFactory.create_batch(2, round=turn, submitted=True)
        left = DossierFactory(round=turn, submitted=True)
        query = f"round={turn.pk}&q=Xoài"
        response = client.post(self.URL, {"id": [one.pk for one in sent], "query": query}, follow=True)
        assertContains(response, "Đã tiếp nhận 2 hồ sơ để chấm")
        assert response.request["QUERY_STRING"] == f"round={turn.pk}&q=Xo%C3%A0i"
        assert {one.pk for one in Dossier.objects.filter(state="accepted")} == {one.pk for one in sent}
        left.refresh_from_db()
        assert left.state == DossierState.SUBMITTED

    def test_what_cannot_be_accepted_is_counted_and_stops_nothing(self, client, office):
        good, returned = DossierFactory(submitted=True), DossierFactory(returned=True)
        central, draft = DossierFactory(central=True, submitted=True), DossierFactory()
        ids = [good.pk, returned.pk, central.pk, draft.pk, 999_999, "x"]
        response = client.post(self.URL, {"id": ids}, follow=True)
        assertContains(response, "Đã tiếp nhận 1 hồ sơ")
        assertContains(response, "4 hồ sơ không còn ở bước")
        assert set(Dossier.objects.values_list("pk", "state")) == {
            (good.pk, "accepted"),
            (returned.pk, "returned"),
            (central.pk, "submitted"),
            (draft.pk, "draft"),
        }

    def test_nothing_ticked_is_told(self, client, office):
        assertContains(client.post(self.URL, {}, follow=True), "Hãy đánh dấu ít nhất một hồ sơ")

    def test_boxes_stand_only_where_they_do_something(self, client, office):
        sent, accepted = DossierFactory(submitted=True), DossierFactory(accepted=True)
        page = client.get(DOSSIERS)
        assertContains(page, f'name="id" value="{sent.pk}"')
        assertNotContains(page, f'name="id" value="{accepted.pk}"')
        client.force_login(UserFactory(leader=True))
        assertNotContains(client.get(DOSSIERS), 'name="id"')


class TestPapers:
    PDF = b"%PDF-1.7 phieu"

    def add(self, client, dossier, content=PDF, **typed):
        typed = {"kind": "test_report", "title": "Phiếu số 15"} | typed
        upload = SimpleUploadedFile("phieu.exe", content)
        return client.post(reverse("evaluations:evidence_add", args=[dossier.pk]), {**typed, "file": upload})

    def test_a_paper_is_added_listed_and_taken_off(self, client):
        dossier = DossierFactory()
        sign_in_officer(client, dossier)
        tab = f"{dossier.get_absolute_url()}?tab=files"
        assertRedirects(self.add(client, dossier), tab)
        paper = Evidence.objects.get()
        assert paper.file.name.endswith(".pdf")
        assertContains(client.get(tab), "Phiếu số 15")
        client.post(reverse("evaluations:evidence_remove", args=[paper.pk]))
        assertContains(client.get(tab), "Hồ sơ chưa có tài liệu nào")
        assertContains(client.get(dossier.get_absolute_url(), {"tab": "history"}), "Bỏ tài liệu: Phiếu số 15")

    @pytest.mark.parametrize(
        ("content", "typed", "message"),
        [
            (b"MZ a program", {}, "không thuộc loại được nhận"),
            (PDF, {"kind": "x"}, ""),
            (b"\xff\xd8\xff broken", {}, "Không đọc được ảnh"),
        ],
    )
    def test_a_wrong_paper_is_refused_and_the_rest_stays_typed(self, client, content, typed, message):
        dossier = DossierFactory()
        sign_in_officer(client, dossier)
        response = self.add(client, dossier, content, **typed)
        form = response.context["evidence_form"]
        assert form.errors
        assert message in str(form.errors)
        assert form["title"].value() == typed.get("title", "Phiếu số 15")
        assert not Evidence.objects.exists()

    def test_a_sent_dossier_takes_no_paper(self, client):
        dossier = DossierFactory(submitted=True)
        sign_in_officer(client, dossier)
        response = self.add(client, dossier)
        assertContains(response, "Hồ sơ chỉ được đơn vị lập sửa khi còn là bản nháp", status_code=403)

    def test_kinds_that_every_dossier_needs_are_named(self, client):
        dossier = DossierFactory()
        sign_in_officer(client, dossier)
        assertContains(client.get(dossier.get_absolute_url(), {"tab": "files"}), "hồ sơ nào cũng cần", count=2)


def test_dossiers_are_searched_filtered_and_sorted(client, office):
    mango = DossierFactory(submitted=True, product__name="Xoài sấy dẻo", kind="new")
    lotus = DossierFactory(returned=True, product__name="Hạt sen", kind="renewal", round__opens_on=dt.date(2026, 1, 1))
    for query, expected in (
        ({}, [lotus, mango]),
        ({"q": "xoai say"}, [mango]),
        ({"q": mango.producer.name}, [mango]),
        ({"round": lotus.round_id}, [lotus]),
        ({"state": "submitted"}, [mango]),
        ({"kind": "renewal"}, [lotus]),
        ({"unit": mango.unit_id}, [mango]),
        ({"sort": "-product"}, [mango, lotus]),
        ({"sort": "round"}, [lotus, mango]),
        ({"q": "khong co"}, []),
    ):
        assert list(client.get(DOSSIERS, query).context["page"]) == expected, query
    wrong = {"q": "'\\ :* <b>", "round": "x", "state": "x", "kind": "x", "unit": "x", "sort": "x", "page": "x"}
    assert client.get(DOSSIERS, wrong).status_code == 200
    assert client.get(ROUNDS, wrong | {"year": "x", "level": "x"}).status_code == 200


def test_what_a_person_wrote_is_never_markup(client, office):
    name = '<img src=x onerror="alert(1)">'
    dossier = DossierFactory(submitted=True, summary=name, product__name=name)
    for url in (dossier.get_absolute_url(), DOSSIERS, dossier.round.get_absolute_url()):
        response = client.get(url)
        assertNotContains(response, "<img src=x")


def test_a_round_says_when_it_takes_dossiers(client, office):
    turn = RoundFactory(note="Họp tháng 12")
    response = client.get(turn.get_absolute_url())
    for text in (format_date(turn.opens_on), format_date(turn.closes_on), "Họp tháng 12", "Đang nhận hồ sơ"):
        assertContains(response, text)


def test_a_recognised_dossier_names_its_decision(client, office):
    dossier, document = close(DossierFactory(accepted=True), {"3": 20}), DocumentFactory(issued_on=today())
    outcome = services.Outcome(dossier.pk, 4)
    services.decide_dossiers(actor=office, round_id=dossier.round_id, document=document, outcomes=[outcome])
    page = client.get(dossier.get_absolute_url(), {"tab": "scores"})
    assertContains(page, document.citation)
    assertContains(page, document.get_absolute_url())


def test_a_dossier_without_public_criteria_says_so(client, office):
    dossier = DossierFactory(submitted=True, without_criteria=True)
    assertContains(client.get(dossier.get_absolute_url()), "không được công bố")
