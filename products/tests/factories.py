"""Factories of products, groups and the history of stars."""

import datetime as dt

import factory

from core.dates import add_months
from documents.tests.factories import DocumentFactory
from producers.tests.factories import ProducerFactory
from products.enums import CertificateKind, ChannelKind, RecognitionKind, RevocationGround
from products.models import (
    Certificate,
    Group,
    Product,
    Recognition,
    Revocation,
    SalesChannel,
    Taxonomy,
)

VALIDITY_MONTHS = 36


class TaxonomyFactory(factory.django.DjangoModelFactory):
    """The one classification of a test, in force since 2019 and still."""

    class Meta:
        model = Taxonomy
        django_get_or_create = ("code",)

    code = "thu"
    name = "Bảng phân nhóm thử"
    effective_from = dt.date(2019, 1, 1)


class IndustryFactory(factory.django.DjangoModelFactory):
    """An industry, the root of its groups."""

    class Meta:
        model = Group
        skip_postgeneration_save = True

    taxonomy = factory.SubFactory(TaxonomyFactory)
    code = factory.Sequence(lambda n: f"N{n}")
    name = factory.Sequence(lambda n: f"Ngành thử {n}")
    position = factory.Sequence(lambda n: n)
    counts_as = factory.SelfAttribute("code")

    @factory.post_generation
    def industry(obj, create, extracted, **kwargs):  # noqa: N805 - factory_boy gives the row first
        """An industry points to itself."""
        obj.industry = obj
        obj.save()


class GroupFactory(factory.django.DjangoModelFactory):
    """A product set under an industry of its own."""

    class Meta:
        model = Group

    parent = factory.SubFactory(IndustryFactory)
    taxonomy = factory.SelfAttribute("parent.taxonomy")
    industry = factory.SelfAttribute("parent")
    code = factory.Sequence(lambda n: f"N{n}.1")
    name = factory.Sequence(lambda n: f"Phân nhóm thử {n}")
    position = factory.Sequence(lambda n: n)
    is_assignable = True
    counts_as = factory.SelfAttribute("parent.code")


class ProductFactory(factory.django.DjangoModelFactory):
    """A product without a star; ``RecognitionFactory`` gives it one."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    class Params:
        stopped = factory.Trait(stopped_on=dt.date(2022, 6, 30))

    producer = factory.SubFactory(ProducerFactory)
    name = factory.Sequence(lambda n: f"Xoài sấy dẻo {n}")
    group = factory.SubFactory(GroupFactory)


class SalesChannelFactory(factory.django.DjangoModelFactory):
    """An online marketplace since 2021."""

    class Meta:
        model = SalesChannel

    product = factory.SubFactory(ProductFactory)
    kind = ChannelKind.ONLINE
    name = factory.Sequence(lambda n: f"Sàn thử {n}")
    since = dt.date(2021, 3, 1)


class CertificateFactory(factory.django.DjangoModelFactory):
    """A certificate of food safety."""

    class Meta:
        model = Certificate

    product = factory.SubFactory(ProductFactory)
    kind = CertificateKind.FOOD_SAFETY
    number = factory.Sequence(lambda n: f"{n}/ATTP")


class RecognitionFactory(factory.django.DjangoModelFactory):
    """A new recognition with 3 stars for 36 months from the day of its decision."""

    class Meta:
        model = Recognition

    product = factory.SubFactory(ProductFactory)
    star = 3
    kind = RecognitionKind.NEW
    document = factory.SubFactory(DocumentFactory)
    decided_on = factory.SelfAttribute("document.issued_on")
    valid_from = factory.SelfAttribute("document.issued_on")
    valid_until = factory.LazyAttribute(lambda row: add_months(row.valid_from, VALIDITY_MONTHS))
    rule_version = "1048"
    producer = factory.SelfAttribute("product.producer")
    legal_form = factory.SelfAttribute("product.producer.legal_form")
    unit = factory.SelfAttribute("product.producer.unit")
    group = factory.SelfAttribute("product.group")


class RevocationFactory(factory.django.DjangoModelFactory):
    """A revocation that takes effect on the day of its decision, a year after the recognition."""

    class Meta:
        model = Revocation

    recognition = factory.SubFactory(RecognitionFactory)
    document = factory.SubFactory(DocumentFactory, issued_on=dt.date(2023, 12, 29))
    decided_on = factory.SelfAttribute("document.issued_on")
    effective_on = factory.SelfAttribute("decided_on")
    ground = RevocationGround.BELOW_CRITERIA
