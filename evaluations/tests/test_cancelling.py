"""Cancelling a decision: dossiers go back to where it found them, or nothing happens."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import DossierState as S
from evaluations.models import Dossier
from evaluations.services import Outcome
from evaluations.services.cancelling import cancel_decision, plan_of
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from evaluations.workflow import EDGES
from products.models import Product, Recognition
from products.tests.factories import RecognitionFactory
from units.tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db
FOUR, THREE, TWO, FIVE = {"3": 20}, {"3": 0}, {"3": 0, "1.1": 0}, {}
DAY = dt.timedelta(days=1)


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def turn():
    return RoundFactory()


@pytest.fixture
def wrong():
    return DocumentFactory(issued_on=today() - 2 * DAY)


@pytest.fixture
def by():
    return DocumentFactory(issued_on=today(), subject="Huỷ quyết định công nhận")


def scored(turn, points):
    return close(DossierFactory(round=turn, accepted=True), points)


def decide(office, document, *outcomes, turn):
    return services.decide_dossiers(actor=office, round_id=turn.pk, document=document, outcomes=outcomes)


def states():
    return dict(Dossier.objects.values_list("pk", "state"))


def test_recognised_refused_and_approved_go_back_together(office, turn, wrong, by):
    four, two, five, other = (scored(turn, points) for points in (FOUR, TWO, FIVE, FOUR))
    decide(
        office, wrong, Outcome(four.pk, 3, "Nhầm"), Outcome(two.pk, 2), Outcome(five.pk, 5, approves=True), turn=turn
    )
    decide(office, DocumentFactory(issued_on=today()), Outcome(other.pk, 4), turn=turn)
    plan = cancel_decision(actor=office, document=wrong, by=by, reason="Ghi nhầm hạng sao")
    assert (len(plan.recognitions), len(plan.refused)) == (1, 2)
    assert states() == {four.pk: S.SCORED, two.pk: S.SCORED, five.pk: S.SCORED, other.pk: S.RECOGNISED}
    four = Dossier.objects.select_related("result").get(pk=four.pk)
    assert (four.concluded_on, four.result.decided_star, four.result.final_star) == (None, None, 4)
    recognition = Recognition.objects.get(dossier_id=four.pk)
    assert (recognition.cancelled_on, recognition.cancelled_by) == (today(), by)
    move = four.moves.first()
    assert (move.action, move.document, move.undoes.document) == ("cancel", by, wrong)
    for words in (wrong.citation, by.citation, "Ghi nhầm hạng sao"):
        assert words in move.note


def test_the_right_decision_is_taken_afterwards(office, turn, wrong, by):
    dossier = scored(turn, FOUR)
    decide(office, wrong, Outcome(dossier.pk, 3, "Nhầm"), turn=turn)
    cancel_decision(actor=office, document=wrong, by=by)
    with pytest.raises(Refused, match="đã bị huỷ"):
        decide(office, wrong, Outcome(dossier.pk, 4), turn=turn)
    decide(office, by, Outcome(dossier.pk, 4), turn=turn)
    assert Product.objects.as_of(today()).get(pk=dossier.product_id).star == 4
    assert Product.objects.as_of(today() - DAY).get(pk=dossier.product_id).star == 3
    # The decision taken next is cancelled on its own.
    assert [move.document for move in plan_of(by).moves] == [by]


def test_a_decision_that_only_refused_is_cancelled_too(office, turn, wrong, by):
    dossier = scored(turn, FOUR)
    decide(office, wrong, Outcome(dossier.pk, 2, "Nhầm"), turn=turn)
    cancel_decision(actor=office, document=wrong, by=by)
    assert states() == {dossier.pk: S.SCORED}
    with pytest.raises(Refused, match="đã bị huỷ"):
        decide(office, wrong, Outcome(dossier.pk, 4), turn=turn)
    with pytest.raises(Refused, match="không còn gì để huỷ"):
        cancel_decision(actor=office, document=wrong, by=by)


def test_dossiers_scored_on_paper_go_back_to_accepted(office, wrong, by):
    dossier = DossierFactory(accepted=True, without_criteria=True)
    decide(office, wrong, Outcome(dossier.pk, 4), turn=dossier.round)
    cancel_decision(actor=office, document=wrong, by=by)
    assert states() == {dossier.pk: S.ACCEPTED}


def test_recognitions_without_dossiers_are_cancelled_alone(office, wrong, by):
    row = RecognitionFactory(document=wrong)
    plan = cancel_decision(actor=office, document=wrong, by=by)
    row.refresh_from_db()
    assert (row.cancelled_by, len(plan.moves)) == (by, 0)


def test_as_of_the_days_between_the_dossier_was_concluded(office, wrong, by):
    dossier = DossierFactory(central=True, submitted=True, submitted_on=today() - 5 * DAY)
    decide(office, wrong, Outcome(dossier.pk, 4, "Đạt 88 điểm"), turn=dossier.round)
    before = {n: Dossier.objects.not_concluded_by(today() - n * DAY).exists() for n in (1, 2, 3)}
    cancel_decision(actor=office, document=wrong, by=by)
    assert before == {1: False, 2: False, 3: True}
    assert {n: Dossier.objects.not_concluded_by(today() - n * DAY).exists() for n in before} == before
    assert Dossier.objects.not_concluded_by(today()).exists()


class TestRefusals:
    """Something later rests on the decision, or the other document does not fit: nothing changes."""

    def refused(self, match, office, wrong, by, **more):
        before = states()
        with pytest.raises(Refused, match=match):
            cancel_decision(actor=office, document=wrong, by=by, **more)
        assert states() == before
        assert not Recognition.objects.filter(cancelled_on__isnull=False).exists()

    def test_a_later_recognition(self, office, turn, wrong, by):
        dossier = scored(turn, FOUR)
        decide(office, wrong, Outcome(dossier.pk, 4), turn=turn)
        RecognitionFactory(product=dossier.product, document=DocumentFactory(issued_on=today() - DAY))
        self.refused(dossier.product.name, office, wrong, by)

    def test_an_open_renewal(self, office, turn, wrong, by):
        dossier = scored(turn, FOUR)
        decide(office, wrong, Outcome(dossier.pk, 4), turn=turn)
        DossierFactory(
            round=RoundFactory(central=True),
            product=dossier.product,
            submitted=True,
            previous_recognition=Recognition.objects.get(),
        )
        self.refused("dựa vào kết quả này", office, wrong, by)

    def test_a_new_dossier_of_a_product_that_was_refused(self, office, turn, wrong, by):
        dossier = scored(turn, FOUR)
        decide(office, wrong, Outcome(dossier.pk, 2, "Nhầm"), turn=turn)
        DossierFactory(product=dossier.product)
        self.refused(dossier.product.name, office, wrong, by)

    def test_a_number_that_is_no_longer_right(self, office, turn, wrong, by):
        dossiers = [scored(turn, FOUR) for _n in range(2)]
        decide(office, wrong, *[Outcome(one.pk, 4) for one in dossiers], turn=turn)
        self.refused("vừa thay đổi", office, wrong, by, expected=1)

    def test_a_new_document_is_not_kept_where_the_cancelling_is_refused(self, office, wrong):
        fields = {"kind": "decision", "number": 9, "symbol": "QĐ-UBND", "issued_on": today(), "subject": "Huỷ"}
        with pytest.raises(Refused, match="không còn gì"):
            cancel_decision(actor=office, document=wrong, new_document={**fields, "issuer": ProvinceFactory()})
        assert OfficialDocument.objects.get() == wrong

    @pytest.mark.parametrize("role", ["local_officer", "council_member", "leader", "administrator"])
    def test_only_the_office_cancels(self, turn, office, wrong, by, role):
        decide(office, wrong, Outcome(scored(turn, FOUR).pk, 4), turn=turn)
        with pytest.raises(PermissionDenied, match="Văn phòng"):
            cancel_decision(actor=UserFactory(**{role: True}), document=wrong, by=by)


def test_cancelling_is_no_button():
    assert EDGES["cancel"].is_internal
    assert EDGES["approve"].is_internal
    assert EDGES["assess_again"].is_internal
