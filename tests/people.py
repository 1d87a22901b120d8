"""People in front of browser windows."""

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User

PASSWORD = "mot-mua-sen-no-2026"


class Person:
    """Somebody in front of a browser window of their own, signed in: by hand, or to save time by a cookie."""

    def __init__(self, browser, server, username, *, by_hand=False):
        self.page = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN").new_page()
        self.server = server
        self.username = username
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        if by_hand:
            self.sign_in(username)
        else:
            self.take_cookie(username)

    def sign_in(self, username):
        self.page.goto(self.server.url)
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        self.page.wait_for_url(f"{self.server.url}/")

    def take_cookie(self, username):
        client = Client()
        client.force_login(User.objects.get(username=username))
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.server.url}])

    def open(self, name, *args, query=""):
        self.page.goto(f"{self.server.url}{reverse(name, args=args)}{query}")

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.fill(f"#id_{name.replace('__', '-')}", value)

    def choose(self, field, text, label):
        """Type into a select that can be searched, without marks or with, and take the entry ``label``."""
        self.page.locator(f".ts-wrapper:has(#id_{field}-ts-control) .ts-control").click()
        self.page.keyboard.type(text)
        self.page.locator(f"#id_{field}-ts-dropdown [data-selectable]", has_text=label).first.click()
        expect(self.page.locator(f".ts-wrapper:has(#id_{field}-ts-control) .item")).to_contain_text(label)

    def press(self, name, *, confirm=False):
        self.page.get_by_role("button", name=name, exact=True).first.click()
        if confirm:
            self.page.locator("dialog.ask .btn-primary").click()

    def submit(self):
        """Press the main button of the form of the page."""
        self.page.locator("#content form[method=post] button.btn-primary[type=submit]").last.click()
        self.page.wait_for_load_state()

    def sees(self, text):
        expect(self.page.locator("#content")).to_contain_text(text)
