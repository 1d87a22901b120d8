"""The accounts that the administrator looks after."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from accounts.enums import Role
from accounts.models import User
from accounts.services import create_account, set_password, update_account
from accounts.tests.factories import PASSWORD, UserFactory
from core.errors import Refused
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

LIST, CREATE = reverse("accounts:user_list"), reverse("accounts:user_create")
OTHER_ROLES = sorted(set(Role) - {Role.ADMINISTRATOR})


@pytest.fixture
def administrator(client):
    person = UserFactory(administrator=True, full_name="Quản Trị Viên", username="quan.ly")
    client.force_login(person)
    return person


def _typed(**changes):
    typed = {
        "username": "canbo.moi",
        "full_name": "Trần Văn Mới",
        "position": "Công chức",
        "role": Role.LOCAL_OFFICER,
        "unit": UnitFactory(name="Xã Tân Khánh").pk,
        "email": "moi@example.vn",
        "phone": "0277 3851 431",
    }
    return typed | changes


def _kept(account, **changes):
    fields = {name: getattr(account, name) for name in ("full_name", "position", "role", "email", "phone")}
    return fields | {"unit": account.unit_id, "is_active": "on"} | changes


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_only_the_administrator_sees_and_changes_the_accounts_of_others(client, role):
    person, other = UserFactory(**{role: True}), UserFactory(full_name="Người Khác")
    client.force_login(person)
    assert client.get(LIST).status_code == client.get(CREATE).status_code == 403
    assert client.post(CREATE, _typed()).status_code == 403
    changing = (("user_edit", "get"), ("user_edit", "post"), ("user_password", "post"))
    for name, method in (("user_detail", "get"), *changing):
        url = reverse(f"accounts:{name}", args=[other.pk])
        assert getattr(client, method)(url, _kept(other) if method == "post" else {}).status_code == 404
    for name, method in changing:
        url = reverse(f"accounts:{name}", args=[person.pk])
        data = _kept(person, role=Role.ADMINISTRATOR) if method == "post" else {}
        assert getattr(client, method)(url, data).status_code == 403
    assert client.get(reverse("accounts:user_detail", args=[person.pk])).status_code == 200
    person.refresh_from_db()
    assert person.role == role
    assert not User.objects.filter(username="canbo.moi").exists()


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_the_services_refuse_other_roles_too(role):
    actor, other = UserFactory(**{role: True}), UserFactory()
    with pytest.raises(PermissionDenied):
        set_password(actor=actor, user_id=other.pk, password="chiec-xuong-ba-la-91")
    with pytest.raises(PermissionDenied):
        update_account(
            actor=actor, user_id=actor.pk, role="administrator", unit=actor.unit, is_active=True, full_name="X"
        )
    with pytest.raises(PermissionDenied):
        create_account(
            actor=actor, username="a", full_name="A", role=role, unit=actor.unit, password="chiec-xuong-ba-la-91"
        )


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_as_for_three(client, administrator, django_assert_num_queries, count):
    for _ in range(count):
        UserFactory(local_officer=True)
    with django_assert_num_queries(6):
        response = client.get(LIST)
    assert len(response.context["page"].object_list) == count + 1


def test_the_list_is_searched_and_filtered(client, administrator):
    local = UserFactory(local_officer=True, full_name="Đỗ Thị Sậy", unit__name="Xã Tân Khánh")
    closed = UserFactory(office=True, full_name="Lê Văn Bần", is_active=False)
    for query, expected in (
        ({"q": "do say"}, [local]),
        ({"role": Role.OFFICE}, [closed]),
        ({"unit": local.unit_id}, [local]),
        ({"active": "False"}, [closed]),
        ({"active": "True", "role": Role.OFFICE}, []),
    ):
        assert list(client.get(LIST, query).context["page"]) == expected
    assert list(client.get(LIST, {"sort": "-name"}).context["page"]) == [administrator, closed, local]
    assert (
        client.get(LIST, {"sort": "password", "role": "king", "unit": "x", "page": "-1", "size": "9"}).status_code
        == 200
    )


def test_a_new_account_gets_a_first_password_that_is_shown_once(client, administrator):
    response = client.post(CREATE, _typed())
    account = User.objects.get(username="canbo.moi")
    password = re.search(r"<code[^>]*>([^<]+)</code>", response.content.decode()).group(1)
    assert account.check_password(password)
    assert (account.full_name, account.role, account.unit.name) == ("Trần Văn Mới", Role.LOCAL_OFFICER, "Xã Tân Khánh")
    assert response["Cache-Control"] == "no-store, private"
    detail = reverse("accounts:user_detail", args=[account.pk])
    assertNotContains(client.get(detail), password)
    fresh = Client()
    assert fresh.post(reverse("accounts:sign_in"), {"username": "canbo.moi", "password": password}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"username": "quan.ly"}, "đã có người dùng"),
        ({"username": "Quan.Ly"}, "đã có người dùng"),
        ({"username": "cán bộ"}, "chữ không dấu"),
        ({"username": ""}, "Hãy nhập mục này"),
        ({"full_name": " "}, "Hãy nhập mục này"),
        ({"role": "king"}, "Hãy chọn lại"),
        ({"unit": "999999"}, "Hãy chọn lại"),
        ({"email": "khong phai thu"}, "email"),
    ],
)
def test_bad_input_is_answered_in_words_and_kept(client, administrator, changes, message):
    before = User.objects.count()
    response = client.post(CREATE, _typed(**changes))
    assertContains(response, message)
    assertContains(response, "Công chức")
    assert User.objects.count() == before


def test_a_local_officer_needs_a_commune_or_district(client, administrator):
    response = client.post(CREATE, _typed(unit=UnitFactory(agency=True).pk))
    assertContains(response, "phải thuộc một xã, phường")
    assert User.objects.count() == 1


def test_the_database_itself_keeps_user_names_apart():
    UserFactory(username="canbo.a")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(username="CanBo.A")


def test_fields_that_the_form_does_not_have_change_nothing(client, administrator):
    account = UserFactory(local_officer=True)
    stored = account.password
    data = _kept(account, password="x", username="khac", is_demo="on", id=administrator.pk, last_login="2020-01-01")
    assert client.post(reverse("accounts:user_edit", args=[account.pk]), data).status_code == 302
    account.refresh_from_db()
    assert (account.password, account.is_demo, account.last_login) == (stored, False, None)
    assert account.username != "khac"


def test_a_new_role_counts_from_the_next_request(client, administrator):
    account, other = UserFactory(administrator=True), Client()
    other.force_login(account)
    assert other.get(LIST).status_code == 200
    data = _kept(account, role=Role.LEADER)
    client.post(reverse("accounts:user_edit", args=[account.pk]), data)
    assert other.get(LIST).status_code == 403


def test_a_locked_account_is_out_at_the_next_request(client, administrator):
    account, other = UserFactory(local_officer=True), Client()
    other.force_login(account)
    data = _kept(account)
    del data["is_active"]
    client.post(reverse("accounts:user_edit", args=[account.pk]), data)
    assert other.get(reverse("accounts:profile")).status_code == 302
    assert (
        other.post(reverse("accounts:sign_in"), {"username": account.username, "password": PASSWORD}).status_code == 200
    )


def test_a_password_given_anew_ends_the_sessions_of_that_person(client, administrator):
    account, other = UserFactory(local_officer=True), Client()
    other.force_login(account)
    response = client.post(reverse("accounts:user_password", args=[account.pk]))
    password = re.search(r"<code[^>]*>([^<]+)</code>", response.content.decode()).group(1)
    account.refresh_from_db()
    assert account.check_password(password)
    assert other.get(reverse("accounts:profile")).status_code == 302
    assert client.get(reverse("accounts:user_password", args=[account.pk])).status_code == 405


def test_a_weak_password_is_refused_whoever_sets_it():
    actor, account = UserFactory(administrator=True), UserFactory()
    with pytest.raises(ValidationError, match="ít nhất 12 ký tự"):
        set_password(actor=actor, user_id=account.pk, password="ngan")
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_the_administrator_does_not_lock_himself_out(client, administrator):
    url = reverse("accounts:user_edit", args=[administrator.pk])
    assertContains(client.post(url, _kept(administrator, role=Role.LEADER)), "quản trị viên duy nhất")
    closed = _kept(administrator)
    del closed["is_active"]
    assertContains(client.post(url, closed), "quản trị viên duy nhất")
    UserFactory(administrator=True)
    assertContains(client.post(url, closed), "không thể tự bỏ vai trò")
    assert client.post(reverse("accounts:user_password", args=[administrator.pk])).status_code == 403
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active) == (Role.ADMINISTRATOR, True)


def test_a_command_cannot_remove_the_last_administrator_either():
    last = UserFactory(administrator=True)
    UserFactory(administrator=True, is_active=False)
    with pytest.raises(Refused, match="duy nhất"):
        update_account(actor=None, user_id=last.pk, role="leader", unit=last.unit, is_active=True, full_name="X")


def test_an_administrator_who_was_just_demoted_changes_nothing_more():
    actor, other = UserFactory(administrator=True), UserFactory(administrator=True)
    User.objects.filter(pk=actor.pk).update(role=Role.LEADER)
    with pytest.raises(PermissionDenied):
        update_account(actor=actor, user_id=other.pk, role="leader", unit=other.unit, is_active=True, full_name="X")


def test_names_that_look_like_markup_stay_text(client, administrator):
    name = '<img src=x onerror="alert(1)">'
    account = UserFactory(full_name=name, position="</title><b>x", username="canbo.x")
    for url in (LIST, account.get_absolute_url(), reverse("accounts:user_edit", args=[account.pk])):
        body = client.get(url).content.decode()
        assert "<img src=x" not in body
        assert "&lt;img src=x" in body
    client.force_login(account)
    assertNotContains(client.get(reverse("accounts:profile")), "</title><b>")


@pytest.mark.parametrize("name", ["user_create", "password_change", "sign_out"])
def test_a_form_without_its_token_is_refused(administrator, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(administrator)
    assert strict.post(reverse(f"accounts:{name}"), _typed()).status_code == 403
    assert User.objects.count() == 1


def test_the_error_in_a_race_for_a_user_name_is_a_message(administrator):
    fields = {"full_name": "A", "role": Role.LEADER, "unit": administrator.unit, "password": "chiec-xuong-ba-la-91"}
    create_account(actor=administrator, username="canbo.a", **fields)
    with pytest.raises(ValidationError, match="đã có người dùng"):
        create_account(actor=administrator, username="CANBO.A", **fields)
