"""Every indicator that records tell, defined once, in printing order."""

from collections.abc import Sequence

from indicators.activities import activities
from indicators.base import Count, Indicator
from indicators.budget import needed_next, of_year, support
from indicators.business import business
from indicators.central import candidates
from indicators.counting import count_of
from indicators.entries import central, entries
from indicators.incubation import incubation
from indicators.makers import channels, minority, new_producers, standing_forms, standing_groups
from indicators.money import executed
from indicators.outcomes import outcomes
from indicators.papers import papers
from indicators.recognised import forms, groups, recognised
from indicators.renewals import expired, renewals
from indicators.scope import Scope
from indicators.standing import in_force, market, revoked, women
from indicators.trainings import trained


def _build() -> dict[str, Indicator]:
    taking_part, recognition, stock = entries(), recognised(), in_force()
    known = {one.code: one for one in (*taking_part, *recognition, *stock)}
    products, producers = known["standing.products"], known["standing.producers"]
    ordered = [
        *taking_part,
        *outcomes(known["entries.products"]),
        *recognition,
        *groups(known["recognised.products"]),
        *forms(known["recognised.producers"]),
        *new_producers(),
        *renewals(),
        *stock,
        *standing_groups(products),
        *standing_forms(producers),
        *women(producers),
        *minority(producers),
        *market(products),
        *channels(products, producers),
        *papers(),
        *business(),
        *central(),
        *candidates(),
        *revoked(),
        *expired(),
        *activities(),
        *trained(),
        *incubation(),
        *of_year(),
        *executed(known["recognised.products"]),
        *support(),
        *needed_next(),
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
    return [one for one in all_indicators() if one.is_readable(scope)]


def count_all(scope: Scope, *, keys: bool = True) -> dict[str, Count]:
    """Return the outcome of every readable indicator by its code; without ``keys``, only the values."""
    return count_of(readable_by(scope), scope, keys=keys)
