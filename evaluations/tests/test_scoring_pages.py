"""Pages around the sheets: the board, what is left to do, agreeing, scoring again, excluding."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from evaluations import services
from evaluations.beside import content_of
from evaluations.enums import CouncilOffice, DossierState, RecusalGround
from evaluations.models import (
    AgreedOption,
    Assignment,
    Criterion,
    Disqualification,
    Dossier,
    EvidenceCriterion,
    Recusal,
    Result,
    SelfScore,
    UnitCheck,
)
from evaluations.services.disqualifying import other_ground
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    RuleVersionFactory,
    choices_for,
    hold_session,
    scored_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def accepted(**rules):
    return DossierFactory(accepted=True, round=RoundFactory(rule_version=RuleVersionFactory(**rules)))


def address(name, dossier):
    return reverse(f"evaluations:{name}", args=[dossier.pk])


def scores(client, dossier):
    return client.get(dossier.get_absolute_url(), {"tab": "scores"})


def shows_points(page, points):
    """Whether the page shows these points as a text of their own; names and marks of the page hold digits too."""
    return any(form in page.text for form in (f">{points}<", f"{points} điểm", f"{points}/100", f"{points},"))


def seated(client, dossier, office_of_seat):
    user = CouncilMemberFactory(round=dossier.round, office=office_of_seat).user
    client.force_login(user)
    return user


class TestBoard:
    def test_totals_are_hidden_until_closed_and_flags_say_what_to_look_at(self, client, office):
        dossier = accepted(max_spread=10)
        # 100 and 75: a mean of 87.5; 1.2 on both sides of its mark.
        scored_by(dossier, {}, {"1.2": 0, "3": 30})
        page = client.get(dossier.round.get_absolute_url())
        assertContains(page, "Chênh lệch quá 10 điểm")
        assertContains(page, "Chưa thống nhất mức tối thiểu")
        for number in ("87,5", "100 điểm", ">75<"):
            assertNotContains(page, number)

    def test_a_mean_near_a_star_is_flagged_and_a_missed_mark_names_its_star(self, client, office):
        dossier = accepted(near_bound=1)
        scored_by(dossier, {"1.2": 0, "1.1": 10, "3": 35}, {"1.2": 0, "1.1": 10, "3": 35, "2": 25})
        page = client.get(dossier.round.get_absolute_url())
        # 70 points are four stars, which the mark of 1.2 forbids.
        assertContains(page, "Sát mốc sao")
        assertContains(page, "Không đạt mức tối thiểu của 4★")
        assertContains(page, "Chốt điểm")

    def test_no_flag_before_every_sheet_has_come(self, client, office):
        dossier = accepted(max_spread=1)
        scored_by(dossier, {}, {"3": 0})
        AssignmentFactory(dossier=dossier)
        assertNotContains(client.get(dossier.round.get_absolute_url()), "Chênh lệch")

    def test_after_closing_it_shows_mean_star_and_the_cap(self, client, office):
        dossier = accepted()
        scored_by(dossier, {"1.2": 0}, {"1.2": 0, "3": 30})
        services.close_scoring(actor=office, dossier_id=dossier.pk)
        page = client.get(dossier.round.get_absolute_url())
        assertContains(page, "77,5")
        assertContains(page, "dưới mức tối thiểu của 4 sao")

    def test_a_recused_member_is_shown_and_not_waited_for(self, client, office):
        dossier = accepted()
        scored_by(dossier, {})
        away = AssignmentFactory(dossier=dossier)
        Recusal.objects.create(assignment=away, ground=RecusalGround.KINSHIP, reason="Em ruột", recorded_by=office)
        page = client.get(dossier.round.get_absolute_url())
        [row] = page.context["board"].rows
        assert (row.sent, row.assigned, row.is_closable) == (1, 1, True)
        assertContains(page, "Không tham gia chấm")

    def test_sessions_stand_above_it_with_their_quorum(self, client, office):
        dossier = accepted(quorum_percent=75, quorum_needs_chair=True)
        seats = scored_by(dossier, {}, {}, {})
        hold_session(dossier.round, office=office, absent=[seats[0].member])
        assertContains(client.get(dossier.round.get_absolute_url()), "vắng chủ tịch")

    @pytest.mark.parametrize(("seat", "is_shown"), [("chair", True), ("secretary", True), ("member", False)])
    def test_chair_and_secretary_see_it_below_their_own_queue(self, client, seat, is_shown):
        dossier = accepted()
        scored_by(dossier, {})
        seated(client, dossier, seat)
        page = client.get(dossier.round.get_absolute_url())
        assert ("board" in page.context) == is_shown
        assertNotContains(page, "Chốt điểm")


class TestLeftToDo:
    def test_it_names_what_stands_in_the_way(self, client, office):
        dossier = accepted(quorum_percent=75, least_sheets=2)
        AssignmentFactory(dossier=dossier)
        page = scores(client, dossier)
        for words in ("Còn phiếu chưa gửi", "ít nhất 2 phiếu", "phiên họp"):
            assertContains(page, words)

    def test_a_leader_sees_who_has_sent_without_buttons(self, client):
        dossier = accepted()
        scored_by(dossier, {"3": 20})
        client.force_login(UserFactory(leader=True))
        page = scores(client, dossier)
        assertContains(page, "Đã gửi")
        assertNotContains(page, "Chốt kết quả chấm")
        assert not shows_points(page, "85")

    def test_after_a_re_score_a_reason_closes_it(self, client, office):
        dossier = accepted(max_spread=10, mark_rule="most_sheets")
        scored_by(dossier, {}, {"3": 0})
        close = address("scoring_close", dossier)
        client.post(close, {"spread_reason": "Giữ nguyên"})
        assert not Result.objects.exists()
        for one in services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Chênh"):
            services.send_sheet(actor=one.member.user, assignment_id=one.pk)
        assertContains(scores(client, dossier), 'name="spread_reason"')
        client.post(close, {"spread_reason": "Giữ nguyên"})
        page = scores(client, dossier)
        assertContains(page, "Phiếu của lượt chấm trước")
        assertContains(page, "Lượt 1")

    @pytest.mark.parametrize("count", [1, 3])
    def test_it_costs_the_same_for_one_member_and_for_three(self, client, office, django_assert_num_queries, count):
        dossier = accepted(quorum_percent=75)
        scored_by(dossier, *({},) * count)
        hold_session(dossier.round, office=office)
        with django_assert_num_queries(22):
            scores(client, dossier)


class TestAgreeing:
    def data(self, dossier, points=0):
        criterion = Criterion.objects.get(criteria_set=dossier.criteria_set, code="1.2")
        return {
            "seen": services.agreed_mark(dossier),
            f"c{criterion.pk}": criterion.options.get(points=points).pk,
            f"n{criterion.pk}": "Chưa có hợp đồng",
        }

    def test_it_shows_how_many_chose_what_and_no_names(self, client, office):
        dossier = accepted()
        seats = scored_by(dossier, {"1.2": 0}, {}, {})
        page = client.get(address("agreed_edit", dossier))
        assertContains(page, "1/3 phiếu")
        assertContains(page, "Cần thống nhất")
        for seat in seats:
            assertNotContains(page, seat.member.user.full_name)

    def test_it_is_shown_only_when_all_have_sent(self, client, office):
        dossier = accepted()
        scored_by(dossier, {})
        AssignmentFactory(dossier=dossier)
        response = client.get(address("agreed_edit", dossier))
        assertRedirects(response, f"{dossier.get_absolute_url()}?tab=scores")

    def test_a_refused_save_keeps_what_was_typed_and_shows_nothing_of_the_sheets_that_have_come(self, client, office):
        dossier = accepted()
        scored_by(dossier, {"1.2": 0}, {})
        AssignmentFactory(dossier=dossier)
        page = client.post(address("agreed_edit", dossier), self.data(dossier))
        assertContains(page, "Còn phiếu chưa gửi")
        assertContains(page, "Chưa có hợp đồng")
        assertNotContains(page, "1/2 phiếu")
        assertNotContains(page, "Cần thống nhất")

    def test_what_is_chosen_is_stored_and_shown_after_closing(self, client, office):
        dossier = accepted()
        scored_by(dossier, {"1.2": 0}, {})
        client.post(address("agreed_edit", dossier), self.data(dossier))
        assert AgreedOption.objects.get().note == "Chưa có hợp đồng"
        client.post(address("scoring_close", dossier))
        assertContains(scores(client, dossier), "Mức hội đồng thống nhất")

    def test_a_conflict_shows_both_and_keeps_what_was_typed(self, client, office):
        dossier = accepted()
        scored_by(dossier, {"1.2": 0}, {})
        mine = self.data(dossier, points=20)
        client.post(address("agreed_edit", dossier), self.data(dossier))
        page = client.post(address("agreed_edit", dossier), mine)
        assertContains(page, "đang lưu “Mức 0”")
        assertContains(page, "Chưa có hợp đồng")
        again = mine | {"seen": page.context["seen"]}
        client.post(address("agreed_edit", dossier), again)
        assert AgreedOption.objects.get().option.points == 20

    def test_the_secretary_does_it_too_and_a_member_does_not(self, client):
        dossier = accepted()
        [seat] = scored_by(dossier, {})
        seated(client, dossier, CouncilOffice.SECRETARY)
        assert client.get(address("agreed_edit", dossier)).status_code == 200
        client.force_login(seat.member.user)
        assert client.get(address("agreed_edit", dossier)).status_code == 403


class TestScoringAgain:
    def test_the_office_opens_a_re_score_with_a_reason(self, client, office):
        dossier = accepted()
        scored_by(dossier, {}, {})
        page = client.post(address("rescore_open", dossier), {"reason": ""})
        assertContains(page, "Hãy nhập mục này.")
        client.post(address("rescore_open", dossier), {"reason": "Chênh nhiều"})
        assert Assignment.objects.counting().filter(attempt=2).count() == 2
        history = client.get(dossier.get_absolute_url(), {"tab": "history"})
        assertContains(history, "Mở lượt chấm lại")

    def test_the_unit_reads_nothing_of_it_in_the_history(self, client, office):
        dossier = accepted(max_spread=10, mark_rule="most_sheets")
        scored_by(dossier, {}, {"3": 0})
        for one in services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Phiếu 62 và 85 điểm"):
            services.send_sheet(actor=one.member.user, assignment_id=one.pk)
        services.close_scoring(actor=office, dossier_id=dossier.pk, spread_reason="Giữ 62 và 85 điểm")
        history = {"tab": "history"}
        assertContains(client.get(dossier.get_absolute_url(), history), "62 và 85")
        client.force_login(UserFactory(local_officer=True, unit=dossier.unit))
        page = client.get(dossier.get_absolute_url(), history)
        assertContains(page, "Chốt kết quả chấm")
        assertNotContains(page, "62 và 85")

    def test_the_chair_reopens_one_sheet_by_name_without_its_total(self, client):
        dossier = accepted()
        seat, _other = scored_by(dossier, {"3": 20}, {})
        seated(client, dossier, CouncilOffice.CHAIR)
        page = client.get(address("sheet_reopen", dossier))
        assertContains(page, seat.member.user.full_name)
        assert not shows_points(page, "85")
        client.post(address("sheet_reopen", dossier), {"assignment": seat.pk, "reason": "Chọn nhầm mức"})
        assert Assignment.objects.get(attempt=2).member == seat.member

    def test_a_sheet_of_another_dossier_cannot_be_chosen(self, client):
        dossier = accepted()
        scored_by(dossier, {})
        [strange] = scored_by(accepted(), {})
        seated(client, dossier, CouncilOffice.CHAIR)
        client.post(address("sheet_reopen", dossier), {"assignment": strange.pk, "reason": "Chọn nhầm mức"})
        assert not Assignment.objects.filter(attempt=2).exists()

    def test_the_member_sees_why_and_scores_from_the_copy(self, client, office):
        dossier = accepted()
        [seat] = scored_by(dossier, {"3": 20})
        services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Hai phiếu chênh nhiều")
        client.force_login(seat.member.user)
        page = client.get(address("sheet_edit", dossier))
        assertContains(page, "Hai phiếu chênh nhiều")
        assert page.context["card"].total == 85
        data = {f"c{key}": value for key, value in choices_for(dossier).items()}
        client.post(address("sheet_edit", dossier), data | {"version": page.context["version"]})
        client.post(address("sheet_send", dossier), {"version": 1})
        assert Assignment.objects.counting().get().sheet.total == 100


class TestDisqualifying:
    def test_ground_and_reason_are_asked_for_and_shown_everywhere(self, client, office):
        dossier = accepted()
        page = client.post(address("dossier_disqualify", dossier), {"reason": "Giấy phép giả"})
        assertContains(page, "Giấy phép giả")
        assert Dossier.objects.get().state == DossierState.ACCEPTED
        data = {"ground": other_ground(), "reason": "Giấy phép giả"}
        client.post(address("dossier_disqualify", dossier), data)
        assert Disqualification.objects.get().recorded_by == office
        assertContains(scores(client, dossier), "Giấy phép giả")
        DossierFactory(accepted=True, round=dossier.round)
        assertContains(client.get(dossier.round.get_absolute_url()), "Bị loại", count=1)

    def test_a_page_that_comes_too_late_says_so(self, client, office):
        dossier = DossierFactory(returned=True)
        response = client.get(address("dossier_disqualify", dossier), follow=True)
        assertContains(response, "Trả lại để bổ sung")


class TestBeside:
    """What a member reads beside a criterion."""

    @pytest.fixture
    def seat(self, client):
        seat = AssignmentFactory()
        client.force_login(seat.member.user)
        return seat

    def criterion(self, seat, code):
        return Criterion.objects.get(criteria_set=seat.dossier.criteria_set, code=code)

    def test_papers_of_the_criterion_and_the_producers_claim(self, client, seat):
        criterion = self.criterion(seat, "2")
        paper = EvidenceFactory(dossier=seat.dossier, title="Bài đăng báo")
        EvidenceCriterion.objects.create(evidence=paper, criterion=criterion)
        SelfScore.objects.create(
            dossier=seat.dossier,
            criterion=criterion,
            option=criterion.options.get(points=15),
            text="Có câu chuyện in sẵn",
        )
        page = client.get(address("sheet_edit", seat.dossier))
        card = next(one for one in page.context["card"].cards if one.criterion == criterion)
        assert card.beside.papers == [paper]
        assertContains(page, "Có câu chuyện in sẵn")
        assertContains(page, "chủ thể tự chấm", count=1)

    def test_the_communes_check_stands_at_the_criterion_that_it_is_about(self, client, seat):
        UnitCheck.objects.create(
            dossier=seat.dossier, material="partly", material_note="Một nửa mua ngoài xã", saved_by=seat.member.user
        )
        page = client.get(address("sheet_edit", seat.dossier))
        shown = {one.criterion.code for one in page.context["card"].cards if one.beside.check}
        assert shown == {"1.1"}
        assertContains(page, "Một nửa mua ngoài xã")

    def test_others_are_seen_only_after_the_own_sheet_is_sent_and_without_names(self, client, seat):
        other = AssignmentFactory(dossier=seat.dossier)
        services.send_sheet(
            actor=other.member.user, assignment_id=other.pk, choices=choices_for(seat.dossier, {"3": 20})
        )
        assertNotContains(client.get(address("sheet_edit", seat.dossier)), "Các phiếu khác")
        services.send_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier))
        page = client.get(address("sheet_edit", seat.dossier))
        assertContains(page, "20 điểm: 1 phiếu")
        assertNotContains(page, other.member.user.full_name)

    @pytest.mark.parametrize(
        ("title", "content"),
        [
            ("Nguồn nguyên liệu", "material"),
            ("Nguồn gốc sản phẩm", "material"),
            ("Lao động địa phương", "labour"),
            ("Nguồn gốc ý tưởng", "idea"),
            ("Trí tuệ, bản sắc địa phương", "identity"),
            ("Sở hữu trí tuệ", None),
            ("Chất lượng nguyên liệu, thành phần", None),
        ],
    )
    def test_the_words_of_the_decision_name_the_contents(self, title, content):
        assert content_of(title) == content
