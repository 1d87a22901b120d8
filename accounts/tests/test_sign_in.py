"""Sign-in: throttled by person and address, silent about what was wrong, never led astray."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("accounts:sign_in")
WRONG = "khong-phai-mat-khau"


def _try(username, password=WRONG, *, address="10.1.1.1", client=None, **data):
    client = client or Client()
    return client.post(SIGN_IN, {"username": username, "password": password} | data, REMOTE_ADDR=address)


def _signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_portal_with_a_new_session_key():
    person, client = UserFactory(), Client()
    client.get(SIGN_IN)
    client.session["before"] = 1
    session = client.session
    session.save()
    client.cookies["sessionid"] = session.session_key
    response = _try(person.username, PASSWORD, client=client)
    assert (response.status_code, response.url) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.session.session_key != session.session_key


def test_the_user_name_is_taken_in_any_case():
    person, client = UserFactory(username="canbo.thapmuoi"), Client()
    _try(" CanBo.ThapMuoi ", PASSWORD, client=client)
    assert client.session["_auth_user_id"] == str(person.pk)


_COMPOSED, _DECOMPOSED = "bông súng trắng ngần", "bo\u0302ng su\u0301ng tra\u0306\u0301ng nga\u0302\u0300n"


@pytest.mark.parametrize("typed", [_COMPOSED, _DECOMPOSED])
@pytest.mark.parametrize("stored", [_COMPOSED, _DECOMPOSED])
def test_a_password_with_marks_works_from_every_keyboard(stored, typed):
    person, client = UserFactory(), Client()
    person.set_password(stored)
    person.save()
    _try(person.username, typed, client=client)
    assert _signed_in(client)


def test_unknown_wrong_and_locked_accounts_get_the_same_answer():
    known, closed = UserFactory(username="canbo.a"), UserFactory(username="canbo.b", is_active=False)
    answers = []
    for username, password in ((known.username, WRONG), ("canbo.c", WRONG), (closed.username, PASSWORD)):
        response = _try(username, password)
        answers.append((response.status_code, response.content.replace(username.encode(), b"X")))
    assert answers[0][0] == 200
    assert len({(status, _without_token(body)) for status, body in answers}) == 1


def _without_token(body: bytes) -> bytes:
    start = body.index(b'name="csrfmiddlewaretoken"')
    return body[:start] + body[body.index(b">", start) :]


def test_five_wrong_tries_lock_that_person_at_that_address_alone():
    person, colleague = UserFactory(), UserFactory()
    statuses = [_try(person.username).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    locked = _try(person.username, PASSWORD)
    assert locked.status_code == 429
    assert "Hãy đợi 15 phút" in locked.content.decode()
    same_office, elsewhere = Client(), Client()
    _try(colleague.username, PASSWORD, client=same_office)
    _try(person.username, PASSWORD, client=elsewhere, address="10.2.2.2")
    assert _signed_in(same_office)
    assert _signed_in(elsewhere)


def test_the_lock_opens_after_15_minutes():
    person, client = UserFactory(), Client()
    for _ in range(5):
        _try(person.username)
    now = timezone.now()
    with time_machine.travel(now + dt.timedelta(minutes=14), tick=False):
        assert _try(person.username, PASSWORD, client=client).status_code == 429
    with time_machine.travel(now + dt.timedelta(minutes=30), tick=False):
        _try(person.username, PASSWORD, client=client)
        assert _signed_in(client)


@pytest.mark.parametrize("variant", [str.upper, str.title, lambda name: f" {name} ", lambda name: f"{name}\u2028"])
def test_another_way_to_write_the_name_does_not_buy_more_tries(variant):
    person = UserFactory(username="canbo.thapmuoi")
    for _ in range(4):
        _try(person.username)
    assert _try(variant(person.username)).status_code == 429


def test_another_browser_or_a_forged_header_does_not_buy_more_tries():
    person = UserFactory()
    for number in range(4):
        Client().post(
            SIGN_IN,
            {"username": person.username, "password": WRONG},
            REMOTE_ADDR="10.1.1.1",
            HTTP_USER_AGENT=f"browser {number}" * 100,
            HTTP_X_FORWARDED_FOR=f"10.9.9.{number}",
        )
    assert _try(person.username).status_code == 429


def test_a_good_sign_in_forgets_the_slips_before_it():
    person = UserFactory()
    for _ in range(4):
        _try(person.username)
    _try(person.username, PASSWORD)
    assert _try(person.username).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "\t//evil.example",
        "https://testserver@evil.example/",
        "https://testserver.evil.example/",
        "ftp://testserver/",
        "/%0d%0aLocation:%20https://evil.example",
    ],
)
def test_a_foreign_address_after_sign_in_is_ignored(target):
    person = UserFactory()
    response = _try(person.username, PASSWORD, next=target)
    assert response.status_code == 302
    assert response.url == reverse("home") or response.url.startswith("/%0d%0a")
    assert "\n" not in response.headers["Location"]
    signed_in = Client()
    signed_in.force_login(person)
    again = signed_in.get(SIGN_IN, {"next": target})
    assert again.url == reverse("home") or again.url.startswith("/%0d%0a")


def test_the_page_asked_for_opens_after_sign_in():
    person, wanted = UserFactory(), reverse("accounts:profile")
    asked = Client().get(wanted)
    assert asked.url == f"{SIGN_IN}?next={wanted}"
    assert _try(person.username, PASSWORD, next=wanted).url == wanted


@pytest.mark.parametrize("username", ["", " ", "\x00", "a" * 300, "<script>", "' OR 1=1 --"])
def test_bad_input_is_answered_in_words(username):
    response = _try(username)
    assert response.status_code == 200
    assert b"<script>'" not in response.content


def test_sign_in_needs_the_token_of_its_form():
    person = UserFactory()
    strict = Client(enforce_csrf_checks=True)
    assert _try(person.username, PASSWORD, client=strict).status_code == 403
    assert not _signed_in(strict)


def test_sign_out_ends_the_session_and_only_by_post():
    person, client = UserFactory(), Client()
    _try(person.username, PASSWORD, client=client)
    key = client.session.session_key
    assert client.get(reverse("accounts:sign_out")).status_code == 405
    assert _signed_in(client)
    response = client.post(reverse("accounts:sign_out"))
    assert response.url == SIGN_IN
    assert response["Clear-Site-Data"] == '"storage"'
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get(reverse("accounts:profile")).status_code == 302


def test_an_account_that_is_locked_is_out_at_the_next_request(client):
    person = UserFactory()
    client.force_login(person)
    assert client.get(reverse("accounts:profile")).status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_pages_of_signed_in_people_are_not_kept_by_browsers(client):
    client.force_login(UserFactory())
    assert client.get(reverse("accounts:profile"))["Cache-Control"] == "no-store, private"


def test_a_part_of_a_page_leaves_for_sign_in_and_comes_back_to_the_page(client):
    part = reverse("accounts:profile")
    current = "http://testserver/chu-the/them/?unit=7"
    response = client.get(part, headers={"HX-Request": "true", "HX-Current-URL": current})
    assert (response.status_code, response.content) == (401, b"")
    assert response["HX-Redirect"] == f"{SIGN_IN}?next=%2Fchu-the%2Fthem%2F%3Funit%3D7"
    lost = client.post(part, headers={"HX-Request": "true"})
    assert lost["HX-Redirect"] == f"{SIGN_IN}?next=%2F"


def test_a_forged_current_page_leads_nowhere(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "https://evil.example//evil.example/x\r\nSet-Cookie: a=b"}
    target = client.get(reverse("accounts:profile"), headers=headers)["HX-Redirect"]
    assert target.startswith(f"{SIGN_IN}?next=")
    person, data = UserFactory(), {"password": PASSWORD}
    assert client.post(target, data | {"username": person.username}).url == reverse("home")
