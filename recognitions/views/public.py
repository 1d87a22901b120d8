"""The page behind the QR code of a certificate: for everybody, without signing in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from core.throttle import wait_for
from core.views import unscoped
from recognitions.public import find_public

# A whole market may stand behind one address of a mobile network.
MOST_REQUESTS, WINDOW_SECONDS = 120, 60


@login_not_required
@unscoped("anybody may check a certificate; the page shows what is printed on it and whether it still counts")
@require_safe
def public_certificate(request, code: str) -> HttpResponse:
    """Show the certificate of a code; a code that nobody has gives the same small page, as 404."""
    wait = wait_for("certificate", _address_of(request), most=MOST_REQUESTS, seconds=WINDOW_SECONDS)
    if wait:
        return _page({"wait": wait}, status=429, headers={"Retry-After": str(wait)})
    certificate = find_public(code)
    return _page({"certificate": certificate}, status=200 if certificate else 404)


def _page(context: dict, *, status: int, headers: dict | None = None) -> HttpResponse:
    """Return the page without anything of the frame: no session is read, no script loaded."""
    content = render_to_string("recognitions/public.html", {"certificate": None, "wait": 0} | context)
    fixed = {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}
    return HttpResponse(content, status=status, headers=fixed | (headers or {}))


def _address_of(request) -> str:
    """Return the address of who asks: as told by our own proxies, where there are any."""
    proxies = settings.AXES_IPWARE_PROXY_COUNT
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return told[-proxies] if proxies and len(told) >= proxies else request.META.get("REMOTE_ADDR", "")
