"""Every indicator of a report: those that records tell and those that units report."""

from collections.abc import Sequence

from indicators import registry as counted_ones
from indicators.base import Count, Indicator
from indicators.scope import Scope


def all_indicators() -> Sequence[Indicator]:
    """Return every indicator in printing order."""
    return counted_ones.all_indicators()


def get(code: str) -> Indicator:
    """Return the indicator of a code.

    Raises:
        KeyError: there is none.
    """
    return counted_ones.get(code)


def readable_by(scope: Scope) -> list[Indicator]:
    """Return the indicators whose rows the reader of ``scope`` may see at all."""
    return counted_ones.readable_by(scope)


def count_all(scope: Scope, *, keys: bool = True) -> dict[str, Count]:
    """Return the outcome of every readable indicator by its code; without ``keys``, only the values."""
    return counted_ones.count_all(scope, keys=keys)
