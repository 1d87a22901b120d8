"""A cancelled decision: from its day on it counts nowhere, a day before knows it as it was."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.errors import Refused
from documents.enums import DocumentKind
from documents.tests.factories import DocumentFactory
from products.cancelling import cancel_recognitions
from products.models import Product, Recognition
from products.services import record_recognitions
from products.standing import State, standings
from products.tests.factories import ProductFactory, RecognitionFactory, RevocationFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
WRONG, RIGHT = dt.date(2024, 6, 10), dt.date(2024, 8, 1)


@pytest.fixture
def wrong():
    return DocumentFactory(issued_on=WRONG)


@pytest.fixture
def by():
    return DocumentFactory(issued_on=RIGHT, subject="Huỷ quyết định công nhận")


def cancel(document, by, actor=None):
    return cancel_recognitions(actor=actor or UserFactory(office=True), document=document, by=by)


def star_on(product, day):
    return Product.objects.as_of(day).get(pk=product.pk).star


def told(product, day):
    rows = product.recognitions.select_related("revocation", "cancelled_by")
    return {one.recognition.pk: one.state for one in standings(rows, day)}


def test_all_recognitions_of_the_decision_end_on_the_day_of_the_other_one(wrong, by):
    first, second = RecognitionFactory(document=wrong), RecognitionFactory(document=wrong, star=4)
    untouched = RecognitionFactory(document=DocumentFactory(issued_on=WRONG))
    cancel(wrong, by)
    for row in (first, second):
        row.refresh_from_db()
        assert (row.cancelled_on, row.cancelled_by) == (RIGHT, by)
        assert star_on(row.product, RIGHT - DAY) == row.star
        assert star_on(row.product, RIGHT) is None
        assert told(row.product, RIGHT - DAY)[row.pk] == State.IN_FORCE
        assert told(row.product, RIGHT)[row.pk] == State.CANCELLED
    assert star_on(untouched.product, RIGHT) == 3


def test_the_star_before_counts_again_while_its_term_runs(wrong, by):
    before = RecognitionFactory(document=DocumentFactory(issued_on=dt.date(2022, 12, 29)))
    later = RecognitionFactory(product=before.product, document=wrong, star=4)
    assert star_on(before.product, RIGHT - DAY) == 4
    cancel(wrong, by)
    assert star_on(before.product, RIGHT) == 3
    assert told(before.product, RIGHT) == {before.pk: State.IN_FORCE, later.pk: State.CANCELLED}
    assert told(before.product, RIGHT - DAY)[before.pk] == State.REPLACED


def test_the_right_decision_may_bear_the_same_day(wrong, by):
    row = RecognitionFactory(document=wrong)
    cancel(wrong, by)
    again = RecognitionFactory(product=row.product, document=DocumentFactory(issued_on=WRONG), star=4)
    assert star_on(row.product, RIGHT) == 4
    assert told(row.product, RIGHT) == {row.pk: State.CANCELLED, again.pk: State.IN_FORCE}


def test_a_cancelling_is_written_once_and_stays(wrong, by):
    row = RecognitionFactory(document=wrong)
    cancel(wrong, by)
    with pytest.raises(Refused, match="không còn công nhận nào"):
        cancel(wrong, DocumentFactory(issued_on=RIGHT))
    for changes in ({"cancelled_on": None, "cancelled_by": None}, {"star": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recognition.objects.filter(pk=row.pk).update(**changes)


def test_what_a_later_recognition_rests_on_is_not_cancelled(wrong, by):
    row, other = RecognitionFactory(document=wrong), RecognitionFactory(document=wrong)
    RecognitionFactory(product=row.product, document=DocumentFactory(issued_on=WRONG + 30 * DAY), star=4)
    with pytest.raises(Refused, match=row.product.name) as refusal:
        cancel(wrong, by)
    assert other.product.name not in str(refusal.value)
    assert not Recognition.objects.filter(cancelled_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"kind": DocumentKind.LETTER}, "không phải là quyết định"), ({"issued_on": WRONG - DAY}, "trước quyết định")],
)
def test_only_a_decision_of_that_day_or_later_cancels(wrong, fields, reason):
    RecognitionFactory(document=wrong)
    with pytest.raises(Refused, match=reason):
        cancel(wrong, DocumentFactory(**({"issued_on": RIGHT} | fields)))


def test_a_decision_does_not_cancel_itself(wrong):
    RecognitionFactory(document=wrong)
    with pytest.raises(Refused, match="chính nó"):
        cancel(wrong, wrong)


@pytest.mark.parametrize("role", ["local_officer", "council_member", "leader", "administrator", "agency_officer"])
def test_only_the_office_cancels(wrong, by, role):
    RecognitionFactory(document=wrong)
    with pytest.raises(PermissionDenied, match="Văn phòng"):
        cancel(wrong, by, actor=UserFactory(**{role: True}))


def test_nothing_more_is_recognised_by_a_cancelled_decision(wrong, by):
    RecognitionFactory(document=wrong)
    cancel(wrong, by)
    entries = [(ProductFactory(), 3, "new", None)]
    with pytest.raises(Refused, match="đã bị huỷ"):
        record_recognitions(actor=UserFactory(office=True), document=wrong, rule_version="148", entries=entries)


def test_a_revoked_recognition_is_cancelled_with_its_decision(wrong, by):
    revocation = RevocationFactory(
        recognition=RecognitionFactory(document=wrong), document=DocumentFactory(issued_on=WRONG + 10 * DAY)
    )
    product = revocation.recognition.product
    cancel(wrong, by)
    assert told(product, RIGHT - DAY)[revocation.recognition_id] == State.REVOKED
    assert told(product, RIGHT)[revocation.recognition_id] == State.CANCELLED
