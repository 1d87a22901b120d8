"""90 points and more: approved by the province, sent to the ministry, recognised there or brought back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.completeness import recognition_by
from evaluations.enums import CentralStep, DecidingLevel, Level
from evaluations.enums import DossierState as S
from evaluations.models import CentralEvent, Decider, Dossier
from evaluations.services import Outcome
from evaluations.services.cancelling import cancel_decision
from evaluations.services.central import (
    assess_again,
    record_central_event,
    record_central_result,
    start_central,
)
from evaluations.tests.factories import DossierFactory, EvidenceFactory, RoundFactory, close
from evaluations.workflow import Incomplete
from products.models import Product, Recognition

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def ministry():
    """A round of the ministry that takes dossiers."""
    return RoundFactory(central=True)


def decision(days_ago=0):
    return DocumentFactory(issued_on=today() - days_ago * DAY)


def letter(days_ago=0):
    return DocumentFactory(kind=DocumentKind.LETTER, issued_on=today() - days_ago * DAY)


@pytest.fixture
def approved(office):
    """A dossier with 100 points whose result the province has approved five days ago."""
    dossier = close(DossierFactory(accepted=True), {})
    outcome = Outcome(dossier.pk, 5, approves=True)
    services.decide_dossiers(actor=office, round_id=dossier.round_id, document=decision(5), outcomes=[outcome])
    dossier.refresh_from_db()
    return dossier


@pytest.fixture
def sent(office, approved, ministry):
    """Its dossier of the central level, sent four days ago."""
    EvidenceFactory(dossier=approved)
    dossier = start_central(actor=office, dossier_id=approved.pk, round_id=ministry.pk)
    record_central_event(
        actor=office, dossier_id=dossier.pk, kind=CentralStep.SENT, on=today() - 4 * DAY, document=letter(4)
    )
    dossier.refresh_from_db()
    return dossier


def conclude(office, sent, points, *, five=False, document=None, note=""):
    return record_central_result(
        actor=office,
        dossier_id=sent.pk,
        document=document or decision(1),
        points=Decimal(points),
        gets_five=five,
        note=note,
    )


def decide(office, dossier, star, reason="", document=None):
    return services.decide_dossiers(
        actor=office,
        round_id=dossier.round_id,
        document=document or decision(),
        outcomes=[Outcome(dossier.pk, star, reason)],
    )


class TestApproving:
    """The province approves the result; nothing is recognised yet."""

    def test_leaves_the_dossier_open_and_the_product_without_a_star(self, approved):
        assert (approved.state, approved.concluded_on) == (S.APPROVED, None)
        assert not Recognition.objects.exists()
        move = approved.moves.get(action="approve")
        assert move.document.citation in move.note

    def test_needs_90_points(self, office):
        dossier = close(DossierFactory(accepted=True), {"3": 20})
        outcome = Outcome(dossier.pk, 4, approves=True)
        with pytest.raises(Refused, match="90 điểm"):
            services.decide_dossiers(actor=office, round_id=dossier.round_id, document=decision(), outcomes=[outcome])

    def test_four_stars_may_be_recognised_first(self, office):
        dossier = close(DossierFactory(accepted=True), {})
        decide(office, dossier, 4)
        dossier.refresh_from_db()
        assert (dossier.state, Recognition.objects.get().star) == (S.RECOGNISED, 4)

    def test_waits_for_the_ministry_before_it_is_decided(self, office, approved):
        assert not Dossier.objects.decidable().exists()
        with pytest.raises(Refused, match="chưa có kết quả để quyết định"):
            decide(office, approved, 4)

    def test_by_a_letter_is_refused(self, office):
        dossier = close(DossierFactory(accepted=True), {})
        outcome = Outcome(dossier.pk, 5, approves=True)
        with pytest.raises(Refused, match="không phải là quyết định"):
            services.decide_dossiers(actor=office, round_id=dossier.round_id, document=letter(), outcomes=[outcome])


class TestSending:
    """The same content and papers, as a dossier of a round of the ministry."""

    def test_copies_content_and_papers(self, approved, sent):
        assert (sent.level, sent.state, sent.previous_dossier) == (Level.CENTRAL, S.SUBMITTED, approved)
        assert (sent.summary, sent.kind, sent.submitted_on) == (approved.summary, approved.kind, today() - 4 * DAY)
        mine, theirs = sent.evidence.get(), approved.evidence.get()
        assert (mine.file.name, mine.sha256, mine.pk != theirs.pk) == (theirs.file.name, theirs.sha256, True)
        assert approved.state == S.APPROVED

    def test_once(self, office, approved, sent, ministry):
        with pytest.raises(Refused, match="đã có"):
            start_central(actor=office, dossier_id=approved.pk, round_id=ministry.pk)

    def test_only_what_is_approved_to_a_round_of_the_ministry(self, office, approved, ministry):
        with pytest.raises(Refused, match="cấp trung ương"):
            start_central(actor=office, dossier_id=approved.pk, round_id=approved.round_id)
        other = close(DossierFactory(accepted=True), {})
        with pytest.raises(Refused, match="được phê duyệt"):
            start_central(actor=office, dossier_id=other.pk, round_id=ministry.pk)

    def test_names_the_letter_and_is_complete(self, office, approved, ministry):
        dossier = start_central(actor=office, dossier_id=approved.pk, round_id=ministry.pk)
        step = {"actor": office, "dossier_id": dossier.pk, "kind": CentralStep.SENT, "on": today()}
        with pytest.raises(Refused, match="công văn"):
            record_central_event(**step)
        Dossier.objects.filter(pk=dossier.pk).update(summary="")
        with pytest.raises(Incomplete):
            record_central_event(**step, document=letter())
        assert not CentralEvent.objects.exists()

    @pytest.mark.parametrize("role", ["local_officer", "council_member", "leader", "administrator"])
    def test_is_the_offices(self, approved, ministry, role):
        person = UserFactory(**{role: True})
        for act in (
            lambda: start_central(actor=person, dossier_id=approved.pk, round_id=ministry.pk),
            lambda: record_central_event(actor=person, dossier_id=approved.pk, kind="asked", on=today(), note="x"),
            lambda: assess_again(actor=person, dossier_id=approved.pk, reason="x"),
        ):
            with pytest.raises(PermissionDenied, match="Văn phòng"):
                act()


class TestTrack:
    """Dated steps, each after the one before."""

    def test_asked_and_given(self, office, sent):
        for kind, note, days in ((CentralStep.ASKED, "Phiếu kiểm nghiệm", 3), (CentralStep.SUPPLEMENTED, "", 2)):
            record_central_event(actor=office, dossier_id=sent.pk, kind=kind, on=today() - days * DAY, note=note)
        assert [one.kind for one in sent.central_events.all()] == ["supplemented", "asked", "sent"]

    @pytest.mark.parametrize(
        ("given", "reason"),
        [
            ((CentralStep.ASKED, 3, " "), "yêu cầu bổ sung gì"),
            ((CentralStep.ASKED, 6, "Mẫu"), "trước việc đã ghi"),
            ((CentralStep.ASKED, -1, "Mẫu"), "sau hôm nay"),
            ((CentralStep.SUPPLEMENTED, 2, ""), "Chưa có yêu cầu"),
            ((CentralStep.SENT, 2, ""), "không làm được"),
        ],
    )
    def test_a_step_that_does_not_fit_is_refused(self, office, sent, given, reason):
        kind, days, note = given
        with pytest.raises(Refused, match=reason):
            record_central_event(
                actor=office,
                dossier_id=sent.pk,
                kind=kind,
                on=today() - days * DAY,
                note=note,
                document=letter(),
            )

    def test_is_only_added(self, sent):
        with pytest.raises(IntegrityError), transaction.atomic():
            sent.central_events.update(note="khác")


class TestFiveStars:
    """The ministry's decision recognises once and ends both dossiers."""

    def test_ends_both(self, office, approved, sent):
        document = decision(1)
        conclude(office, sent, "92.5", five=True, document=document)
        for dossier in (approved, sent):
            dossier.refresh_from_db()
            assert (dossier.state, dossier.concluded_on) == (S.RECOGNISED, document.issued_on)
        recognition = Recognition.objects.get()
        assert (recognition.star, recognition.points, recognition.dossier_id) == (5, Decimal("92.5"), sent.pk)
        assert (recognition.kind, recognition.document) == ("new", document)
        assert sent.central_events.first().points == Decimal("92.5")
        assert recognition_by(approved) == recognition_by(sent) == recognition
        assert Dossier.objects.select_related("result").get(pk=approved.pk).result.final_star == 5

    @pytest.mark.parametrize(
        ("points", "document", "reason"),
        [("89.99", decision, "cao hơn hạng theo điểm"), ("92", letter, "không phải là quyết định")],
    )
    def test_needs_90_points_and_a_decision(self, office, sent, points, document, reason):
        with pytest.raises(Refused, match=reason):
            conclude(office, sent, points, five=True, document=document())
        assert not Recognition.objects.exists()

    def test_a_cancelled_decision_opens_both_again(self, office, approved, sent):
        document = decision(1)
        conclude(office, sent, "92.5", five=True, document=document)
        cancel_decision(actor=office, document=document, by=decision())
        states = dict(Dossier.objects.values_list("pk", "state"))
        assert states == {approved.pk: S.APPROVED, sent.pk: S.SUBMITTED}
        assert Product.objects.as_of(today()).get(pk=sent.product_id).star is None

    def test_the_approval_is_not_cancelled_under_a_dossier_that_was_sent(self, office, approved, sent):
        with pytest.raises(Refused, match=sent.product.name):
            cancel_decision(actor=office, document=approved.moves.get(action="approve").document, by=decision())


class TestBelowNinety:
    """The province uses the ministry's points, or the product is assessed again (Điều 7.4)."""

    def test_the_province_decides_by_the_ministrys_points(self, office, approved, sent):
        conclude(office, sent, "88.5", document=letter(1))
        assert list(Dossier.objects.decidable()) == [approved]
        decide(office, approved, 4)
        approved.refresh_from_db()
        recognition = Recognition.objects.get()
        assert (recognition.star, recognition.points, recognition.dossier_id) == (4, Decimal("88.5"), approved.pk)
        assert approved.state == S.RECOGNISED
        assert not Dossier.objects.decidable().exists()

    def test_never_more_than_the_points_earn(self, office, approved, sent):
        conclude(office, sent, "69.995")
        with pytest.raises(Refused, match="không được cao hơn 3"):
            decide(office, approved, 4)
        with pytest.raises(Refused, match="lý do"):
            decide(office, approved, 2)
        decide(office, approved, 3)
        assert Recognition.objects.get().star == 3

    def test_without_points_is_refused(self, office, sent):
        with pytest.raises(Refused, match="điểm của trung ương"):
            decide(office, sent, 4, "Dưới 90")

    def test_90_points_without_five_stars_need_a_reason(self, office, approved, sent):
        with pytest.raises(Refused, match="Hãy ghi lý do"):
            conclude(office, sent, "91")
        conclude(office, sent, "91", note="Thiếu mức tối thiểu 4.1")
        decide(office, approved, 4)
        assert Recognition.objects.get().star == 4

    def test_assessed_again_ends_the_dossier_and_a_new_one_may_begin(self, office, approved, sent):
        with pytest.raises(Refused, match="trung ương chấm dưới 90"):
            assess_again(actor=office, dossier_id=approved.pk, reason="Sớm quá")
        conclude(office, sent, "61")
        with pytest.raises(Refused, match="lý do"):
            assess_again(actor=office, dossier_id=approved.pk, reason=" ")
        assess_again(actor=office, dossier_id=approved.pk, reason="Chênh lệch lớn, chấm lại")
        approved.refresh_from_db()
        assert (approved.state, approved.concluded_on) == (S.NOT_RECOGNISED, today())
        officer = UserFactory(local_officer=True, unit=approved.unit)
        services.create_dossier(actor=officer, round=RoundFactory(), product=approved.product, kind="new")

    def test_the_ministrys_result_is_not_cancelled_once_the_province_used_it(self, office, approved, sent):
        result, later = decision(1), decision()
        conclude(office, sent, "88.5", document=result)
        decide(office, approved, 4, document=later)
        with pytest.raises(Refused, match="Hãy huỷ quyết định của tỉnh trước"):
            cancel_decision(actor=office, document=result, by=decision())
        cancel_decision(actor=office, document=later, by=decision())
        cancel_decision(actor=office, document=result, by=decision())
        assert dict(Dossier.objects.values_list("pk", "state")) == {approved.pk: S.APPROVED, sent.pk: S.SUBMITTED}


class TestFourStarsFirst:
    """Recognised by the province before the ministry decides: its dossier stays as it is."""

    def sent_after(self, office):
        origin = close(DossierFactory(accepted=True), {})
        decide(office, origin, 4, document=decision(5))
        central = DossierFactory(
            central=True, submitted=True, product=origin.product, previous_dossier=origin, submitted_on=today() - DAY
        )
        return origin, central

    def test_the_ministry_may_give_less_without_points_and_be_cancelled(self, office):
        origin, central = self.sent_after(office)
        document = decision()
        decide(office, central, 4, "Dưới 90 điểm", document=document)
        cancel_decision(actor=office, document=document, by=decision())
        assert dict(Dossier.objects.values_list("pk", "state")) == {origin.pk: S.RECOGNISED, central.pk: S.SUBMITTED}

    def test_five_stars_leave_the_provinces_dossier_with_its_own_recognition(self, office):
        origin, central = self.sent_after(office)
        decide(office, central, 5)
        assert (recognition_by(origin).star, recognition_by(central).star) == (4, 5)


class TestDeciders:
    """Who recognises which star is a setting of the version, asked for the day of the decision."""

    def limited(self, **fields):
        turn = RoundFactory()
        for star, level in ((3, DecidingLevel.DISTRICT), (4, DecidingLevel.CENTRAL), (5, DecidingLevel.CENTRAL)):
            row = {"rule_version": turn.rule_version, "star": star, "level": level, "valid_from": dt.date(2023, 1, 1)}
            Decider.objects.create(**(row | fields))
        return close(DossierFactory(round=turn, accepted=True), {"3": 20})

    def test_bound_the_star(self, office):
        dossier = self.limited()
        with pytest.raises(Refused, match="không được cao hơn 3"):
            decide(office, dossier, 4)
        decide(office, dossier, 3)
        assert Recognition.objects.get().star == 3

    def test_of_another_time_say_nothing(self, office):
        decide(office, self.limited(valid_to=today() - DAY), 4)
        assert Recognition.objects.get().star == 4
