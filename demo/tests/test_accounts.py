"""Demo accounts: one for each role, known to all, never in production."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.demo import demo_accounts_exist
from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import UserFactory
from demo.accounts import ACCOUNTS, DEMO_PASSWORD, make_accounts
from ocop_portal import gate
from units.loading import load_units

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    load_units()


def _printed():
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    return out.getvalue()


def test_an_account_for_each_role_is_printed_and_opens_the_portal(units):
    lines = _printed().splitlines()
    assert len(lines) == 1 + len(Role)
    for role, line in zip(Role, lines[1:], strict=False):
        assert DEMO_PASSWORD in line
        username = line.split(DEMO_PASSWORD)[0].split()[-1]
        client = Client()
        client.post(reverse("accounts:sign_in"), {"username": username, "password": DEMO_PASSWORD})
        assert "_auth_user_id" in client.session, role
    assert "Xã Tháp Mười" in lines[1]


def test_all_accounts_are_marked_and_made_once(units):
    first = make_accounts()
    again = make_accounts()
    assert {one.username for one in ACCOUNTS} == set(first) == set(again)
    assert User.objects.filter(is_demo=True).count() == User.objects.count() == len(ACCOUNTS)
    assert {person.role for person in first.values()} == set(Role)
    assert demo_accounts_exist()


def test_a_changed_password_is_not_printed_as_known(units):
    person = make_accounts()["vpdp"]
    person.set_password("chiec-xuong-ba-la-91")
    person.save()
    assert [DEMO_PASSWORD in line for line in _printed().splitlines() if " vpdp " in line] == [False]


def test_production_refuses_them(units, settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="OCOP_ENV=production"):
        call_command("demo_accounts")
    assert not User.objects.exists()


def test_production_does_not_start_with_them(units, settings):
    make_accounts()
    settings.IS_PRODUCTION = True
    with pytest.raises(SystemExit, match="demo accounts"):
        gate.refuse_demo_in_production()


def test_a_real_account_of_the_same_name_is_left_alone(units):
    UserFactory(username="vpdp")
    with pytest.raises(CommandError, match="vpdp đang là tài khoản thật"):
        call_command("demo_accounts")
    assert User.objects.count() == 1


def test_without_units_the_way_out_is_named():
    with pytest.raises(CommandError, match="load_reference"):
        call_command("demo_accounts")
