"""Nonsense in addresses and forms is answered in words: never by an error of the server."""

from collections.abc import Iterator

import lxml.html
import pytest
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse

from accounts.enums import Role
from tests.access_table import ACCESS, OK, VARIANTS
from tests.access_world import build_world

_PARAMETERS = (
    "q",
    "name",
    "unit",
    "page",
    "size",
    "sort",
    "tab",
    "year",
    "kind",
    "half",
    "state",
    "round",
    "star",
    "group",
    "product",
    "producer",
    "except",
    "role",
    "active",
    "level",
    "ends",
    "ngay",
    "don_vi",
)
_IN_ADDRESS = ("\x00", "9" * 30, "%s {0} <script>")
_IN_FIELDS = ("\x00", "9" * 30, "１２", "ệ" * 3000)
# Fields that no hand fills in: each alone among values that are right.
_HIDDEN = ("version", "-pk", "_FORMS")


@pytest.mark.long(35)
class Nonsense(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.world = build_world()

    def pages(self, role: Role, method: str) -> Iterator[tuple[str, str]]:
        """Yield name and path of every address that the role may use, for one object each."""
        for name, access in ACCESS.items():
            codes = access.answers.get(method, {}).get(role, ())
            if OK not in codes or name == "accounts:sign_out":
                continue
            variant = (VARIANTS[access.kind] or ("",))[codes.index(OK)]
            args = self.world.arguments_for(access.kind, variant, role) if access.kind else ()
            yield name, reverse(name, args=args)

    def client_of(self, role: Role) -> Client:
        """Return a client that is signed in as the role and answers errors with 500."""
        client = Client(raise_request_exception=False)
        client.force_login(self.world.people[role])
        return client

    def test_in_the_address(self):
        broken = []
        for role in (Role.OFFICE, Role.COUNCIL_MEMBER):
            client = self.client_of(role)
            for name, path in self.pages(role, "GET"):
                for value in _IN_ADDRESS:
                    response = client.get(path, dict.fromkeys(_PARAMETERS, value))
                    # A file that is not read to its end stays open.
                    _ = b"".join(response.streaming_content) if response.streaming else b""
                    broken += [f"{name} {value[:30]!r}"] if response.status_code >= 500 else []
        assert not broken

    def test_in_the_fields_of_every_form(self):
        broken, sent = [], 0
        for role in (Role.LOCAL_OFFICER, Role.OFFICE, Role.COUNCIL_MEMBER, Role.ADMINISTRATOR):
            client = self.client_of(role)
            for name, path in self.pages(role, "POST"):
                for data in _spoiled(_shown_values(client.get(path))):
                    sent += 1
                    response = _post_and_undo(client, path, data)
                    broken += [f"{role} {name} {data}"[:300]] if response.status_code >= 500 else []
        assert not broken, "\n".join(broken)
        assert sent >= 150


def _post_and_undo(client, path, data):
    """Undo what was saved: a spoiled field may be one that nobody needs."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.post(path, data)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def _shown_values(response) -> dict:
    """Return the values of the forms of a page as a browser would send them."""
    if response.status_code != 200 or not response.content:
        return {}
    sign_out = reverse("accounts:sign_out")
    forms = [form for form in lxml.html.fromstring(response.content).forms if form.method == "POST"]
    shown = {key: value for form in forms if form.get("action") != sign_out for key, value in form.fields.items()}
    return {key: value or "" for key, value in shown.items() if key != "csrfmiddlewaretoken"}


def _spoiled(shown: dict) -> Iterator[dict]:
    yield {}
    for value in _IN_FIELDS:
        yield dict.fromkeys(shown or _PARAMETERS, value)
    for key in shown:
        if key.endswith(_HIDDEN):
            for value in ("\x00", "9" * 30):
                yield shown | {key: value}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/%00", "/van-ban/%00/", f"/van-ban/{'9' * 400}/", "/..%2f..%2fetc/passwd", "/ệ/"])
def test_in_the_path(client, path):
    assert client.get(path).status_code in {302, 404}
