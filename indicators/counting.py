"""Counting several indicators: those that share their rows are read together."""

from collections.abc import Sequence

from indicators.base import Count, Indicator
from indicators.scope import Scope


def count_of(indicators: Sequence[Indicator], scope: Scope, *, keys: bool = True) -> dict[str, Count]:
    """Return the outcome of each by its code, in their order; without ``keys``, only the values."""
    counted: dict[str, Count] = {}
    for indicator in indicators:
        if indicator.code in counted:
            continue
        shared = indicator.read_with
        if shared is None:
            counted[indicator.code] = indicator.count(scope, counted, keys=keys)
        else:
            members = [one for one in indicators if one.read_with == shared]
            counted |= indicator.count_together(members, scope, keys=keys)
    return {one.code: counted[one.code] for one in indicators}
