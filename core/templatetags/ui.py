"""Parts of a page: icons, chips, stars, tiles, facts, tabs, history (docs/components.md)."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.vn import vn_number

register = template.Library()

TONE_ICONS = {
    "neutral": "circle-dot",
    "info": "info-circle",
    "progress": "clock",
    "success": "circle-check",
    "warning": "alert-triangle",
    "danger": "alert-circle",
    "decision": "gavel",
}
_MESSAGE_TONES = {"error": "danger", "debug": "neutral"}


@register.simple_tag
def icon(name: str, label: str = "", css: str = ""):
    """Draw an icon of assets/icons.txt; without ``label`` it says nothing to screen readers."""
    href = f"{static('dist/icons.svg')}#{name}"
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    classes = f"icon {css}".strip()
    return format_html('<svg class="{}" {} focusable="false"><use href="{}"></use></svg>', classes, spoken, href)


@register.simple_tag
def chip(state, tone: str = "", icon_name: str = ""):
    """Show a state as a chip: a word with an icon in a tone.

    ``state`` is text, or an enum member (or any object) with ``label`` and, where it has them,
    ``tone`` and ``icon``. Tones: neutral, info, progress, success, warning, danger, decision.
    """
    if state in (None, ""):
        return ""
    tone = tone or getattr(state, "tone", "") or "neutral"
    icon_name = icon_name or getattr(state, "icon", "") or TONE_ICONS[tone]
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, icon(icon_name), getattr(state, "label", state))


@register.simple_tag
def stars(count):
    """Show the star of a product: ``4★``, read as "4 sao"; nothing earned is said in words."""
    if not count:
        return format_html('<span class="stars stars-none">{}</span>', _("Chưa có sao"))
    return format_html(
        '<span class="stars"><span aria-hidden="true">{}★</span><span class="visually-hidden">{}</span></span>',
        count,
        _("%(count)s sao") % {"count": count},
    )


@register.simple_tag
def crumb(label, url: str = "", *args):
    """One step of the breadcrumb; ``url`` is the name of an address (with its arguments) or a path."""
    if not url:
        return format_html('<li aria-current="page">{}</li>', label)
    path = url if url.startswith("/") else reverse(url, args=args)
    return format_html('<li><a href="{}">{}</a></li>', path, label)


@register.simple_tag
def fact(label, value, *, url: str = "", wide: bool = False, empty: str = ""):
    """One line of ``<dl class="facts">``; an empty value is said in words."""
    if value in (None, ""):
        content = format_html('<span class="fact-empty">{}</span>', empty or _("Chưa có"))
    else:
        content = format_html('<a href="{}">{}</a>', url, value) if url else value
    css = SafeString(' class="fact-wide"') if wide else ""
    return format_html("<div{}><dt>{}</dt><dd>{}</dd></div>", css, label, content)


@register.inclusion_tag("partials/tile.html")
def tile(label, value, *, unit="", change=None, versus="", url=""):
    """A figure: number, label, change from the year before (same unit as ``value``) and a link to its rows.

    ``value`` is a number, or text that is already written as people read it (``39,50 %``).
    """
    value = value if isinstance(value, str) else vn_number(value)
    return {"label": label, "value": value, "unit": unit, "change": change, "versus": versus, "url": url}


@register.inclusion_tag("partials/tabs.html")
def tabs(items, label: str = ""):
    """Tabs as links; ``items`` are ``core.components.Tab``."""
    return {"items": items, "label": label}


@register.inclusion_tag("partials/history.html")
def history(entries):
    """A list of ``core.components.HistoryEntry``, newest first."""
    return {"entries": entries}


@register.inclusion_tag("partials/missing.html")
def missing(items, title: str = ""):
    """The card "Còn thiếu"; ``items`` are ``core.components.MissingItem``."""
    return {"items": items, "title": title, "left": sum(not item.done for item in items)}


@register.inclusion_tag("partials/empty_state.html")
def empty_state(text, action: str = "", url: str = "", icon_name: str = "inbox"):
    """One sentence where there is nothing, and the next step."""
    return {"text": text, "action": action, "url": url, "icon_name": icon_name}


@register.inclusion_tag("partials/file_row.html")
def file_row(name, url="", *, size=None, when=None, sha256="", note="", kind="", label=""):
    """A file in ``<ul class="rows">``: name, size, date and a button that downloads it."""
    ending = (kind or str(name).rpartition(".")[2]).lower()
    icons = {"pdf": "file-type-pdf", "xlsx": "file-type-xls", "docx": "file-type-docx"}
    icons |= dict.fromkeys(("jpg", "jpeg", "png", "webp"), "photo")
    return {
        "name": name,
        "url": url,
        "size": size,
        "when": when,
        "short": sha256[:12],
        "note": note,
        "label": label,
        "icon_name": icons.get(ending, "file"),
    }


@register.inclusion_tag("partials/progress.html")
def progress(value, total, label, note: str = ""):
    """A bar from 0 to ``total`` with the numbers in words."""
    return {"value": value or 0, "total": total or 1, "label": label, "note": note}


@register.inclusion_tag("partials/chart.html")
def chart(identifier, data, title, *, tall: bool = False):
    """A chart with its table. ``data``: kind, categories, series [{name, data}], unit, links (optional).

    The page loads the script in its block ``scripts``: ``{% script "charts" %}``.
    """
    series = data["series"]
    rows = [(category, [one["data"][index] for one in series]) for index, category in enumerate(data["categories"])]
    return {"identifier": identifier, "data": data, "title": title, "rows": rows, "series": series, "tall": tall}


@register.simple_tag
def script(name: str):
    """Load a bundle of static/dist (``app`` is there already): ``{% script "charts" %}``."""
    return format_html('<script src="{}" defer></script>', static(f"dist/{name}.js"))


@register.filter
def message_tone(message) -> str:
    """The tone of a Django message."""
    return _MESSAGE_TONES.get(message.level_tag, message.level_tag or "info")


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that belongs to a tone."""
    return TONE_ICONS.get(tone, "info-circle")


@register.filter
def initials(name: str) -> str:
    """First letters of the first and last word: ``Nguyễn Văn An`` → ``NA``."""
    words = str(name).split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else str(name)[:1]).upper()
