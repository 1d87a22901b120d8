"""Numbers for scripts and drawings of the scoring pages."""

from decimal import Decimal

from django import template

register = template.Library()


@register.filter
def plain(value: Decimal) -> str:
    """``12.50`` → ``12.5``: with a point, as scripts and drawings read numbers."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
