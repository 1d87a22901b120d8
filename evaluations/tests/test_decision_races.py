"""Decisions at the same moment: one of them wins cleanly. Seen to fail with their locks taken out."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from core.tests.racing import at_once
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import DossierState as S
from evaluations.models import Dossier
from evaluations.services import Outcome
from evaluations.services.cancelling import cancel_decision
from evaluations.services.central import start_central
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from products.models import Recognition
from products.services import update_product
from units.tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = range(3)
FOUR = {"3": 20}


def decide(office, dossier, document, star=4):
    return services.decide_dossiers(
        actor=office, round_id=dossier.round_id, document=document, outcomes=[Outcome(dossier.pk, star)]
    )


def refused(outcomes):
    unexpected = [one for one in outcomes if one is not None and not isinstance(one, Refused)]
    assert not unexpected, unexpected
    return [one for one in outcomes if one is not None]


@pytest.mark.parametrize("_round", ROUNDS)
def test_nothing_is_decided_by_a_decision_while_it_is_cancelled(_round):
    office, turn = UserFactory(office=True), RoundFactory()
    first, second = (close(DossierFactory(round=turn, accepted=True), FOUR) for _n in range(2))
    wrong, by = (DocumentFactory(issued_on=today()) for _n in range(2))
    decide(office, first, wrong)
    outcomes = at_once(
        lambda: cancel_decision(actor=office, document=wrong, by=by), lambda: decide(office, second, wrong)
    )
    # Decided first and cancelled with the rest, or refused; never a recognition that outlives its decision.
    assert len(refused(outcomes)) <= 1
    assert not Recognition.objects.filter(cancelled_on__isnull=True).exists()
    assert not Dossier.objects.filter(state=S.RECOGNISED).exists()


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_decision_is_cancelled_once(_round):
    office, dossier = UserFactory(office=True), close(DossierFactory(accepted=True), FOUR)
    wrong, one, other = (DocumentFactory(issued_on=today()) for _n in range(3))
    decide(office, dossier, wrong)
    outcomes = at_once(*[lambda by=by: cancel_decision(actor=office, document=wrong, by=by) for by in (one, other)])
    assert len(refused(outcomes)) == 1
    dossier.refresh_from_db()
    assert (dossier.state, dossier.moves.filter(action="cancel").count()) == (S.SCORED, 1)


def test_a_product_that_stops_meanwhile_is_recognised_before_or_not_at_all():
    office, dossier = UserFactory(office=True), close(DossierFactory(accepted=True), FOUR)
    document, day = DocumentFactory(issued_on=today()), today() - dt.timedelta(days=1)
    outcomes = at_once(
        lambda: decide(office, dossier, document),
        lambda: update_product(actor=office, product_id=dossier.product_id, version=1, stopped_on=day),
    )
    dossier.refresh_from_db()
    is_refused = bool(refused(outcomes))
    assert (dossier.state == S.SCORED) == is_refused
    assert Recognition.objects.exists() != is_refused


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_number_is_given_to_one_decision(_round):
    office, turn, issuer = UserFactory(office=True), RoundFactory(), ProvinceFactory()
    dossiers = [close(DossierFactory(round=turn, accepted=True), FOUR) for _n in range(2)]
    fields = {"kind": "decision", "number": 7, "symbol": "QĐ-UBND", "issued_on": today(), "subject": "Công nhận"}
    outcomes = at_once(
        *[
            lambda one=one: services.record_decision(
                actor=office,
                round_id=turn.pk,
                new_document={**fields, "issuer": issuer},
                outcomes=[Outcome(one.pk, 4)],
            )
            for one in dossiers
        ]
    )
    told = [str(one) for one in outcomes if one is not None]
    assert len(told) == 1
    assert "đã có trong năm đó" in told[0]
    assert (OfficialDocument.objects.count(), Recognition.objects.count()) == (1, 1)
    assert Dossier.objects.filter(state=S.SCORED).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_approved_dossier_goes_to_the_ministry_once(_round):
    office, dossier = UserFactory(office=True), close(DossierFactory(accepted=True), {})
    outcome = Outcome(dossier.pk, 5, approves=True)
    services.decide_dossiers(
        actor=office, round_id=dossier.round_id, document=DocumentFactory(issued_on=today()), outcomes=[outcome]
    )
    rounds = RoundFactory.create_batch(2, central=True)
    outcomes = at_once(
        *[lambda turn=turn: start_central(actor=office, dossier_id=dossier.pk, round_id=turn.pk) for turn in rounds]
    )
    assert len(refused(outcomes)) == 1
    assert Dossier.objects.filter(previous_dossier=dossier).count() == 1
