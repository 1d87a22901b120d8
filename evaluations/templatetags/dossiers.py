"""Small helps for the pages of dossiers."""

from django import template

register = template.Library()


@register.filter
def of_key(mapping, key):
    """Return what a mapping holds under ``key``; an empty list where it holds nothing."""
    return mapping.get(key, [])
