"""Sign-in by default, also for the parts of a page that HTMX asks for."""

from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import resolve_url


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in unless its view says ``login_not_required``.

    A part of a page cannot show the sign-in form: HTMX is told to leave for it, and to come back to
    the page where the person was.
    """

    def handle_no_permission(self, request, view_func):
        """Redirect to sign-in."""
        if request.headers.get("HX-Request") != "true":
            return super().handle_no_permission(request, view_func)
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = f"{page.path}?{page.query}" if page.query else page.path
        target = f"{resolve_url(self.get_login_url(view_func))}?{urlencode({'next': back or '/'})}"
        return HttpResponse(status=401, headers={"HX-Redirect": target})
