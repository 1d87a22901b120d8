"""Closing by the council's rules, agreeing on marks, scoring again, excluding a dossier."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.tests.factories import UserFactory
from core.errors import Refused, Stale
from evaluations import services
from evaluations.enums import CouncilOffice, DossierState, MarkRule, RecusalGround, SheetState
from evaluations.models import (
    AgreedOption,
    Assignment,
    Criterion,
    Disqualification,
    Dossier,
    Recusal,
    Result,
    ScoreSheet,
)
from evaluations.services.disqualifying import other_ground
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    CriteriaSetFactory,
    DossierFactory,
    RoundFactory,
    RuleVersionFactory,
    choices_for,
    hold_session,
    scored_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(office=True)


def accepted(**rules):
    return DossierFactory(accepted=True, round=RoundFactory(rule_version=RuleVersionFactory(**rules)))


def close(dossier, office, **more):
    return services.close_scoring(actor=office, dossier_id=dossier.pk, **more)


def option_of(dossier, code, points):
    """Return criterion and option keys."""
    criterion = Criterion.objects.get(criteria_set=dossier.criteria_set_id, code=code)
    return criterion.pk, criterion.options.get(points=points).pk


def agree(dossier, actor, code="1.2", points=0, **more):
    criterion, option = option_of(dossier, code, points)
    return services.save_agreed(actor=actor, dossier_id=dossier.pk, choices={criterion: option}, **more)


def seat_of(dossier, office):
    return CouncilMemberFactory(round=dossier.round, office=office)


class TestMarks:
    def test_a_mark_that_all_miss_lowers_the_star_and_is_named(self, office):
        dossier = accepted()
        scored_by(dossier, {"1.2": 0}, {"1.2": 0})
        result = close(dossier, office)
        assert (result.star_by_points, result.star) == (4, 3)
        assert "1.2 “Liên kết sản xuất”" in result.star_reason
        assert "4 sao" in result.star_reason

    def test_members_on_both_sides_of_a_mark_must_agree_first(self, office):
        dossier = accepted()
        scored_by(dossier, {"1.2": 0, "3": 20}, {"3": 20})
        with pytest.raises(Refused, match=r"1\.2 Liên kết sản xuất"):
            close(dossier, office)
        assert not Result.objects.exists()
        agree(dossier, office, points=0)
        assert close(dossier, office).star == 3

    @pytest.mark.parametrize(("rule", "star"), [(MarkRule.EVERY_SHEET, 3), (MarkRule.MOST_SHEETS, 4)])
    def test_other_rules_need_no_agreement(self, office, rule, star):
        dossier = accepted(mark_rule=rule)
        scored_by(dossier, {"1.2": 0, "3": 20}, {"3": 20}, {"3": 20})
        assert close(dossier, office).star == star

    def test_a_reason_with_many_marks_fits_and_says_how_many_more(self, office):
        criteria_set = CriteriaSetFactory()
        Criterion.objects.filter(criteria_set=criteria_set).update(title="Tên dài " * 35)
        turn = RoundFactory(rule_version=criteria_set.rule_version)
        dossier = DossierFactory(accepted=True, round=turn, product__group=criteria_set.group)
        # 50 points are three stars, and both marks of three stars are missed.
        scored_by(dossier, {"1.1": 0, "2": 0, "3": 30})
        result = close(dossier, office)
        assert (result.star_by_points, result.star) == (3, 2)
        assert len(result.star_reason) <= 500
        assert "và 1 tiêu chí khác" in result.star_reason


class TestRulesOfTheCouncil:
    def test_without_a_session_with_quorum_nothing_is_closed(self, office):
        dossier = accepted(quorum_percent=75, quorum_needs_chair=True)
        seats = scored_by(dossier, {}, {}, {})
        chair = seat_of(dossier, CouncilOffice.CHAIR)
        with pytest.raises(Refused, match="phiên họp"):
            close(dossier, office)
        hold_session(dossier.round, office=office, absent=[chair])
        with pytest.raises(Refused, match="phiên họp"):
            close(dossier, office)
        hold_session(dossier.round, office=office, absent=[seats[0].member])
        assert close(dossier, office).sheet_count == 3

    def test_fewer_sheets_than_the_rules_ask_for(self, office):
        dossier = accepted(least_sheets=3)
        scored_by(dossier, {}, {})
        with pytest.raises(Refused, match="ít nhất 3 phiếu"):
            close(dossier, office)

    def test_a_recused_member_does_not_count_and_is_counted_as_such(self, office):
        dossier = accepted()
        scored_by(dossier, {"3": 30})
        away = AssignmentFactory(dossier=dossier)
        Recusal.objects.create(assignment=away, ground=RecusalGround.KINSHIP, reason="Em ruột", recorded_by=office)
        result = close(dossier, office)
        assert (result.sheet_count, result.recused_count, result.points_sum) == (1, 1, 95)

    def test_totals_too_far_apart_need_a_re_score_and_then_a_reason(self, office):
        dossier = accepted(max_spread=10)
        scored_by(dossier, {}, {"3": 20, "2": 15, "1.2": 10})
        with pytest.raises(Refused, match="Hãy mở lượt chấm lại"):
            close(dossier, office, spread_reason="Đã thảo luận")
        again = services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Chênh nhiều")
        for one in again:
            services.send_sheet(actor=one.member.user, assignment_id=one.pk)
        agree(dossier, office, "3", 30)
        with pytest.raises(Refused, match="ghi lý do của hội đồng"):
            close(dossier, office)
        result = close(dossier, office, spread_reason="Hội đồng thảo luận, giữ nguyên")
        assert result.attempt == 2
        assert dossier.moves.get(action="score").note == "Hội đồng thảo luận, giữ nguyên"

    @pytest.mark.parametrize("other", [{"3": 20, "2": 15}, {}])
    def test_a_spread_of_exactly_the_limit_is_allowed(self, office, other):
        dossier = accepted(max_spread=25, mark_rule=MarkRule.MOST_SHEETS)
        scored_by(dossier, {}, other)
        assert close(dossier, office)

    def test_a_reason_without_need_is_not_recorded(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        close(dossier, office, spread_reason="Không cần")
        assert dossier.moves.get(action="score").note == ""

    def test_closing_many_tells_which_stay_open_and_why(self, office):
        turn = RoundFactory()
        ready, split = (DossierFactory(accepted=True, round=turn) for _one in range(2))
        scored_by(ready, {})
        scored_by(split, {"1.2": 0}, {})
        closed = services.close_ready_dossiers(actor=office, round_id=turn.pk)
        assert [one.dossier_id for one in closed.results] == [ready.pk]
        [(dossier, reason)] = closed.refused
        assert dossier == split
        assert "1.2" in reason


class TestAgreeing:
    @pytest.mark.parametrize("seat", [CouncilOffice.CHAIR, CouncilOffice.SECRETARY])
    def test_chair_and_secretary_record_it_also_without_a_sheet_of_their_own(self, seat):
        dossier = accepted()
        scored_by(dossier, {})
        actor = seat_of(dossier, seat).user
        agree(dossier, actor, notes={option_of(dossier, "1.2", 0)[0]: "  Chưa có  hợp đồng "})
        row = AgreedOption.objects.get()
        assert (row.option.points, row.note, row.agreed_by) == (0, "Chưa có hợp đồng", actor)

    def test_others_do_not(self):
        dossier = accepted()
        [seat] = scored_by(dossier, {})
        elsewhere = CouncilMemberFactory(office=CouncilOffice.CHAIR).user
        for actor in (seat.member.user, elsewhere, UserFactory(leader=True)):
            with pytest.raises(PermissionDenied):
                agree(dossier, actor)

    def test_nobody_agrees_before_all_have_sent(self, office):
        dossier = accepted()
        AssignmentFactory(dossier=dossier)
        with pytest.raises(Refused, match="Còn phiếu chưa gửi"):
            agree(dossier, office)

    def test_an_option_of_another_criterion_or_one_without_a_mark_is_refused(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        criterion, _own = option_of(dossier, "1.2", 0)
        _other, option = option_of(dossier, "3", 0)
        with pytest.raises(Refused, match="không thuộc tiêu chí"):
            services.save_agreed(actor=office, dossier_id=dossier.pk, choices={criterion: option})

    def test_two_writers_do_not_overwrite_each_other(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        seen = services.agreed_mark(dossier)
        agree(dossier, office, seen=seen)
        with pytest.raises(Stale):
            agree(dossier, office, points=10, seen=seen)
        assert AgreedOption.objects.get().option.points == 0

    def test_a_criterion_that_is_left_out_is_open_again(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        agree(dossier, office)
        services.save_agreed(actor=office, dossier_id=dossier.pk, choices={})
        assert not AgreedOption.objects.exists()

    def test_after_closing_it_is_fixed_also_in_the_database(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        agree(dossier, office)
        close(dossier, office)
        with pytest.raises(Refused):
            agree(dossier, office, points=10)
        with pytest.raises(IntegrityError), transaction.atomic():
            AgreedOption.objects.update(note="Khác")


class TestScoringAgain:
    def test_every_member_begins_with_a_copy_and_the_first_sheets_stay(self, office):
        dossier = accepted()
        first = scored_by(dossier, {"3": 20}, {"3": 10})
        again = services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Chênh  nhiều")
        assert [(one.attempt, one.reason, one.opened_by) for one in again] == [(2, "Chênh nhiều", office)] * 2
        drafts = ScoreSheet.objects.filter(assignment__in=again)
        assert {sheet.state for sheet in drafts} == {SheetState.DRAFT}
        kept = ScoreSheet.objects.filter(assignment__in=first, state=SheetState.SENT)
        assert set(kept.values_list("total", flat=True)) == {Decimal(85), Decimal(75)}
        services.send_sheet(
            actor=again[0].member.user, assignment_id=again[0].pk, choices=choices_for(dossier, {"3": 0}), version=0
        )
        services.send_sheet(actor=again[1].member.user, assignment_id=again[1].pk)
        assert close(dossier, office).points_sum == 65 + 75

    def test_the_first_sheet_no_longer_takes_part(self, office):
        dossier = accepted()
        [first] = scored_by(dossier, {})
        services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Thống nhất lại")
        with pytest.raises(Refused, match="không còn được giao"):
            services.save_sheet(actor=first.member.user, assignment_id=first.pk, choices={})

    def test_a_re_score_waits_for_every_sheet_and_needs_a_reason(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        with pytest.raises(Refused, match="ghi lý do"):
            services.open_rescore(actor=office, dossier_id=dossier.pk, reason=" ")
        late = AssignmentFactory(dossier=dossier)
        with pytest.raises(Refused, match=late.member.user.full_name):
            services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Chênh nhiều")
        assert not Assignment.objects.filter(attempt=2).exists()
        assert not dossier.moves.exists()

    def test_the_chair_alone_reopens_one_sheet(self, office):
        dossier = accepted()
        mine, other = scored_by(dossier, {}, {"3": 20})
        chair = seat_of(dossier, CouncilOffice.CHAIR).user
        secretary = seat_of(dossier, CouncilOffice.SECRETARY).user
        for actor in (office, secretary, mine.member.user):
            with pytest.raises(PermissionDenied):
                services.reopen_sheet(actor=actor, assignment_id=mine.pk, reason="Chọn nhầm")
        again = services.reopen_sheet(actor=chair, assignment_id=mine.pk, reason="Chọn nhầm")
        assert (again.attempt, again.member) == (2, mine.member)
        other.refresh_from_db()
        assert other.is_current
        assert dossier.moves.get(action="reopen").note.endswith("Chọn nhầm")
        with pytest.raises(Refused, match="Chỉ mở lại phiếu đã gửi"):
            services.reopen_sheet(actor=chair, assignment_id=again.pk, reason="Lần nữa")

    def test_a_recused_chair_does_not(self, office):
        dossier = accepted()
        [sent] = scored_by(dossier, {})
        seat = AssignmentFactory(dossier=dossier, member=seat_of(dossier, CouncilOffice.CHAIR))
        Recusal.objects.create(assignment=seat, ground=RecusalGround.KINSHIP, reason="Em ruột", recorded_by=office)
        with pytest.raises(PermissionDenied):
            services.reopen_sheet(actor=seat.member.user, assignment_id=sent.pk, reason="Chọn nhầm")

    def test_a_closed_dossier_is_not_scored_again(self, office):
        dossier = accepted()
        [sent] = scored_by(dossier, {})
        chair = seat_of(dossier, CouncilOffice.CHAIR).user
        close(dossier, office)
        with pytest.raises(Refused):
            services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Muộn")
        with pytest.raises(Refused):
            services.reopen_sheet(actor=chair, assignment_id=sent.pk, reason="Muộn")


class TestDisqualifying:
    @pytest.mark.parametrize("state", ["submitted", "accepted"])
    def test_it_ends_the_dossier_with_ground_and_reason(self, office, state):
        dossier = DossierFactory(**{state: True})
        type(dossier.criteria_set).objects.filter(rule_version__rounds=None).update(disqualified_if=[])
        services.disqualify(actor=office, dossier_id=dossier.pk, ground=other_ground(), reason="Giấy phép giả.")
        dossier.refresh_from_db()
        assert dossier.state == DossierState.NOT_RECOGNISED
        assert dossier.concluded_on
        assert dossier.disqualification.reason == "Giấy phép giả."
        assert "Giấy phép giả." in dossier.moves.get(action="disqualify").note

    def test_after_scoring_the_result_stays(self, office):
        dossier = accepted()
        scored_by(dossier, {})
        close(dossier, office)
        services.disqualify(actor=office, dossier_id=dossier.pk, ground=other_ground(), reason="Giả mạo")
        assert Dossier.objects.get().state == DossierState.NOT_RECOGNISED
        assert Result.objects.get().sheet_count == 1

    @pytest.mark.parametrize(("ground", "reason"), [("Tự nghĩ ra", "Có"), ("", "Có"), ("Căn cứ khác", " ")])
    def test_ground_and_reason_are_needed(self, office, ground, reason):
        dossier = accepted()
        with pytest.raises(Refused):
            services.disqualify(actor=office, dossier_id=dossier.pk, ground=ground, reason=reason)
        assert Dossier.objects.get().state == DossierState.ACCEPTED
        assert not Disqualification.objects.exists()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE])
    def test_only_the_office(self, role):
        dossier = accepted()
        with pytest.raises(PermissionDenied):
            services.disqualify(
                actor=UserFactory(**{role.value: True}), dossier_id=dossier.pk, ground=other_ground(), reason="Có"
            )


class TestScope:
    @pytest.mark.parametrize(("seat", "is_seen"), [("chair", True), ("secretary", True), ("member", False)])
    def test_chair_and_secretary_see_the_whole_round(self, seat, is_seen):
        dossier = accepted()
        DossierFactory(accepted=True)
        actor = seat_of(dossier, seat).user
        assert list(Dossier.objects.visible_to(actor)) == ([dossier] if is_seen else [])

    def test_they_do_not_see_what_they_are_recused_from(self, office):
        seat = AssignmentFactory(member__office=CouncilOffice.CHAIR)
        assert Dossier.objects.visible_to(seat.member.user).count() == 1
        Recusal.objects.create(assignment=seat, ground=RecusalGround.KINSHIP, reason="Em ruột", recorded_by=office)
        assert not Dossier.objects.visible_to(seat.member.user).exists()
