"""Two people at the same moment: one of them wins cleanly, nothing is lost unseen.

Each race starts its writers at a barrier, several times over. Every one of them has been seen to fail
with the lock that it is about taken out.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import CouncilOffice, DossierState, SheetState
from evaluations.models import Assignment, Dossier, DossierMove, Result, ScoreSheet
from evaluations.services import Outcome
from evaluations.services.sections import save_section
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    choices_for,
    close,
    scored_by,
)
from evaluations.workflow import move
from products.models import Recognition
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)


def at_once(*acts):
    """Run every act in a thread of its own, all from one moment; return what each gave or raised."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE_SECONDS)
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at what came out
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(PATIENCE_SECONDS) for future in [pool.submit(run, act) for act in acts]]


def refusals(outcomes):
    unexpected = [one for one in outcomes if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not unexpected, unexpected
    return [one for one in outcomes if isinstance(one, Refused)]


@pytest.mark.parametrize("_round", ROUNDS)
def test_closing_while_the_last_sheet_is_sent_counts_it_or_refuses_one_of_both(_round):
    dossier = DossierFactory(accepted=True)
    scored_by(dossier, {}, {})
    late = AssignmentFactory(dossier=dossier)
    office, choices = UserFactory(office=True), choices_for(dossier, {"3": 0})
    at_once(
        lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
        lambda: services.send_sheet(actor=late.member.user, assignment_id=late.pk, choices=choices),
    )
    result = Result.objects.filter(dossier=dossier).first()
    sent = ScoreSheet.objects.filter(state=SheetState.SENT)
    # Whoever came first, a result never stands beside a sent sheet that it does not count.
    assert sent.count() == 3
    if result:
        assert result.sheet_count == 3
        assert result.points_sum == sum(sent.values_list("total", flat=True)) == 265


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_sheet_begun_while_the_scoring_closes_is_refused_or_holds_up_the_closing(_round):
    dossier = DossierFactory(accepted=True)
    scored_by(dossier, {})
    office, newcomer = UserFactory(office=True), UserFactory(council_member=True)
    seats = [(seat.user, seat.office) for seat in dossier.round.members.select_related("user")]
    at_once(
        lambda: services.close_scoring(actor=office, dossier_id=dossier.pk),
        lambda: services.set_council(
            actor=office, round_id=dossier.round_id, members=[*seats, (newcomer, CouncilOffice.MEMBER)]
        ),
    )
    dossier.refresh_from_db()
    assigned = Assignment.objects.filter(dossier=dossier).count()
    # The newcomer is on a dossier that waits for him, or it was closed before him and he is not on it.
    expected = 1 if dossier.state == DossierState.SCORED else 2
    assert assigned == expected


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_closings_give_one_result(_round):
    dossier, office = DossierFactory(accepted=True), UserFactory(office=True)
    scored_by(dossier, {})
    outcomes = at_once(*[lambda: services.close_scoring(actor=office, dossier_id=dossier.pk)] * 2)
    assert len(refusals(outcomes)) == 1
    assert Result.objects.count() == 1
    assert DossierMove.objects.filter(dossier=dossier).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_double_press_of_send_moves_the_dossier_once(_round):
    dossier = DossierFactory()
    officer = UserFactory(local_officer=True, unit=dossier.unit)
    outcomes = at_once(*[lambda: move(dossier.pk, "submit", actor=officer)] * 2)
    assert len(refusals(outcomes)) == 1
    assert dossier.moves.count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_returning_and_accepting_at_once_leaves_one_of_both(_round):
    dossier, office = DossierFactory(submitted=True), UserFactory(office=True)
    CouncilMemberFactory(round=dossier.round)
    outcomes = at_once(
        lambda: move(dossier.pk, "accept", actor=office),
        lambda: move(dossier.pk, "return", actor=office, note="Thiếu tài liệu"),
    )
    assert len(refusals(outcomes)) == 1
    dossier.refresh_from_db()
    assert Assignment.objects.count() == (1 if dossier.state == DossierState.ACCEPTED else 0)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_member_who_joins_while_a_dossier_is_accepted_is_given_it(_round):
    dossier, office = DossierFactory(submitted=True), UserFactory(office=True)
    first, second = UserFactory.create_batch(2, council_member=True)
    services.set_council(actor=office, round_id=dossier.round_id, members=[(first, "chair")])
    outcomes = at_once(
        lambda: move(dossier.pk, "accept", actor=office),
        lambda: services.set_council(
            actor=office, round_id=dossier.round_id, members=[(first, "chair"), (second, "member")]
        ),
    )
    assert not refusals(outcomes)
    assert Assignment.objects.filter(dossier=dossier).count() == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_member_who_begins_to_score_while_he_is_dropped_stays_or_is_gone_whole(_round):
    seat, office = AssignmentFactory(), UserFactory(office=True)
    choices = choices_for(seat.dossier)
    outcomes = at_once(
        lambda: services.set_council(actor=office, round_id=seat.dossier.round_id, members=[]),
        lambda: services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices),
    )
    dropped = not Assignment.objects.exists()
    assert ScoreSheet.objects.exists() != dropped
    assert len(refusals(outcomes)) == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_windows_of_one_member_do_not_overwrite_each_other(_round):
    seat = AssignmentFactory()
    actor, mine, other = seat.member.user, choices_for(seat.dossier), choices_for(seat.dossier, {"3": 0})
    outcomes = at_once(
        lambda: services.save_sheet(actor=actor, assignment_id=seat.pk, choices=mine, version=0),
        lambda: services.save_sheet(actor=actor, assignment_id=seat.pk, choices=other, version=0),
    )
    assert len(refusals(outcomes)) == 1
    assert ScoreSheet.objects.get().version == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_officers_who_edit_one_dossier_do_not_overwrite_each_other(_round):
    dossier = DossierFactory()
    officers = UserFactory.create_batch(2, local_officer=True, unit=dossier.unit)
    outcomes = at_once(
        *[
            lambda officer=officer: services.update_dossier(
                actor=officer, dossier_id=dossier.pk, version=1, summary=officer.full_name
            )
            for officer in officers
        ]
    )
    assert len(refusals(outcomes)) == 1
    dossier.refresh_from_db()
    assert dossier.version == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_officers_in_one_section_do_not_overwrite_each_other_and_in_two_both_are_kept(_round):
    dossier = DossierFactory()
    officers = UserFactory.create_batch(3, local_officer=True, unit=dossier.unit)
    fields = (
        {"section": "plan", "plan": "A"},
        {"section": "plan", "plan": "B"},
        {"section": "background", "summary": "C"},
    )
    outcomes = at_once(
        *[
            lambda officer=officer, typed=typed: save_section(actor=officer, dossier_id=dossier.pk, version=1, **typed)
            for officer, typed in zip(officers, fields, strict=True)
        ]
    )
    assert len(refusals(outcomes)) == 1
    dossier.refresh_from_db()
    assert (dossier.plan in {"A", "B"}, dossier.summary, dossier.version) == (True, "C", 3)
    assert dossier.edits.count() == 2


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_saving_while_the_dossier_is_sent_goes_along_or_is_refused(_round):
    dossier = DossierFactory()
    officer = UserFactory(local_officer=True, unit=dossier.unit)
    saved, sent = at_once(
        lambda: save_section(actor=officer, dossier_id=dossier.pk, section="plan", version=1, plan="A"),
        lambda: move(dossier.pk, "submit", actor=officer),
    )
    dossier.refresh_from_db()
    assert not isinstance(sent, Exception)
    assert dossier.state == DossierState.SUBMITTED
    assert dossier.plan == ("" if isinstance(saved, Refused) else "A")


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_decisions_at_once_recognise_a_product_once(_round):
    dossier, office = close(DossierFactory(accepted=True), {"3": 20}), UserFactory(office=True)
    documents = DocumentFactory.create_batch(2, issued_on=today())
    outcomes = at_once(
        *[
            lambda document=document: services.decide_dossiers(
                actor=office, round_id=dossier.round_id, document=document, outcomes=[Outcome(dossier.pk, 4)]
            )
            for document in documents
        ]
    )
    assert len(refusals(outcomes)) == 1
    assert Recognition.objects.count() == 1
    assert Dossier.objects.get().state == DossierState.RECOGNISED
