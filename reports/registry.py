"""Every indicator of a report: those that records tell and those that units report."""

from collections.abc import Iterable, Sequence

from campaigns.reported import Reported, is_reported, no_longer_asked, reported_indicators
from indicators import registry as counted_ones
from indicators.base import Count, Indicator
from indicators.counting import count_of
from indicators.scope import Scope


def all_indicators() -> Sequence[Indicator]:
    """Return every indicator in printing order; one query."""
    return (*counted_ones.all_indicators(), *reported_indicators())


def get(code: str) -> Indicator:
    """Return the indicator of a code; one query for what units report, also where no form asks it any more.

    Raises:
        KeyError: there is none.
    """
    return several([code])[code]


def several(codes: Iterable[str]) -> dict[str, Indicator]:
    """Return the indicators of codes; one query, or none where records tell them all.

    Raises:
        KeyError: one of them is no indicator.
    """
    wanted = list(codes)
    asked: dict[str, Reported] = {}
    if any(map(is_reported, wanted)):
        asked = {one.code: one for one in reported_indicators()}
    return {
        code: (asked.get(code) or no_longer_asked(code)) if is_reported(code) else counted_ones.get(code)
        for code in wanted
    }


def readable_by(scope: Scope) -> list[Indicator]:
    """Return the indicators whose rows the reader of ``scope`` may see at all; one query."""
    return [one for one in all_indicators() if one.is_readable(scope)]


def count_all(scope: Scope, *, keys: bool = True) -> dict[str, Count]:
    """Return the outcome of every readable indicator by its code; without ``keys``, only the values."""
    return count_of(readable_by(scope), scope, keys=keys)
