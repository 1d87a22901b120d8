"""Terms on the start page: checks, supplements, papers that run out, certificates, lapsed stars, notices."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from core.dates import add_months, today
from core.working_days import add_working_days
from documents.tests.factories import DocumentFactory
from evaluations.enums import DossierState
from evaluations.models import Dossier, SupplementItem, SupplementRequest
from evaluations.tests.factories import DossierFactory, RoundFactory
from notices.models import Notice
from producers.enums import PaperKind
from producers.models import Paper
from producers.tests.factories import ProducerFactory
from products.tests.factories import ProductFactory, RecognitionFactory
from recognitions.services import issue_certificates
from reports.home.terms import (
    approved_to_send,
    certificates_to_issue,
    checks_to_make,
    lapsed_to_revoke,
    papers_to_renew,
    unread_notices,
)
from reports.home.waiting import waiting_for

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def officer():
    return UserFactory(local_officer=True)


def _texts(todos):
    return [todo.text for todo in todos]


def test_a_dossier_that_was_received_waits_for_its_check_until_the_fifteenth_working_day(officer):
    product = ProductFactory(producer__unit=officer.unit, name="Mắm cá linh")
    turn = RoundFactory(rule_version__by_the_law=True)
    DossierFactory(round=turn, product=product, received_on=today() - 3 * DAY)
    (todo,) = checks_to_make(officer, today())
    assert todo.text == "Kiểm tra hồ sơ “Mắm cá linh”"
    assert todo.deadline.when == add_working_days(today() - 3 * DAY, 15)


def test_no_term_runs_before_the_day_of_receipt(officer):
    product = ProductFactory(producer__unit=officer.unit)
    DossierFactory(round=RoundFactory(rule_version__by_the_law=True), product=product)
    assert checks_to_make(officer, today()) == []


def test_a_returned_dossier_shows_the_last_day_of_its_request(officer):
    dossier = DossierFactory(product=ProductFactory(producer__unit=officer.unit), returned=True)
    request = SupplementRequest.objects.create(
        dossier=dossier, due_on=today() + 4 * DAY, asked_by=UserFactory(office=True)
    )
    SupplementItem.objects.create(request=request, subject="results", note="Ghi rõ.")
    todos = [todo for todo in waiting_for(officer, today()) if "Bổ sung" in todo.text]
    assert [todo.deadline.when for todo in todos] == [today() + 4 * DAY]


@pytest.mark.parametrize(("days", "is_shown"), [(-1, False), (0, True), (60, True), (61, False)])
def test_papers_are_named_from_sixty_days_before_they_run_out(officer, days, is_shown):
    producer = ProducerFactory(unit=officer.unit)
    Paper.objects.create(producer=producer, kind=PaperKind.OTHER, name="Giấy thử", expires_on=today() + days * DAY)
    Paper.objects.create(producer=ProducerFactory(), kind=PaperKind.OTHER, name="Của xã khác", expires_on=today())
    assert _texts(papers_to_renew(officer, today())) == (["Gia hạn “Giấy thử”"] if is_shown else [])


def test_the_office_numbers_certificates_of_this_year_once():
    office = UserFactory(office=True)
    row = RecognitionFactory(document=DocumentFactory(issued_on=today()))
    RecognitionFactory(document=DocumentFactory(issued_on=add_months(today(), -14)))
    assert _texts(certificates_to_issue(office, today())) == ["Cấp số giấy chứng nhận cho 1 sản phẩm"]
    issue_certificates(actor=office, recognition_ids=[row.pk])
    assert certificates_to_issue(office, today()) == []


def test_the_office_is_led_to_the_list_of_those_that_lapsed():
    office = UserFactory(office=True)
    assert lapsed_to_revoke(office, today()) == []
    began = add_months(today() - 10 * DAY, -36)
    row = RecognitionFactory(document=DocumentFactory(issued_on=began), valid_until=today() - 10 * DAY)
    (todo,) = lapsed_to_revoke(office, today())
    assert todo.deadline.when == row.valid_until


def test_an_approved_result_is_to_be_sent_to_the_ministry_until_it_is():
    office = UserFactory(office=True)
    dossier = DossierFactory(product__name="Trà sen", accepted=True)
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.APPROVED)
    assert _texts(approved_to_send(office, today())) == ["Gửi trung ương hồ sơ “Trà sen”"]
    DossierFactory(central=True, product=dossier.product, previous_dossier=dossier)
    assert approved_to_send(office, today()) == []


def test_notices_are_there_until_they_are_read(officer):
    notice = Notice.objects.create(user=officer, subject="Ba sản phẩm sắp hết hạn", body="…")
    Notice.objects.create(user=UserFactory(), subject="Của người khác", body="…")
    assert _texts(unread_notices(officer, today())) == ["Ba sản phẩm sắp hết hạn"]
    Notice.objects.filter(pk=notice.pk).update(read_at="2026-01-01T00:00Z")
    assert unread_notices(officer, today()) == []
