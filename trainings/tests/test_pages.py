"""Pages of plans, classes, requests, registration and the calendar."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.tests.factories import DocumentFactory
from producers.tests.factories import ProducerFactory
from trainings import services
from trainings.enums import SeatState
from trainings.models import ClassRequest, Course, Registration, Trainee, TrainingClass, TrainingPlan
from trainings.tests.factories import (
    ClassFactory,
    ClassRequestFactory,
    CourseFactory,
    PlanFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


@pytest.fixture
def officer(client):
    person = UserFactory(local_officer=True)
    client.force_login(person)
    return person


def test_from_the_plan_to_an_open_class(client, office):
    agency = UserFactory(agency_officer=True).unit
    fields = {"name": "Kế hoạch 3029", "document": DocumentFactory().pk, "year": "2026", "agency": agency.pk}
    plan_page = client.post(reverse("trainings:plan_create"), fields).url
    plan = TrainingPlan.objects.get()
    assert plan_page == plan.get_absolute_url()
    course = {"name": "Xây dựng phương án", "class_count": "3", "seats_per_class": "35", "days": "2"}
    client.post(reverse("trainings:course_create", args=[plan.pk]), course | {"audiences": ["first_time", "tourism"]})
    course = Course.objects.get()
    day = today() + dt.timedelta(days=9)
    typed = {
        "place": "Hội trường",
        "first_day": format_date(day),
        "last_day": format_date(day + dt.timedelta(days=1)),
        "capacity": "35",
        "registration_opens": format_date(today()),
        "registration_closes": format_date(day),
    }
    row_page = client.post(reverse("trainings:class_create", args=[course.pk]), typed).url
    row = TrainingClass.objects.get()
    assert row.sessions.count() == 4
    client.post(reverse("trainings:class_move", args=[row.pk]), {"state": "open"})
    topics = {f"topic_{session.pk}": "Câu chuyện sản phẩm" for session in row.sessions.all()}
    client.post(reverse("trainings:class_topics", args=[row.pk]), topics)
    text = client.get(row_page).content.decode()
    assert text.count("Câu chuyện sản phẩm") == 4
    assert "Đang nhận đăng ký" in text
    typed |= {"capacity": "40", "version": str(TrainingClass.objects.get().version)}
    assert client.post(reverse("trainings:class_edit", args=[row.pk]), typed).status_code == 302
    stale = client.post(reverse("trainings:class_edit", args=[row.pk]), typed | {"capacity": "50"})
    assert "Có người khác vừa lưu bản ghi này" in stale.content.decode()


def test_a_plan_is_changed_by_its_agency_and_stays_with_it(client):
    person = UserFactory(agency_officer=True)
    client.force_login(person)
    plan = PlanFactory(agency=person.unit)
    page = reverse("trainings:plan_edit", args=[plan.pk])
    typed = {"name": "Tên mới", "document": plan.document_id, "year": "2022", "agency": plan.agency_id, "version": "1"}
    assert client.post(page, typed | {"requests_until": "20/11/2022"}).url == plan.get_absolute_url()
    plan.refresh_from_db()
    assert (plan.name, plan.requests_until) == ("Tên mới", dt.date(2022, 11, 20))
    assert "Có người khác vừa lưu" in client.post(page, typed | {"name": "Tên khác"}).content.decode()
    other = UserFactory(agency_officer=True).unit
    assert client.post(page, typed | {"agency": other.pk, "version": "2"}).status_code == 200
    with pytest.raises(PermissionDenied):
        services.edit_plan(actor=person, plan_id=plan.pk, agency=other)
    plan.refresh_from_db()
    assert plan.agency == person.unit


def test_a_course_without_audience_is_not_saved(client, office):
    plan = PlanFactory()
    response = client.post(
        reverse("trainings:course_create", args=[plan.pk]),
        {"name": "Khóa thử", "class_count": "3", "seats_per_class": "35", "days": "2"},
    )
    assert "Hãy chọn mục này." in response.content.decode()
    assert 'value="Khóa thử"' in response.content.decode()


def test_a_commune_asks_for_a_class_and_the_office_schedules_it(client, officer):
    course = CourseFactory()
    client.post(reverse("trainings:request_create", args=[course.pk]), {"reason": "Có 30 người"})
    asked = ClassRequest.objects.get()
    assert "Có 30 người" in client.get(reverse("trainings:request_list")).content.decode()
    client.force_login(UserFactory(office=True))
    day = format_date(today() + dt.timedelta(days=9))
    typed = {"place": "Nhà văn hoá", "first_day": day, "last_day": day, "capacity": "30"}
    page = reverse("trainings:request_accept", args=[asked.pk])
    response = client.post(page, typed | {"registration_opens": format_date(today()), "registration_closes": day})
    assert response.url == TrainingClass.objects.get(unit=officer.unit).get_absolute_url()
    again = client.post(reverse("trainings:request_refuse", args=[asked.pk]), {"answer": "Không"})
    assert "Đề nghị này đã được trả lời." in again.content.decode()


def test_the_registration_page_says_who_qualifies_and_keeps_what_was_typed(client, officer):
    ProducerFactory(name="Hợp tác xã Sen", unit=officer.unit)
    ProducerFactory(name="Hợp tác xã nơi khác")
    row = ClassFactory()
    page = reverse("trainings:class_register", args=[row.pk])
    text = client.get(page).content.decode()
    assert "Chủ thể đang hoạt động, đã ghi nhận mong muốn tham gia" in text
    assert "Hợp tác xã nơi khác" not in text
    typed = {
        "full_name": "Lê Thị Thử",
        "gender": "female",
        "phone": "912345678",
        "unit": officer.unit_id,
        "kind": "other",
    }
    text = client.post(page, typed).content.decode()
    assert "thiếu số 0 ở đầu" in text
    assert 'value="912345678"' in text
    text = client.post(page, typed | {"phone": "0912345678"}).content.decode()
    assert "Lê Thị Thử không thuộc đối tượng của khóa" in text
    assert not Trainee.objects.exists()
    client.post(page, typed | {"phone": "0912345678", "exception_reason": "Sắp lập hợp tác xã"})
    assert Registration.objects.get().trainee.phone == "0912345678"


def test_the_same_person_registers_for_two_classes_with_a_warning(client, officer):
    typed = {"full_name": "Lê Thị Thử", "gender": "female", "phone": "0912345678", "unit": officer.unit_id}
    typed |= {"kind": "officer"}
    for row in (ClassFactory(), ClassFactory()):
        response = client.post(reverse("trainings:class_register", args=[row.pk]), typed, follow=True)
    assert Trainee.objects.count() == 1
    assert "cũng đăng ký lớp trùng ngày" in response.content.decode()


def test_pasted_rows_are_previewed_and_saved_all_or_none(client, officer):
    row = ClassFactory(capacity=1)
    page = reverse("trainings:class_paste", args=[row.pk])
    bad = "Lê Thị Một\tNữ\t\t0911111111\t\t\tCông chức\nLê Thị Hai\tNữ\t\t922222222\t\t\tCông chức"
    text = client.post(page, {"rows": bad, "save": "1"}).content.decode()
    assert "thiếu số 0 ở đầu" in text
    assert "1 dòng phải sửa" in text
    assert bad in text
    assert not Trainee.objects.exists()
    good = bad.replace("922222222", "0922222222")
    assert "Đăng ký 2 người" in client.post(page, {"rows": good}).content.decode()
    assert not Trainee.objects.exists()
    response = client.post(page, {"rows": good, "save": "1"}, follow=True)
    assert "1 người vào danh sách chờ" in response.content.decode()
    assert Registration.objects.filter(state=SeatState.REGISTERED).count() == 1


def test_a_seat_is_given_back_from_the_page_of_the_class(client, officer):
    seat = RegistrationFactory(trainee__unit=officer.unit)
    response = client.post(reverse("trainings:registration_cancel", args=[seat.pk]), follow=True)
    assert "Đã huỷ đăng ký của" in response.content.decode()
    seat.refresh_from_db()
    assert seat.state == SeatState.CANCELLED


def test_the_calendar_shows_the_classes_of_the_month(client, officer):
    ClassFactory(first_day=dt.date(2022, 11, 30), registration_opens=dt.date(2022, 11, 1), place="Hội trường tháng 11")
    for month, count in (("2022-11", 1), ("2022-12", 1), ("2023-01", 0), ("rác", 0)):
        response = client.get(reverse("trainings:calendar"), {"thang": month})
        assert len(response.context["rows"]) == count, month


def test_a_class_goes_into_a_calendar_by_its_sessions(client, officer):
    row = ClassFactory(first_day=dt.date(2022, 11, 24), registration_opens=dt.date(2022, 11, 1), place="Sở; tầng 2, A")
    text = client.get(reverse("trainings:class_ics", args=[row.pk])).content.decode()
    assert text.count("BEGIN:VEVENT\r\n") == 4
    assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20221124T073000\r\n" in text
    assert "LOCATION:Sở\\; tầng 2\\, A\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_need_as_many_queries_for_many_rows_as_for_one(client, office, django_assert_num_queries, count):
    course = CourseFactory()
    rows = [ClassFactory(course=course) for _ in range(count)]
    for _ in range(count):
        PlanFactory()
        ClassRequestFactory(course__plan=course.plan)
        RegistrationFactory(training_class=rows[0])
        ProducerFactory()
    pages = {
        reverse("trainings:plan_list"): 5,
        course.plan.get_absolute_url(): 7,
        reverse("trainings:request_list"): 5,
        rows[0].get_absolute_url(): 6,
        reverse("trainings:calendar") + f"?thang={rows[0].first_day:%Y-%m}": 4,
        reverse("trainings:class_register", args=[rows[0].pk]): 11,
    }
    for page, queries in pages.items():
        with django_assert_num_queries(queries, info=page):
            client.get(page)
