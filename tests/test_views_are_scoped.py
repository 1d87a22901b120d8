"""Every view says whose rows it shows, or why it shows none."""

from django.urls import URLPattern, get_resolver

from core.views import RuleRequiredMixin, ScopedQuerysetMixin


def walk(patterns, prefix=""):
    """Return (full name, callback) of every address of the portal."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern.callback
        else:
            yield from walk(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def _is_bound(callback) -> bool:
    view = getattr(callback, "view_class", callback)
    if getattr(view, "unscoped_reason", ""):
        return True
    if not isinstance(view, type):
        return False
    return issubclass(view, ScopedQuerysetMixin) or (issubclass(view, RuleRequiredMixin) and view.rule is not None)


def test_every_view_is_scoped_or_says_why_not():
    assert not [name for name, callback in walk(get_resolver().url_patterns) if not _is_bound(callback)]


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _ in walk(get_resolver().url_patterns)]
    assert None not in names
    assert len(names) == len(set(names))
