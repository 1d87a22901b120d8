"""The screen that cancels a decision, and what a document's page says of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.enums import DossierState as S
from evaluations.models import Dossier
from evaluations.services import Outcome
from evaluations.services.cancelling import cancel_decision
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from products.models import Recognition
from products.tests.factories import RecognitionFactory
from units.tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db
FOUR, TWO = {"3": 20}, {"3": 0, "1.1": 0}


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


@pytest.fixture
def wrong(office):
    """A decision of today on two products of one round."""
    turn, document = RoundFactory(), DocumentFactory(issued_on=today())
    four, two = (close(DossierFactory(round=turn, accepted=True), points) for points in (FOUR, TWO))
    outcomes = [Outcome(four.pk, 4), Outcome(two.pk, 2)]
    services.decide_dossiers(actor=office, round_id=turn.pk, document=document, outcomes=outcomes)
    return document


def page(document):
    return reverse("evaluations:decision_cancel", args=[document.pk])


def part(document):
    return reverse("evaluations:document_outcomes", args=[document.pk])


def new_document(**changes):
    fields = {
        "number": "1500",
        "symbol": "QĐ-UBND-HC",
        "issued_on": format_date(today()),
        "issuer": str(ProvinceFactory().pk),
        "subject": "Huỷ quyết định",
        "signer": "",
        "signer_capacity": "",
    } | changes
    return {"source": "new", "reason": "Theo yêu cầu của Bộ"} | {f"document-{k}": v for k, v in fields.items()}


def test_the_count_is_restated_and_then_all_of_it_is_undone(client, wrong):
    assertContains(client.get(page(wrong)), Recognition.objects.get().product.name)
    fields = new_document() | {"expected": "2"}
    review = client.post(page(wrong), fields | {"step": "review"})
    assertContains(review, "Huỷ công nhận của 1 sản phẩm, huỷ kết quả khác của 1 sản phẩm")
    assertContains(review, "Huỷ kết quả của 2 sản phẩm")
    assert OfficialDocument.objects.get() == wrong
    again = dict(review.context["repeated"]) | {"expected": str(review.context["count"])}
    upload = SimpleUploadedFile("qd.pdf", b"%PDF-1.7 quyet dinh")
    done = client.post(page(wrong), again | {"step": "confirm", "document-file": upload}, follow=True)
    assertRedirects(done, Dossier.objects.first().round.get_absolute_url())
    assertContains(done, "2 sản phẩm trở về trước quyết định")
    by = OfficialDocument.objects.exclude(pk=wrong.pk).get()
    assert Recognition.objects.get().cancelled_by == by
    assert set(Dossier.objects.values_list("state", flat=True)) == {S.SCORED}
    assert "Theo yêu cầu của Bộ" in Dossier.objects.first().moves.first().note


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"document-number": ""}, "Số"),
        ({"document-issued_on": "01/01/2020"}, "trước quyết định bị huỷ"),
        ({"expected": "3"}, "vừa thay đổi"),
        ({"source": "existing"}, "Hãy chọn quyết định"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(client, wrong, changes, message):
    response = client.post(page(wrong), new_document() | {"expected": "2", "step": "confirm"} | changes)
    assertContains(response, message)
    assertContains(response, "Theo yêu cầu của Bộ")
    assertContains(response, '<input type="hidden" name="expected" value="2">', html=True)
    assert OfficialDocument.objects.get() == wrong
    assert not Recognition.objects.filter(cancelled_on__isnull=False).exists()


def test_what_rests_on_it_is_named_instead_of_the_form(client, wrong):
    product = Recognition.objects.get().product
    DossierFactory(product=product)
    response = client.get(page(wrong))
    assertContains(response, "Chưa huỷ được")
    assertNotContains(response, "Xem lại trước khi huỷ")


def test_a_decision_without_products_has_nothing_to_cancel(client, office):
    assertContains(client.get(page(DocumentFactory())), "không có gì để huỷ")


def test_the_documents_page_leads_to_it_and_shows_both_decisions(client, office, wrong):
    assertContains(client.get(wrong.get_absolute_url()), part(wrong))
    assertContains(client.get(part(wrong)), page(wrong))
    by = DocumentFactory(issued_on=today())
    cancel_decision(actor=office, document=wrong, by=by)
    response = client.get(part(wrong), headers={"HX-Request": "true"})
    assertContains(response, by.citation)
    assertContains(response, "Đã huỷ quyết định", count=2)
    assertNotContains(response, page(wrong))
    product = Recognition.objects.get().product
    history = client.get(f"{product.get_absolute_url()}?tab=recognitions")
    for words in (wrong.citation, by.citation, "Đã huỷ quyết định"):
        assertContains(history, words)
    moves = client.get(f"{Dossier.objects.get(product=product).get_absolute_url()}?tab=history")
    assertContains(moves, f"{wrong.citation} bị huỷ theo {by.citation}")


def test_an_officer_reads_only_products_of_his_territory(client, wrong):
    own, foreign = RecognitionFactory(document=wrong), Recognition.objects.filter(document=wrong).first()
    client.force_login(UserFactory(local_officer=True, unit=own.unit))
    response = client.get(part(wrong))
    assertContains(response, own.product.name)
    assertNotContains(response, foreign.product.name)
    assertNotContains(response, page(wrong))


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_for_one_product_and_for_three(client, office, django_assert_num_queries, count):
    turn, document = RoundFactory(), DocumentFactory(issued_on=today())
    outcomes = []
    for _n in range(count):
        four, two = (close(DossierFactory(round=turn, accepted=True), points) for points in (FOUR, TWO))
        outcomes += [Outcome(four.pk, 4), Outcome(two.pk, 2)]
    services.decide_dossiers(actor=office, round_id=turn.pk, document=document, outcomes=outcomes)
    with django_assert_num_queries(11):
        client.get(page(document))
    with django_assert_num_queries(6):
        client.get(part(document))
