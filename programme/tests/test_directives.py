"""Directives: who writes them, whom a task is given to, how its progress is noted and never lost."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused, Stale
from core.tests.racing import at_once
from documents.tests.factories import DocumentFactory
from programme.models import DirectiveTask, TaskAssignment, TaskNote
from programme.services import directives
from programme.tests.factories import DirectiveFactory, DirectiveTaskFactory, TaskAssignmentFactory
from units.tests.factories import ProvinceFactory, SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 7, 10)


@pytest.fixture
def office():
    return UserFactory(office=True)


def note(actor, row, **values):
    """Note something of the assignment, by default that it is done."""
    values = {"on": DAY, "text": "Đã rà soát xong 12 sản phẩm.", "state": "done"} | values
    return directives.note_progress(actor=actor, assignment_id=row.pk, **values)


def test_the_office_writes_a_directive_once_a_document(office):
    document = DocumentFactory()
    row = directives.create_directive(actor=office, document=document, note="  Đôn đốc  ")
    assert row.note == "Đôn đốc"
    with pytest.raises(ValidationError):
        directives.create_directive(actor=office, document=document)
    with pytest.raises(PermissionDenied):
        directives.create_directive(actor=UserFactory(agency_officer=True), document=DocumentFactory())
    with pytest.raises(Stale):
        directives.edit_directive(actor=office, directive_id=row.pk, version=9, note="Khác")
    assert directives.edit_directive(actor=office, directive_id=row.pk, version=1, note="Khác").version == 2


def test_tasks_stay_with_their_document(office):
    task = DirectiveTaskFactory()
    with pytest.raises(Refused, match="đã có nhiệm vụ"):
        directives.edit_directive(actor=office, directive_id=task.directive_id, document=DocumentFactory())
    bare = DirectiveFactory()
    later = DocumentFactory(issued_on=dt.date(2023, 6, 6))
    assert directives.edit_directive(actor=office, directive_id=bare.pk, document=later).document == later


@pytest.mark.parametrize(
    ("report", "consolidated", "words"),
    [
        (dt.date(2023, 6, 1), None, "ở trước ngày văn bản"),
        (None, dt.date(2023, 6, 1), "ở trước ngày văn bản"),
        (dt.date(2023, 7, 25), dt.date(2023, 7, 15), "tổng hợp sau khi đơn vị báo cáo"),
    ],
)
def test_deadlines_follow_the_document_and_each_other(office, report, consolidated, words):
    row = DirectiveFactory()
    with pytest.raises(Refused, match=words):
        directives.edit_directive(
            actor=office, directive_id=row.pk, report_due_on=report, consolidated_due_on=consolidated
        )


def test_a_task_gets_the_next_number(office):
    directive = DirectiveFactory()
    first = directives.save_task(actor=office, directive_id=directive.pk, text="Một")
    second = directives.save_task(actor=office, directive_id=directive.pk, text="Hai")
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(ValidationError, match="đã có trong văn bản"):
        directives.save_task(actor=office, directive_id=directive.pk, task_id=second.pk, number=1)
    with pytest.raises(Stale):
        directives.save_task(actor=office, directive_id=directive.pk, task_id=second.pk, version=7, text="Ba")
    with pytest.raises(Refused, match="ở trước ngày văn bản"):
        directives.save_task(actor=office, directive_id=directive.pk, text="Ba", due_on=dt.date(2023, 6, 4))
    with pytest.raises(PermissionDenied):
        directives.save_task(actor=UserFactory(leader=True), directive_id=directive.pk, text="Ba")


def test_a_task_goes_to_units_of_the_day_of_its_document(office):
    task = DirectiveTaskFactory()
    units = UnitFactory.create_batch(3, district=True)
    rows = directives.assign_units(actor=office, task_id=task.pk, units=units[:2])
    assert [row.unit for row in rows] == units[:2]
    # Given again with one more: those that have it keep what they have.
    note(office, rows[0])
    again = directives.assign_units(actor=office, task_id=task.pk, units=units, is_lead=False)
    assert [(row.unit, row.is_lead) for row in again] == [(units[2], False)]
    assert TaskAssignment.objects.get(pk=rows[0].pk).state == "done"
    later = UnitFactory(name="Xã mới", valid_from=dt.date(2025, 7, 1))
    with pytest.raises(Refused, match="Xã mới"):
        directives.assign_units(actor=office, task_id=task.pk, units=[later])
    elsewhere = UnitFactory(name="Huyện tỉnh khác", parent=ProvinceFactory(code="P2", name="Tỉnh Khác"))
    with pytest.raises(Refused, match="Huyện tỉnh khác"):
        directives.assign_units(actor=office, task_id=task.pk, units=[units[0], elsewhere])
    with pytest.raises(Refused, match="ít nhất một đơn vị"):
        directives.assign_units(actor=office, task_id=task.pk, units=[])
    with pytest.raises(PermissionDenied):
        directives.assign_units(actor=UserFactory(agency_officer=True), task_id=task.pk, units=units)


def test_only_an_untouched_assignment_is_taken_back(office):
    row, touched = TaskAssignmentFactory(), TaskAssignmentFactory()
    note(office, touched, state="under_way")
    with pytest.raises(PermissionDenied):
        directives.withdraw_assignment(actor=UserFactory(leader=True), assignment_id=row.pk)
    directives.withdraw_assignment(actor=office, assignment_id=row.pk)
    with pytest.raises(Refused, match="đã ghi tiến độ"):
        directives.withdraw_assignment(actor=office, assignment_id=touched.pk)
    assert list(TaskAssignment.objects.all()) == [touched]


def test_a_note_moves_the_task_and_opens_it_again(office):
    row = TaskAssignmentFactory()
    note(office, row)
    row.refresh_from_db()
    assert (row.state, row.done_on, row.version) == ("done", DAY, 2)
    # A remark on what is done leaves the day on which it was done.
    note(office, row, on=dt.date(2023, 8, 1), text="Đã gửi báo cáo giấy.")
    row.refresh_from_db()
    assert row.done_on == DAY
    note(office, row, on=dt.date(2023, 8, 2), state="under_way", text="Còn thiếu hai sản phẩm.")
    row.refresh_from_db()
    assert (row.state, row.done_on) == ("under_way", None)
    assert [one.state for one in row.notes.all()] == ["under_way", "done", "done"]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"on": dt.date(2023, 6, 4)}, Refused),
        ({"on": today() + dt.timedelta(days=1)}, Refused),
        ({"text": "  "}, ValidationError),
        ({"state": "gone"}, ValidationError),
        ({"version": 5}, Stale),
    ],
)
def test_what_is_noted_is_true_and_whole(office, values, error):
    row = TaskAssignmentFactory()
    with pytest.raises(error):
        note(office, row, **values)
    assert not TaskNote.objects.exists()
    row.refresh_from_db()
    assert row.state == "open"


def test_who_notes_progress():
    row = TaskAssignmentFactory()
    there = UserFactory(local_officer=True, unit=row.unit)
    note(there, row, state="under_way")
    heir = SuccessionFactory(from_unit=row.unit).to_unit
    note(UserFactory(local_officer=True, unit=heir), row)
    strangers = [UserFactory(**{role: True}) for role in ("local_officer", "agency_officer", "leader", "administrator")]
    strangers.append(UserFactory(council_member=True, unit=row.unit))
    strangers.append(UserFactory(agency_officer=True, unit=row.unit, is_active=False))
    for person in strangers:
        with pytest.raises(PermissionDenied):
            note(person, row)
    assert row.notes.count() == 2


@pytest.mark.parametrize("act", [lambda: TaskNote.objects.update(text="Khác"), lambda: TaskNote.objects.all().delete()])
def test_a_note_is_never_changed(office, act):
    note(office, TaskAssignmentFactory())
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        act()


@pytest.mark.django_db(transaction=True)
def test_a_task_is_given_once_by_two_at_once():
    office, task = UserFactory(office=True), DirectiveTaskFactory()
    units = UnitFactory.create_batch(3, district=True)
    give = lambda: directives.assign_units(actor=office, task_id=task.pk, units=units)  # noqa: E731
    assert at_once(give, give) == [None, None]
    assert task.assignments.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_task_that_is_noted_is_not_taken_back():
    """Whoever comes second sees what the first one did."""
    office, row = UserFactory(office=True), TaskAssignmentFactory()
    outcomes = at_once(
        lambda: note(office, row), lambda: directives.withdraw_assignment(actor=office, assignment_id=row.pk)
    )
    assert [type(one).__name__ for one in outcomes] in (["NoneType", "Refused"], ["DoesNotExist", "NoneType"])
    assert DirectiveTask.objects.count() == 1
