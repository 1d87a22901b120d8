"""What an indicator is: a definition in words and the rows that it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from core.numbers import percent_of
from reports.indicators.scope import Scope

PRODUCT = "product"
PRODUCER = "producer"
DISTRICT = "district"
COMMUNE = "commune"
UNITS_OF_MEASURE = {
    PRODUCT: _("sản phẩm"),
    PRODUCER: _("chủ thể"),
    DISTRICT: _("huyện, thành phố"),
    COMMUNE: _("xã, phường"),
}


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
        counts: what is counted: ``PRODUCT``, ``PRODUCER``, ``DISTRICT`` or ``COMMUNE``.
        definition: what exactly counts, in words for people.
        model: of which the rows are.
        needs_dossiers: whether the rows are dossiers, which some readers may not see.
        indent: how deep the row stands in the table.
    """

    model: type[Model]
    is_percent = False
    needs_dossiers = False

    def __init__(self, code: str, name, *, section: str, counts: str, definition, indent: int = 0):
        self.code = code
        self.name = name
        self.section = section
        self.counts = counts
        self.definition = definition
        self.indent = indent

    def __repr__(self):
        return f"<{type(self).__name__} {self.code}>"

    @property
    def unit_of_measure(self):
        """Return what the value is a number of."""
        return UNITS_OF_MEASURE[self.counts]

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


class Percent(Indicator):
    """A share of two other indicators; it opens to the rows of its numerator."""

    is_percent = True

    def __init__(self, code: str, name, *, part: Indicator, whole: Indicator, definition, indent: int = 0):
        super().__init__(code, name, section=part.section, counts=part.counts, definition=definition, indent=indent)
        self.part = part
        self.whole = whole
        self.model = part.model
        self.needs_dossiers = part.needs_dossiers or whole.needs_dossiers

    @property
    def unit_of_measure(self):
        """Return the sign of a share."""
        return "%"

    def rows(self, scope: Scope) -> QuerySet:
        """Return the rows of the numerator."""
        return self.part.rows(scope)

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Key the rows as the numerator does."""
        return self.part.keyed(rows)

    def count(self, scope: Scope, counted: Mapping[str, Count], *, keys: bool = True) -> Count:
        """Compute the share from what was counted already, or count both."""
        part = counted.get(self.part.code) or self.part.count(scope, counted, keys=keys)
        whole = counted.get(self.whole.code) or self.whole.count(scope, counted, keys=False)
        return Count(percent_of(part.value, whole.value), part.row_keys)
