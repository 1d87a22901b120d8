"""Who scores what, and who does not."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from core.errors import Refused
from evaluations import services
from evaluations.enums import CouncilOffice, DossierState, RecusalGround
from evaluations.models import Assignment, Dossier, Recusal
from evaluations.services.assigning import Changed, change_assignments, recuse, undo_recusal
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    RoundFactory,
    choices_for,
    scored_by,
)

pytestmark = pytest.mark.django_db
OTHER = RecusalGround.OTHER


@pytest.fixture
def office():
    return UserFactory(office=True)


def change(office, turn, **pairs):
    return change_assignments(actor=office, round_id=turn.pk, **pairs)


def begin(seat):
    services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, {"3": None}))


class TestAssigning:
    @pytest.fixture
    def turn(self):
        return RoundFactory()

    def test_products_are_given_and_taken_off_and_given_again(self, office, turn):
        one, two = DossierFactory.create_batch(2, round=turn, accepted=True)
        first, second = CouncilMemberFactory.create_batch(2, round=turn)
        every = {(dossier.pk, seat.pk) for dossier in (one, two) for seat in (first, second)}
        assert change(office, turn, assign=every) == Changed(4, 0)
        assert change(office, turn, assign=every) == Changed(0, 0)
        assert change(office, turn, unassign=[(one.pk, first.pk)]) == Changed(0, 1)
        assert not Dossier.objects.visible_to(first.user).filter(pk=one.pk).exists()
        assert Assignment.objects.counting().count() == 3
        assert change(office, turn, assign=[(one.pk, first.pk)]) == Changed(1, 0)
        assert Assignment.objects.counting().count() == Assignment.objects.count() == 4

    def test_who_was_taken_off_is_not_given_the_product_again_by_itself(self, office, turn):
        seat = AssignmentFactory(dossier__round=turn, dossier__accepted=True)
        change(office, turn, unassign=[(seat.dossier_id, seat.member_id)])
        services.set_council(actor=office, round_id=turn.pk, members=[(seat.member.user, CouncilOffice.CHAIR)])
        assert not Assignment.objects.counting().exists()

    def test_a_begun_sheet_or_a_recusal_blocks_taking_off_and_nothing_changes(self, office, turn):
        dossier = DossierFactory(round=turn, accepted=True)
        free, begun, out = AssignmentFactory.create_batch(3, dossier=dossier)
        begin(begun)
        recuse(actor=office, assignment_id=out.pk, ground=OTHER, reason="Người nhà")
        for blocked in (begun, out):
            pairs = [(dossier.pk, free.member_id), (dossier.pk, blocked.member_id)]
            with pytest.raises(Refused, match=blocked.member.user.full_name):
                change(office, turn, unassign=pairs)
        assert Assignment.objects.current().count() == 3

    def test_giving_a_product_to_who_was_recused_changes_nothing(self, office, turn):
        seat = AssignmentFactory(dossier__round=turn)
        recuse(actor=office, assignment_id=seat.pk, ground=OTHER, reason="Người nhà")
        assert change(office, turn, assign=[(seat.dossier_id, seat.member_id)]) == Changed(0, 0)
        assert not Assignment.objects.counting().exists()

    @pytest.mark.parametrize("wrong", ["state", "round of dossier", "round of seat"])
    def test_only_products_in_scoring_and_seats_of_the_round(self, office, turn, wrong):
        dossier = DossierFactory(
            round=turn if wrong != "round of dossier" else RoundFactory(),
            accepted=wrong != "state",
            submitted=wrong == "state",
        )
        seat = CouncilMemberFactory(round=turn if wrong != "round of seat" else RoundFactory())
        with pytest.raises(Refused):
            change(office, turn, assign=[(dossier.pk, seat.pk)])
        assert not Assignment.objects.exists()

    @pytest.mark.parametrize("role", ["local_officer", "agency_officer", "council_member", "leader", "administrator"])
    def test_nobody_but_the_office_assigns(self, turn, role):
        with pytest.raises(PermissionDenied):
            change(UserFactory(**{role: True}), turn)


class TestRecusing:
    def test_a_member_declares_a_conflict_and_no_longer_sees_the_product(self, office):
        dossier = DossierFactory(accepted=True)
        mine, other = AssignmentFactory.create_batch(2, dossier=dossier)
        begin(mine)
        member = mine.member.user
        recusal = recuse(actor=member, assignment_id=mine.pk, ground=RecusalGround.KINSHIP, reason=" Em  ruột ")
        assert (recusal.is_declared, recusal.reason, recusal.recorded_by) == (True, "Em ruột", member)
        assert not Dossier.objects.visible_to(member).exists()
        assert list(Assignment.objects.counting()) == [other]
        with pytest.raises(Refused):
            services.save_sheet(actor=member, assignment_id=mine.pk, choices={})
        # The others are enough to close; his draft is kept.
        scored_by_all = choices_for(dossier)
        services.send_sheet(actor=other.member.user, assignment_id=other.pk, choices=scored_by_all)
        result = services.close_scoring(actor=office, dossier_id=dossier.pk)
        assert (result.sheet_count, result.points_sum) == (1, 100)
        assert mine.sheet.pk

    def test_a_sent_sheet_is_taken_out_by_the_office_or_the_chair_and_kept(self, office):
        dossier = DossierFactory(accepted=True)
        sent, also_sent = scored_by(dossier, {}, {"3": 0})
        with pytest.raises(Refused, match="đã gửi"):
            recuse(actor=sent.member.user, assignment_id=sent.pk, ground=OTHER, reason="Đã tư vấn")
        chair = CouncilMemberFactory(round=dossier.round, office=CouncilOffice.CHAIR).user
        recusal = recuse(actor=chair, assignment_id=sent.pk, ground=OTHER, reason="Đã tư vấn")
        assert not recusal.is_declared
        sent.sheet.refresh_from_db()
        assert (sent.sheet.state, sent.sheet.total) == ("sent", 100)
        result = services.close_scoring(actor=office, dossier_id=dossier.pk)
        assert (result.sheet_count, result.points_sum) == (1, also_sent.sheet.total)

    def test_others_do_not_recuse_a_member(self):
        seat = AssignmentFactory()
        neighbour = AssignmentFactory(dossier=seat.dossier).member.user
        strange_chair = CouncilMemberFactory(office=CouncilOffice.CHAIR).user
        roles = ["local_officer", "agency_officer", "leader", "administrator"]
        for actor in (neighbour, strange_chair, *(UserFactory(**{role: True}) for role in roles)):
            with pytest.raises(PermissionDenied):
                recuse(actor=actor, assignment_id=seat.pk, ground=OTHER, reason="Lý do")
        assert not Recusal.objects.exists()

    @pytest.mark.parametrize(
        ("ground", "reason", "words"), [("", "Lý do", "căn cứ"), ("x", "Lý do", "căn cứ"), ("other", "  ", "lý do")]
    )
    def test_a_recusal_has_a_ground_and_a_reason(self, ground, reason, words):
        seat = AssignmentFactory()
        with pytest.raises(Refused, match=words):
            recuse(actor=seat.member.user, assignment_id=seat.pk, ground=ground, reason=reason)

    def test_a_recusal_is_recorded_once_and_only_while_scoring_is_open(self, office):
        seat = AssignmentFactory()
        recuse(actor=office, assignment_id=seat.pk, ground=OTHER, reason="Lý do")
        with pytest.raises(Refused, match="Đã ghi"):
            recuse(actor=office, assignment_id=seat.pk, ground=OTHER, reason="Lý do")
        other = AssignmentFactory()
        Dossier.objects.update(state=DossierState.SCORED)
        with pytest.raises(Refused, match="đang ở bước"):
            recuse(actor=office, assignment_id=other.pk, ground=OTHER, reason="Lý do")
        with pytest.raises(Refused, match="đang ở bước"):
            undo_recusal(actor=office, assignment_id=seat.pk)

    def test_an_undone_recusal_gives_the_member_his_draft_back(self, office):
        seat = AssignmentFactory()
        begin(seat)
        member = seat.member.user
        recuse(actor=member, assignment_id=seat.pk, ground=OTHER, reason="Lý do")
        with pytest.raises(PermissionDenied):
            undo_recusal(actor=member, assignment_id=seat.pk)
        undo_recusal(actor=office, assignment_id=seat.pk)
        assert Assignment.objects.visible_to(member).get().sheet.lines.count() == 3
        with pytest.raises(Refused, match="đang tham gia"):
            undo_recusal(actor=office, assignment_id=seat.pk)
