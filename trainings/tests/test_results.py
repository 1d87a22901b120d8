"""The results of a year: turns and persons apart, and what followed from the trainings."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from documents.tests.factories import DocumentFactory
from evaluations.enums import DossierState
from evaluations.tests.factories import DossierFactory, RoundFactory
from producers.tests.factories import ProducerFactory
from products.enums import RecognitionKind
from products.tests.factories import ProductFactory, RecognitionFactory
from trainings.enums import Audience, ClassState, TraineeKind
from trainings.models import Attendance
from trainings.results import results_of
from trainings.tests.factories import ClassFactory, RegistrationFactory, TraineeFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 11, 24)


def attend(who, day=DAY, *, present=True, **more):
    row = ClassFactory(first_day=day, registration_opens=dt.date(2022, 11, 9), state=ClassState.DONE)
    seat = RegistrationFactory(training_class=row, trainee=who, **more)
    for session in row.sessions.all():
        Attendance.objects.create(session=session, registration=seat, present=present, marked_by=seat.registered_by)
    return seat


def staff(producer, **more):
    return TraineeFactory(unit=producer.unit, producer=producer, kind=TraineeKind.PRODUCER_STAFF, **more)


@pytest.fixture
def office(db):
    return UserFactory(office=True)


def test_turns_persons_and_women_are_counted_apart(office):
    woman, man = TraineeFactory(), TraineeFactory(gender="male")
    attend(woman)
    attend(woman, DAY + dt.timedelta(days=7), audience="", exception_reason="Được mời")
    attend(man)
    attend(TraineeFactory(), present=False)
    found = results_of(2022, office)
    assert (found.classes, found.turns, found.persons, found.women) == (3, 3, 2, 1)
    assert found.planned == 4
    assert [(one.name, one.turns) for one in found.by_audience] == [
        (str(Audience.COMMUNE_OFFICER.label), 2),
        ("", 1),
    ]
    assert sum(one.turns for one in found.by_unit) == 3
    assert results_of(2021, office).turns == 0


def test_producers_are_followed_after_their_class(office):
    sent, early, rose = (ProducerFactory() for _ in range(3))
    ProducerFactory(name="Chưa từng học")
    for producer in (sent, early, rose):
        attend(staff(producer))
    turn = RoundFactory()
    for producer, day in ((sent, DAY + dt.timedelta(days=9)), (early, DAY - dt.timedelta(days=9))):
        DossierFactory(
            round=turn,
            product=ProductFactory(producer=producer),
            submitted_on=day,
            state=DossierState.SUBMITTED,
            criteria_set=None,
        )
    RecognitionFactory(
        product=ProductFactory(producer=rose),
        kind=RecognitionKind.UPGRADE,
        star=4,
        document=DocumentFactory(issued_on=dt.date(2022, 12, 29)),
    )
    found = results_of(2022, office)
    assert found.trained == 3
    assert found.then_sent == (sent,)
    assert found.then_rose == (rose,)
    assert found.never == 1


def test_a_commune_sees_its_own_people_and_an_agency_no_dossiers(office):
    officer = UserFactory(local_officer=True)
    attend(TraineeFactory(unit=officer.unit))
    attend(TraineeFactory())
    assert results_of(2022, officer).turns == 1
    assert results_of(2022, UserFactory(agency_officer=True)).then_sent is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_as_for_three(client, office, count, django_assert_num_queries):
    for _ in range(count):
        attend(staff(ProducerFactory()))
    client.force_login(office)
    with django_assert_num_queries(12):
        response = client.get(reverse("trainings:results"))
    assert "Kết quả tập huấn năm 2022" in response.content.decode()
