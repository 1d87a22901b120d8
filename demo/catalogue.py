"""What invented producers make and how they may be called: the demo's own data files, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.datafiles import read_json

_FOLDER = Path(__file__).parent / "data"
_NO_GROUP = "-"


@dataclass(frozen=True)
class Item:
    """A product as somebody of the line may make it; groups are codes, ``None`` where there is none."""

    name: str
    material: str
    trait: str
    group_1048: str | None
    group_26: str


@dataclass(frozen=True)
class Line:
    """A line of trade with the products that belong to it."""

    code: str
    industry: str
    trade: str
    field: str
    coop: str
    first_year: int
    districts: tuple[str, ...]
    communes: tuple[str, ...]
    origin: str
    packs: tuple[str, ...]
    stories: tuple[str, ...]
    items: tuple[Item, ...]

    def is_scored_under_1048(self) -> bool:
        """Whether sheets can be filled for it: not where the criteria table is not public."""
        return all(item.group_1048 not in _WITHOUT_TABLE for item in self.items)


# Sets 3, 10, 16 and 19 of 1048/QĐ-TTg.
_WITHOUT_TABLE = frozenset({None, "food-03", "food-10", "beverage-16", "herbal-19"})


@cache
def lines() -> tuple[Line, ...]:
    """Return all lines of the data file."""
    return tuple(_line(row) for row in read_json(_FOLDER / "lines.json", "lines")["lines"])


@cache
def names() -> dict[str, list[str]]:
    """Return the parts of names: families, female, male, nicknames, brands."""
    return read_json(_FOLDER / "names.json", "families", "female", "male", "nicknames", "brands")


def _line(row: dict) -> Line:
    texts = {name: row[name] for name in ("code", "industry", "trade", "field", "coop", "first_year", "origin")}
    lists = {name: tuple(row[name]) for name in ("districts", "communes", "packs", "stories")}
    return Line(**texts, **lists, items=tuple(_item(text) for text in row["products"]))


def _item(text: str) -> Item:
    name, material, trait, group_1048, group_26 = text.split("|")
    return Item(name, material, trait, None if group_1048 == _NO_GROUP else group_1048, group_26)
