"""What was spent for a product or a dossier: written on a line, read as far as the line is seen."""

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from budgets.enums import PaidFor
from budgets.models import LedgerEntry
from budgets.services import reverse_entry
from budgets.tests.factories import MILLION, LineFactory
from evaluations.tests.factories import DossierFactory
from products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db


def _typed(line, amount="2,5"):
    return {
        "line": line.pk,
        "amount_vnd_0": amount,
        "amount_vnd_1": "million",
        "voucher": "PC 07",
        "note": "Kiểm nghiệm",
    }


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("address", "make", "kind"),
    [
        ("budgets:product_money", ProductFactory, PaidFor.PRODUCT),
        ("evaluations:dossier_money", lambda: DossierFactory(submitted=True), PaidFor.DOSSIER),
    ],
    ids=["product", "dossier"],
)
def test_a_payment_names_what_it_was_for(client, office, address, make, kind):
    subject, line = make(), LineFactory(planned=10 * MILLION, allocated=10 * MILLION)
    page = reverse(address, args=[subject.pk])
    assert client.post(page, _typed(line)).url == page
    entry = LedgerEntry.objects.get(paid_for=kind, paid_for_id=subject.pk)
    assert (entry.amount_vnd, entry.line) == (2_500_000, line)
    assert client.get(page).context["sum_vnd"] == 2_500_000
    reverse_entry(actor=office, entry_id=entry.pk, note="Nhầm hồ sơ")
    assert client.get(page).context["sum_vnd"] == 0


def test_more_than_is_allocated_is_refused_and_what_was_typed_stays(client, office):
    product, line = ProductFactory(), LineFactory(planned=MILLION, allocated=MILLION)
    response = client.post(reverse("budgets:product_money", args=[product.pk]), _typed(line))
    text = response.content.decode()
    assert "Giải ngân vượt số đã phân bổ" in text
    assert 'value="2,5"' in text
    assert not LedgerEntry.objects.filter(paid_for=PaidFor.PRODUCT).exists()


def test_an_officer_spends_from_lines_of_the_own_unit_only(client):
    officer = UserFactory(local_officer=True)
    client.force_login(officer)
    product = ProductFactory(producer__unit=officer.unit)
    foreign = LineFactory(planned=10 * MILLION, allocated=10 * MILLION)
    response = client.post(reverse("budgets:product_money", args=[product.pk]), _typed(foreign))
    assert response.status_code == 200
    assert response.context["form"].errors["line"]
    assert not LedgerEntry.objects.filter(paid_for=PaidFor.PRODUCT).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_payment_as_for_three(client, office, django_assert_num_queries, count):
    product = ProductFactory()
    page = reverse("budgets:product_money", args=[product.pk])
    for at in range(count):
        line = LineFactory(planned=10 * MILLION, allocated=10 * MILLION)
        client.post(page, _typed(line) | {"voucher": f"PC {at}"})
    client.get(page)
    with django_assert_num_queries(7):
        client.get(page)
