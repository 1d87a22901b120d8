"""Factories of certificates, and a recognition whose term ends on a given day."""

import datetime as dt

import factory

from accounts.tests.factories import UserFactory
from products.models import Recognition
from products.tests.factories import RecognitionFactory
from recognitions.models import AwardCertificate


class AwardCertificateFactory(factory.django.DjangoModelFactory):
    """A certificate of a recognition of 29/12/2022, issued by the office on that day."""

    class Meta:
        model = AwardCertificate

    recognition = factory.SubFactory(RecognitionFactory)
    year = factory.SelfAttribute("issued_on.year")
    number = factory.Sequence(lambda n: n + 1)
    issued_on = dt.date(2022, 12, 29)
    issued_by = factory.SubFactory(UserFactory, office=True)


def ending_on(day: dt.date, **values) -> Recognition:
    """Return a recognition whose last valid day is ``day`` and that began three years before."""
    begun = day - dt.timedelta(days=3 * 365 + 1)
    return RecognitionFactory(document__issued_on=begun, valid_until=day, **values)
