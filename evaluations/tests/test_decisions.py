"""One decision for many dossiers: all or nothing, and never a star above the points."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.dates import add_months, today
from core.errors import Refused
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import DossierState as S
from evaluations.models import Dossier
from evaluations.services import Outcome
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from products.models import Recognition
from products.tests.factories import RecognitionFactory

pytestmark = pytest.mark.django_db
# Points by code that make totals of 85, 65, 45 and 100.
FOUR, THREE, TWO, FIVE = {"3": 20}, {"3": 0}, {"3": 0, "1.1": 0}, {}


def scored(turn, *totals, **fields):
    return close(DossierFactory(round=turn, accepted=True, **fields), *totals)


def decide(turn, *outcomes, document=None, actor=None):
    return services.decide_dossiers(
        actor=actor or UserFactory(office=True),
        round_id=turn.pk,
        document=document or DocumentFactory(issued_on=today()),
        outcomes=outcomes,
    )


def test_a_decision_recognises_from_three_stars_and_refuses_the_rest():
    turn, document = RoundFactory(), DocumentFactory(issued_on=today())
    four, three, two = (scored(turn, points) for points in (FOUR, THREE, TWO))
    decide(turn, Outcome(four.pk, 4), Outcome(three.pk, 3), Outcome(two.pk, 2), document=document)
    states = dict(Dossier.objects.values_list("pk", "state"))
    assert states == {four.pk: S.RECOGNISED, three.pk: S.RECOGNISED, two.pk: S.NOT_RECOGNISED}
    recognition = Recognition.objects.get(product=four.product)
    assert (recognition.star, recognition.kind, recognition.points) == (4, "new", Decimal(85))
    assert (recognition.document, recognition.dossier_id) == (document, four.pk)
    assert recognition.rule_version == turn.rule_version.code
    assert recognition.valid_until == add_months(today(), turn.rule_version.validity_months)
    assert not Recognition.objects.filter(product=two.product).exists()
    assert set(Dossier.objects.values_list("concluded_on", flat=True)) == {today()}
    assert document.citation in four.moves.first().note


def test_the_kept_mean_is_cut_and_not_rounded_up():
    turn = RoundFactory()
    dossier = scored(turn, {"3": 20}, {"3": 20}, {"3": 30})  # 85, 85, 95
    decide(turn, Outcome(dossier.pk, 4))
    assert Recognition.objects.get().points == Decimal("88.3333")


def test_a_failure_half_way_changes_nothing():
    turn, document = RoundFactory(), DocumentFactory(issued_on=today())
    first, second, third = (scored(turn, points) for points in (FOUR, THREE, TWO))
    # The database refuses a second recognition of a product on one day.
    RecognitionFactory(product=second.product, document=document)
    with pytest.raises(ValidationError, match="cùng ngày"):
        decide(turn, Outcome(first.pk, 4), Outcome(second.pk, 3), Outcome(third.pk, 2), document=document)
    assert set(Dossier.objects.values_list("state", flat=True)) == {S.SCORED}
    assert not Recognition.objects.filter(product=first.product).exists()
    assert not Dossier.objects.filter(concluded_on__isnull=False).exists()


def test_a_wrong_last_line_undoes_the_first():
    turn = RoundFactory()
    first, second = scored(turn, FOUR), scored(turn, THREE)
    with pytest.raises(Refused, match="không được cao hơn 3"):
        decide(turn, Outcome(first.pk, 4), Outcome(second.pk, 4))
    assert not Recognition.objects.exists()
    assert Dossier.objects.filter(state=S.SCORED).count() == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_lower_star_needs_a_reason(reason):
    turn = RoundFactory()
    dossier = scored(turn, FOUR)
    with pytest.raises(Refused, match="lý do"):
        decide(turn, Outcome(dossier.pk, 3, reason))


def test_a_lower_star_keeps_its_reason():
    turn = RoundFactory()
    dossier = scored(turn, FOUR)
    decide(turn, Outcome(dossier.pk, 3, " Chưa có hợp đồng liên kết "))
    dossier.result.refresh_from_db()
    result = dossier.result
    # The council's own proposal stays.
    assert (result.star, result.star_reason) == (4, "")
    assert (result.decided_star, result.decided_reason) == (3, "Chưa có hợp đồng liên kết")
    assert (result.final_star, result.final_reason) == (3, "Chưa có hợp đồng liên kết")
    assert dossier.moves.first().note.endswith("Chưa có hợp đồng liên kết")
    assert Recognition.objects.get().star == 3


def test_a_product_may_be_refused_in_spite_of_its_points_with_a_reason():
    turn = RoundFactory()
    dossier = scored(turn, FOUR)
    decide(turn, Outcome(dossier.pk, 2, "Hồ sơ giả mạo"))
    dossier.refresh_from_db()
    assert dossier.state == S.NOT_RECOGNISED
    assert dossier.moves.first().note == "Hồ sơ giả mạo"


def test_the_province_recognises_four_stars_for_five_by_points():
    turn = RoundFactory()
    dossier = scored(turn, FIVE)
    assert dossier.result.star_by_points == 5
    with pytest.raises(Refused, match="không được cao hơn 4"):
        decide(turn, Outcome(dossier.pk, 5))
    decide(turn, Outcome(dossier.pk, 4))
    dossier.result.refresh_from_db()
    assert dossier.result.decided_star == 4
    assert "trung ương" in dossier.result.decided_reason


@pytest.mark.parametrize("star", [0, 6, -1])
def test_a_star_outside_one_to_five_is_refused(star):
    turn = RoundFactory()
    with pytest.raises(Refused):
        decide(turn, Outcome(scored(turn, FOUR).pk, star))


def test_a_decision_older_than_the_dossier_is_refused():
    turn = RoundFactory()
    dossier = scored(turn, FOUR)
    early = DocumentFactory(issued_on=dossier.submitted_on - dt.timedelta(days=1))
    with pytest.raises(Refused, match="trước ngày trình"):
        decide(turn, Outcome(dossier.pk, 4), document=early)


def test_only_the_dossiers_of_the_round_are_decided_and_each_once():
    turn, other = RoundFactory(), RoundFactory()
    dossier, stranger = scored(turn, FOUR), scored(other, FOUR)
    for outcomes, reason in (
        ([Outcome(stranger.pk, 4)], "không thuộc đợt"),
        ([Outcome(dossier.pk, 4), Outcome(dossier.pk, 3, "x")], "hai kết quả"),
        ([], "ít nhất một"),
    ):
        with pytest.raises(Refused, match=reason):
            decide(turn, *outcomes)
    decide(turn, Outcome(dossier.pk, 4))
    with pytest.raises(Refused, match="đã được quyết định"):
        decide(turn, Outcome(dossier.pk, 4))


@pytest.mark.parametrize("trait", ["submitted", "accepted", "returned", "withdrawn"])
def test_a_dossier_without_a_result_is_not_decided(trait):
    dossier = DossierFactory(**{trait: True, "submitted_on": today()})
    with pytest.raises(Refused, match="chưa có kết quả"):
        decide(dossier.round, Outcome(dossier.pk, 3))


@pytest.mark.parametrize("role", ["local_officer", "council_member", "leader", "administrator", "agency_officer"])
def test_only_the_office_records_a_decision(role):
    turn = RoundFactory()
    dossier = scored(turn, FOUR)
    with pytest.raises(PermissionDenied, match="Văn phòng"):
        decide(turn, Outcome(dossier.pk, 4), actor=UserFactory(**{role: True}))


class TestWithoutPublicCriteria:
    """Scored on paper: decided from accepted, with the mean of the minutes where it is given."""

    def test_is_decided_from_accepted(self):
        dossier = DossierFactory(accepted=True, without_criteria=True)
        decide(dossier.round, Outcome(dossier.pk, 4, points=Decimal("78.25")))
        recognition = Recognition.objects.get()
        assert (recognition.star, recognition.points) == (4, Decimal("78.25"))

    def test_the_star_fits_the_points(self):
        dossier = DossierFactory(accepted=True, without_criteria=True)
        for points, reason in (("69.99", "cao hơn hạng theo điểm"), ("101", "từ 0 đến 100")):
            with pytest.raises(Refused, match=reason):
                decide(dossier.round, Outcome(dossier.pk, 4, points=Decimal(points)))


class TestCentralLevel:
    """The ministry's council: five stars, or the product stays as it is."""

    def sent(self):
        return DossierFactory(central=True, submitted=True)

    def test_recognises_five_stars_from_submitted(self):
        dossier = self.sent()
        decide(dossier.round, Outcome(dossier.pk, 5))
        dossier.refresh_from_db()
        assert (dossier.state, dossier.concluded_on) == (S.RECOGNISED, today())
        assert Recognition.objects.get().star == 5

    def test_below_five_stars_the_product_keeps_what_it_has(self):
        dossier = self.sent()
        decide(dossier.round, Outcome(dossier.pk, 4, "Đạt 88 điểm"))
        dossier.refresh_from_db()
        assert (dossier.state, dossier.concluded_on) == (S.NOT_RECOGNISED, today())
        assert not Recognition.objects.exists()

    def test_is_not_scored_here(self):
        dossier = self.sent()
        with pytest.raises(Refused):
            services.close_scoring(actor=UserFactory(office=True), dossier_id=dossier.pk)
