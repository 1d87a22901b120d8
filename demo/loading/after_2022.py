"""Renewals, new products and revocations of 2023 to 2025, entered as history."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from demo.dice import dice
from demo.later import REVOCATIONS, WAVES, Newcomer, Wave, newcomers
from demo.loading.registering import group_of, register
from demo.loading.world import INVENTED, World
from demo.naming import FEMALE, MALE, NameGiver
from demo.places import EAST_BEFORE, PROVINCE, PROVINCE_BEFORE, short_name, units
from demo.specs import ProducerSpec, ProductSpec
from producers.services import RepresentativeData, update_producer
from products.enums import RecognitionKind, RevocationGround
from products.models import Recognition
from products.services import record_recognitions, revoke_recognitions, update_product

_LATE = 4
_NEW_PEOPLE = (dt.date(2024, 3, 1), dt.date(2024, 9, 16), dt.date(2025, 4, 1))

# What one decision recognises: product, star, kind.
_Entry = tuple[ProductSpec, int, str]


def load_later_years(world: World, taken: set[str]) -> None:
    """Carry on from May 2023; nothing is dated after today."""
    found = newcomers(taken)
    events = [(wave.day, lambda one=wave: _decide_wave(world, one, found[one.day])) for wave in WAVES]
    events += [(row[0], lambda one=row: _revoke(world, *one)) for row in REVOCATIONS]
    for day, happen in sorted(events, key=lambda event: event[0]):
        if day <= world.today:
            happen()
    _change_people(world, taken)


def latest(world: World, decided_on: Iterable[dt.date]) -> list[tuple[ProducerSpec, ProductSpec, Recognition]]:
    """Return the products whose last recognition is of one of these days and was not taken back."""
    last: dict[int, Recognition] = {}
    for recognition in Recognition.objects.select_related("revocation").order_by("valid_from"):
        last[recognition.product_id] = recognition
    found = []
    for producer, product in world.product_specs():
        recognition = last.get(world.products[product.key].pk)
        if recognition and recognition.decided_on in decided_on and not hasattr(recognition, "revocation"):
            found.append((producer, product, recognition))
    return found


def _decide_wave(world: World, wave: Wave, found: list[Newcomer]) -> None:
    luck = dice(f"wave {wave.day}")
    by_issuer: dict[tuple[str, bool], list[_Entry]] = defaultdict(list)
    for producer, product, recognition in latest(world, wave.renews):
        if producer.is_invented and luck.randint(1, 10) > wave.renewed_of_ten:
            continue
        star, kind = _outcome(luck, recognition.star, is_invented=producer.is_invented)
        file_under(world, product, "148")
        by_issuer[_issuer(wave, producer, star)].append((product, star, kind))
    for newcomer in found:
        register(world, newcomer.spec, taxonomy="148")
        for product, star in zip(newcomer.spec.products, newcomer.stars, strict=True):
            by_issuer[_issuer(wave, newcomer.spec, star)].append((product, star, RecognitionKind.NEW))
    for at, (issuer, entries) in enumerate(sorted(by_issuer.items())):
        _recognise(world, wave, issuer, entries, number=60 * wave.day.month + 3 * at + luck.randint(0, 2))


def _outcome(luck, star: int, *, is_invented: bool) -> tuple[int, str]:
    chance = luck.random()
    if is_invented and star == 3 and chance < 0.1:
        return 4, RecognitionKind.UPGRADE
    if is_invented and star == 4 and chance < 0.05:
        return 3, RecognitionKind.RENEWAL
    return star, RecognitionKind.RENEWAL


def _issuer(wave: Wave, producer: ProducerSpec, star: int) -> str:
    if not wave.is_split:
        return PROVINCE
    unit = units()[producer.unit]
    district = units()[unit.parent]
    return district.key if star == 3 else district.parent


def _recognise(world: World, wave: Wave, issuer: str, entries: list[_Entry], *, number: int) -> None:
    is_province = issuer in {PROVINCE, PROVINCE_BEFORE, EAST_BEFORE}
    place = "" if is_province else f" của {short_name(units()[issuer])}"
    document = world.decision(
        number,
        wave.day,
        f"Công nhận kết quả đánh giá, phân hạng sản phẩm OCOP năm {wave.day.year}{place} ({INVENTED})",
        issuer=issuer,
        symbol="QĐ-UBND-HC" if issuer == PROVINCE_BEFORE else "QĐ-UBND",
    )
    record_recognitions(
        actor=world.office,
        document=document,
        rule_version="148",
        entries=[(world.products[product.key], star, kind, None) for product, star, kind in entries],
    )


def file_under(world: World, product: ProductSpec, taxonomy: str) -> None:
    """Put a product under its group in a newer classification; what it was recognised as stays."""
    group = group_of(world, product, taxonomy)
    stored = world.products[product.key]
    if stored.group_id != group.pk:
        world.products[product.key] = update_product(
            actor=world.office, product_id=stored.pk, version=None, group=group
        )


def _revoke(world: World, day: dt.date, number: int, decided_on: dt.date) -> None:
    """Take back what ran out unrenewed; a few are left, to come back late."""
    left = [recognition for _producer, _product, recognition in latest(world, (decided_on,))]
    if decided_on == REVOCATIONS[-1][2]:
        left = left[_LATE:]
    document = world.decision(
        number,
        day,
        f"Thu hồi quyết định công nhận sản phẩm OCOP năm {decided_on.year} không đánh giá lại ({INVENTED})",
        issuer=PROVINCE if day >= dt.date(2025, 7, 1) else PROVINCE_BEFORE,
        symbol="QĐ-UBND" if day >= dt.date(2025, 7, 1) else "QĐ-UBND-HC",
    )
    revoke_recognitions(
        actor=world.office,
        document=document,
        recognition_ids=[recognition.pk for recognition in left],
        ground=RevocationGround.OTHER,
        note="Hết thời hạn công nhận mà không đánh giá lại.",
    )


def _change_people(world: World, taken: set[str]) -> None:
    """Some producers have got another representative since: who led in 2023 stays in the history."""
    names = NameGiver("successors", taken)
    specs = [spec for spec in world.specs.values() if spec.representative and not spec.stopped_on]
    for at, day in enumerate(_NEW_PEOPLE):
        spec = specs[7 * (at + 1)]
        gender = MALE if spec.representative.gender == FEMALE else FEMALE
        if day <= world.today:
            update_producer(
                actor=world.office,
                producer_id=world.producers[spec.key].pk,
                version=None,
                representative=RepresentativeData(names.person(gender), gender, day),
            )
