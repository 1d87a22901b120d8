"""Factories of the programme: directives of 2023 with their tasks, activities, start-ups."""

import datetime as dt

import factory

from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from programme.enums import ActivityKind, SpaceKind, TaskState
from programme.models import Activity, Directive, DirectiveTask, IncubationProject, SupportSpace, TaskAssignment
from units.tests.factories import UnitFactory


class DirectiveFactory(factory.django.DjangoModelFactory):
    """A letter of 05/6/2023; units report by 15/7/2023."""

    class Meta:
        model = Directive

    document = factory.SubFactory(
        DocumentFactory, kind=DocumentKind.LETTER, symbol="UBND-KT", issued_on=dt.date(2023, 6, 5)
    )
    report_due_on = dt.date(2023, 7, 15)


class DirectiveTaskFactory(factory.django.DjangoModelFactory):
    """A task without a deadline of its own."""

    class Meta:
        model = DirectiveTask

    directive = factory.SubFactory(DirectiveFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Rà soát sản phẩm, lần {n}")


class TaskAssignmentFactory(factory.django.DjangoModelFactory):
    """A commune that leads the task and has not begun; ``done=True`` on 10/7/2023."""

    class Meta:
        model = TaskAssignment

    class Params:
        done = factory.Trait(state=TaskState.DONE, done_on=dt.date(2023, 7, 10))

    task = factory.SubFactory(DirectiveTaskFactory)
    unit = factory.SubFactory(UnitFactory)


class ActivityFactory(factory.django.DjangoModelFactory):
    """A fair of a commune in 2022."""

    class Meta:
        model = Activity

    kind = ActivityKind.FAIR
    name = factory.Sequence(lambda n: f"Phiên chợ nông sản {n}")
    unit = factory.SubFactory(UnitFactory)
    starts_on = dt.date(2022, 9, 1)


class ProjectFactory(factory.django.DjangoModelFactory):
    """A start-up project selected in 2022."""

    class Meta:
        model = IncubationProject

    name = factory.Sequence(lambda n: f"Dự án sấy nông sản {n}")
    unit = factory.SubFactory(UnitFactory)
    selected_on = dt.date(2022, 3, 1)


class SpaceFactory(factory.django.DjangoModelFactory):
    """A co-working area approved in 2022."""

    class Meta:
        model = SupportSpace

    name = factory.Sequence(lambda n: f"Khu làm việc chung {n}")
    kind = SpaceKind.COWORKING
    unit = factory.SubFactory(UnitFactory)
    approved_on = dt.date(2022, 6, 1)
