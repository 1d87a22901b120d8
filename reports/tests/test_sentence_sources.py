"""What sentences tell besides figures: which documents and tasks count, on their days."""

import datetime as dt

import pytest

from accounts.models import WholeProvince
from budgets.tests.factories import PolicyFactory
from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from indicators.scope import Scope
from programme.enums import TaskState
from programme.tests.factories import DirectiveFactory, DirectiveTaskFactory, PlanFactory, TaskAssignmentFactory
from reports.consolidating.sources import documents_of, tasks_of
from reports.tests.world import AS_OF, YEAR
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = YEAR.first, YEAR.last
DAY = dt.timedelta(days=1)


def scope(unit=None, as_of=AS_OF) -> Scope:
    return Scope(WholeProvince(), unit, YEAR, as_of)


def test_plans_directives_and_policies_of_the_window_are_named_with_what_they_are():
    first = PlanFactory(document__issued_on=FIRST).document
    directive = DirectiveFactory(document__issued_on=dt.date(2022, 6, 5)).document
    policy = PolicyFactory(document__issued_on=dt.date(2022, 7, 1)).document
    last = DocumentFactory(kind=DocumentKind.PLAN, issued_on=LAST)
    DocumentFactory(issued_on=dt.date(2022, 8, 1))
    PlanFactory(document__issued_on=FIRST - DAY)
    DirectiveFactory(document__issued_on=LAST + DAY)
    assert [(one.document_id, one.role) for one in documents_of(scope())] == [
        (first.pk, "plan"),
        (directive.pk, "directive"),
        (policy.pk, "policy"),
        (last.pk, "plan"),
    ]
    assert [one.document_id for one in documents_of(scope(as_of=LAST - DAY))][-1] == policy.pk


@pytest.mark.parametrize(
    ("kind", "name", "symbol", "said"),
    [
        ("province", "Tỉnh Đồng Tháp", "KH-UBND", "Ủy ban nhân dân tỉnh Đồng Tháp"),
        ("district", "Huyện Lấp Vò", "NQ-HĐND", "Hội đồng nhân dân huyện Lấp Vò"),
        ("agency", "Sở Công Thương", "KH-SCT", "Sở Công Thương"),
    ],
)
def test_a_place_issues_through_its_committee_or_council(kind, name, symbol, said):
    unit = UnitFactory(kind=kind, name=name)
    DocumentFactory(kind=DocumentKind.PLAN, issued_on=FIRST, issuer=unit, symbol=symbol)
    assert [one.issuer for one in documents_of(scope())] == [said]


def assign(task, *done_on, unit=None):
    """Give the task to units; each has done it on its day, or not at all."""
    for day in done_on:
        state = TaskState.DONE if day else TaskState.OPEN
        TaskAssignmentFactory(task=task, state=state, done_on=day, **({"unit": unit} if unit else {}))


def test_tasks_count_once_for_each_unit_as_they_stood_at_the_cut_off():
    directive = DirectiveFactory(document__issued_on=dt.date(2022, 6, 5))
    late = DirectiveTaskFactory(directive=directive, number=1, due_on=AS_OF - DAY)
    assign(late, AS_OF, AS_OF + DAY, None)
    today = DirectiveTaskFactory(directive=directive, number=2, due_on=AS_OF)
    assign(today, None)
    nobody = DirectiveTaskFactory(directive=directive, number=3)
    found = tasks_of(scope())
    assert [(one.task_id, one.units, one.done, one.overdue) for one in found] == [
        (late.pk, 3, 1, 2),
        (today.pk, 1, 0, 0),
    ]
    assert nobody.pk not in {one.task_id for one in found}


def test_tasks_of_earlier_years_count_while_they_are_open_and_none_of_later_ones():
    for issued_on, done_on in ((FIRST - DAY, None), (FIRST - DAY, AS_OF), (LAST + DAY, None)):
        assign(DirectiveTaskFactory(directive__document__issued_on=issued_on), done_on)
    assert [(one.units, one.done) for one in tasks_of(scope())] == [(1, 0)]


def test_of_a_unit_only_its_own_part_counts():
    here = UnitFactory()
    task = DirectiveTaskFactory(directive__document__issued_on=dt.date(2022, 6, 5))
    assign(task, None, None)
    assign(task, AS_OF, unit=here)
    assert [(one.units, one.done) for one in tasks_of(scope(here))] == [(1, 1)]


def test_reading_costs_the_same_for_one_and_three(django_assert_num_queries):
    for _each in range(3):
        assign(DirectiveTaskFactory(directive__document__issued_on=dt.date(2022, 6, 5)), None)
        with django_assert_num_queries(6):
            documents_of(scope())
            tasks_of(scope())
