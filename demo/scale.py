"""A register many times the size of the province's, to see that pages and reports stay quick.

Rows are written in bulk, not through the services: what is wanted is their number and their spread.
Everything is marked as invented.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from core.dates import add_months, today
from demo.catalogue import Line, lines, names
from demo.dice import dice
from demo.guard import refuse_in_production
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from producers.models import Producer, Representative
from products.enums import ChannelKind, RecognitionKind
from products.models import Group, Product, Recognition, SalesChannel
from units.enums import COMMUNE_KINDS, UnitKind
from units.models import Unit

SYMBOL = "QĐ-MINHHOA"
_BATCH = 2000
_PER_PRODUCER = 3
_DECISIONS = 48
_FORMS = ("household", "household", "household", "limited_company", "cooperative", "joint_stock_company")
_CHANNELS = (
    (ChannelKind.ONLINE, "Postmart"),
    (ChannelKind.ONLINE, "Shopee"),
    (ChannelKind.SUPERMARKET, "Coopmart"),
    (ChannelKind.SHOP, "Điểm giới thiệu sản phẩm OCOP"),
)


@dataclass(frozen=True)
class Filled:
    """How many rows were added."""

    producers: int
    products: int
    recognitions: int
    channels: int


@transaction.atomic
def fill_products(*, count: int) -> Filled:
    """Add ``count`` invented products with producers, channels and a history of stars.

    Needs units and rules (``manage.py load_reference``).

    Raises:
        Refused: in production.
    """
    refuse_in_production()
    luck = dice(f"scale/{Product.objects.count()}/{count}")
    producers = _make_producers(luck, -(-count // _PER_PRODUCER))
    products = _make_products(luck, producers, count)
    recognitions = _make_recognitions(luck, products)
    channels = _write(SalesChannel, _channels(luck, products))
    return Filled(len(producers), len(products), recognitions, channels)


def _make_producers(luck: random.Random, count: int) -> list[Producer]:
    communes = list(Unit.objects.on(today()).filter(kind__in=COMMUNE_KINDS).order_by("code"))
    people = names()
    number = itertools.count(Producer.objects.count() + 1)
    rows = [_producer(luck, communes, people, next(number)) for _at in range(count)]
    made = _created(Producer, rows)
    _write(
        Representative,
        (
            Representative(
                producer=producer,
                name=f"{luck.choice(people['families'])} {luck.choice(people[gender])}",
                gender=gender,
                since=producer.active_since,
            )
            for producer in made
            for gender in (luck.choice(("female", "male")),)
        ),
    )
    return made


def _producer(luck: random.Random, communes: list[Unit], people: dict, number: int) -> Producer:
    form = luck.choice(_FORMS)
    brand = luck.choice(people["brands"] if form != "household" else people["nicknames"])
    kinds = {
        "household": "Hộ kinh doanh",
        "limited_company": "Công ty TNHH",
        "cooperative": "Hợp tác xã",
        "joint_stock_company": "Công ty CP",
    }
    unit = luck.choice(communes)
    return Producer(
        name=f"{kinds[form]} {brand} {number}",
        legal_form=form,
        registration_number=f"00T8{number:08d}",
        unit=unit,
        address=f"Ấp {luck.randint(1, 8)}, {unit.name}",
        phone="0900 000 000",
        active_since=dt.date(luck.randint(2008, 2021), luck.randint(1, 12), luck.randint(1, 28)),
        is_invented=True,
    )


def _make_products(luck: random.Random, producers: list[Producer], count: int) -> list[Product]:
    groups = {group.code: group for group in Group.objects.filter(taxonomy__code="26", is_assignable=True)}
    known = [line for line in lines() if all(item.group_26 in groups for item in line.items)]
    rows = itertools.islice(_products(luck, producers, known, groups), count)
    return _created(Product, list(rows))


def _products(luck: random.Random, producers: list[Producer], known: list[Line], groups: dict) -> Iterator[Product]:
    for producer in producers:
        line = luck.choice(known)
        for item in luck.sample(line.items, min(_PER_PRODUCER, len(line.items))):
            yield Product(
                producer=producer,
                name=f"{item.name} {_brand(producer)}",
                group=groups[item.group_26],
                description=f"Sản phẩm minh hoạ: {item.trait}.",
                main_material=item.material,
                material_origin=producer.address,
                packaging=luck.choice(line.packs),
                is_invented=True,
            )


def _brand(producer: Producer) -> str:
    """The words between what kind of firm it is and its running number."""
    words = producer.name.split()
    return " ".join(words[3:-1])


def _make_recognitions(luck: random.Random, products: list[Product]) -> int:
    decisions = _make_decisions(luck)
    return _write(Recognition, _recognitions(luck, products, decisions))


def _make_decisions(luck: random.Random) -> list[OfficialDocument]:
    province = Unit.objects.on(today()).get(kind=UnitKind.PROVINCE)
    number = OfficialDocument.objects.filter(symbol=SYMBOL).count()
    rows = [
        OfficialDocument(
            kind=DocumentKind.DECISION,
            number=number + at,
            symbol=SYMBOL,
            issued_on=add_months(today(), -2 - at) - dt.timedelta(luck.randint(0, 20)),
            issuer=province,
            subject="Công nhận sản phẩm OCOP (văn bản minh hoạ để thử quy mô)",
        )
        for at in range(1, _DECISIONS + 1)
    ]
    return sorted(_created(OfficialDocument, rows), key=lambda row: row.issued_on)


def _recognitions(luck: random.Random, products: list[Product], decisions: list) -> Iterator[Recognition]:
    for product in products:
        first = luck.randint(0, len(decisions) + 4)
        for place in (first, first + 30):
            if place < len(decisions):
                yield _recognition(luck, product, decisions[place], is_first=place == first)


def _recognition(luck: random.Random, product: Product, document, *, is_first: bool) -> Recognition:
    return Recognition(
        product=product,
        star=luck.choice((3, 3, 3, 4)),
        kind=RecognitionKind.NEW if is_first else RecognitionKind.RENEWAL,
        document=document,
        decided_on=document.issued_on,
        valid_from=document.issued_on,
        valid_until=add_months(document.issued_on, 36),
        rule_version="148",
        producer=product.producer,
        legal_form=product.producer.legal_form,
        unit_id=product.producer.unit_id,
        group=product.group,
    )


def _channels(luck: random.Random, products: list[Product]) -> Iterator[SalesChannel]:
    for product in products:
        for kind, name in luck.sample(_CHANNELS, luck.randint(0, 2)):
            yield SalesChannel(product=product, kind=kind, name=name, since=dt.date(2021, luck.randint(1, 12), 1))


def _created(model, rows: list) -> list:
    return model.objects.bulk_create(rows, batch_size=_BATCH)


def _write(model, rows: Iterable) -> int:
    """Write rows a batch at a time, so that they need not all be in memory; return how many."""
    rows, written = iter(rows), 0
    while batch := list(itertools.islice(rows, _BATCH)):
        written += len(model.objects.bulk_create(batch))
    return written
