"""Factories of money: a source, and lines whose plan is written by the real service."""

import datetime as dt
from decimal import Decimal

import factory

from accounts.tests.factories import UserFactory
from budgets import services
from budgets.enums import Content, EntryKind, SourceGroup
from budgets.models import BudgetLine, FundingSource, SupportPolicy, SupportRate
from documents.tests.factories import DocumentFactory
from units.tests.factories import UnitFactory

MILLION = Decimal(1_000_000)


class SourceFactory(factory.django.DjangoModelFactory):
    """A source of the rural programme."""

    class Meta:
        model = FundingSource

    code = factory.Sequence(lambda n: f"N{n}")
    name = factory.Sequence(lambda n: f"Nguồn thử {n}")
    group = SourceGroup.RURAL


class LineFactory(factory.django.DjangoModelFactory):
    """A line of 2022 without money; ``planned`` and ``allocated`` (đồng) are written by the services."""

    class Meta:
        model = BudgetLine
        skip_postgeneration_save = True

    year = 2022
    source = factory.SubFactory(SourceFactory)
    agency = factory.SubFactory(UnitFactory)
    content = Content.TRAINING
    name = factory.Sequence(lambda n: f"Nhiệm vụ thử {n}")

    @factory.post_generation
    def planned(self, create, extracted, **kwargs):
        """Write a plan."""
        write(self, EntryKind.PLAN, extracted)

    @factory.post_generation
    def allocated(self, create, extracted, **kwargs):
        """Allocate."""
        write(self, EntryKind.ALLOCATE, extracted)


def write(line: BudgetLine, kind: str, amount: Decimal | int | None):
    """Let the office write an entry, where there is an amount."""
    if amount:
        return services.record_entry(
            actor=UserFactory(office=True), line_id=line.pk, kind=kind, amount_vnd=Decimal(amount), note="Ghi thử"
        )
    return None


class PolicyFactory(factory.django.DjangoModelFactory):
    """8 million for 3 stars, 10 million for 4, for what is decided in 2022."""

    class Meta:
        model = SupportPolicy
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Hỗ trợ sản phẩm OCOP {n}")
    document = factory.SubFactory(DocumentFactory)
    source = factory.SubFactory(SourceFactory)
    valid_from = dt.date(2022, 1, 1)
    valid_to = dt.date(2022, 12, 31)

    @factory.post_generation
    def rates(self, create, extracted, **kwargs):
        """Write what it pays by star."""
        rates = {3: 8 * MILLION, 4: 10 * MILLION} if extracted is None else extracted
        SupportRate.objects.bulk_create(
            SupportRate(policy=self, star=star, amount_vnd=vnd) for star, vnd in rates.items()
        )
