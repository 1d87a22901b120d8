"""A class in a browser, from the plan to the figures of the report; the last seat is asked for twice at once."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account
from core.dates import format_date, today
from core.tests.racing import at_once
from documents.tests.factories import DocumentFactory
from reports.making import make_report
from reports.tests.factories import ReportFactory
from tests.people import PASSWORD, Person
from trainings.enums import SeatState, TraineeKind
from trainings.models import ClassRequest, Course, Registration, TrainingClass, TrainingPlan
from trainings.people import Person as Trainee
from trainings.services import register_person
from units.models import Unit

pytestmark = [pytest.mark.long(15), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OFFICERS = [
    f"Lê Thị Sen {letter}\tNữ\t1985\t09000000{at:02d}\t\t\tCông chức xã\t" for at, letter in enumerate("ABCDEGHIKL")
]
OTHERS = [f"Trần Văn Mắm {letter}\tNam\t1990\t09110000{at:02d}\t\t\tThợ\t" for at, letter in enumerate("MN")]


@pytest.fixture
def enter(chromium, live_server):
    """Return a function that signs the office or the commune's officer in."""
    call_command("load_reference", verbosity=0)
    here = Unit.objects.on(today())
    for username, role, unit in (
        ("vanphong", Role.OFFICE, here.get(code="VPDP")),
        ("canbo", Role.LOCAL_OFFICER, here.get(name="Xã Tháp Mười")),
    ):
        create_account(
            actor=None, username=username, full_name=f"Người {username}", role=role, unit=unit, password=PASSWORD
        )
    entered = []

    def sign_in(username):
        entered.append(Person(chromium, live_server, username))
        return entered[-1]

    yield sign_in
    assert not [error for person in entered for error in person.errors]


def test_a_class_walks_from_the_plan_to_the_figures_of_the_report(enter):
    office = enter("vanphong")
    course = plan_a_course(office)
    officer = enter("canbo")
    officer.open("trainings:request_create", course.pk)
    officer.fill(reason="Có 13 người muốn học tại xã")
    officer.submit()
    row = accept(office)
    paste_twelve(officer, row)
    race_for_the_last_seat(row)
    sheet = read(office, "trainings:class_sign_in", row.pk)
    assert len(sheet.pages) == 2
    assert "Lê Thị Sen A" in sheet.pages[0].extract_text()
    mark_on_a_phone(office, row)
    office.open("trainings:class_holding", row.pk)
    office.press("Cấp giấy chứng nhận", confirm=True)
    office.sees("Đã cấp 12 giấy chứng nhận.")
    assert len(read(office, "trainings:class_certificates", row.pk).pages) == 12
    see_the_report(office)


def plan_a_course(office) -> Course:
    DocumentFactory(number=3029, symbol="KH-SKHĐT", subject="Tập huấn chủ thể")
    office.open("trainings:plan_create")
    office.fill(name="Tập huấn năm nay", year=str(today().year), requests_until=format_date(today()))
    office.choose("document", "3029", "3029")
    office.choose("agency", "tai chinh", "Sở Tài chính")
    office.submit()
    plan = TrainingPlan.objects.get()
    office.open("trainings:course_create", plan.pk)
    office.fill(name="Xây dựng phương án kinh doanh", class_count="1", seats_per_class="13", days="1")
    office.page.check("#content input[name=audiences][value=commune_officer]")
    office.submit()
    return Course.objects.get()


def accept(office) -> TrainingClass:
    office.open("trainings:request_accept", ClassRequest.objects.get().pk)
    day = format_date(today())
    office.fill(place="Hội trường xã", first_day=day, last_day=day, capacity="13")
    office.fill(registration_opens=day, registration_closes=day)
    office.submit()
    row = TrainingClass.objects.get()
    office.open("trainings:class_detail", row.pk)
    office.press("Mở đăng ký", confirm=True)
    office.sees("Đang nhận đăng ký")
    return row


def paste_twelve(officer, row):
    """Two of the twelve do not qualify: nobody is registered until there is a reason."""
    officer.open("trainings:class_paste", row.pk)
    officer.page.fill("#id_rows", "\n".join([*OFFICERS, *OTHERS]))
    officer.press("Xem trước")
    officer.sees("2 dòng phải sửa")
    officer.sees("Không thuộc đối tượng của khóa")
    assert not Registration.objects.exists()
    officer.page.fill("#id_rows", "\n".join([*OFFICERS, *(f"{one}Được mời" for one in OTHERS)]))
    officer.press("Xem trước")
    officer.press("Đăng ký 12 người")
    officer.sees("Đã đăng ký 12 người.")
    assert Registration.objects.filter(exception_reason="Được mời").count() == 2


def race_for_the_last_seat(row):
    actor = User.objects.select_related("unit").get(username="canbo")
    two = [
        Trainee(name, "male", actor.unit, TraineeKind.OFFICER, phone=f"092200000{at}")
        for at, name in enumerate(("Phạm Văn Nhanh", "Phạm Văn Chậm"))
    ]
    at_once(*(lambda one=one: register_person(actor=actor, class_id=row.pk, person=one) for one in two))
    states = list(Registration.objects.filter(trainee__full_name__startswith="Phạm").values_list("state", flat=True))
    assert sorted(states) == [SeatState.REGISTERED, SeatState.WAITING]
    assert row.registrations.seated().count() == row.capacity


def mark_on_a_phone(office, row):
    """Everybody but one comes to both sessions."""
    office.page.set_viewport_size({"width": 390, "height": 844})
    for session in row.sessions.all():
        office.open("trainings:session_attendance", session.pk)
        assert office.page.evaluate("document.documentElement.scrollWidth") <= 390
        people = office.page.locator("label.choice")
        assert people.count() == 13
        for at in range(12):
            people.nth(at).click()
        office.press("Lưu điểm danh")
        office.sees("12 người có mặt")
    office.page.set_viewport_size({"width": 1366, "height": 768})


def see_the_report(office):
    report = ReportFactory(
        asked_by=User.objects.get(username="vanphong"), year=today().year, first=today(), last=today(), as_of=today()
    )
    make_report(report.pk)
    office.open("reports:report_detail", report.pk)
    figures = {code: value for code, value in report.figures.values_list("code", "value") if code.startswith("train")}
    assert figures["training.classes"] == 1
    assert figures["training.turns"] == figures["training.persons"] == 12
    assert office.page.locator("tr[data-code='training.turns']").inner_text().endswith("+12")
    office.sees("Lượt người được tập huấn")
    office.open("reports:report_figure", report.pk, "training.turns")
    office.sees("Lê Thị Sen A")


def read(person, name, *args) -> PdfReader:
    """Return the PDF behind an address, asked for with the session of the window."""
    response = person.page.request.get(f"{person.server.url}{reverse(name, args=args)}")
    assert response.ok
    return PdfReader(io.BytesIO(response.body()))
