"""Factories of official documents: decisions of the province's committee."""

import datetime as dt

import factory

from documents.enums import DocumentKind
from documents.models import OfficialDocument
from units.tests.factories import ProvinceFactory


class DocumentFactory(factory.django.DjangoModelFactory):
    """A decision of 29/12/2022."""

    class Meta:
        model = OfficialDocument

    kind = DocumentKind.DECISION
    number = factory.Sequence(lambda n: n + 1)
    symbol = "QĐ-UBND-HC"
    issued_on = dt.date(2022, 12, 29)
    issuer = factory.SubFactory(ProvinceFactory)
    subject = factory.Sequence(lambda n: f"Công nhận sản phẩm OCOP đợt {n + 1}")
