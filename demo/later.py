"""Decisions and producers after April 2023: invented throughout, and too late for the figures of 2022."""

import datetime as dt
import random
from dataclasses import dataclass

from demo.dice import dice
from demo.register import Register, Wanted
from demo.specs import ProducerSpec

EAST = "east-"


@dataclass(frozen=True)
class Wave:
    """What is decided around one day: renewals of earlier decisions, and new products."""

    day: dt.date
    # Days of the decisions whose recognitions run out soon after, and how many of ten are renewed.
    renews: tuple[dt.date, ...]
    renewed_of_ten: int
    # New producers: line and legal form; the plan draws the rest.
    newcomers: tuple[tuple[str, str], ...] = ()
    # Districts recognised 3 stars from 24/02/2023 to 05/07/2025, the province 4 stars and all since.
    is_split: bool = True


WAVES = (
    Wave(
        dt.date(2023, 7, 12),
        (dt.date(2020, 7, 24),),
        8,
        (("lotus-food", "cooperative"), ("dried-fish", "household"), ("ornamental", "household")),
    ),
    Wave(
        dt.date(2023, 12, 22),
        (dt.date(2020, 12, 28),),
        8,
        (
            ("mango-products", "limited_company"),
            ("nem", "household"),
            ("spices", "household"),
            ("ornamental", "cooperative"),
            ("east-fruit", "cooperative"),
            ("east-food", "household"),
            ("east-food", "limited_company"),
        ),
    ),
    Wave(
        dt.date(2024, 3, 15),
        (),
        0,
        (("lotus-tea", "limited_company"), ("fresh-fruit", "household"), ("east-fruit", "household")),
    ),
    Wave(
        dt.date(2024, 5, 17),
        (dt.date(2021, 7, 30),),
        8,
        (("rice-cakes", "household"), ("citrus", "cooperative"), ("east-fruit", "cooperative")),
    ),
    Wave(
        dt.date(2024, 12, 20),
        (dt.date(2021, 12, 24),),
        8,
        (
            ("pangasius", "limited_company"),
            ("quick-meals", "cooperative"),
            ("herbs", "household"),
            ("weaving", "cooperative_group"),
            ("east-fruit", "household"),
            ("east-food", "household"),
        ),
    ),
    Wave(
        dt.date(2025, 12, 19),
        (dt.date(2022, 12, 29),),
        9,
        (
            ("lotus-tea", "household"),
            ("rice-flour", "household"),
            ("tourism", "cooperative"),
            ("ornamental", "limited_company"),
            ("vegetables", "cooperative"),
            ("east-fruit", "limited_company"),
            ("east-food", "cooperative"),
        ),
        is_split=False,
    ),
)
# Day and number of a decision, and the day of the decision whose unrenewed recognitions it takes back.
REVOCATIONS = (
    (dt.date(2024, 2, 23), 187, dt.date(2020, 12, 28)),
    (dt.date(2025, 2, 21), 203, dt.date(2021, 12, 24)),
    (dt.date(2026, 3, 27), 412, dt.date(2022, 12, 29)),
)
# New communes of newcomers after 30/06/2025, by line.
_COMMUNES_NOW = {
    "lotus-tea": "30037",
    "rice-flour": "29905",
    "tourism": "30001",
    "ornamental": "29905",
    "vegetables": "30178",
    "east-fruit": "28516",
    "east-food": "28306",
}
_TWO_TIERS = dt.date(2025, 7, 1)


@dataclass(frozen=True)
class Newcomer:
    """A producer of a wave, with the star of each of its products."""

    spec: ProducerSpec
    stars: tuple[int, ...]


def newcomers(taken: set[str]) -> dict[dt.date, list[Newcomer]]:
    """Return the new producers of each wave; ``taken`` collects names."""
    register = Register("later", numbers_from=300, taken=taken)
    luck = dice("later stars")
    return {wave.day: [_newcomer(register, luck, wave, at) for at in range(len(wave.newcomers))] for wave in WAVES}


def _newcomer(register: Register, luck: random.Random, wave: Wave, at: int) -> Newcomer:
    line, form = wave.newcomers[at]
    count = luck.choice((2, 3, 3, 4)) if line != "tourism" else 1
    prefix = EAST if line.startswith(EAST) else "later-"
    spec = register.make(
        Wanted(
            key=f"{prefix}{wave.day}-{at}",
            legal_form=form,
            is_led_by_woman=luck.random() < 0.5,
            plans=(None,) * count,
            year=wave.day.year,
            unit=f"{_COMMUNES_NOW[line]}@2025-07-01" if wave.day >= _TWO_TIERS else None,
            line=line,
        )
    )
    return Newcomer(spec, tuple(4 if luck.random() < 0.3 else 3 for _i in range(count)))
