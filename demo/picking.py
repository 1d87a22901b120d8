"""Choosing some of many so that sums come out exactly."""

from collections.abc import Sequence

from demo.dice import dice

_TRIES = 200


def pick_exactly(sizes: Sequence[tuple[int, ...]], wanted: tuple[int, ...], *, purpose: str) -> set[int]:
    """Return the places of a choice whose sizes add up to ``wanted``.

    The first number of each size is 1 and of ``wanted`` how many to choose. Starts from a stable
    random choice and swaps, one for one, whatever brings the sums nearer.

    Raises:
        ValueError: no choice was found.
    """
    luck = dice(f"pick/{purpose}")
    for _try in range(_TRIES):
        chosen = set(luck.sample(range(len(sizes)), wanted[0]))
        if _swap_until_exact(chosen, sizes, wanted):
            return chosen
    raise ValueError(f"no choice for {purpose} adds up to {wanted}")


def _swap_until_exact(chosen: set[int], sizes, wanted) -> bool:
    sums = [sum(column) for column in zip(*(sizes[at] for at in chosen), strict=True)]
    while (missing := _distance(sums, wanted)) != 0:
        gap, out, into = min(
            (_distance(_swapped(sums, sizes[out], sizes[into]), wanted), out, into)
            for out in sorted(chosen)
            for into in range(len(sizes))
            if into not in chosen
        )
        if gap >= missing:
            return False
        sums = _swapped(sums, sizes[out], sizes[into])
        chosen ^= {out, into}
    return True


def _swapped(sums, out, into) -> list[int]:
    return [total - less + more for total, less, more in zip(sums, out, into, strict=True)]


def _distance(sums, wanted) -> int:
    return sum(abs(total - want) for total, want in zip(sums, wanted, strict=True))
