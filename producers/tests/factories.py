"""Factories of producers: an active cooperative without papers; more by trait."""

import datetime as dt

import factory

from producers.enums import Gender, LegalForm
from producers.models import Producer, Representative
from units.tests.factories import UnitFactory


class ProducerFactory(factory.django.DjangoModelFactory):
    """A cooperative in a commune of its own; traits ``stopped`` and ``led_by_woman``."""

    class Meta:
        model = Producer
        skip_postgeneration_save = True

    class Params:
        stopped = factory.Trait(stopped_on=dt.date(2022, 6, 30))
        led_by_woman = factory.Trait(
            representative=factory.RelatedFactory(
                "producers.tests.factories.RepresentativeFactory",
                factory_related_name="producer",
                gender=Gender.FEMALE,
            )
        )

    name = factory.Sequence(lambda n: f"Hợp tác xã Thử {n}")
    legal_form = LegalForm.COOPERATIVE
    unit = factory.SubFactory(UnitFactory)
    active_since = dt.date(2018, 1, 15)


class RepresentativeFactory(factory.django.DjangoModelFactory):
    """A man who stands for the producer since it began."""

    class Meta:
        model = Representative

    producer = factory.SubFactory(ProducerFactory)
    name = factory.Sequence(lambda n: f"Trần Văn Thử {n}")
    gender = Gender.MALE
    since = dt.date(2018, 1, 15)
