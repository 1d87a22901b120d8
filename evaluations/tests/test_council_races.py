"""Two people at the same moment around the council; without the locks of the services these fail."""

import pytest

from accounts.tests.factories import UserFactory
from core.errors import Refused
from core.tests.racing import at_once
from evaluations import services
from evaluations.enums import CouncilOffice, DossierState, RecusalGround, SheetState
from evaluations.models import Assignment, Recusal, Result, ScoreSheet
from evaluations.services.assigning import change_assignments, recuse
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    RoundFactory,
    choices_for,
    scored_by,
)
from evaluations.workflow import move

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)


def sound(outcomes):
    """Nothing but refusals in words came out."""
    unexpected = [one for one in outcomes if one is not None and not isinstance(one, Refused)]
    assert not unexpected, unexpected
    return outcomes


@pytest.mark.parametrize("_round", ROUNDS)
def test_assigning_while_the_dossier_is_accepted_gives_it_once_to_everybody_or_is_refused(_round):
    dossier, office = DossierFactory(submitted=True), UserFactory(office=True)
    seat, _other = CouncilMemberFactory.create_batch(2, round=dossier.round)
    pair = (dossier.pk, seat.pk)
    accepted, _assigned = sound(
        at_once(
            lambda: move(dossier.pk, "accept", actor=office),
            lambda: change_assignments(actor=office, round_id=dossier.round_id, assign=[pair]),
        )
    )
    assert accepted is None
    assert Assignment.objects.counting().count() == Assignment.objects.count() == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_member_who_sends_while_he_recuses_himself_does_one_of_both(_round):
    seat = AssignmentFactory()
    actor, choices = seat.member.user, choices_for(seat.dossier)
    outcomes = sound(
        at_once(
            lambda: recuse(actor=actor, assignment_id=seat.pk, ground=RecusalGround.OTHER, reason="Người nhà"),
            lambda: services.send_sheet(actor=actor, assignment_id=seat.pk, choices=choices),
        )
    )
    assert sum(one is None for one in outcomes) == 1
    assert Recusal.objects.exists() != ScoreSheet.objects.filter(state=SheetState.SENT).exists()


@pytest.mark.parametrize("_round", ROUNDS)
def test_recusing_while_the_scoring_closes_is_counted_or_refused(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    seats = scored_by(dossier, {}, {"3": 0})
    sound(
        at_once(
            lambda: recuse(actor=office, assignment_id=seats[0].pk, ground=RecusalGround.OTHER, reason="Người nhà"),
            lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
        )
    )
    dossier.refresh_from_db()
    assert dossier.state == DossierState.SCORED
    result = Result.objects.get()
    assert result.sheet_count == Assignment.objects.counting().count()
    assert result.points_sum == (65 if Recusal.objects.exists() else 165)


@pytest.mark.parametrize("_round", ROUNDS)
def test_taking_a_product_off_while_its_sheet_is_begun_does_one_of_both(_round):
    seat, office = AssignmentFactory(), UserFactory(office=True)
    pair, choices = (seat.dossier_id, seat.member_id), choices_for(seat.dossier)
    outcomes = sound(
        at_once(
            lambda: change_assignments(actor=office, round_id=seat.dossier.round_id, unassign=[pair]),
            lambda: services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices),
        )
    )
    assert sum(one is None for one in outcomes) == 1
    assert ScoreSheet.objects.exists() == Assignment.objects.current().exists()


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_chairs_named_at_once_leave_one(_round):
    turn, office = RoundFactory(), UserFactory(office=True)
    people = UserFactory.create_batch(2, council_member=True)
    services.set_council(actor=office, round_id=turn.pk, members=[(one, CouncilOffice.MEMBER) for one in people])

    def name(chair):
        members = [(one, CouncilOffice.CHAIR if one == chair else CouncilOffice.MEMBER) for one in people]
        services.set_council(actor=office, round_id=turn.pk, members=members)

    outcomes = sound(at_once(*[lambda chair=chair: name(chair) for chair in people]))
    assert outcomes == [None, None]
    assert turn.members.filter(office=CouncilOffice.CHAIR).count() == 1
