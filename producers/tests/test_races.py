"""Two writers at once: one wins, the other is told; nobody gets an error of the server."""

import pytest
from django.core.exceptions import ValidationError

from accounts.tests.factories import UserFactory
from core.errors import Stale
from core.tests.racing import at_once
from producers.models import Producer
from producers.services import create_producer, update_producer
from producers.tests.factories import ProducerFactory
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_producers_with_one_tax_code_at_once():
    office, unit = UserFactory(office=True), UnitFactory()

    def add(name):
        create_producer(actor=office, name=name, legal_form="household", unit=unit, tax_code="1400123456")

    for attempt in range(5):
        outcomes = at_once(*(lambda n=n: add(f"Cơ sở {n}") for n in range(3)))
        assert Producer.objects.count() == 1
        assert [type(one) for one in outcomes if one] == [ValidationError] * 2, attempt
        Producer.objects.all().delete()


def test_two_edits_of_the_same_version_at_once():
    office, producer = UserFactory(office=True), ProducerFactory()

    def edit(note):
        update_producer(actor=office, producer_id=producer.pk, version=1, note=note)

    outcomes = at_once(*(lambda n=n: edit(str(n)) for n in range(3)))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Stale", "Stale"]
    assert any(isinstance(one, Stale) for one in outcomes)
    producer.refresh_from_db()
    assert producer.version == 2
