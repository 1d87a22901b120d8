"""Numbers as Vietnamese officials write them: ``1.234,5`` and ``39,50 %``."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_VIETNAMESE = re.compile(r"[-+]?\d{1,3}(\.\d{3})+(,\d+)?|[-+]?\d+(,\d+)?")
_PLAIN = re.compile(r"[-+]?\d+(\.\d+)?")


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """Return ``value`` with ``places`` decimals, halves away from zero (39.495 → 39.50)."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def percent_of(part: int | Decimal, whole: int | Decimal) -> Decimal:
    """Return ``part`` as a percentage of ``whole`` with two decimals; 0.00 where ``whole`` is 0."""
    if not whole:
        return Decimal("0.00")
    return round_half_up(Decimal(part) * 100 / Decimal(whole))


def format_number(value: int | Decimal | None, places: int | None = None) -> str:
    """Return ``value`` in Vietnamese form; without ``places`` its own decimals are kept.

    ``None`` gives an empty string; trailing zeros of a value without ``places`` are dropped.
    """
    if value is None:
        return ""
    number = Decimal(value)
    number = round_half_up(number, places) if places is not None else _without_trailing_zeros(number)
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def format_percent(value: Decimal | None) -> str:
    """Return a percentage with two decimals, half up: ``39,50 %``."""
    return "" if value is None else f"{format_number(Decimal(value), 2)} %"


def parse_number(text: str) -> Decimal:
    """Read ``1.234,5``, ``1234,5`` or ``1234.5``.

    A single group of three digits after a point (``1.234``) is a thousand, as Vietnamese write it.

    Raises:
        ValueError: the text is not a number in one of these forms.
    """
    compact = re.sub(r"[\s\u00a0]", "", text)
    if _VIETNAMESE.fullmatch(compact):
        compact = compact.replace(".", "").replace(",", ".")
    elif not _PLAIN.fullmatch(compact):
        raise ValueError(text)
    try:
        return Decimal(compact)
    except InvalidOperation as error:
        raise ValueError(text) from error


def _without_trailing_zeros(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
