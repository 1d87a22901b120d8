"""Factories of producers: an active cooperative without papers; more by trait."""

import datetime as dt

import factory
from django.utils import timezone

from accounts.tests.factories import UserFactory
from producers.enums import Gender, LegalForm, PaperKind
from producers.models import Paper, PaperFile, Producer, Representative
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


class PaperFactory(factory.django.DjangoModelFactory):
    """A paper of the wallet without a file; trait ``put_away``."""

    class Meta:
        model = Paper

    class Params:
        put_away = factory.Trait(put_away_at=factory.LazyFunction(timezone.now))

    producer = factory.SubFactory(ProducerFactory)
    kind = PaperKind.TEST_REPORT
    name = factory.Sequence(lambda n: f"Phiếu kiểm nghiệm {n + 1}")


class PaperFileFactory(factory.django.DjangoModelFactory):
    """A small PDF of a paper of the wallet."""

    class Meta:
        model = PaperFile

    paper = factory.SubFactory(PaperFactory)
    file = factory.django.FileField(data=b"%PDF-1.4 small", filename="x.pdf")
    sha256 = "0" * 64
    size = 14
    uploaded_by = factory.SubFactory(UserFactory, local_officer=True)
