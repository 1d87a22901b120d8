"""The star on any day: boundaries, renewal, revocation – the query and the words agree."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from documents.tests.factories import DocumentFactory
from products.models import Product, Recognition, Revocation
from products.standing import State, standings, state_of_row
from products.tests.factories import ProductFactory, RecognitionFactory, RevocationFactory

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def _decision(day):
    return DocumentFactory(issued_on=day)


@pytest.fixture
def first():
    """3 stars from 29/12/2020 to 29/12/2023."""
    return RecognitionFactory(document=_decision(dt.date(2020, 12, 29)))


def _star(product, day):
    return Product.objects.as_of(day).get(pk=product.pk).star


def _told(product, day):
    return {one.recognition.pk: one.state for one in standings(product.recognitions.select_related("revocation"), day)}


def test_a_star_counts_from_its_first_day_to_its_last_day(first):
    product = first.product
    assert _star(product, first.valid_from - DAY) is None
    assert _star(product, first.valid_from) == 3
    assert _star(product, first.valid_until) == 3
    assert _star(product, first.valid_until + DAY) is None


def test_a_renewal_takes_over_on_its_first_day(first):
    product = first.product
    renewal = RecognitionFactory(product=product, star=4, document=_decision(dt.date(2023, 6, 1)))
    assert _star(product, renewal.valid_from - DAY) == 3
    assert _star(product, renewal.valid_from) == 4
    assert _told(product, renewal.valid_from)[first.pk] == State.REPLACED
    assert Recognition.objects.in_force_on(renewal.valid_from).get() == renewal


def test_a_revocation_takes_the_star_on_the_day_it_takes_effect(first):
    revocation = RevocationFactory(
        recognition=first, document=_decision(dt.date(2022, 5, 10)), effective_on=dt.date(2022, 6, 1)
    )
    assert _star(first.product, revocation.decided_on) == 3
    assert _star(first.product, revocation.effective_on - DAY) == 3
    assert _star(first.product, revocation.effective_on) is None
    assert _told(first.product, revocation.effective_on)[first.pk] == State.REVOKED


def test_a_revoked_renewal_does_not_bring_the_earlier_star_back(first):
    renewal = RecognitionFactory(product=first.product, star=4, document=_decision(dt.date(2021, 6, 1)))
    RevocationFactory(recognition=renewal, document=_decision(dt.date(2021, 9, 1)))
    assert _star(first.product, dt.date(2021, 9, 1)) is None
    assert _star(first.product, dt.date(2021, 8, 31)) == 4


def test_a_gap_before_a_renewal_is_a_time_without_star(first):
    RecognitionFactory(product=first.product, document=_decision(dt.date(2024, 3, 1)))
    assert _star(first.product, dt.date(2024, 2, 1)) is None
    assert _told(first.product, dt.date(2024, 3, 1))[first.pk] == State.EXPIRED


def test_the_words_of_every_day_agree_with_the_query(first):
    product = first.product
    renewal = RecognitionFactory(product=product, star=4, document=_decision(dt.date(2023, 6, 1)))
    RevocationFactory(recognition=renewal, document=_decision(dt.date(2024, 1, 1)), effective_on=dt.date(2024, 2, 1))
    RecognitionFactory(product=product, star=5, document=_decision(dt.date(2025, 1, 1)))
    corners = [row.valid_from for row in product.recognitions.all()] + [
        row.valid_until for row in product.recognitions.all()
    ]
    corners += [dt.date(2024, 1, 1), dt.date(2024, 2, 1)]
    for corner in corners:
        for day in (corner - DAY, corner, corner + DAY):
            counting = {pk for pk, state in _told(product, day).items() if state.counts}
            assert counting == set(Recognition.objects.in_force_on(day).values_list("pk", flat=True)), day


def test_a_star_that_ends_within_six_months_is_told_in_time(first):
    assert _told(first.product, dt.date(2023, 6, 28))[first.pk] == State.IN_FORCE
    assert _told(first.product, dt.date(2023, 6, 29))[first.pk] == State.EXPIRING


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (dt.date(2020, 12, 28), None),
        (dt.date(2021, 1, 1), State.IN_FORCE),
        (dt.date(2023, 12, 29), State.EXPIRING),
        (dt.date(2023, 12, 30), State.EXPIRED),
    ],
)
def test_the_state_of_a_list_row(first, day, state):
    row = Product.objects.as_of(day).with_last_recognition(day).get()
    assert state_of_row(row, day) == state


def test_the_state_of_a_list_row_after_a_revocation(first):
    RevocationFactory(recognition=first, document=_decision(dt.date(2022, 5, 10)))
    row = Product.objects.as_of(dt.date(2022, 5, 10)).with_last_recognition(dt.date(2022, 5, 10)).get()
    assert state_of_row(row, dt.date(2022, 5, 10)) == State.REVOKED


@pytest.mark.parametrize("model", [Recognition, Revocation])
@pytest.mark.parametrize(
    "act",
    [
        lambda row: type(row).objects.update(document=row.document),
        lambda row: type(row).objects.all()._raw_delete("default"),
        lambda row: row.save(),
    ],
    ids=["update", "delete", "save"],
)
def test_history_of_stars_is_only_added(model, act):
    row = RevocationFactory() if model is Revocation else RecognitionFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        act(row)
    assert model.objects.count() == 1


def test_lapsed_and_never_recognised(first):
    never = ProductFactory()
    day = first.valid_until + DAY
    assert list(Product.objects.lapsed_on(day)) == [first.product]
    assert list(Product.objects.never_recognised_by(day)) == [never]
    assert not Product.objects.lapsed_on(first.valid_until).exists()
    assert Product.objects.never_recognised_by(first.valid_from - DAY).count() == 2
