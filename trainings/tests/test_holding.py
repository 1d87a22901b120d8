"""What happens around a class: attendance, forms, certificates, invitations, and the papers for them."""

import datetime as dt
import io
import subprocess
import unicodedata

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pypdf import PdfReader

from accounts.tests.factories import UserFactory
from budgets.services import reverse_entry
from budgets.tests.factories import LineFactory
from core.dates import today
from core.errors import Refused, Stale
from documents.layout import render_pdf
from notices.models import Notice
from producers.tests.factories import ProducerFactory
from products.tests.factories import ProductFactory
from trainings.attendance import presences_of, with_presence
from trainings.enums import ClassState, Question, TraineeKind
from trainings.models import Attendance, AttendanceCertificate, SurveyResult
from trainings.printing.certificate import render_certificates
from trainings.printing.invitation import invitations
from trainings.printing.sign_in import render_sheets
from trainings.services.attending import mark_attendance, marks_of, save_survey
from trainings.services.certifying import issue_attendance_certificates
from trainings.services.costing import cost_of
from trainings.services.inviting import invite
from trainings.tests.factories import ClassFactory, RegistrationFactory, TraineeFactory
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(unicodedata.normalize("NFC", run.stdout.decode()).split())


@pytest.fixture
def office(db):
    return UserFactory(office=True)


@pytest.fixture
def held(db):
    """A class of two days that ended today, with three people."""
    row = ClassFactory(first_day=today() - dt.timedelta(days=1), state=ClassState.CLOSED)
    seats = [RegistrationFactory(training_class=row) for _ in range(3)]
    return row, seats


def mark_all(office, row, seats):
    for session in row.sessions.all():
        mark_attendance(actor=office, session_id=session.pk, present_ids=[one.pk for one in seats])


def test_everybody_with_a_seat_is_marked_and_may_be_marked_again(office, held):
    row, seats = held
    session = row.sessions.first()
    assert mark_attendance(actor=office, session_id=session.pk, present_ids=[seats[0].pk]) == 1
    assert dict(session.attendance.values_list("registration", "present")) == {
        seats[0].pk: True,
        seats[1].pk: False,
        seats[2].pk: False,
    }
    assert mark_attendance(actor=office, session_id=session.pk, present_ids=[seats[1].pk], seen=marks_of(session)) == 1
    assert session.attendance.get(present=True).registration == seats[1]
    assert session.attendance.count() == 3


def test_who_marks_on_an_old_page_is_told(office, held):
    row, seats = held
    session = row.sessions.first()
    seen = marks_of(session)
    mark_attendance(actor=office, session_id=session.pk, present_ids=[seats[0].pk], seen=seen)
    with pytest.raises(Stale, match="Người khác vừa điểm danh"):
        mark_attendance(actor=office, session_id=session.pk, present_ids=[], seen=seen)
    assert session.attendance.filter(present=True).count() == 1


def test_a_session_to_come_and_a_stranger_are_refused(office, held):
    row, _seats = held
    coming = ClassFactory()
    with pytest.raises(Refused, match="Hãy điểm danh từ ngày đó"):
        mark_attendance(actor=office, session_id=coming.sessions.first().pk, present_ids=[])
    other = RegistrationFactory()
    with pytest.raises(Refused, match="Danh sách lớp vừa thay đổi"):
        mark_attendance(actor=office, session_id=row.sessions.first().pk, present_ids=[other.pk])
    assert not Attendance.objects.exists()


def test_attendance_is_marked_by_those_who_hold_the_class(held):
    row, _seats = held
    session = row.sessions.first().pk
    stranger = UserFactory(agency_officer=True)
    host = UserFactory(local_officer=True)
    for user in (stranger, host, UserFactory(leader=True)):
        with pytest.raises(PermissionDenied):
            mark_attendance(actor=user, session_id=session, present_ids=[])
    agency = UserFactory(agency_officer=True, unit=row.course.plan.agency)
    assert mark_attendance(actor=agency, session_id=session, present_ids=[]) == 0
    row.unit = host.unit
    row.save()
    own = RegistrationFactory(training_class=row, trainee=TraineeFactory(unit=host.unit))
    assert mark_attendance(actor=host, session_id=session, present_ids=[own.pk]) == 1


def test_certificates_go_to_those_who_came_to_three_quarters_numbered_by_name(office, held):
    row, seats = held
    sessions = list(row.sessions.all())
    for at, session in enumerate(sessions):
        came = [seats[0].pk] + ([seats[1].pk] if at < 3 else []) + ([seats[2].pk] if at < 2 else [])
        mark_attendance(actor=office, session_id=session.pk, present_ids=came)
    made = issue_attendance_certificates(actor=office, class_id=row.pk)
    assert [one.number for one in made] == [1, 2]
    assert {one.registration for one in made} == {seats[0], seats[1]}
    assert [one.is_enough for one in presences_of(with_presence(office, row), 4)] == [True, True, False]
    with pytest.raises(Refused, match="Không có ai được cấp thêm"):
        issue_attendance_certificates(actor=office, class_id=row.pk)
    with pytest.raises(Refused, match="không bỏ dấu có mặt được"):
        mark_attendance(actor=office, session_id=sessions[0].pk, present_ids=[])


def test_no_certificate_before_every_session_is_marked_or_the_class_over(office, held):
    row, _seats = held
    with pytest.raises(Refused, match="Chưa điểm danh"):
        issue_attendance_certificates(actor=office, class_id=row.pk)
    with pytest.raises(Refused, match="Lớp chưa học xong"):
        issue_attendance_certificates(actor=office, class_id=ClassFactory().pk)
    with pytest.raises(PermissionDenied):
        issue_attendance_certificates(actor=UserFactory(local_officer=True), class_id=row.pk)
    assert not AttendanceCertificate.objects.exists()


def test_forms_are_counted_and_never_more_than_people(office, held):
    row, _seats = held
    counts = dict.fromkeys(Question.values, (0, 0, 1, 1, 1))
    save_survey(actor=office, class_id=row.pk, counts=counts)
    save_survey(actor=office, class_id=row.pk, counts=counts | {"content": (0, 0, 0, 0, 3)})
    assert SurveyResult.objects.count() == len(Question)
    assert SurveyResult.objects.get(question="content").count_5 == 3
    with pytest.raises(Refused, match="nhiều hơn 3 người học"):
        save_survey(actor=office, class_id=row.pk, counts=counts | {"use": (4, 0, 0, 0, 0)})
    assert SurveyResult.objects.get(question="use").count_5 == 1


def test_units_are_invited_once_with_the_names_of_their_people(office):
    row = ClassFactory()
    officer = UserFactory(local_officer=True)
    RegistrationFactory(training_class=row, trainee=TraineeFactory(unit=officer.unit, full_name="Lê Thị Sen"))
    UserFactory(local_officer=True)
    assert invite(actor=office, class_id=row.pk) == 1
    invite(actor=office, class_id=row.pk)
    notice = Notice.objects.get()
    assert (notice.user, notice.url) == (officer, row.get_absolute_url())
    assert "Lê Thị Sen" in notice.body
    assert row.place in notice.body
    with pytest.raises(Refused, match="Chưa có ai có chỗ"):
        invite(actor=office, class_id=ClassFactory().pk)


def test_an_officer_of_the_heir_of_a_unit_is_invited(office):
    former = UnitFactory(valid_to=dt.date(2025, 6, 30))
    officer = UserFactory(local_officer=True)
    SuccessionFactory(from_unit=former, to_unit=officer.unit)
    row = ClassFactory()
    RegistrationFactory(training_class=row, trainee=TraineeFactory(unit=former))
    assert invite(actor=office, class_id=row.pk) == 1


def test_the_papers_name_people_units_and_products(office, held):
    row, seats = held
    producer = ProducerFactory(name="Cơ sở Sen Hồng")
    ProductFactory(producer=producer, name="Hạt sen sấy")
    who = TraineeFactory(full_name="Trần Thị <b>Mới</b>", producer=producer, kind=TraineeKind.PRODUCER_STAFF)
    RegistrationFactory(training_class=row, trainee=who)
    rows = list(with_presence(office, row))
    sheets = render_sheets(row, list(row.sessions.all()), rows, address="https://ocop.example.vn/trainings/1/")
    assert len(PdfReader(io.BytesIO(sheets)).pages) == 4
    text = words(sheets)
    assert "Trần Thị <b>Mới</b>" in text
    assert "Sen Hồng: Hạt sen" in text
    assert seats[0].unit.name in text
    papers = invitations(row, rows)
    assert len(papers) == len({one.unit_id for one in rows})
    text = words(render_pdf(*papers))
    assert "GIẤY MỜI" in text
    assert row.place in text
    assert "/GM-" in text
    mark_all(office, row, rows)
    made = issue_attendance_certificates(actor=office, class_id=row.pk)
    content = render_certificates(row, made)
    assert len(PdfReader(io.BytesIO(content)).pages) == 4
    assert row.course.name in words(content)


def at(name, pk):
    return reverse(f"trainings:{name}", args=[pk])


class TestPages:
    @pytest.mark.parametrize("count", [1, 3])
    def test_the_pages_cost_the_same_for_one_person_as_for_three(self, client, count, django_assert_num_queries):
        row = ClassFactory(first_day=today() - dt.timedelta(days=1), state=ClassState.CLOSED)
        for _ in range(count):
            RegistrationFactory(training_class=row)
        client.force_login(UserFactory(office=True))
        with django_assert_num_queries(8):
            assert client.get(at("class_holding", row.pk)).status_code == 200
        with django_assert_num_queries(8):
            assert client.get(at("session_attendance", row.sessions.first().pk)).status_code == 200

    def test_ticks_are_saved_and_a_refusal_keeps_them(self, client, office, held):
        row, seats = held
        client.force_login(office)
        session = row.sessions.first()
        url = at("session_attendance", session.pk)
        response = client.post(url, {"id": [seats[0].pk, seats[2].pk], "seen": ""}, follow=True)
        assert "2 người có mặt" in response.content.decode()
        response = client.post(url, {"id": [seats[1].pk], "seen": "cũ"})
        text = response.content.decode()
        assert response.status_code == 409
        assert "Người khác vừa điểm danh" in text
        assert response.context["ticked"] == {seats[1].pk}
        assert session.attendance.filter(present=True).count() == 2

    def test_forms_certificates_and_invitations_go_by_a_press(self, client, office, held):
        row, seats = held
        client.force_login(office)
        marks = {f"{question}_5": 3 for question in Question}
        client.post(at("class_survey", row.pk), marks)
        assert SurveyResult.objects.get(question="use").mean == 5
        response = client.post(at("class_survey", row.pk), marks | {"use_5": 9})
        assert "nhiều hơn 3 người học" in response.content.decode()
        response = client.post(at("class_certify", row.pk), follow=True)
        assert "Chưa điểm danh" in response.content.decode()
        mark_all(office, row, seats)
        response = client.post(at("class_certify", row.pk), follow=True)
        assert "Đã cấp 3 giấy chứng nhận." in response.content.decode()
        for name in ("class_sign_in", "class_invitations", "class_certificates"):
            assert client.get(at(name, row.pk)).content.startswith(b"%PDF-"), name

    def test_a_commune_prints_the_invitation_of_its_own_people_and_no_sheet(self, client, held):
        row, seats = held
        client.force_login(UserFactory(local_officer=True, unit=seats[0].unit))
        text = words(client.get(at("class_invitations", row.pk)).content)
        assert seats[0].trainee.full_name in text
        assert seats[1].trainee.full_name not in text
        for name in ("class_sign_in", "class_holding", "class_survey"):
            assert client.get(at(name, row.pk)).status_code == 403, name
        assert client.get(at("session_attendance", row.sessions.first().pk)).status_code == 403

    def test_a_payment_is_written_on_the_line_of_the_plan_and_shown_with_the_class(self, client, office, held):
        row, _seats = held
        client.force_login(office)
        bill = {"amount_vnd_0": "1,5", "amount_vnd_1": "million", "voucher": "C 12", "on": ""}
        response = client.post(at("class_cost", row.pk), bill)
        assert "chưa gắn dòng kinh phí" in response.content.decode()
        plan = row.course.plan
        plan.budget_line = LineFactory(agency=plan.agency, planned=2_000_000, allocated=2_000_000)
        plan.save()
        assert "1.500.000 đồng" in client.post(at("class_cost", row.pk), bill, follow=True).content.decode()
        response = client.post(at("class_cost", row.pk), bill)
        assert "Giải ngân vượt số đã phân bổ" in response.content.decode()
        entry = plan.budget_line.entries.get(kind="disburse")
        assert (entry.paid_for, entry.paid_for_id) == ("training", row.pk)
        reverse_entry(actor=office, entry_id=entry.pk, note="Ghi nhầm")
        assert cost_of(row, office) == 0
