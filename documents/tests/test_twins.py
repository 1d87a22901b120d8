"""The same number twice, with another date or symbol: asked about once, then recorded."""

import datetime as dt

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.tests.factories import UserFactory
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from documents.twins import Numbering, twins_of
from units.tests.factories import ProvinceFactory, UnitFactory

pytestmark = pytest.mark.django_db
CREATE = reverse("documents:document_create")


def typed(**changes):
    fields = {
        "kind": "plan",
        "number": "81",
        "symbol": "KH-UBND",
        "issued_on": "18/04/2023",
        "issuer": str(ProvinceFactory().pk),
        "subject": "Kế hoạch OCOP",
        "signer": "",
        "signer_capacity": "",
    }
    return fields | changes


@pytest.mark.parametrize(
    ("symbol", "day", "is_alike"),
    [
        ("KH-UBND", dt.date(2022, 3, 14), True),
        ("kh-ubnd", dt.date(2023, 3, 14), True),
        ("KH-UBND-HC", dt.date(2023, 3, 14), True),
        ("QĐ-UBND", dt.date(2023, 4, 18), True),
        ("QĐ-UBND", dt.date(2023, 3, 14), False),
    ],
)
def test_what_is_alike(symbol, day, is_alike):
    stored = DocumentFactory(number=81, symbol=symbol, issued_on=day)
    given = Numbering(stored.issuer_id, 81, "KH-UBND", dt.date(2023, 4, 18))
    assert bool(twins_of(given)) == is_alike
    assert not twins_of(given, without=stored.pk)
    assert not twins_of(Numbering(UnitFactory(agency=True).pk, 81, "KH-UBND", day))


def test_a_likely_twin_is_named_and_recorded_once_confirmed(client):
    client.force_login(UserFactory(office=True))
    twin = DocumentFactory(number=81, symbol="KH-UBND", issued_on=dt.date(2022, 3, 14))
    response = client.post(CREATE, typed())
    assertContains(response, twin.citation)
    assertContains(response, f'type="checkbox" name="twins" value="{twin.pk}"')
    assert response.context["form"]["subject"].value() == "Kế hoạch OCOP"
    assert OfficialDocument.objects.count() == 1
    assert client.post(CREATE, typed(twins=str(twin.pk))).status_code == 302
    assert OfficialDocument.objects.count() == 2


def test_what_was_confirmed_says_nothing_of_another_twin(client):
    client.force_login(UserFactory(office=True))
    first = DocumentFactory(number=81, symbol="KH-UBND", issued_on=dt.date(2022, 3, 14))
    second = DocumentFactory(number=82, symbol="KH-UBND", issued_on=dt.date(2022, 5, 14))
    assertContains(client.post(CREATE, typed(number="82", twins=str(first.pk))), second.citation)


def test_a_correction_of_other_fields_is_not_asked_about(client):
    client.force_login(UserFactory(office=True))
    DocumentFactory(number=81, symbol="KH-UBND", issued_on=dt.date(2022, 3, 14))
    document = DocumentFactory(number=81, symbol="KH-UBND", issued_on=dt.date(2023, 4, 18), kind="plan")
    edit = reverse("documents:document_edit", args=[document.pk])
    assert client.post(edit, typed(version="1", subject="Trích yếu đúng")).status_code == 302
    assertContains(client.post(edit, typed(version="2", issued_on="19/04/2023")), "Có thể trùng")
    assertNotContains(client.get(edit), "Có thể trùng")
