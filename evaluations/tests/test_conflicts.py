"""Conflicts that the records show."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.errors import Refused
from evaluations.conflicts import conflicts_of_round, lies_within
from evaluations.enums import RecusalGround
from evaluations.models import Assignment, Interest
from evaluations.services.assigning import recuse
from evaluations.services.interests import remove_interest, state_interest
from evaluations.tests.factories import AssignmentFactory, DossierFactory, RoundFactory
from producers.tests.factories import ProducerFactory
from units.enums import UnitKind
from units.models import Succession, Unit
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def found(seat):
    return [(one.assignment.pk, one.ground) for one in conflicts_of_round(seat.dossier.round)]


def test_a_stranger_has_no_conflict():
    assert found(AssignmentFactory(dossier__consultant="Công ty Sen Việt")) == []


class TestSameUnit:
    def seat(self, home, place):
        seat = AssignmentFactory(dossier__product__producer__unit=place)
        seat.member.user.unit = home
        seat.member.user.save()
        return seat

    def test_the_own_commune(self):
        home = UnitFactory(name="Xã Tân Quy")
        seat = self.seat(home, home)
        assert found(seat) == [(seat.pk, RecusalGround.SAME_UNIT)]
        (conflict,) = conflicts_of_round(seat.dossier.round)
        assert "Xã Tân Quy" in conflict.reason
        assert str(seat.dossier.producer) in conflict.reason

    def test_a_commune_that_took_over_the_old_one(self):
        old, home = UnitFactory(valid_to=dt.date(2025, 6, 30)), UnitFactory(valid_from=dt.date(2025, 7, 1))
        Succession.objects.create(from_unit=old, to_unit=home, on=home.valid_from)
        seat = self.seat(home, old)
        assert found(seat) == [(seat.pk, RecusalGround.SAME_UNIT)]

    def test_an_agency_of_the_province_is_not_of_the_place(self):
        province = UnitFactory(kind=UnitKind.PROVINCE)
        assert found(self.seat(province, UnitFactory(parent=province))) == []
        assert found(self.seat(UnitFactory(kind=UnitKind.AGENCY, parent=province), UnitFactory(parent=province))) == []

    def test_the_territory_is_that_of_the_unit_itself(self):
        province = UnitFactory(kind=UnitKind.PROVINCE)
        district = UnitFactory(kind=UnitKind.DISTRICT, parent=province)
        inside, outside = UnitFactory(parent=district), UnitFactory(parent=province)
        for area in (province, district, inside, outside):
            under = {unit for unit in Unit.objects.all() if lies_within(unit, area)}
            assert under == set(area.subtree())


@pytest.mark.parametrize(
    ("agency", "consultant", "is_found"),
    [
        ("Cty TNHH Sen Việt", "CÔNG TY TNHH SEN VIỆT", True),
        ("Sở Công Thương", "Công ty Sen Việt", False),
        ("", "", False),
        ("Sở Công Thương", "", False),
    ],
)
def test_the_agency_that_advised_on_the_dossier(agency, consultant, is_found):
    seat = AssignmentFactory(dossier__consultant=consultant, member__agency=agency)
    assert found(seat) == ([(seat.pk, RecusalGround.CONSULTANT)] if is_found else [])


class TestInterests:
    def state(self, user, **more):
        return state_interest(actor=user, user=user, ground=RecusalGround.KINSHIP, **more)

    def test_a_stated_tie_to_the_producer_or_its_consultant_is_found(self):
        seat = AssignmentFactory(dossier__consultant="Công ty cổ phần Hoa Sen")
        member = seat.member.user
        self.state(member, producer=seat.dossier.producer, note="Em ruột giám đốc")
        self.state(member, consultant="CTCP Hoa Sen")
        self.state(member, consultant="Công ty khác")
        state_interest(
            actor=UserFactory(office=True),
            user=UserFactory(council_member=True),
            producer=seat.dossier.producer,
            ground=RecusalGround.OTHER,
        )
        assert found(seat) == [(seat.pk, RecusalGround.KINSHIP)] * 2
        assert "Em ruột giám đốc" in conflicts_of_round(seat.dossier.round)[0].reason

    def test_who_is_recused_is_not_listed_again(self):
        seat = AssignmentFactory()
        self.state(seat.member.user, producer=seat.dossier.producer)
        recuse(actor=seat.member.user, assignment_id=seat.pk, ground=RecusalGround.KINSHIP, reason="Em ruột")
        assert found(seat) == []

    def test_each_states_the_own_ties_and_the_office_those_of_anyone(self):
        one, two = UserFactory.create_batch(2, council_member=True)
        producer = ProducerFactory()
        interest = self.state(one, producer=producer)
        for actor in (two, UserFactory(leader=True), UserFactory(local_officer=True)):
            with pytest.raises(PermissionDenied):
                state_interest(actor=actor, user=one, ground=RecusalGround.OTHER, producer=producer)
            with pytest.raises(PermissionDenied):
                remove_interest(actor=actor, interest_id=interest.pk)
        assert list(Interest.objects.visible_to(one)) == list(Interest.objects.visible_to(UserFactory(office=True)))
        assert not Interest.objects.visible_to(two).exists()
        assert not Interest.objects.visible_to(UserFactory(leader=True)).exists()
        remove_interest(actor=one, interest_id=interest.pk)
        assert not Interest.objects.exists()

    def test_a_tie_names_somebody_and_belongs_to_a_member(self):
        with pytest.raises(ValidationError, match="chủ thể hoặc ghi tên"):
            self.state(UserFactory(council_member=True))
        with pytest.raises(Refused, match="thành viên hội đồng"):
            self.state(UserFactory(office=True), consultant="Công ty Sen")


@pytest.mark.parametrize("count", [1, 3])
def test_detecting_costs_the_same_for_many(django_assert_num_queries, count):
    turn = RoundFactory()
    for _n in range(count):
        home = UnitFactory()
        dossier = DossierFactory(round=turn, accepted=True, product__producer__unit=home)
        seat = AssignmentFactory(dossier=dossier, member__user__unit=home)
        AssignmentFactory(dossier=dossier, member__user__unit=UnitFactory())
        Interest.objects.create(
            user=seat.member.user, producer=dossier.producer, ground="other", stated_by=seat.member.user
        )
    with django_assert_num_queries(3):
        assert len(conflicts_of_round(turn)) == 2 * count
    assert Assignment.objects.count() == 2 * count
