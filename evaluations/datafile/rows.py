"""What the data files of the rules hold, as plain values that can be compared."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from products.loading import GroupRow


@dataclass(frozen=True)
class OptionRow:
    """A level of a criterion; ``min_star`` marks the least level for that star."""

    points: Decimal
    text: str
    min_star: int | None = None
    case: str = ""
    is_added: bool = False


@dataclass(frozen=True)
class CriterionRow:
    """A criterion; scored when it has options, else the sum of its children."""

    code: str
    part: str
    title: str
    note: str
    max_points: Decimal
    options: tuple[OptionRow, ...] = ()

    @property
    def parent(self) -> str | None:
        """Code of the criterion above: ``6.1`` of ``6.1.2``."""
        return self.code.rpartition(".")[0] or None


@dataclass(frozen=True)
class PartRow:
    """Part A, B or C."""

    code: str
    title: str
    max_points: Decimal


@dataclass(frozen=True)
class SetRow:
    """The criteria of one product set, in the order of the decision."""

    number: int
    group: str
    name: str
    disqualified_if: tuple[str, ...]
    parts: tuple[PartRow, ...]
    criteria: tuple[CriterionRow, ...]


@dataclass(frozen=True)
class Decider:
    """Who recognises a star, and on which days (both included)."""

    star: int
    level: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True)
class VersionRow:
    """One generation of the rules with its groups and criteria."""

    code: str
    decision: str
    amended_by: tuple[str, ...]
    effective_from: dt.date
    effective_to: dt.date | None
    pending_until: dict[str, dt.date]
    part_maxima: dict[str, Decimal]
    bands: dict[int, Decimal]
    validity_months: int
    decided_by: tuple[Decider, ...]
    groups: tuple[GroupRow, ...] = ()
    sets: tuple[SetRow, ...] = ()
