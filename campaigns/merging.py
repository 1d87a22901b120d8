"""Two officers on one page: whose boxes changed since it was opened. Pure.

A page carries a short digest of what it showed in every box. What I left alone stays as the other stored
it; what the other left alone is written as I typed it; what both changed is a conflict that a person decides.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import round_half_up
from core.text import to_nfc

_LENGTH = 12


@dataclass(frozen=True)
class Merged:
    """Keys of boxes: to write, changed by the other alone, changed by both."""

    write: frozenset[str]
    theirs: frozenset[str]
    conflicts: frozenset[str]


def content_of(value: Decimal | int | str | None) -> str:
    """Return a value as the one text that stands for it, empty for nothing: ``12``, ``12.5``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return to_nfc(value).replace("\r\n", "\n").strip()
    number = Decimal(value)
    return f"{round_half_up(number):f}" if number != number.to_integral_value() else f"{number.quantize(Decimal(1)):f}"


def token_of(contents: Mapping[str, str]) -> str:
    """Return what a page carries to say what it showed: ``fairs:1f40fc92da24 stalls:…``."""
    return " ".join(f"{key}:{_digest(content)}" for key, content in contents.items())


def read_token(text: str) -> dict[str, str]:
    """Return the digests by key; what is no token tells of no box, so that every difference is a conflict."""
    pairs = (part.partition(":") for part in text.split())
    return {key: digest for key, _separator, digest in pairs}


def merge(seen: Mapping[str, str] | None, stored: Mapping[str, str], typed: Mapping[str, str]) -> Merged:
    """Compare box by box.

    Args:
        seen: digests of what the page showed (``read_token``); ``None``: a writer without a page writes all.
        stored: contents (``content_of``) as they are now.
        typed: contents that came; boxes that did not come stay as they are.
    """
    write, theirs, conflicts = set(), set(), set()
    for key, mine in typed.items():
        now = stored.get(key, "")
        if mine == now:
            continue
        if seen is None or seen.get(key) == _digest(now):
            write.add(key)
        elif seen.get(key) == _digest(mine):
            theirs.add(key)
        else:
            conflicts.add(key)
    return Merged(frozenset(write), frozenset(theirs), frozenset(conflicts))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:_LENGTH]
