"""Plain data that views hand to the parts of a page (docs/components.md); no HTML here."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

PAGE_SIZES = (20, 50, 100)
PAGE_PARAMETER = "page"
SIZE_PARAMETER = "size"
SORT_PARAMETER = "sort"


@dataclass(frozen=True)
class Tab:
    """A tab of an object page: a link that the server answers."""

    label: str
    url: str
    active: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Change:
    """One field of a history entry, in words that people read."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryEntry:
    """Who did what and when; ``note`` is the reason as it was typed."""

    when: dt.datetime | dt.date
    who: str
    what: str
    note: str = ""
    changes: Sequence[Change] = field(default_factory=tuple)


@dataclass(frozen=True)
class MissingItem:
    """A line of the box "Còn thiếu": what to do, where, and whether it is done."""

    text: str
    url: str = ""
    done: bool = False


def page_size(value: str | None, default: int = PAGE_SIZES[0]) -> int:
    """Return the page size asked for in the address, or ``default`` where it is not one we offer."""
    return int(value) if value in {str(size) for size in PAGE_SIZES} else default
