"""Money as officials type it: ``1.234,5`` triệu or ``1.234.500.000`` đồng. Always whole đồng inside."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.numbers import format_number, parse_number, round_half_up

MILLION = Decimal(1_000_000)
_MOST = Decimal(10) ** 15
_SUFFIXES = (
    (re.compile(r"\s*(tỷ|tỉ|ty)( đồng)?$", re.IGNORECASE), Decimal(1_000_000_000)),
    (re.compile(r"\s*(triệu|tr)( đồng)?$", re.IGNORECASE), MILLION),
    (re.compile(r"\s*(đồng|đ|vnd|vnđ)$", re.IGNORECASE), Decimal(1)),
)


class MoneyUnit(TextChoices):
    """What a bare number means."""

    MILLION = "million", _("triệu đồng")
    DONG = "dong", _("đồng")


_FACTORS = {MoneyUnit.MILLION: MILLION, MoneyUnit.DONG: Decimal(1)}


def parse_money(text: str, unit: str = MoneyUnit.DONG) -> Decimal:
    """Return whole đồng of ``1.234,5`` in ``unit``; a written suffix (``tỷ``, ``triệu``, ``đồng``) goes before it.

    Raises:
        ValueError: no number, a part of a đồng, or more than fifteen digits.
    """
    rest, factor = text.strip(), _FACTORS[MoneyUnit(unit)]
    for pattern, meant in _SUFFIXES:
        found = pattern.search(rest)
        if found:
            rest, factor = rest[: found.start()], meant
            break
    amount = parse_number(rest) * factor
    if amount != amount.to_integral_value() or abs(amount) >= _MOST:
        raise ValueError(f"not an amount of whole đồng: {text}")
    return amount.quantize(Decimal(1))


def in_millions(amount_vnd: Decimal) -> Decimal:
    """Return triệu đồng with two decimals, half up, as reports print it."""
    return round_half_up(Decimal(amount_vnd) / MILLION, 2)


def format_millions(amount_vnd: Decimal | None) -> str:
    """Return ``7.678,61`` of 7678610000 đồng."""
    return "" if amount_vnd is None else format_number(in_millions(amount_vnd), 2)


class MoneyInput(forms.MultiWidget):
    """A box for the number and a select for its unit."""

    template_name = "budgets/widgets/money.html"

    def __init__(self, attrs=None):
        # The label of two boxes is the legend around them: the first one needs a name of its own.
        number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "aria-label": _("Số tiền")})
        unit = forms.Select(choices=MoneyUnit.choices, attrs={"aria-label": _("Đơn vị tiền")})
        super().__init__([number, unit], attrs)

    def decompress(self, value):
        """Show a stored amount in triệu where that is short, else in đồng."""
        if value in (None, ""):
            return ["", MoneyUnit.MILLION]
        amount = Decimal(value)
        if amount % 10_000 == 0:
            return [format_number(amount / MILLION), MoneyUnit.MILLION]
        return [format_number(amount), MoneyUnit.DONG]

    def id_for_label(self, id_):
        """Point the label to the number."""
        return f"{id_}_0"


class MoneyField(forms.MultiValueField):
    """Whole đồng, typed in triệu or đồng."""

    widget = MoneyInput

    def __init__(self, *, lowest: Decimal | None = Decimal(1), **kwargs):
        self.lowest = lowest
        fields = (forms.CharField(), forms.ChoiceField(choices=MoneyUnit.choices, required=False))
        super().__init__(fields, require_all_fields=False, **kwargs)
        self.error_messages["required"] = _("Hãy nhập số tiền.")

    def has_changed(self, initial, data):
        """Whether an amount was typed; a unit without a number says nothing."""
        if not data or not data[0]:
            return initial not in (None, "")
        return super().has_changed(initial, data)

    def compress(self, data_list):
        """Return whole đồng or ``None``.

        Raises:
            ValidationError: not an amount of whole đồng, or below the lowest.
        """
        if not data_list or not data_list[0]:
            return None
        try:
            amount = parse_money(data_list[0], data_list[1] or MoneyUnit.MILLION)
        except ValueError:
            message = _("“%(value)s” không phải số tiền. Hãy nhập như 1.234,5 (triệu đồng) hoặc 1.234.500.000 (đồng).")
            raise ValidationError(message, params={"value": data_list[0]}) from None
        if self.lowest is not None and amount < self.lowest:
            raise ValidationError(_("Số tiền phải lớn hơn 0."))
        return amount
