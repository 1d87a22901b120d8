"""Met, not met or at risk: pure rules over numbers and days. Values are compared unrounded."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from programme.enums import Direction, Outcome

_NOTHING = Decimal(0)


def reaches(direction: str, value: Decimal, planned: Decimal) -> bool:
    """Return whether the value stands on the right side of the planned one."""
    return value >= planned if direction == Direction.AT_LEAST else value <= planned


def elapsed_share(first: dt.date, due_on: dt.date, as_of: dt.date) -> Decimal:
    """Return which share of the days from ``first`` to ``due_on``, both included, is over at the end of ``as_of``."""
    whole = (due_on - first).days + 1
    if whole <= 0:
        return Decimal(1)
    return min(max(Decimal((as_of - first).days + 1) / whole, _NOTHING), Decimal(1))


def judge(
    *,
    direction: str,
    planned: Decimal,
    value: Decimal | None,
    elapsed: Decimal,
    is_final: bool,
    start: Decimal = _NOTHING,
    in_whole_steps: bool = True,
) -> Outcome:
    """Return how a target stands.

    Args:
        value: ``None`` where nothing tells it.
        elapsed: the share of the time that is over.
        is_final: whether the due date has come; then it is met or not.
        start: where the value stood when the time began.
        in_whole_steps: of things that are counted one by one: half a thing is never behind.
    """
    if value is None:
        return Outcome.UNKNOWN
    is_reached = reaches(direction, value, planned)
    if is_final:
        return Outcome.MET if is_reached else Outcome.NOT_MET
    if direction == Direction.AT_MOST:
        # It may still be passed before the due date.
        return Outcome.UNDER_WAY if is_reached else Outcome.AT_RISK
    if is_reached:
        return Outcome.MET
    wanted = start + (planned - start) * elapsed
    if in_whole_steps:
        wanted = wanted.to_integral_value("ROUND_FLOOR")
    return Outcome.AT_RISK if value < wanted else Outcome.UNDER_WAY


def judge_units(*, direction: str, met: Sequence[bool | None], elapsed: Decimal, is_final: bool) -> Outcome:
    """Return how a target stands that each unit has to reach.

    Args:
        met: for each unit whether it reached the value; ``None`` where nothing tells it.
    """
    if all(one is None for one in met):
        return Outcome.UNKNOWN
    if is_final and None in met and False not in met:
        return Outcome.UNKNOWN
    if direction == Direction.AT_MOST and not is_final:
        return Outcome.AT_RISK if False in met else Outcome.UNDER_WAY
    # Of the units asked, those that are known to have reached it: a count that has to become all of them.
    return judge(
        direction=Direction.AT_LEAST,
        planned=Decimal(len(met)),
        value=Decimal(sum(one is True for one in met)),
        elapsed=elapsed,
        is_final=is_final,
    )


def of_parts(outcomes: Sequence[Outcome]) -> Outcome:
    """Return how a number stands whose parts have to be met together: as its worst part."""
    order = (Outcome.NOT_MET, Outcome.AT_RISK, Outcome.UNKNOWN, Outcome.UNDER_WAY, Outcome.MET)
    return min(outcomes, key=order.index)
