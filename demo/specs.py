"""What the demo writes of a producer and its products, before any of it is in the database."""

import datetime as dt
from dataclasses import dataclass, field

from demo.tracks import ProductPlan


@dataclass(frozen=True)
class ChannelSpec:
    """Where a product is sold, and when."""

    kind: str
    name: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class CertificateSpec:
    """A paper of a product."""

    kind: str
    number: str
    issuer: str
    issued_on: dt.date
    expires_on: dt.date | None


@dataclass(frozen=True)
class PersonSpec:
    """Who stands for a producer."""

    name: str
    gender: str
    since: dt.date
    is_ethnic_minority: bool = False
    is_disabled: bool = False


@dataclass(frozen=True)
class ProductSpec:
    """A product; ``plan`` is its way through 2019 to 2022, ``None`` for products of later years."""

    key: str
    name: str
    group_1048: str | None
    group_26: str
    description: str
    main_material: str
    material_origin: str
    packaging: str
    plan: ProductPlan | None = None
    stopped_on: dt.date | None = None
    channels: tuple[ChannelSpec, ...] = ()
    certificates: tuple[CertificateSpec, ...] = ()


@dataclass(frozen=True)
class ProducerSpec:
    """A producer; ``unit`` is the key of a unit in the data file of units (CODE@VALID_FROM)."""

    key: str
    name: str
    legal_form: str
    unit: str
    industry: str
    registration_number: str = ""
    registered_on: dt.date | None = None
    tax_code: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    active_since: dt.date | None = None
    stopped_on: dt.date | None = None
    note: str = ""
    is_invented: bool = True
    representative: PersonSpec | None = None
    products: tuple[ProductSpec, ...] = field(default=())
