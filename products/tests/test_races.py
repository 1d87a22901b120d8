"""Two decisions about one product at once: one wins, the other is told."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from core.errors import Refused
from core.tests.racing import at_once
from documents.tests.factories import DocumentFactory
from products.models import Recognition, Revocation
from products.services import record_recognitions, revoke_recognitions
from products.tests.factories import ProductFactory, RecognitionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_revocations_of_one_recognition_at_once():
    office, row = UserFactory(office=True), RecognitionFactory()
    documents = [DocumentFactory(issued_on=dt.date(2023, 12, 29)) for _ in range(3)]

    def revoke(document):
        revoke_recognitions(actor=office, document=document, recognition_ids=[row.pk], ground="stopped")

    outcomes = at_once(*(lambda d=d: revoke(d) for d in documents))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "Refused", "Refused"]
    assert Revocation.objects.count() == 1


def test_a_renewal_and_a_revocation_at_once_do_not_take_the_new_star():
    office, row = UserFactory(office=True), RecognitionFactory()
    renewal, revoking = (DocumentFactory(issued_on=dt.date(2023, 12, 29)) for _ in range(2))

    def renew():
        entries = [(row.product, 4, "renewal", None)]
        record_recognitions(actor=office, document=renewal, rule_version="148", entries=entries)

    def revoke():
        revoke_recognitions(actor=office, document=revoking, recognition_ids=[row.pk], ground="stopped")

    renewed, revoked = at_once(renew, revoke)
    assert renewed is None
    assert revoked is None or isinstance(revoked, Refused)
    assert Recognition.objects.in_force_on(dt.date(2023, 12, 29)).get().star == 4


def test_two_recognitions_of_one_day_at_once():
    office, product = UserFactory(office=True), ProductFactory()
    document = DocumentFactory()

    def record(star):
        entries = [(product, star, "new", None)]
        record_recognitions(actor=office, document=document, rule_version="26", entries=entries)

    outcomes = at_once(*(lambda s=s: record(s) for s in (3, 4, 5)))
    assert sorted(type(one).__name__ for one in outcomes) == ["NoneType", "ValidationError", "ValidationError"]
    assert Recognition.objects.count() == 1
