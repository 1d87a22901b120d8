"""A product enters a closed round by a named permit, and by no other way."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from core.tests.racing import at_once
from evaluations.enums import DossierState
from evaluations.models import LatePermit
from evaluations.services.late import permit_late_entry
from evaluations.tests.factories import DossierFactory, RoundFactory
from evaluations.workflow import move
from products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
UNTIL = today() + 5 * DAY


def officer_of(dossier):
    return UserFactory(local_officer=True, unit=dossier.unit)


def permit(turn, product, *, actor=None, until=UNTIL, reason="Lũ làm chậm kiểm nghiệm"):
    return permit_late_entry(
        actor=actor or UserFactory(office=True), round_id=turn.pk, product=product, until=until, reason=reason
    )


def test_a_permit_lets_its_product_in_and_stays_with_the_dossier():
    dossier = DossierFactory(round__closed=True)
    officer = officer_of(dossier)
    with pytest.raises(Refused, match="nhận hồ sơ từ"):
        move(dossier.pk, "submit", actor=officer)
    given = permit(dossier.round, dossier.product)
    sent = move(dossier.pk, "submit", actor=officer, on=UNTIL)
    assert (sent.state, sent.late_permit, sent.submitted_on) == (DossierState.SUBMITTED, given, UNTIL)


def test_a_permit_ends_with_its_day():
    dossier = DossierFactory(round__closed=True)
    permit(dossier.round, dossier.product)
    with pytest.raises(Refused, match="nhận hồ sơ từ"):
        move(dossier.pk, "submit", actor=officer_of(dossier), on=UNTIL + DAY)


def test_a_permit_is_for_one_product_in_one_round():
    dossier = DossierFactory(round__closed=True)
    permit(dossier.round, ProductFactory())
    permit(RoundFactory(closed=True), dossier.product)
    with pytest.raises(Refused, match="nhận hồ sơ từ"):
        move(dossier.pk, "submit", actor=officer_of(dossier))


def test_who_sends_in_time_needs_no_permit_and_gets_none():
    dossier = DossierFactory()
    permit(dossier.round, dossier.product, until=dossier.round.closes_on + DAY)
    assert move(dossier.pk, "submit", actor=officer_of(dossier)).late_permit is None


@pytest.mark.parametrize("role", ["local_officer", "agency_officer", "council_member", "leader", "administrator"])
def test_only_the_office_permits(role):
    with pytest.raises(PermissionDenied):
        permit(RoundFactory(closed=True), ProductFactory(), actor=UserFactory(**{role: True}))


def test_a_permit_has_a_day_to_come_and_a_reason():
    closed, open_turn = RoundFactory(closed=True), RoundFactory()
    for turn, until in ((closed, today() - DAY), (open_turn, open_turn.closes_on)):
        with pytest.raises(ValidationError, match="phải sau ngày"):
            permit(turn, ProductFactory(), until=until)
    with pytest.raises(ValidationError) as error:
        permit(closed, ProductFactory(), reason="  ")
    assert list(error.value.message_dict) == ["reason"]


def test_a_permit_is_prolonged_by_another_and_never_changed():
    turn, product = RoundFactory(closed=True), ProductFactory()
    given = permit(turn, product)
    with pytest.raises(Refused, match="đã được cho nộp muộn"):
        permit(turn, product, until=UNTIL - DAY)
    assert permit(turn, product, until=UNTIL + DAY) != given
    given.until = UNTIL + 9 * DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        given.save()


def test_a_central_round_knows_no_permit():
    with pytest.raises(Refused, match="cấp tỉnh"):
        permit(RoundFactory(central=True, closed=True), ProductFactory())


@pytest.mark.django_db(transaction=True)
def test_two_permits_at_once_leave_one():
    turn, product, office = RoundFactory(closed=True), ProductFactory(), UserFactory(office=True)
    outcomes = at_once(*[lambda: permit(turn, product, actor=office)] * 2)
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused"]
    assert LatePermit.objects.count() == 1
