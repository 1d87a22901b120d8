"""Pages of directives: from the letter to a task that is done, the board, who sees what, queries."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.tests.factories import DocumentFactory
from programme.deadlines import term_of
from programme.models import Directive, DirectiveTask, TaskAssignment
from programme.tests.factories import DirectiveFactory, DirectiveTaskFactory, TaskAssignmentFactory
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 small"


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


def board(client, **query):
    """Return the text of the board."""
    return client.get(reverse("programme:task_board"), query).content.decode()


def test_from_the_letter_to_a_task_that_is_done(client, office):
    units = UnitFactory.create_batch(2, district=True)
    agency = UnitFactory(agency=True)
    document = DocumentFactory(issued_on=dt.date(2023, 6, 5))
    typed = {"document": document.pk, "report_due_on": "15/07/2023", "consolidated_due_on": "25/07/2023", "note": ""}
    page = client.post(reverse("programme:directive_create"), typed).url
    directive = Directive.objects.get()
    assert page == directive.get_absolute_url()
    page = client.post(reverse("programme:task_create", args=[directive.pk]), {"text": "Rà soát", "number": ""}).url
    task = DirectiveTask.objects.get()
    assert page == reverse("programme:task_assign", args=[task.pk])
    assert "Tất cả huyện, thị xã, thành phố (2)" in client.get(page).content.decode()
    assert client.post(page, {"is_lead": "1"}).status_code == 200
    given = {"everybody": ["districts"], "agencies": [agency.pk], "places": [units[0].pk], "is_lead": "1"}
    client.post(page, given)
    assert task.assignments.count() == 3
    row = task.assignments.get(unit=units[0])
    text = client.get(directive.get_absolute_url()).content.decode()
    assert "0/3 đơn vị đã xong" in text
    upload = io.BytesIO(PDF)
    upload.name = "bao-cao.pdf"
    done = {"on": "10/07/2023", "state": "done", "text": "Đã xong", "file": upload, "version": "1"}
    assert client.post(row.get_absolute_url(), done).url == row.get_absolute_url()
    text = client.get(row.get_absolute_url()).content.decode()
    assert "Xong ngày 10/07/2023" in text
    assert "Bỏ phân công" not in text
    note = row.notes.get()
    assert b"".join(client.get(reverse("programme:note_file", args=[note.pk])).streaming_content) == PDF
    # Who opened the page before that note is told of it, and loses nothing.
    stale = client.post(row.get_absolute_url(), done | {"file": "", "text": "Việc khác"}).content.decode()
    assert "Có người khác vừa lưu bản ghi này" in stale
    assert "Việc khác" in stale


def test_an_untouched_part_is_taken_back_or_given_another_role(client, office):
    row, touched = TaskAssignmentFactory(), TaskAssignmentFactory(done=True)
    client.post(reverse("programme:assignment_lead", args=[row.pk]), {"lead": "0"})
    assert not TaskAssignment.objects.get(pk=row.pk).is_lead
    client.post(touched.get_absolute_url(), {"on": "10/07/2023", "state": "done", "text": "Xong"})
    for one in (row, touched):
        client.post(reverse("programme:assignment_withdraw", args=[one.pk]))
    assert list(TaskAssignment.objects.all()) == [touched]


def test_the_office_changes_directive_and_task(client, office):
    task = DirectiveTaskFactory(text="Cũ")
    directive = task.directive
    page = reverse("programme:directive_edit", args=[directive.pk])
    typed = {"document": directive.document_id, "report_due_on": "20/07/2023", "version": "1"}
    assert client.post(page, typed).status_code == 302
    assert "Có người khác vừa lưu" in client.post(page, typed | {"note": "Khác"}).content.decode()
    page = reverse("programme:task_edit", args=[task.pk])
    typed = {"number": task.number, "text": "Mới", "due_on": "30/07/2023", "version": "1"}
    assert client.post(page, typed).status_code == 302
    assert "Có người khác vừa lưu" in client.post(page, typed).content.decode()
    task.refresh_from_db()
    assert (task.text, task.due_on) == ("Mới", dt.date(2023, 7, 30))
    assert (
        "ở trước ngày văn bản" in client.post(page, typed | {"due_on": "01/06/2023", "version": "2"}).content.decode()
    )


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-1200, "Quá hạn 1.200 ngày", "danger"),
        (-1, "Quá hạn 1 ngày", "danger"),
        (0, "Hạn hôm nay", "decision"),
        (7, "Còn 7 ngày", "warning"),
        (8, "Còn 8 ngày", "neutral"),
        (None, "Chưa có hạn", "neutral"),
    ],
)
def test_a_deadline_in_words(days, words, tone):
    day = dt.date(2026, 10, 24)
    term = term_of(None if days is None else day + dt.timedelta(days=days), None, day)
    assert (term.label, term.tone) == (words, tone)


def test_what_was_done_late_says_so():
    day = dt.date(2023, 7, 15)
    assert term_of(day, day, day).label == "Xong ngày 15/07/2023"
    assert term_of(day, day + dt.timedelta(days=3), day).label == "Xong ngày 18/07/2023, muộn 3 ngày"


def _part(days, **more):
    day = today()
    task = DirectiveTaskFactory(
        due_on=None if days is None else day + dt.timedelta(days=days), directive__report_due_on=None
    )
    return TaskAssignmentFactory(task=task, **more)


def test_each_part_stands_in_one_column(client, office):
    rows = {
        "overdue": [_part(-1)],
        "week": [_part(0), _part(7)],
        "month": [_part(8), _part(30)],
        "later": [_part(31), _part(None)],
        "done": [_part(-5, done=True)],
    }
    for bucket, parts in rows.items():
        response = client.get(reverse("programme:task_board"), {"state": bucket})
        assert set(response.context["page"]) == set(parts), bucket
    counts = {bucket.value: count for bucket, count in response.context["columns"]}
    assert counts == {bucket: len(parts) for bucket, parts in rows.items()}


def test_what_is_late_stands_first_and_what_is_done_last(client, office):
    done, later, late, undated = _part(-9, done=True), _part(5), _part(-3), _part(None)
    assert list(client.get(reverse("programme:task_board")).context["page"]) == [late, later, undated, done]


def test_a_task_without_its_own_day_is_due_when_units_report(client, office):
    TaskAssignmentFactory()
    assert f"Quá hạn {(today() - dt.date(2023, 7, 15)).days:,}".replace(",", ".") in board(client)


def test_the_board_by_unit_and_by_directive(client, office):
    task = DirectiveTaskFactory()
    one, two = UnitFactory(name="Sở Công Thương", agency=True), UnitFactory(name="Xã Mỹ An")
    TaskAssignmentFactory(task=task, unit=one, is_lead=False)
    TaskAssignmentFactory(task=task, unit=two, done=True)
    TaskAssignmentFactory(unit=two)
    response = client.get(reverse("programme:task_board"))
    found = [(group["name"], group["all"], group["overdue"], group["done"]) for group in response.context["groups"]]
    assert found == [("Sở Công Thương", 1, 1, 0), ("Xã Mỹ An", 2, 1, 1)]
    response = client.get(reverse("programme:task_board"), {"by": "directive"})
    assert sorted(group["all"] for group in response.context["groups"]) == [1, 2]
    response = client.get(reverse("programme:task_board"), {"directive": task.directive_id, "unit": two.pk})
    assert [part.unit for part in response.context["page"]] == [two]
    assert [part.unit for part in client.get(reverse("programme:task_board"), {"role": "with"}).context["page"]] == [
        one
    ]


def test_the_export_has_the_filtered_rows(client, office):
    TaskAssignmentFactory(done=True)
    late = TaskAssignmentFactory(unit__name="Xã Trễ", task__text="=1+1")
    content = client.get(reverse("programme:task_board_export"), {"state": "overdue"}).content
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows()]
    rows = [row for row in cells if row[0] == 1]
    assert len(rows) == 1
    assert rows[0][2:5] == [late.task.number, "=1+1", "Xã Trễ"]
    assert rows[0][9].startswith("Quá hạn")
    assert not [row for row in cells if row[0] == 2]


def test_a_local_officer_reads_the_own_part_and_notes_it(client):
    officer = UserFactory(local_officer=True)
    client.force_login(officer)
    own = TaskAssignmentFactory(unit=officer.unit)
    other = TaskAssignmentFactory(task=own.task, unit__name="Xã Bên Cạnh")
    for page in (own.task.directive.get_absolute_url(), reverse("programme:task_board")):
        text = client.get(page).content.decode()
        assert officer.unit.name in text
        assert "Xã Bên Cạnh" not in text
    assert client.get(other.get_absolute_url()).status_code == 404
    typed = {"on": format_date(today()), "state": "under_way", "text": "Đang làm", "version": "1"}
    assert client.post(own.get_absolute_url(), typed).status_code == 302
    assert own.notes.get().written_by == officer


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_as_often_for_one_row_as_for_three(client, office, count, django_assert_num_queries):
    TaskAssignmentFactory.create_batch(count)
    with django_assert_num_queries(BOARD):
        client.get(reverse("programme:task_board"))


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_ask_as_often_for_one_row_as_for_three(client, office, count, django_assert_num_queries):
    directive = DirectiveFactory()
    for task in DirectiveTaskFactory.create_batch(count, directive=directive):
        TaskAssignmentFactory.create_batch(count, task=task)
    row = TaskAssignment.objects.first()
    for _number in range(count):
        client.post(row.get_absolute_url(), {"on": "10/07/2023", "state": "done", "text": "Xong"})
    DirectiveFactory.create_batch(count)
    with django_assert_num_queries(LIST):
        client.get(reverse("programme:directive_list"))
    with django_assert_num_queries(DETAIL):
        client.get(directive.get_absolute_url())
    with django_assert_num_queries(PART):
        client.get(row.get_absolute_url())


BOARD, LIST, DETAIL, PART = 12, 6, 6, 5
