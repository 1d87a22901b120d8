"""Parts of a list page: sortable headers, filter row, pills, pager."""

import datetime as dt
from dataclasses import dataclass

from django import forms, template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import dates
from core.components import PAGE_PARAMETER, PAGE_SIZES, SIZE_PARAMETER, SORT_PARAMETER
from core.templatetags.ui import icon

register = template.Library()


@dataclass(frozen=True)
class Pill:
    """An active filter and the address of the list without it; a ticked box has no ``value``."""

    label: str
    value: str
    url: str


@register.simple_tag(takes_context=True)
def sort_header(context, label, key: str, css: str = ""):
    """A ``<th>`` that sorts by ``key``; the address carries ``sort=key`` or ``sort=-key``."""
    query = context["request"].GET.copy()
    current = query.get(SORT_PARAMETER, "")
    up, down = current == key, current == f"-{key}"
    query[SORT_PARAMETER] = f"-{key}" if up else key
    query.pop(PAGE_PARAMETER, None)
    state = "ascending" if up else "descending" if down else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort{}" href="?{}">{}{}</a></th>',
        format_html(' class="{}"', css) if css else "",
        format_html(' aria-sort="{}"', state) if state else "",
        " sort-on" if state else "",
        query.urlencode(),
        label,
        icon("chevron-up" if up else "chevron-down" if down else "arrows-sort"),
    )


@register.inclusion_tag("partials/filter_bar.html", takes_context=True)
def filter_bar(context, form, main: str = "q"):
    """The filter row of a list. ``main``: names of the fields always shown; the rest open on demand.

    ``form`` is a bound GET form (a filterset's ``.form``).
    """
    names = main.split()
    more = [field for field in form.visible_fields() if field.name not in names]
    return {
        "form": form,
        "main": [form[name] for name in names],
        "more": more,
        "more_open": any(_is_active(form, field) for field in more),
        "pills": _pills(context["request"], form),
        "kept": [
            (name, value) for name, value in context["request"].GET.items() if name in {SORT_PARAMETER, SIZE_PARAMETER}
        ],
    }


@register.inclusion_tag("partials/pager.html", takes_context=True)
def pager(context, page, noun: str = ""):
    """Pages, page size and a jump for a ``Page`` of Django's paginator; ``noun`` is what the rows are."""
    request = context["request"]
    kept = [(name, value) for name, values in request.GET.lists() for value in values]
    return {
        "page": page,
        "noun": noun or _("dòng"),
        "request": request,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "ellipsis": page.paginator.ELLIPSIS,
        "sizes": PAGE_SIZES,
        "for_size": [pair for pair in kept if pair[0] not in {PAGE_PARAMETER, SIZE_PARAMETER}],
        "for_jump": [pair for pair in kept if pair[0] != PAGE_PARAMETER],
    }


def _names(field) -> list[str]:
    """The parameters of a field in the address: one, or one for each part of a range."""
    suffixes = getattr(field.field.widget, "widgets_names", [""])
    return [f"{field.html_name}{suffix}" for suffix in suffixes]


def _is_active(form, field) -> bool:
    """Whether the address carries a value of the field (an empty box or "all" is none)."""
    return form.is_bound and any(any(form.data.getlist(name)) for name in _names(field))


def _pills(request, form) -> list[Pill]:
    found = []
    if not form.is_bound or not form.is_valid():
        return found
    for field in form.visible_fields():
        if not _is_active(form, field):
            continue
        query = request.GET.copy()
        for name in (*_names(field), PAGE_PARAMETER):
            query.pop(name, None)
        words = _words(field.field, form.cleaned_data[field.name])
        found.append(Pill(str(field.label), words, f"?{query.urlencode()}"))
    return found


def _words(field, value) -> str:
    """The value of a filter as people read it; nothing for a ticked box, whose label says it all."""
    if isinstance(field.widget, forms.CheckboxInput):
        return ""
    if isinstance(value, slice):
        return " – ".join(_word(end) for end in (value.start, value.stop))
    if hasattr(value, "model"):
        return ", ".join(str(one) for one in value)
    labels = _choices(field) if isinstance(field, forms.ChoiceField) and not hasattr(field, "queryset") else {}
    values = value if isinstance(value, list | tuple | set) else [value]
    return ", ".join(str(labels.get(str(one), _word(one))) for one in values)


def _word(value) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return dates.format_date(value) if isinstance(value, dt.date) else str("" if value is None else value)


def _choices(field) -> dict[str, str]:
    flat = {}
    for key, label in field.choices:
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        flat |= {str(one): text for one, text in pairs}
    return flat
