"""Every indicator that records tell, defined once, in printing order."""

from collections.abc import Sequence

from indicators.base import Count, Indicator
from indicators.entries import central, entries
from indicators.money import executed
from indicators.recognised import forms, groups, recognised
from indicators.scope import Scope
from indicators.standing import in_force, market, revoked, women
from indicators.trainings import trained


def _build() -> dict[str, Indicator]:
    recognition, stock = recognised(), in_force()
    known = {one.code: one for one in (*recognition, *stock)}
    ordered = [
        *entries(),
        *recognition,
        *groups(known["recognised.products"]),
        *forms(known["recognised.producers"]),
        *stock,
        *women(known["standing.producers"]),
        *market(known["standing.products"]),
        *central(),
        *revoked(),
        *trained(),
        *executed(known["recognised.products"]),
    ]
    return {one.code: one for one in ordered}


_BY_CODE = _build()


def all_indicators() -> Sequence[Indicator]:
    """Return every indicator in printing order."""
    return tuple(_BY_CODE.values())


def get(code: str) -> Indicator:
    """Return the indicator of a code.

    Raises:
        KeyError: there is none.
    """
    return _BY_CODE[code]


def readable_by(scope: Scope) -> list[Indicator]:
    """Return the indicators whose rows the reader of ``scope`` may see at all."""
    return [
        one
        for one in all_indicators()
        if (scope.has_dossiers or not one.needs_dossiers) and (scope.has_money or not one.needs_money)
    ]


def count_all(scope: Scope, *, keys: bool = True) -> dict[str, Count]:
    """Return the outcome of every readable indicator by its code; without ``keys``, only the values."""
    counted: dict[str, Count] = {}
    for indicator in readable_by(scope):
        counted[indicator.code] = indicator.count(scope, counted, keys=keys)
    return counted
