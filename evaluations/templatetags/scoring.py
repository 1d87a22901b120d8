"""Numbers for scripts and drawings of the scoring pages."""

from decimal import Decimal

from django import template

from evaluations.printing.words import points_text

register = template.Library()


@register.filter
def plain(value: Decimal) -> str:
    """``12.50`` → ``12.5``: with a point, as scripts and drawings read numbers."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def vn_points(mean: Decimal | None) -> str:
    """Return a mean as ``scoring.shown_mean`` gives it: ``83,00``, and ``69,995`` where two decimals would mislead."""
    return "" if mean is None else points_text(mean)
