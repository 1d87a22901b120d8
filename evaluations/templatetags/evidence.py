"""Tags of the pages of papers and supplements."""

from django import template

register = template.Library()


@register.simple_tag
def answer_field(form, item):
    """Return the box for the answer to an item of a supplement request."""
    return form.field_of(item)
