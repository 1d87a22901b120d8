"""Pictures of every page × role × size from the running demo: ``script/screenshots``.

Starts from what each role's navigation offers and follows links: one picture of each kind of page and of
each tab, two of pages of an object. Pages are only opened, nothing is pressed.
"""

import argparse
import os
import re
import sys
from collections import Counter, deque
from collections.abc import Iterable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import django
from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = ((1366, 768), (390, 844))
VISITOR = "visitor"
# Parameters that make another page of the same address; others (filters, sorting) do not.
_TELLING = frozenset({"tab"})
_OF_EACH_OBJECT = 2
_TALLEST = 6000


class Frontier:
    """Which pages of one role are still to be seen."""

    def __init__(self, host: str):
        self._host = host
        self._waiting: deque[tuple[str, str]] = deque()
        self._known: set[str] = set()
        self._taken: Counter[str] = Counter()

    def __iter__(self):
        """Yield name and address, also of what is offered meanwhile."""
        while self._waiting:
            yield self._waiting.popleft()

    def offer(self, addresses: Iterable[str]) -> None:
        """Take the addresses of pages of which there are not enough yet."""
        for address in addresses:
            page = page_of(address, self._host)
            if page is None or address in self._known:
                continue
            self._known.add(address)
            name, most = page
            self._taken[name] += 1
            if self._taken[name] <= most:
                number = self._taken[name]
                self._waiting.append((name if number == 1 else f"{name}-{number}", address))


def page_of(address: str, host: str) -> tuple[str, int] | None:
    """Return the name of a page and how many like it are wanted; ``None`` for what is not of the portal."""
    parts = urlsplit(address)
    if parts.netloc not in {"", host} or parts.scheme not in {"", "http", "https"}:
        return None
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    told = [f"{key}-{value}" for key, value in parse_qsl(parts.query) if key in _TELLING]
    name = re.sub(r"[^\w.-]+", "-", "--".join([match.view_name.replace(":", "."), *told]))
    return name, _OF_EACH_OBJECT if match.kwargs and not told else 1


def photograph(context: BrowserContext, base: str, folder: Path) -> int:
    """Save a picture of each kind of page that can be reached from the start page; return how many."""
    frontier = Frontier(urlsplit(base).netloc)
    frontier.offer([base + reverse("home")])
    page, taken = context.new_page(), 0
    for name, address in frontier:
        if not _is_whole_page(context, address):
            continue
        page.goto(address, wait_until="networkidle")
        # Before the size changes: on a phone the navigation is folded away.
        frontier.offer(page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"))
        shoot(page, folder, name)
        taken += 1
    page.close()
    return taken


def shoot(page: Page, folder: Path, name: str) -> None:
    """Save the page at each size, from top to bottom."""
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(150)
        tall = min(page.evaluate("document.documentElement.scrollHeight"), _TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": max(tall, height)}
        target = folder / f"{width}x{height}" / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target, full_page=True, clip=clip)
    width, height = SIZES[0]
    page.set_viewport_size({"width": width, "height": height})


def sign_in(context: BrowserContext, base: str, username: str, password: str) -> bool:
    """Sign in through the form, as a person does; return whether the account opened."""
    page = context.new_page()
    page.goto(base + reverse("accounts:sign_in"))
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.click("form button[type=submit]")
    page.wait_for_load_state("networkidle")
    is_in = urlsplit(page.url).path != reverse("accounts:sign_in")
    page.close()
    return is_in


def photograph_all(browser: Browser, base: str, folder: Path, accounts: Iterable[tuple[str, str, str]]) -> int:
    """Save the pictures of a visitor and of each account (role, user name, password); return how many.

    Raises:
        SystemExit: an account does not open.
    """
    taken = _photograph_visitor(browser, base, folder / VISITOR)
    for role, username, password in accounts:
        context = browser.new_context(viewport=dict(zip(("width", "height"), SIZES[0], strict=True)), locale="vi-VN")
        if not sign_in(context, base, username, password):
            sys.exit(f"script/screenshots: the demo account {username} does not open; run script/server --fresh.")
        taken += photograph(context, base, folder / role)
        context.close()
    return taken


def _photograph_visitor(browser: Browser, base: str, folder: Path) -> int:
    context = browser.new_context(viewport=dict(zip(("width", "height"), SIZES[0], strict=True)), locale="vi-VN")
    page = context.new_page()
    addresses = {"accounts.sign_in": reverse("accounts:sign_in"), "404": "/khong-co-trang-nay/"}
    for name, address in addresses.items():
        page.goto(base + address, wait_until="networkidle")
        shoot(page, folder, name)
    context.close()
    return len(addresses)


def _is_whole_page(context: BrowserContext, address: str) -> bool:
    """Leave out downloads and fragments."""
    answer = context.request.get(address)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    return answer.text().lstrip().lower().startswith("<!doctype")


def main() -> None:
    """Save the pictures under ``var/screenshots``, in a folder for each role and size."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description="Pictures of every page of the demo.")
    parser.add_argument("--address", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    base = parser.parse_args().address.rstrip("/")
    _require_server(base)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")
    django.setup()

    from demo.accounts import DEMO_PASSWORD, one_for_each_role  # noqa: PLC0415 - needs the apps

    program = next((path for path in BROWSERS if Path(path).exists()), None)
    if program is None:
        sys.exit("script/screenshots: Chromium is missing: install the package 'chromium'.")
    folder = settings.VAR_DIR / "screenshots"
    accounts = [(str(one.role), one.username, DEMO_PASSWORD) for one in one_for_each_role()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        taken = photograph_all(browser, base, folder, accounts)
        browser.close()
    sys.stdout.write(f"{taken} pages in {len(SIZES)} sizes under {folder}\n")


def _require_server(base: str) -> None:
    parts = urlsplit(base)
    server = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=10)
    try:
        server.request("GET", "/healthz")
        is_up = server.getresponse().status == 200
    except OSError:
        is_up = False
    finally:
        server.close()
    if not is_up:
        sys.exit(f"script/screenshots: nothing answers at {base}; start script/server first.")


if __name__ == "__main__":
    main()
