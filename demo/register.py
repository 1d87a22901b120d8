"""From the plan to producers and products with names, places and papers. Pure: no database."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass

from demo import trade
from demo.catalogue import Item, Line, lines
from demo.dice import dice, shuffled, turns
from demo.naming import FEMALE, MALE, NameGiver
from demo.places import address_in, communes_of, district_key, short_name, units
from demo.specs import PersonSpec, ProducerSpec, ProductSpec
from demo.tracks import OF_2019, OF_2020_2021, ProducerPlan, ProductPlan, Track
from units.datafile import UnitRow
from units.enums import UnitKind

NOTE = "Dữ liệu minh hoạ: chủ thể, người đại diện và các số giấy tờ đều được đặt ra."
_STOPPED_FROM = dt.date(2022, 2, 1)
_FIRMS = {"limited_company", "joint_stock_company", "private_enterprise", "cooperative"}


@dataclass(frozen=True)
class Wanted:
    """What a producer shall be; everything else is drawn."""

    key: str
    legal_form: str
    is_led_by_woman: bool
    # One for each product; ``None`` for products of later years.
    plans: tuple[ProductPlan | None, ...]
    # When the first product is offered at the latest.
    year: int
    # Key of a commune; drawn from the line's districts where ``None``.
    unit: str | None = None
    # A line by its code, or any of an industry.
    line: str | None = None
    industry: str = ""


@dataclass(frozen=True)
class _Maker:
    """What the products of one producer have in common."""

    wanted: Wanted
    line: Line
    unit: str
    brand: str
    since: dt.date

    @property
    def place(self) -> dict[str, str]:
        """Names for running text; since 01/07/2025 there is no district over a commune."""
        above = units()[self.unit].parent
        above = self.unit if units()[above].kind == UnitKind.PROVINCE else above
        return {"place": short_name(units()[self.unit]), "district": short_name(units()[above])}


class Register:
    """Makes producers one after another; the same order gives the same register."""

    def __init__(self, purpose: str, *, numbers_from: int, taken: set[str] | None = None):
        self._luck = dice(f"register/{purpose}")
        self._names = NameGiver(purpose, taken)
        self._number = numbers_from
        self._purpose = purpose
        self._lines: dict[tuple, Iterable[Line]] = {}
        self._places: dict[str, Iterable[str]] = {}
        self._communes: dict[tuple, Iterable[UnitRow]] = {}

    def make(self, wanted: Wanted) -> ProducerSpec:
        """Return the producer with all its products."""
        self._number += 1
        number = self._number
        line = self._line(wanted)
        unit = wanted.unit or next(self._places_of(line))
        gender = FEMALE if wanted.is_led_by_woman else MALE
        person = self._names.person(gender)
        name, brand = self._names.producer(wanted.legal_form, line, unit, person)
        since = self._day(wanted.year - self._luck.randint(2, 9))
        is_firm = wanted.legal_form in _FIRMS
        tax_code = f"00000{number:05d}"
        products = self._products(wanted, line, unit, brand, since)
        return ProducerSpec(
            key=wanted.key,
            name=name,
            legal_form=wanted.legal_form,
            unit=unit,
            industry=line.industry,
            registration_number=tax_code if is_firm else f"00A8{number:06d}",
            registered_on=since,
            tax_code=tax_code if is_firm or self._luck.random() < 0.5 else "",
            address=address_in(unit, self._luck.randint(1, 6)),
            phone=f"0900 000 {number:03d}",
            email=f"lienhe{number}@ocop-minh-hoa.example" if is_firm else "",
            active_since=since,
            stopped_on=_stopped_on(products),
            note=NOTE,
            representative=PersonSpec(
                person,
                gender,
                since,
                is_ethnic_minority=self._luck.random() < 0.02,
                is_disabled=self._luck.random() < 0.02,
            ),
            products=products,
        )

    def _line(self, wanted: Wanted) -> Line:
        if wanted.line:
            return next(line for line in lines() if line.code == wanted.line)
        must_be_scored = any(plan and plan.kind for plan in wanted.plans)
        key = (wanted.industry, must_be_scored, wanted.year >= 2023)
        if key not in self._lines:
            fit = [
                line
                for line in lines()
                if line.industry == wanted.industry
                and line.first_year <= wanted.year
                and not line.code.startswith("east-")
                and (line.is_scored_under_1048() or not must_be_scored)
            ]
            self._lines[key] = turns(fit, f"{self._purpose}/{key}")
        return next(line for line in self._lines[key] if len(line.items) >= len(wanted.plans))

    def _places_of(self, line: Line) -> Iterable[str]:
        if line.code not in self._places:
            self._places[line.code] = self._cycle(line)
        return self._places[line.code]

    def _cycle(self, line: Line) -> Iterable[str]:
        """Yield keys of communes, district after district; all lines share the turns of a district."""
        for code in line.districts:
            key = (code, line.communes)
            rows = [row for row in communes_of(district_key(code)) if not line.communes or row.name in line.communes]
            if rows and key not in self._communes:
                self._communes[key] = turns(rows, f"{self._purpose}/{key}")
        keys = [(code, line.communes) for code in line.districts if (code, line.communes) in self._communes]
        while True:
            for key in keys:
                yield next(self._communes[key]).key

    def _products(self, wanted: Wanted, line: Line, unit: str, brand: str, since: dt.date) -> tuple[ProductSpec, ...]:
        items = shuffled(line.items, f"{self._purpose}/{wanted.key}/items")
        is_branded = self._luck.random() < 0.5 or line.industry == "tourism"
        maker = _Maker(wanted, line, unit, brand if is_branded else "", since)
        return tuple(
            self._product(f"{wanted.key}-{at}", item, plan, maker)
            for at, (item, plan) in enumerate(zip(items, wanted.plans, strict=False))
        )

    def _product(self, key: str, item: Item, plan: ProductPlan | None, maker: "_Maker") -> ProductSpec:
        luck = dice(f"{self._purpose}/{key}")
        line, place = maker.line, maker.place
        began = _first_offered(luck, plan, maker.wanted.year)
        trading = {"began": began, "legal_form": maker.wanted.legal_form}
        return ProductSpec(
            key=key,
            name=f"{item.name} {maker.brand}".strip(),
            group_1048=item.group_1048,
            group_26=item.group_26,
            description=luck.choice(line.stories).format(
                **place, trait=item.trait, material=item.material.lower(), since=max(maker.since.year, 2010)
            ),
            main_material=item.material,
            material_origin=line.origin.format(**place),
            packaging=luck.choice(line.packs),
            plan=plan,
            stopped_on=self._stopping(luck, plan),
            channels=trade.channels(
                luck,
                **trading,
                district=units()[maker.unit].parent,
                is_tourism=line.industry == "tourism",
                in_supermarket=bool(plan and plan.in_supermarket),
            ),
            certificates=trade.certificates(luck, **trading, group_26=item.group_26, number=luck.randint(1, 9999)),
        )

    @staticmethod
    def _stopping(luck: random.Random, plan: ProductPlan | None) -> dt.date | None:
        """Those of 2019 that had stopped did so in 2022: at the end of 2021 their stars still counted."""
        if plan is None or plan.track is not Track.STOPPED:
            return None
        return _STOPPED_FROM + dt.timedelta(luck.randint(0, 200))

    def _day(self, year: int) -> dt.date:
        return dt.date(year, self._luck.randint(1, 12), self._luck.randint(1, 28))


def register_of_2022(plans: Iterable[ProducerPlan], taken: set[str]) -> tuple[ProducerSpec, ...]:
    """Return the invented producers of 2019 to 2022 in a stable disorder; ``taken`` collects their names."""
    register = Register("2022", numbers_from=100, taken=taken)
    return tuple(
        register.make(
            Wanted(
                key=plan.key,
                industry=plan.industry,
                legal_form=plan.legal_form,
                is_led_by_woman=plan.is_led_by_woman,
                plans=plan.products,
                year=_year_of(plan),
            )
        )
        for plan in shuffled(tuple(plans), "order of producers")
    )


def _year_of(plan: ProducerPlan) -> int:
    tracks = {product.track for product in plan.products}
    if tracks & OF_2019:
        return 2019
    return 2020 if tracks & OF_2020_2021 else 2022


def _first_offered(luck: random.Random, plan: ProductPlan | None, year: int) -> dt.date:
    year = _year_of(ProducerPlan("", "", "", False, (plan,))) if plan else year  # noqa: FBT003
    return dt.date(year - 1, luck.randint(1, 12), luck.randint(1, 28))


def _stopped_on(products: tuple[ProductSpec, ...]) -> dt.date | None:
    days = [product.stopped_on for product in products]
    return max(days) if days and all(days) else None
