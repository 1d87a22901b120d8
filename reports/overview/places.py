"""Where the products are: a row for each district or commune, and a map of bubbles drawn by the server."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from core.numbers import format_number
from indicators.scope import Scope
from programme.asked import province_code, units_on
from reports import registry
from reports.targets.measuring import holders_of, measure_units
from units.models import Unit

_CODES = ("standing.products", "standing.producers", "recognised.products")
# The drawing in its own units; the page scales it.
_WIDTH, _MARGIN, _LARGEST, _SMALLEST = 640, 46, 40, 4
_NAMED_IF_AT_MOST, _NAMED_OTHERWISE = 15, 6
_NAME_WIDTH, _NAME_HEIGHT = 80, 15


@dataclass(frozen=True)
class Place:
    """What one unit has on the day."""

    unit: Unit
    products: int
    producers: int
    recognised: int

    @property
    def url(self) -> str:
        """Return the list of its products with a star."""
        return f"{reverse('products:product_list')}?unit={self.unit.pk}&star=any"


@dataclass(frozen=True)
class Bubble:
    """A circle of the map in whole units of the drawing; ``label`` is empty where there is no room."""

    x: int
    y: int
    radius: int
    title: str
    label: str
    label_y: int


@dataclass(frozen=True)
class Map:
    """The map: its size and circles, the largest first so that small ones lie above."""

    width: int
    height: int
    bubbles: tuple[Bubble, ...]
    alternative: str


def places_of(scope: Scope) -> list[Place]:
    """Return the units of the day, those with the most products first; six queries, however many units.

    Before July 2025 the province was two: the one in which nothing is recorded is left out.
    """
    units = units_on(scope.as_of)
    holders = holders_of(units)
    standing, producers, recognised = (measure_units(registry.get(code), scope, units, holders) for code in _CODES)
    places = [
        Place(unit, *(int(table[unit.pk].value) for table in (standing, producers, recognised))) for unit in units
    ]
    recorded = {province_code(one.unit) for one in places if one.products or one.recognised}
    kept = [one for one in places if not recorded or province_code(one.unit) in recorded]
    return sorted(kept, key=lambda place: (-place.products, place.unit.sort_key))


def map_of(places: Sequence[Place]) -> Map | None:
    """Return the map of the places that have coordinates and products; without any there is none."""
    known = [place for place in places if place.unit.lat is not None and place.unit.lon is not None]
    if not any(place.products for place in known):
        return None
    named = len(known) if len(known) <= _NAMED_IF_AT_MOST else _NAMED_OTHERWISE
    most = max(place.products for place in known)
    spots, height = _spots(known)
    bubbles, taken = [], []
    for number, (place, (x, y)) in enumerate(zip(known, spots, strict=True)):
        radius = max(round(_LARGEST * math.sqrt(place.products / most)), _SMALLEST)
        words = {"unit": place.unit.name, "count": format_number(place.products)}
        title = _("%(unit)s: %(count)s sản phẩm") % words
        label = _short(place.unit) if number < named else ""
        bubbles.append(Bubble(x, y, radius, title, label, _line_of(x, y, radius, taken) if label else y))
    return Map(_WIDTH, height, tuple(bubbles), _alternative(places))


def _line_of(x: int, y: int, radius: int, taken: list[tuple[int, int]]) -> int:
    """Return the line of a name: under its circle, or above it where another name stands there already."""
    under, above = y + radius + 13, y - radius - 5
    is_free = all(abs(x - left) > _NAME_WIDTH or abs(under - line) > _NAME_HEIGHT for left, line in taken)
    line = under if is_free else above
    taken.append((x, line))
    return line


def _spots(places: Sequence[Place]) -> tuple[list[tuple[int, int]], int]:
    """Return where each place lies, and the height of the drawing: plain degrees, narrowed by the latitude."""
    lats, lons = [float(one.unit.lat) for one in places], [float(one.unit.lon) for one in places]
    narrow = math.cos(math.radians(sum(lats) / len(lats)))
    across, down = (max(lons) - min(lons)) * narrow, max(lats) - min(lats)
    room = _WIDTH - 2 * _MARGIN
    scale = room / across if across else 0
    height = min(max(round(down * scale) + 2 * _MARGIN, 200), _WIDTH)
    tall = (height - 2 * _MARGIN) / down if down else 0
    scale = min(scale, tall) if scale and tall else scale or tall
    left = (_WIDTH - across * scale) / 2
    top = (height - down * scale) / 2
    spots = [
        (round(left + (lon - min(lons)) * narrow * scale), round(top + (max(lats) - lat) * scale))
        for lat, lon in zip(lats, lons, strict=True)
    ]
    return spots, height


def _short(unit: Unit) -> str:
    """Return the name without its kind, as maps print it; a city keeps a mark to differ from its district."""
    for kind, mark in (("Thành phố ", _("TP. ")), ("Thị xã ", _("TX. ")), ("Huyện ", ""), ("Phường ", ""), ("Xã ", "")):
        if unit.name.startswith(kind):
            return mark + unit.name.removeprefix(kind)
    return unit.name


def _alternative(places: Sequence[Place]) -> str:
    first = ", ".join(f"{one.unit.name} {format_number(one.products)}" for one in places[:3])
    return _("Bản đồ sản phẩm còn hiệu lực theo đơn vị; nhiều nhất: %(first)s. Số của từng đơn vị ở bảng.") % {
        "first": first
    }
