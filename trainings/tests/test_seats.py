"""Seats, waiting, audiences, requests: who gets in and who is told what."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from core.tests.racing import at_once
from evaluations.tests.factories import DossierFactory
from notices.models import Notice
from producers.tests.factories import ProducerFactory
from trainings import services
from trainings.audiences import audiences_of, facts_of
from trainings.enums import Audience, ClassState, RequestState, SeatState, TraineeKind
from trainings.models import Attendance, Registration, Trainee
from trainings.tests.factories import (
    ClassFactory,
    ClassRequestFactory,
    CourseFactory,
    RegistrationFactory,
    TraineeFactory,
    person,
)
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(local_officer=True)


def test_who_finds_no_seat_waits_and_moves_up_when_one_is_given_back(officer):
    row = ClassFactory(capacity=1)
    people = [person(officer.unit, full_name=name) for name in ("Lê Một", "Lê Hai", "Lê Ba")]
    first, second, third = services.register_many(actor=officer, class_id=row.pk, people=people)
    assert [one.state for one in (first, second, third)] == ["registered", "waiting", "waiting"]
    services.cancel_registration(actor=officer, registration_id=first.pk)
    states = dict(Registration.objects.values_list("trainee__full_name", "state"))
    assert states == {"Lê Một": "cancelled", "Lê Hai": "registered", "Lê Ba": "waiting"}
    assert Notice.objects.get(user=officer).subject == "Lê Hai đã có chỗ trong lớp"


def test_who_waits_takes_a_seat_that_is_added_and_seats_are_not_taken_away(officer):
    row = ClassFactory(capacity=1)
    people = [person(officer.unit, full_name=name) for name in ("Lê Một", "Lê Hai")]
    services.register_many(actor=officer, class_id=row.pk, people=people)
    office = UserFactory(office=True)
    services.edit_class(actor=office, class_id=row.pk, capacity=2)
    assert row.registrations.filter(state=SeatState.REGISTERED).count() == 2
    with pytest.raises(Refused, match="không giảm số chỗ"):
        services.edit_class(actor=office, class_id=row.pk, capacity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(capacity=1)


def test_nobody_is_registered_when_one_of_many_is_refused(officer):
    row = ClassFactory()
    people = [person(officer.unit, full_name="Lê Một"), person(officer.unit, full_name="Lê Hai", kind="other")]
    with pytest.raises(Refused, match="Lê Hai không thuộc đối tượng"):
        services.register_many(actor=officer, class_id=row.pk, people=people)
    assert not Registration.objects.exists()
    assert not Trainee.objects.exists()
    people[1].reason = "Chuẩn bị thành lập hợp tác xã"
    services.register_many(actor=officer, class_id=row.pk, people=people)
    assert Registration.objects.get(audience="").exception_reason == "Chuẩn bị thành lập hợp tác xã"


def test_a_commune_registers_its_own_people_only(officer):
    row, elsewhere = ClassFactory(), UnitFactory()
    with pytest.raises(PermissionDenied):
        services.register_person(actor=officer, class_id=row.pk, person=person(elsewhere))
    stranger = person(officer.unit, producer=ProducerFactory(unit=elsewhere), kind="producer_staff")
    with pytest.raises(PermissionDenied):
        services.register_person(actor=officer, class_id=row.pk, person=stranger)
    with pytest.raises(PermissionDenied):
        services.register_person(actor=UserFactory(leader=True), class_id=row.pk, person=person(elsewhere))
    with pytest.raises(PermissionDenied):
        services.register_person(actor=UserFactory(agency_officer=True), class_id=row.pk, person=person(elsewhere))
    foreign = RegistrationFactory()
    with pytest.raises(PermissionDenied):
        services.cancel_registration(actor=officer, registration_id=foreign.pk)


def test_the_same_person_is_one_trainee_however_the_tone_is_placed(officer):
    one = person(officer.unit, full_name="Lê Thị Hòa", phone="0912345678")
    services.register_person(actor=officer, class_id=ClassFactory().pk, person=one)
    again = person(officer.unit, full_name="Lê Thị Hoà", phone="0912345678", position="Phó Chủ tịch")
    row = ClassFactory()
    second = services.register_person(actor=officer, class_id=row.pk, person=again)
    assert Trainee.objects.get().position == "Phó Chủ tịch"
    assert len(services.overlapping(second.trainee, row)) == 1
    with pytest.raises(Refused, match="đã đăng ký lớp này"):
        services.register_person(actor=officer, class_id=row.pk, person=again)


def test_a_person_of_another_unit_is_not_changed_by_registering(officer):
    known = TraineeFactory(full_name="Lê Văn Sáu", phone="0912345678", position="Chủ tịch")
    again = person(officer.unit, full_name="Lê Văn Sáu", phone="0912345678", position="Khác")
    registration = services.register_person(actor=officer, class_id=ClassFactory().pk, person=again)
    known.refresh_from_db()
    assert (known.position, registration.trainee, registration.unit) == ("Chủ tịch", known, officer.unit)


@pytest.mark.parametrize("state", ["planned", "closed", "done", "cancelled"])
def test_a_class_takes_people_only_while_it_is_open(officer, state):
    row = ClassFactory(state=state)
    with pytest.raises(Refused, match="không nhận đăng ký hôm nay"):
        services.register_person(actor=officer, class_id=row.pk, person=person(officer.unit))


def test_attendance_is_of_people_with_a_seat_in_the_class():
    seat, office = RegistrationFactory(), UserFactory(office=True)
    elsewhere = ClassFactory().sessions.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(session=elsewhere, registration=seat, present=True, marked_by=office)
    session = seat.training_class.sessions.first()
    Attendance.objects.create(session=session, registration=seat, present=True, marked_by=office)
    with pytest.raises(Refused, match="đã được điểm danh"):
        services.cancel_registration(actor=office, registration_id=seat.pk)


def test_a_registration_keeps_its_person_and_is_not_taken_up_again():
    seat = RegistrationFactory()
    rows = Registration.objects.filter(pk=seat.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(trainee=TraineeFactory())
    services.cancel_registration(actor=UserFactory(office=True), registration_id=seat.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=SeatState.REGISTERED, cancelled_at=None)


def test_audiences_come_from_the_records():
    course = CourseFactory(audiences=list(Audience.values))
    dossier = DossierFactory(submitted_on=dt.date(2022, 5, 4), state="submitted")
    facts = facts_of([dossier.producer_id], dt.date(2022, 11, 1))[dossier.producer_id]
    staff = TraineeFactory.build(kind=TraineeKind.PRODUCER_STAFF, unit=dossier.unit)
    found = dict(audiences_of(staff, course, facts))
    assert found[Audience.FIRST_TIME] == f"Hồ sơ lần đầu: {dossier.product.name} (trình 04/05/2022)"
    assert set(found) == {Audience.FIRST_TIME, Audience.TAKING_PART}
    later = facts_of([dossier.producer_id], dt.date(2023, 11, 1))[dossier.producer_id]
    assert set(dict(audiences_of(staff, course, later))) == {Audience.TAKING_PART}
    student = TraineeFactory.build(kind=TraineeKind.STUDENT, unit=dossier.unit)
    assert [code for code, _why in audiences_of(student, course, None)] == [Audience.STUDENT_LECTURER]
    officer = TraineeFactory.build(unit=UnitFactory())
    assert [code for code, _why in audiences_of(officer, course, None)] == [Audience.COMMUNE_OFFICER]
    official = TraineeFactory.build(unit=UnitFactory(agency=True))
    assert not audiences_of(official, course, None)


def test_a_draft_makes_nobody_first_time():
    dossier = DossierFactory()
    facts = facts_of([dossier.producer_id], today())[dossier.producer_id]
    assert not facts.first
    assert facts.is_active


def test_a_commune_asks_before_the_day_and_the_agency_schedules(officer):
    course, office = CourseFactory(), UserFactory(office=True)
    asked = services.ask_for_class(actor=officer, course_id=course.pk, reason="Có 30 người")
    assert Notice.objects.get(user=office).subject == f"{officer.unit} đề nghị mở lớp tại địa phương"
    assert Notice.objects.count() == 1
    with pytest.raises(ValidationError, match="đã có đề nghị"):
        services.ask_for_class(actor=officer, course_id=course.pk, reason="Lần nữa")
    day = today() + dt.timedelta(days=20)
    fields = {"place": "Nhà văn hoá", "first_day": day, "last_day": day, "capacity": 30}
    fields |= {"registration_opens": today(), "registration_closes": day}
    services.accept_request(actor=office, request_id=asked.pk, **fields)
    asked.refresh_from_db()
    assert (asked.state, asked.training_class.unit) == (RequestState.ACCEPTED, officer.unit)
    assert asked.training_class.sessions.count() == 2
    assert Notice.objects.filter(user=officer).count() == 1
    with pytest.raises(Refused, match="đã được trả lời"):
        services.refuse_request(actor=office, request_id=asked.pk, answer="Không")


def test_after_the_last_day_no_request_is_taken(officer):
    course = CourseFactory(plan__requests_until=today() - dt.timedelta(days=1))
    with pytest.raises(Refused, match="Hạn gửi đề nghị"):
        services.ask_for_class(actor=officer, course_id=course.pk, reason="Có 30 người")


def test_another_agency_does_not_answer_requests():
    asked = ClassRequestFactory()
    with pytest.raises(PermissionDenied):
        services.refuse_request(actor=UserFactory(agency_officer=True), request_id=asked.pk, answer="Không")
    own = UserFactory(agency_officer=True, unit=asked.course.plan.agency)
    assert services.refuse_request(actor=own, request_id=asked.pk, answer="Hết kinh phí").state == RequestState.REFUSED


def test_days_that_move_take_their_sessions_along():
    row, office = ClassFactory(), UserFactory(office=True)
    services.edit_class(actor=office, class_id=row.pk, last_day=row.last_day + dt.timedelta(days=1))
    assert row.sessions.count() == 6
    services.edit_class(actor=office, class_id=row.pk, last_day=row.first_day)
    assert [session.part for session in row.sessions.all()] == ["morning", "afternoon"]
    with pytest.raises(Refused, match="không chuyển như vậy được"):
        services.move_class(actor=office, class_id=row.pk, state=ClassState.PLANNED)


@pytest.mark.django_db(transaction=True)
def test_two_who_register_at_once_get_one_last_seat(officer):
    row = ClassFactory(capacity=1)

    def register(name):
        return lambda: services.register_person(
            actor=officer, class_id=row.pk, person=person(officer.unit, full_name=name)
        )

    for _turn in range(3):
        Registration.objects.all().delete()
        assert at_once(register("Lê Một"), register("Lê Hai")) == [None, None]
        assert sorted(row.registrations.values_list("state", flat=True)) == ["registered", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_the_database_gives_the_last_seat_once_and_without_its_guard_twice():
    row, people = ClassFactory(capacity=1), TraineeFactory.create_batch(2)
    office = UserFactory(office=True)

    def take(trainee):
        # Without the lock of the service: the trigger alone.
        return lambda: Registration.objects.create(
            training_class=row,
            trainee=trainee,
            unit=trainee.unit,
            audience="tourism",
            state="registered",
            registered_by=office,
        )

    outcomes = at_once(*map(take, people))
    assert sorted(type(one).__name__ for one in outcomes) == ["IntegrityError", "NoneType"]
    assert row.registrations.count() == 1
    Registration.objects.all().delete()
    _guard("DISABLE")
    try:
        at_once(*map(take, people))
        assert row.registrations.count() == 2
    finally:
        Registration.objects.all().delete()
        _guard("ENABLE")


def _guard(what):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE trainings_registration {what} TRIGGER class_keeps_to_its_seats")
