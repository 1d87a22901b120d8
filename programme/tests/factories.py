"""Factories of the programme: directives and plans of 2023, activities, start-ups."""

import datetime as dt

import factory

from accounts.tests.factories import UserFactory
from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from programme.enums import ActivityKind, Measure, SpaceKind, TaskState
from programme.models import (
    Activity,
    Directive,
    DirectiveTask,
    IncubationProject,
    Plan,
    SupportSpace,
    Target,
    TargetResult,
    TaskAssignment,
)
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


class PlanFactory(factory.django.DjangoModelFactory):
    """A plan of 2023."""

    class Meta:
        model = Plan

    year = 2023
    document = factory.SubFactory(
        DocumentFactory, kind=DocumentKind.PLAN, symbol="KH-UBND", issued_on=dt.date(2023, 4, 29)
    )


class TargetFactory(factory.django.DjangoModelFactory):
    """At least 10 of something that results tell, by the end of 2023; ``indicator=`` a code for what records tell."""

    class Meta:
        model = Target

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Mở thêm điểm bán hàng, lần {n}")
    indicator = ""
    measure = factory.LazyAttribute(lambda target: Measure.INDICATOR if target.indicator else Measure.MANUAL)
    unit_of_measure = "điểm"
    planned = 10
    due_on = dt.date(2023, 12, 31)


class TargetResultFactory(factory.django.DjangoModelFactory):
    """Five of it by 30/6/2023, with evidence."""

    class Meta:
        model = TargetResult

    target = factory.SubFactory(TargetFactory)
    on = dt.date(2023, 6, 30)
    value = 5
    evidence = "Biên bản kiểm tra ngày 30/6/2023"
    entered_by = factory.SubFactory(UserFactory, office=True)
