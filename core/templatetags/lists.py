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
    """An active filter and the address of the list without it."""

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
        "more_open": any(_is_active(form, field.name) for field in more),
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


def _is_active(form, name: str) -> bool:
    value = getattr(form, "cleaned_data", {}).get(name)
    return bool(value) or value is False


def _pills(request, form) -> list[Pill]:
    found = []
    for field in form.visible_fields():
        if not form.is_bound or not form.is_valid() or not _is_active(form, field.name):
            continue
        query = request.GET.copy()
        for suffix in getattr(field.field.widget, "widgets_names", [""]):
            query.pop(f"{field.html_name}{suffix}", None)
        query.pop(PAGE_PARAMETER, None)
        found.append(
            Pill(str(field.label), _words(field.field, form.cleaned_data[field.name]), f"?{query.urlencode()}")
        )
    return found


def _words(field, value) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, dt.date):
        return dates.format_date(value)
    if isinstance(value, slice):
        ends = [
            dates.format_date(end) if isinstance(end, dt.date) else str(end or "") for end in (value.start, value.stop)
        ]
        return " – ".join(ends)
    if isinstance(value, str | int) and isinstance(field, forms.ChoiceField):
        return str(_choices(field).get(str(value), value))
    if isinstance(value, list | tuple | set) or hasattr(value, "model"):
        labels = _choices(field) if not hasattr(value, "model") else {}
        return ", ".join(str(labels.get(str(one), one)) for one in value)
    return str(value)


def _choices(field) -> dict[str, str]:
    flat = {}
    for key, label in field.choices:
        pairs = label if isinstance(label, list | tuple) else [(key, label)]
        flat |= {str(one): text for one, text in pairs}
    return flat
