"""Documents that may be the same one with a slip in number, symbol or date: a warning, never a refusal.

The province's own papers cite one plan with two dates (81/KH-UBND of 14/3/2022 and of 18/4/2022).
"""

import datetime as dt
from dataclasses import dataclass

from documents.models import OfficialDocument


@dataclass(frozen=True)
class Numbering:
    """What names a document: who issued it, under which number and symbol, on which day."""

    issuer_id: int
    number: int
    symbol: str
    issued_on: dt.date


def twins_of(given: Numbering, *, without: int | None = None) -> list[OfficialDocument]:
    """Return documents of the issuer with that number that bear nearly the same symbol or the same day.

    Nearly the same: equal but for case, dashes and what one of both leaves out at its end
    (``QĐ-UBND`` and ``QĐ-UBND-HC``), in whatever year. A number begins anew each year, so the same
    number and symbol with another date is often right: who records it says so.

    Args:
        without: key of the document that is being corrected.
    """
    rows = OfficialDocument.objects.filter(issuer=given.issuer_id, number=given.number).exclude(pk=without)
    return [one for one in rows.order_by("-issued_on", "pk") if _is_alike(given, one)]


def _is_alike(given: Numbering, stored: OfficialDocument) -> bool:
    if stored.issued_on == given.issued_on:
        return True
    mine, theirs = _plain(given.symbol), _plain(stored.symbol)
    return mine.startswith(theirs) or theirs.startswith(mine)


def _plain(symbol: str) -> str:
    return "".join(one for one in symbol.casefold() if one.isalnum())
