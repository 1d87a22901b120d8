"""Money in templates."""

from django import template

from budgets.money import format_millions

register = template.Library()


@register.filter
def vn_millions(amount_vnd) -> str:
    """Return ``7.678,61`` of 7678610000 đồng; the page names the unit."""
    return format_millions(amount_vnd)
