"""Figures while results wait for the ministry, and after a decision was cancelled."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import WholeProvince
from accounts.tests.factories import UserFactory
from core.dates import today
from core.periods import Window
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import CentralStep
from evaluations.services import Outcome
from evaluations.services.cancelling import cancel_decision
from evaluations.services.central import record_central_event, record_central_result, start_central
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from indicators.scope import Scope
from reports.registry import count_all

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def office():
    return UserFactory(office=True)


def figures(days_ago=0):
    """The figures of the last 200 days as known some days ago, those that are not nothing."""
    day = today() - days_ago * DAY
    scope = Scope(WholeProvince(), None, Window(today() - 200 * DAY, today()), day)
    wanted = ("entries.products", "recognised.products", "standing.products", "central.sent.products")
    return {code: int(one.value) for code, one in count_all(scope).items() if code in wanted and one.value}


def decision(days_ago=0):
    return DocumentFactory(issued_on=today() - days_ago * DAY)


def approve(office, days_ago):
    dossier = close(DossierFactory(accepted=True), {})
    services.decide_dossiers(
        actor=office,
        round_id=dossier.round_id,
        document=decision(days_ago),
        outcomes=[Outcome(dossier.pk, 5, approves=True)],
    )
    return dossier


def send(office, dossier, days_ago):
    sent = start_central(actor=office, dossier_id=dossier.pk, round_id=RoundFactory(central=True).pk)
    day = today() - days_ago * DAY
    record_central_event(actor=office, dossier_id=sent.pk, kind=CentralStep.SENT, on=day, document=decision(days_ago))
    return sent


def conclude(office, sent, document, points):
    record_central_result(
        actor=office,
        dossier_id=sent.pk,
        document=document,
        points=Decimal(points),
        gets_five=points >= 90,
    )


def test_an_approved_result_is_an_entry_and_no_star_yet(office):
    dossier = approve(office, 9)
    assert figures() == {"entries.products": 1}
    send(office, dossier, 5)
    assert figures() == {"entries.products": 1, "central.sent.products": 1}


def test_five_stars_of_the_ministry_count_once(office):
    sent = send(office, approve(office, 9), 5)
    conclude(office, sent, decision(2), 93)
    assert figures() == {"entries.products": 1, "recognised.products": 1, "standing.products": 1}
    assert figures(3) == {"entries.products": 1, "central.sent.products": 1}


def test_the_provinces_decision_by_the_ministrys_points_counts_once(office):
    dossier = approve(office, 9)
    sent = send(office, dossier, 5)
    conclude(office, sent, decision(2), 88)
    services.decide_dossiers(
        actor=office, round_id=dossier.round_id, document=decision(1), outcomes=[Outcome(dossier.pk, 4)]
    )
    assert figures() == {"entries.products": 1, "recognised.products": 1, "standing.products": 1}
    assert figures(2) == {"entries.products": 1}


def test_the_days_before_a_cancelling_stay_as_they_were(office):
    sent = send(office, approve(office, 9), 7)
    wrong = decision(4)
    conclude(office, sent, wrong, 93)
    before = [figures(days) for days in range(1, 11)]
    cancel_decision(actor=office, document=wrong, by=decision())
    assert [figures(days) for days in range(1, 11)] == before
    assert before[0] == {"entries.products": 1, "recognised.products": 1, "standing.products": 1}
    assert figures() == {"entries.products": 1, "central.sent.products": 1}
