"""The certificates of a decision, beside the page that cancels it."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.tests.factories import UserFactory
from documents.tests.factories import DocumentFactory
from products.tests.factories import RecognitionFactory
from recognitions.tests.factories import AwardCertificateFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_those_of_the_decision_are_named_at_the_same_cost(client, django_assert_num_queries, count):
    client.force_login(UserFactory(office=True))
    document, other = DocumentFactory(), AwardCertificateFactory()
    rows = [AwardCertificateFactory(recognition=RecognitionFactory(document=document)) for _n in range(count)]
    with django_assert_num_queries(5):
        response = client.get(reverse("recognitions:document_certificates", args=[document.pk]))
    for row in rows:
        assertContains(response, row.reference)
    assertNotContains(response, other.reference)


def test_an_officer_reads_those_of_his_territory(client):
    document = DocumentFactory()
    own, foreign = (AwardCertificateFactory(recognition=RecognitionFactory(document=document)) for _n in range(2))
    client.force_login(UserFactory(local_officer=True, unit=own.recognition.unit))
    response = client.get(reverse("recognitions:document_certificates", args=[document.pk]))
    assertContains(response, own.reference)
    assertNotContains(response, foreign.reference)
