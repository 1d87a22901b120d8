"""Chance that falls the same way every time."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def dice(purpose: str) -> random.Random:
    """Return a generator of its own for ``purpose``: adding one does not change what others draw."""
    # A text as seed goes through SHA-512, so it does not depend on the process as hash() would.
    return random.Random(f"ocop-demo/{purpose}")  # noqa: S311 - a demo, not a secret


def shuffled(items: Sequence[T], purpose: str) -> list[T]:
    """Return ``items`` in a stable disorder."""
    return dice(purpose).sample(list(items), len(items))


def turns(items: Sequence[T], purpose: str):
    """Yield ``items`` for ever, each as often as the others, in a new stable disorder every round."""
    lap = 0
    while True:
        yield from shuffled(items, f"{purpose}/{lap}")
        lap += 1
