"""Sheets, agreements and scoring again against closing: one of them wins cleanly, nothing is lost unseen.

Each race starts its writers at a barrier, several times over. Every one of them has been seen to fail
with the lock that it is about taken out.
"""

import pytest

from accounts.tests.factories import UserFactory
from core.errors import Refused
from core.tests.racing import at_once
from evaluations import services
from evaluations.enums import CouncilOffice, DossierState, SheetState
from evaluations.models import Assignment, Criterion, Dossier, Result, ScoreSheet
from evaluations.tests.factories import AssignmentFactory, CouncilMemberFactory, DossierFactory, choices_for, scored_by

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(4)


def refused(outcomes) -> int:
    """Return how many were refused; whatever else was raised fails."""
    unexpected = [one for one in outcomes if one is not None and not isinstance(one, Refused)]
    assert not unexpected, unexpected
    return sum(isinstance(one, Refused) for one in outcomes)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_members_who_send_while_the_scoring_closes_are_both_counted_or_both_still_open(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    first, second = AssignmentFactory(dossier=dossier), AssignmentFactory(dossier=dossier)
    choices = choices_for(dossier)
    at_once(
        lambda: services.send_sheet(actor=first.member.user, assignment_id=first.pk, choices=choices),
        lambda: services.send_sheet(actor=second.member.user, assignment_id=second.pk, choices=choices),
        lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
    )
    # Nobody's sheet is refused: it was assigned before, so the closing has to wait for it.
    assert ScoreSheet.objects.filter(state=SheetState.SENT).count() == 2
    result = Result.objects.first()
    assert result is None or result.points_sum == 200


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_sheet_that_is_sent_twice_at_once_is_sent_once(_round):
    seat = AssignmentFactory()
    choices = choices_for(seat.dossier)
    services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices)
    send = lambda: services.send_sheet(actor=seat.member.user, assignment_id=seat.pk)  # noqa: E731
    assert refused(at_once(send, send)) == 1
    assert ScoreSheet.objects.get().version == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_draft_saved_while_a_single_sheet_is_reopened_and_closed_is_never_beside_a_result(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    [sent] = scored_by(dossier, {})
    chair = CouncilMemberFactory(round=dossier.round, office=CouncilOffice.CHAIR).user
    outcomes = at_once(
        lambda: services.reopen_sheet(actor=chair, assignment_id=sent.pk, reason="Chọn nhầm"),
        lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
    )
    assert refused(outcomes) == 1
    current = Assignment.objects.counting().get()
    is_closed = Dossier.objects.get().state == DossierState.SCORED
    assert current.sheet.state == (SheetState.SENT if is_closed else SheetState.DRAFT)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_who_open_a_re_score_at_once_open_one(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    scored_by(dossier, {}, {})
    rescore = lambda: services.open_rescore(actor=office, dossier_id=dossier.pk, reason="Chênh")  # noqa: E731
    assert refused(at_once(rescore, rescore)) == 1
    assert Assignment.objects.filter(attempt=2).count() == 2
    assert dossier.moves.count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_agreement_made_while_the_scoring_closes_is_in_the_result_or_refused(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    scored_by(dossier, {"3": 20}, {"3": 20})
    criterion = Criterion.objects.get(criteria_set=dossier.criteria_set, code="1.2")
    choices = {criterion.pk: criterion.options.get(points=0).pk}
    outcomes = at_once(
        lambda: services.save_agreed(actor=office, dossier_id=dossier.pk, choices=choices),
        lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
    )
    assert refused(outcomes) <= 1
    # By the sheets four stars; what the council agreed on lowers it to three.
    assert Result.objects.get().star == (3 if dossier.agreed_options.exists() else 4)


@pytest.mark.parametrize("_round", ROUNDS)
def test_excluding_and_closing_at_once_leave_a_dossier_that_ended(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    scored_by(dossier, {})
    outcomes = at_once(
        lambda: services.disqualify(actor=office, dossier_id=dossier.pk, ground="Căn cứ khác", reason="Giả mạo"),
        lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
    )
    assert refused(outcomes) <= 1
    assert Dossier.objects.get().state == DossierState.NOT_RECOGNISED
    # A result, where there is one, came before the exclusion, which knew of it.
    came_from = dossier.moves.get(action="disqualify").from_state
    assert came_from == (DossierState.SCORED if Result.objects.exists() else DossierState.ACCEPTED)
