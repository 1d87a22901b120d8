"""What an indicator is: a definition in words and the rows that it counts."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from budgets.money import in_millions
from core.numbers import percent_of, round_half_up
from indicators.scope import Scope

PRODUCT = "product"
PRODUCER = "producer"
DISTRICT = "district"
COMMUNE = "commune"
SPENDING = "spending"
CLASS = "class"
TURN = "turn"
PERSON = "person"
ACTIVITY = "activity"
PROJECT = "project"
SPACE = "space"
PAPER = "paper"
PAYMENT = "payment"
UNIT_REPORT = "unit_report"
UNITS_OF_MEASURE = {
    PRODUCT: _("sản phẩm"),
    PRODUCER: _("chủ thể"),
    DISTRICT: _("huyện, thành phố"),
    COMMUNE: _("xã, phường"),
    SPENDING: _("triệu đồng"),
    CLASS: _("lớp"),
    TURN: _("lượt người"),
    PERSON: _("người"),
    ACTIVITY: _("hoạt động"),
    PROJECT: _("dự án"),
    SPACE: _("khu"),
    PAPER: _("giấy tờ"),
    PAYMENT: _("khoản chi"),
    UNIT_REPORT: _("báo cáo của đơn vị"),
}
# What the rows behind a figure are called, where that is not its unit of measure.
ROW_NOUNS = UNITS_OF_MEASURE | {SPENDING: _("dòng kinh phí")}


@dataclass(frozen=True)
class Count:
    """The outcome of an indicator: its value and the keys of the rows behind it."""

    value: Decimal
    row_keys: tuple[int, ...]


class Indicator:
    """A figure with a code. Counts distinct things (products, producers …) among ``rows``.

    Attributes:
        code: as printed in JSON and kept with the figure; never renamed.
        name: the row of the table of figures.
        section: the part of the report under which it is printed.
        counts: what is counted, a key of ``UNITS_OF_MEASURE``.
        measured: the unit of measure of a sum, where that is not what ``counts`` says.
        definition: what exactly counts, in words for people.
        source: which records, or whose reports, tell it.
        model: of which the rows are.
        needs_dossiers: whether the rows are dossiers, which some readers may not see.
        needs_money: whether the rows are money, of which some readers see only the own agency's.
        needs_reports: whether the rows are units' reports, of which some readers see only the own.
        places: with how many decimals the value is printed.
        part, whole: what a share or a mean is made of, else ``None``.
        indent: how deep the row stands in the table.
    """

    model: type[Model]
    is_percent = False
    needs_dossiers = False
    needs_money = False
    needs_reports = False
    places = 0
    source = ""
    part: "Indicator | None" = None
    whole: "Indicator | None" = None

    def __init__(self, code: str, name, *, section: str, counts: str, definition, measured="", indent: int = 0):
        self.code = code
        self.name = name
        self.section = section
        self.counts = counts
        self.definition = definition
        self.measured = measured
        self.indent = indent

    def __repr__(self):
        return f"<{type(self).__name__} {self.code}>"

    @property
    def unit_of_measure(self):
        """Return what the value is a number of."""
        return self.measured or UNITS_OF_MEASURE[self.counts]

    @property
    def read_with(self) -> Hashable | None:
        """Return what the indicators have in common that ``count_together`` counts; ``None``: it stands alone."""
        return None

    def count_together(self, members: Sequence["Indicator"], scope: Scope, *, keys: bool = True) -> dict[str, "Count"]:
        """Count all ``members``, which have the same ``read_with``, by as few questions as there need be."""
        return {one.code: one.count(scope, {}, keys=keys) for one in members}

    def is_readable(self, scope: Scope) -> bool:
        """Return whether the reader of ``scope`` sees its rows, and all of them that fall to the unit."""
        return (
            (scope.has_dossiers or not self.needs_dossiers)
            and (scope.has_money or not self.needs_money)
            and (scope.has_reports or not self.needs_reports)
        )

    def rows(self, scope: Scope) -> QuerySet:
        """Return the rows counted; several may stand for one thing counted."""
        raise NotImplementedError

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Add ``counted_key``: the id of the thing that a row stands for."""
        raise NotImplementedError

    def count(self, scope: Scope, _counted: Mapping[str, Count], *, keys: bool = True) -> Count:
        """Count in one query; without ``keys`` the rows are not named (a figure only to compare with)."""
        wanted = {"value": models.Count("counted_key", distinct=True)}
        if keys:
            wanted["keys"] = ArrayAgg("pk", default=models.Value([]))
        found = self.keyed(self.rows(scope)).order_by().aggregate(**wanted)
        return Count(Decimal(found["value"]), tuple(sorted(found.get("keys", ()))))


class Millions(Indicator):
    """A sum of đồng among ``rows``, printed in triệu đồng; it opens to the lines that the rows stand on."""

    needs_money = True
    places = 2
    amount = "amount_vnd"

    def count(self, scope: Scope, _counted: Mapping[str, Count], *, keys: bool = True) -> Count:
        """Add up in one query; without ``keys`` the rows are not named."""
        wanted = {"value": models.Sum(self.amount)}
        if keys:
            wanted["keys"] = ArrayAgg("pk", default=models.Value([]))
        found = self.rows(scope).order_by().aggregate(**wanted)
        return Count(in_millions(found["value"] or Decimal(0)), tuple(sorted(found.get("keys", ()))))


class _OfTwo(Indicator):
    """Made of two other indicators; it opens to the rows of the first."""

    places = 2

    def __init__(self, code: str, name, *, part: Indicator, whole: Indicator, definition, indent: int = 0):
        super().__init__(code, name, section=part.section, counts=part.counts, definition=definition, indent=indent)
        self.part = part
        self.whole = whole
        self.model = part.model
        self.needs_dossiers = part.needs_dossiers or whole.needs_dossiers
        self.needs_money = part.needs_money or whole.needs_money
        self.needs_reports = part.needs_reports or whole.needs_reports
        self.source = part.source

    def rows(self, scope: Scope) -> QuerySet:
        """Return the rows of the numerator."""
        return self.part.rows(scope)

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key the rows as the numerator does."""
        return self.part.keyed(rows)

    def count(self, scope: Scope, counted: Mapping[str, Count], *, keys: bool = True) -> Count:
        """Compute from what was counted already, or count both."""
        part = counted.get(self.part.code) or self.part.count(scope, counted, keys=keys)
        whole = counted.get(self.whole.code) or self.whole.count(scope, counted, keys=False)
        return Count(self.of(part.value, whole.value), part.row_keys)

    def of(self, part: Decimal, whole: Decimal) -> Decimal:
        """Return the value, with two decimals."""
        raise NotImplementedError


class Percent(_OfTwo):
    """A share of two other indicators."""

    is_percent = True

    @property
    def unit_of_measure(self):
        """Return the sign of a share."""
        return "%"

    def of(self, part: Decimal, whole: Decimal) -> Decimal:
        """Return the share in percent."""
        return percent_of(part, whole)


class Mean(_OfTwo):
    """So much of one indicator for each of another; 0 where there is none of the other."""

    def of(self, part: Decimal, whole: Decimal) -> Decimal:
        """Return the mean, half up."""
        return round_half_up(part / whole) if whole else Decimal("0.00")
