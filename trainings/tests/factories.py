"""Factories of trainings: a plan of 2022, an open class of two days, people of a commune."""

import datetime as dt

import factory

from accounts.tests.factories import UserFactory
from core.dates import today
from documents.tests.factories import DocumentFactory
from trainings.enums import Audience, ClassState, DayPart, SeatState, TraineeKind
from trainings.models import ClassRequest, ClassSession, Course, Registration, Trainee, TrainingClass, TrainingPlan
from trainings.people import Person
from units.tests.factories import UnitFactory


class PlanFactory(factory.django.DjangoModelFactory):
    """A plan of 2022 of an agency; requests until 30 days from today."""

    class Meta:
        model = TrainingPlan

    document = factory.SubFactory(DocumentFactory)
    name = factory.Sequence(lambda n: f"Kế hoạch tập huấn {n}")
    year = 2022
    agency = factory.SubFactory(UnitFactory, agency=True)
    requests_until = factory.LazyFunction(lambda: today() + dt.timedelta(days=30))


class CourseFactory(factory.django.DjangoModelFactory):
    """A course for commune officers and producers that take part."""

    class Meta:
        model = Course

    plan = factory.SubFactory(PlanFactory)
    name = factory.Sequence(lambda n: f"Phương án kinh doanh {n}")
    class_count = 3
    seats_per_class = 35
    days = 2
    audiences = factory.LazyFunction(lambda: [Audience.FIRST_TIME, Audience.TAKING_PART, Audience.COMMUNE_OFFICER])


class ClassFactory(factory.django.DjangoModelFactory):
    """An open class in ten days with four sessions; ``sessions=False`` for none."""

    class Meta:
        model = TrainingClass
        skip_postgeneration_save = True

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1)
    place = "Hội trường Sở"
    first_day = factory.LazyFunction(lambda: today() + dt.timedelta(days=10))
    last_day = factory.LazyAttribute(lambda row: row.first_day + dt.timedelta(days=1))
    capacity = 35
    registration_opens = factory.LazyFunction(lambda: today() - dt.timedelta(days=5))
    registration_closes = factory.LazyAttribute(lambda row: row.first_day)
    state = ClassState.OPEN

    @factory.post_generation
    def sessions(self, create, extracted, **kwargs):
        """Mornings and afternoons."""
        if extracted is not False:
            ClassSession.objects.bulk_create(
                ClassSession(training_class=self, day=day, part=part)
                for day in sorted({self.first_day, self.last_day})
                for part in DayPart
            )


class TraineeFactory(factory.django.DjangoModelFactory):
    """An officer of a commune."""

    class Meta:
        model = Trainee

    full_name = factory.Sequence(lambda n: f"Lê Thị Học {'ABCDEGHIKLMNOPQRSTUVXY'[n % 22]}{'abcdegh'[n // 22 % 7]}")
    gender = "female"
    phone = factory.Sequence(lambda n: f"09{n:08d}")
    unit = factory.SubFactory(UnitFactory)
    kind = TraineeKind.OFFICER


class RegistrationFactory(factory.django.DjangoModelFactory):
    """A seat of a commune officer."""

    class Meta:
        model = Registration

    training_class = factory.SubFactory(ClassFactory)
    trainee = factory.SubFactory(TraineeFactory)
    unit = factory.SelfAttribute("trainee.unit")
    audience = Audience.COMMUNE_OFFICER
    state = SeatState.REGISTERED
    registered_by = factory.SubFactory(UserFactory, office=True)


class ClassRequestFactory(factory.django.DjangoModelFactory):
    """A commune asks for a class."""

    class Meta:
        model = ClassRequest

    unit = factory.SubFactory(UnitFactory)
    course = factory.SubFactory(CourseFactory)
    reason = "Có 30 người muốn học"
    requested_by = factory.SubFactory(UserFactory, office=True)


def person(unit, **more) -> Person:
    """Return an officer of ``unit`` who is not on record."""
    facts = {"full_name": "Trần Văn Mới", "gender": "male", "unit": unit, "kind": TraineeKind.OFFICER}
    return Person(**(facts | more))
