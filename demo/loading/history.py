"""The decisions of 2019, 2020 and 2021, entered as history."""

import datetime as dt

from demo.dice import dice
from demo.loading.world import INVENTED, World
from demo.places import PROVINCE_BEFORE
from demo.specs import ProductSpec
from demo.tracks import OF_2019, OF_2020_2021
from products.enums import RecognitionKind
from products.services import record_recognitions

# Number, day, and how often a product falls to it among those of its years. Those of 2019 run out in
# the last week of 2022; those of 2020 come after 29/04/2020, so that they stand on 29/04/2023.
DECISIONS = {
    2019: ((1583, dt.date(2019, 12, 24), 3), (1612, dt.date(2019, 12, 30), 4)),
    2020: ((1094, dt.date(2020, 7, 24), 2), (2087, dt.date(2020, 12, 28), 5)),
    2021: ((1127, dt.date(2021, 7, 30), 2), (1946, dt.date(2021, 12, 24), 4)),
}
_BANDS = {4: (70, 88), 3: (50, 69)}


def load_history(world: World) -> None:
    """Recognise what stood at the end of 2021: 59 products of 2019 and 206 of the two years after."""
    luck = dice("history")
    choices = {
        OF_2019: [(year, *one) for year in (2019,) for one in DECISIONS[year]],
        OF_2020_2021: [(year, *one) for year in (2020, 2021) for one in DECISIONS[year]],
    }
    falls: dict[tuple[int, int, dt.date], list[ProductSpec]] = {}
    for _producer, product in world.product_specs():
        tracks = OF_2019 if product.plan.track in OF_2019 else OF_2020_2021
        if product.plan.star_before:
            options = choices[tracks]
            year, number, day, _weight = luck.choices(options, [option[3] for option in options])[0]
            falls.setdefault((year, number, day), []).append(product)
    for year, number, day in sorted(falls):
        _recognise(world, falls[year, number, day], year=year, number=number, day=day, luck=luck)


def _recognise(world: World, products: list[ProductSpec], *, year: int, number: int, day: dt.date, luck) -> None:
    document = world.decision(
        number,
        day,
        f"Công nhận kết quả đánh giá, phân hạng sản phẩm OCOP năm {year} ({INVENTED})",
        issuer=PROVINCE_BEFORE,
    )
    record_recognitions(
        actor=world.office,
        document=document,
        rule_version="1048",
        entries=[
            (
                world.products[product.key],
                product.plan.star_before,
                RecognitionKind.NEW,
                luck.randint(*_BANDS[product.plan.star_before]),
            )
            for product in products
        ],
    )
