"""The page of the ministry's track: every step from the office's side, and who reads it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import CentralStep
from evaluations.enums import DossierState as S
from evaluations.models import CentralEvent, Dossier
from evaluations.services import Outcome
from evaluations.services.central import start_central
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from products.models import Recognition

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


@pytest.fixture
def approved(office):
    dossier = close(DossierFactory(accepted=True), {})
    outcome = Outcome(dossier.pk, 5, approves=True)
    document = DocumentFactory(issued_on=today())
    services.decide_dossiers(actor=office, round_id=dossier.round_id, document=document, outcomes=[outcome])
    dossier.refresh_from_db()
    return dossier


def page(dossier):
    return reverse("evaluations:central_track", args=[dossier.pk])


def step(kind, document=None, note=""):
    fields = {"kind": kind, "on": format_date(today()), "document": document.pk if document else "", "note": note}
    return {"act": "step"} | {f"step-{name}": value for name, value in fields.items()}


def result(outcome, points, document):
    fields = {"outcome": outcome, "points": points, "document": document.pk, "note": ""}
    return {"act": "result"} | {f"result-{name}": value for name, value in fields.items()}


def test_the_whole_way_to_five_stars(client, approved):
    turn, url = RoundFactory(central=True), page(approved)
    assertContains(client.get(approved.get_absolute_url()), url)
    client.post(url, {"act": "start", "start-turn": turn.pk})
    central = Dossier.objects.get(round=turn)
    letter = DocumentFactory(kind=DocumentKind.LETTER, issued_on=today())
    assertContains(client.post(url, step(CentralStep.SENT)), "công văn gửi hồ sơ")
    for fields in (
        step(CentralStep.SENT, letter),
        step(CentralStep.ASKED, note="Bổ sung phiếu kiểm nghiệm"),
        step(CentralStep.SUPPLEMENTED, letter),
    ):
        assert client.post(url, fields).status_code == 302
    assertContains(client.get(page(central)), "Bổ sung phiếu kiểm nghiệm")
    refused = client.post(url, result("five", "92,5", letter))
    assertContains(refused, "không phải là quyết định")
    assert refused.context["forms"].result["points"].value() == "92,5"
    done = client.post(url, result("five", "92,5", DocumentFactory(issued_on=today())), follow=True)
    assertContains(done, "92,5")
    assertContains(done, "Việc với trung ương đã xong")
    assert set(Dossier.objects.values_list("state", flat=True)) == {S.RECOGNISED}
    assert Recognition.objects.get().star == 5


def test_below_90_points_the_province_decides_on_its_own_screen(client, office, approved):
    central = start_central(actor=office, dossier_id=approved.pk, round_id=RoundFactory(central=True).pk)
    letter, url = DocumentFactory(kind=DocumentKind.LETTER, issued_on=today()), page(approved)
    client.post(url, step(CentralStep.SENT, letter))
    client.post(url, result("below", "66,75", letter))
    central.refresh_from_db()
    assert central.state == S.NOT_RECOGNISED
    decision = reverse("evaluations:round_decision", args=[approved.round_id])
    assertContains(client.get(url), decision)
    screen = client.get(decision)
    assertContains(screen, "66,75")
    form = screen.context["forms"].rows[0]
    assert [value for value, _label in form.fields["star"].choices] == [3, 0]
    document = DocumentFactory(issued_on=today())
    fields = {f"d{approved.pk}-star": "3", f"d{approved.pk}-chosen": "on", f"d{approved.pk}-star_reason": ""}
    fields |= {"source": "existing", "document": document.pk}
    assertContains(client.post(decision, fields | {"step": "review"}), "Công nhận 1 sản phẩm (1 3★)")
    client.post(decision, fields | {"step": "confirm"})
    assert Recognition.objects.get().points == CentralEvent.objects.get(kind="result").points


def test_assessed_again_with_its_reason(client, office, approved):
    start_central(actor=office, dossier_id=approved.pk, round_id=RoundFactory(central=True).pk)
    letter, url = DocumentFactory(kind=DocumentKind.LETTER, issued_on=today()), page(approved)
    client.post(url, step(CentralStep.SENT, letter))
    client.post(url, result("below", "66", letter))
    assertContains(client.post(url, {"act": "again", "again-reason": ""}), "Hãy ghi lý do đánh giá lại")
    client.post(url, {"act": "again", "again-reason": "Chấm lại từ đầu"})
    approved.refresh_from_db()
    assert approved.state == S.NOT_RECOGNISED


def test_the_decision_screen_approves(client, office):
    dossier = close(DossierFactory(accepted=True), {})
    url, document = (
        reverse("evaluations:round_decision", args=[dossier.round_id]),
        DocumentFactory(issued_on=today()),
    )
    fields = {f"d{dossier.pk}-star": "-1", f"d{dossier.pk}-chosen": "on", "source": "existing", "document": document.pk}
    review = client.post(url, fields | {"step": "review"})
    assertContains(review, "Phê duyệt kết quả, đề nghị trung ương 1 sản phẩm")
    client.post(url, fields | {"step": "confirm"})
    dossier.refresh_from_db()
    assert dossier.state == S.APPROVED


def test_an_act_that_came_too_late_says_so(client, approved):
    response = client.post(page(approved), {"act": "again", "again-reason": "x"}, follow=True)
    assertContains(response, "Hồ sơ vừa sang bước khác")
    assert client.post(page(approved), {"act": "of"}).status_code == 302


@pytest.mark.parametrize("role", ["leader", "administrator", "local_officer"])
def test_others_read_without_forms(client, approved, role):
    unit = {"unit": approved.unit} if role == "local_officer" else {}
    client.force_login(UserFactory(**{role: True}, **unit))
    assertNotContains(client.get(page(approved)), 'name="act"')
    assert client.post(page(approved), {"act": "start"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_step_and_for_three(client, office, approved, django_assert_num_queries, count):
    central = start_central(actor=office, dossier_id=approved.pk, round_id=RoundFactory(central=True).pk)
    for _n in range(count):
        CentralEvent.objects.create(
            dossier=central,
            kind=CentralStep.SENT,
            on=today(),
            document=DocumentFactory(issued_on=today()),
            recorded_by=office,
        )
    with django_assert_num_queries(10):
        client.get(page(approved))
