"""Watchers that make a test fail where a page breaks a house rule."""

import re

from django.db import connection

_WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|TRUNCATE|ALTER|CREATE|DROP)\b", re.IGNORECASE)
# What signing in and staying signed in may write, whatever the method.
_EXCUSED_TABLES = ("django_session", "axes_")
_INLINE = re.compile(
    rb"<style[\s>]|\sstyle\s*=\s*[\"']|<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)


class ReadOnlyGetMiddleware:
    """A GET that writes fails."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        with connection.execute_wrapper(self._refuse_writes):
            return self.get_response(request)

    @staticmethod
    def _refuse_writes(execute, sql, params, many, context):
        if _WRITES.match(sql) and not any(table in sql for table in _EXCUSED_TABLES):
            raise AssertionError(f"a GET writes: {sql[:200]}")
        return execute(sql, params, many, context)


class NoInlineCodeMiddleware:
    """Inline script, style or handlers in a page fail: the content security policy would block them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
            found = _INLINE.search(response.content)
            if found:
                start = max(0, found.start() - 60)
                raise AssertionError(f"inline code in {request.path}: …{response.content[start : found.end() + 60]!r}…")
        return response
