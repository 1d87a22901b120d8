"""What the data files of the rules hold, as plain values that can be compared."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

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
    def is_by_whole_points(self) -> bool:
        """Whether its levels are plain points from 0 to the maximum: those of the decision are not public."""
        plain = {_("%d điểm") % points for points in range(len(self.options))}
        return len(self.options) > 1 and {option.text for option in self.options} == plain

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
class Window:
    """A round of the yearly calendar: days before which it is proposed and decided, without a year."""

    level: str
    number: int
    propose_month: int
    propose_day: int
    decide_month: int
    decide_day: int


@dataclass(frozen=True)
class Settings:
    """What a version fixes besides points; the fields are those of ``RuleVersion``."""

    renewal_opens_days: int
    renewal_closes_days: int
    extension_days: int
    unit_check_days: int
    required_sections: tuple[str, ...]
    revocation_grounds: tuple[str, ...]
    quorum_percent: int
    quorum_needs_chair: bool
    max_spread: Decimal
    near_bound: Decimal
    least_sheets: int
    averaging: str
    mark_rule: str
    mark_rule_reason: str


@dataclass(frozen=True)
class Content:
    """What is frozen once a round uses a version, as the files and the database hold it alike.

    A decider whose last day is that of the version has none here: pending dossiers are decided later.
    """

    validity_months: int
    settings: Settings
    bands: dict[int, Decimal]
    deciders: tuple[Decider, ...]
    windows: tuple[Window, ...]
    sets: tuple[SetRow, ...]


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
    round_windows: tuple[Window, ...]
    settings: Settings
    groups: tuple[GroupRow, ...] = ()
    sets: tuple[SetRow, ...] = ()

    @property
    def content(self) -> Content:
        """What is compared with the database."""
        deciders = (
            replace(one, valid_to=None) if one.valid_to == self.effective_to else one for one in self.decided_by
        )
        return Content(
            validity_months=self.validity_months,
            settings=self.settings,
            bands=self.bands,
            deciders=tuple(sorted(deciders, key=lambda one: (one.star, one.valid_from))),
            windows=tuple(sorted(self.round_windows, key=lambda one: (one.level, one.number))),
            sets=tuple(sorted(self.sets, key=lambda one: one.number)),
        )
