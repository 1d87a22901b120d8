"""Factories of units: a commune in a province of their own, valid since 2004."""

import datetime as dt

import factory

from units.enums import UnitKind
from units.models import Succession, Unit


class ProvinceFactory(factory.django.DjangoModelFactory):
    """The one province of a test; its code is not one of the shipped data."""

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = "P1"
    name = "Tỉnh Thử Nghiệm"
    kind = UnitKind.PROVINCE
    valid_from = dt.date(2004, 1, 1)


class UnitFactory(factory.django.DjangoModelFactory):
    """A commune under the province; traits ``district`` and ``agency``; ``parent=`` puts it elsewhere."""

    class Meta:
        model = Unit

    class Params:
        district = factory.Trait(kind=UnitKind.DISTRICT, name=factory.Sequence(lambda n: f"Huyện Thử {n}"))
        agency = factory.Trait(kind=UnitKind.AGENCY, name=factory.Sequence(lambda n: f"Sở Thử {n}"))

    code = factory.Sequence(lambda n: f"U{n:05d}")
    name = factory.Sequence(lambda n: f"Xã Thử {n}")
    kind = UnitKind.COMMUNE
    parent = factory.SubFactory(ProvinceFactory)
    valid_from = dt.date(2004, 1, 1)


class SuccessionFactory(factory.django.DjangoModelFactory):
    """A merger on 01/07/2025."""

    class Meta:
        model = Succession

    from_unit = factory.SubFactory(UnitFactory, valid_to=dt.date(2025, 6, 30))
    to_unit = factory.SubFactory(UnitFactory, valid_from=dt.date(2025, 7, 1))
    on = dt.date(2025, 7, 1)
