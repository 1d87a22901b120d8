"""Indicators that share a set of rows and differ in a condition: one question counts them all."""

from collections.abc import Callable, Hashable, Sequence
from decimal import Decimal

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable

from budgets.money import in_millions
from indicators.base import Count as Outcome
from indicators.base import Indicator
from indicators.scope import Scope


class Part(Indicator):
    """Counts distinct things among the rows of ``base`` that fulfil ``where``.

    Attributes:
        base: from a scope to the rows that several indicators share.
        where: a condition on fields and annotations of those rows; ``None``: all of them.
        keys_by_count: for each thing counted the field with its id.
    """

    keys_by_count: dict[str, str]

    def __init__(self, code: str, name, *, base: Callable[[Scope], QuerySet], where: Q | None = None, **more):
        super().__init__(code, name, **more)
        self.base = base
        self.where = where

    @property
    def read_with(self) -> Hashable:
        """Return the common set of rows."""
        return self.base

    def rows(self, scope: Scope) -> QuerySet:
        """Return the rows of the set that fulfil the condition."""
        rows = self.base(scope)
        return rows if self.where is None else rows.filter(self.where)

    def keyed(self, rows: QuerySet) -> QuerySet:
        """Add the id of the thing that a row stands for."""
        return rows.annotate(counted_key=F(self.keys_by_count[self.counts]))

    def measure(self) -> Aggregate:
        """Return what is asked of the rows."""
        return Count(self.keys_by_count[self.counts], distinct=True, filter=self.where)

    def value_of(self, found) -> Decimal:
        """Return the value as printed, of what the database answers."""
        return Decimal(found or 0)

    def count(self, scope: Scope, _counted, *, keys: bool = True) -> Outcome:
        """Count this one alone."""
        return self.count_together([self], scope, keys=keys)[self.code]

    def count_together(self, members: Sequence["Part"], scope: Scope, *, keys: bool = True) -> dict[str, Outcome]:
        """Count members of one set in one query."""
        wanted = {f"value_{at}": one.measure() for at, one in enumerate(members)}
        if keys:
            empty = Value([])
            wanted |= {f"keys_{at}": ArrayAgg("pk", filter=one.where, default=empty) for at, one in enumerate(members)}
        found = self.base(scope).order_by().aggregate(**wanted)
        return {
            one.code: Outcome(one.value_of(found[f"value_{at}"]), tuple(sorted(found.get(f"keys_{at}", ()))))
            for at, one in enumerate(members)
        }


class Added(Part):
    """Adds ``amount`` up among the rows instead of counting them."""

    def __init__(self, code: str, name, *, amount: str | Combinable, **more):
        super().__init__(code, name, **more)
        self.amount = amount

    def measure(self) -> Aggregate:
        """Return the sum."""
        return Sum(self.amount, filter=self.where)


class AddedMillions(Added):
    """Adds đồng up and prints triệu đồng."""

    places = 2

    def value_of(self, found) -> Decimal:
        """Return triệu đồng with two decimals."""
        return in_millions(found or Decimal(0))
