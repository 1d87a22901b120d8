"""The first account of an installation."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

PASSWORD = "chiec-xuong-ba-la-91"


def _create(**changes):
    out = io.StringIO()
    call_command("create_administrator", stdout=out, **({"username": "quan.tri", "full_name": "Lê Thị A"} | changes))
    return out.getvalue()


def test_the_password_comes_from_the_environment(monkeypatch):
    UnitFactory(agency=True, code="VPDP")
    monkeypatch.setenv("OCOP_ADMIN_PASSWORD", PASSWORD)
    assert "quan.tri" in _create()
    person = User.objects.get()
    assert person.is_administrator
    assert not person.is_demo
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("password", "changes", "message"),
    [
        ("ngan", {}, "ít nhất 12 ký tự"),
        ("OCOP-DongThap-2026", {}, "dễ đoán"),
        (PASSWORD, {"unit": "KHONGCO"}, "load_reference"),
        (PASSWORD, {"username": "quản trị"}, "chữ không dấu"),
        (PASSWORD, {"full_name": ""}, "full_name: Trường này"),
    ],
)
def test_a_wrong_entry_makes_no_account(monkeypatch, password, changes, message):
    UnitFactory(agency=True, code="VPDP")
    monkeypatch.setenv("OCOP_ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match=message):
        _create(**changes)
    assert not User.objects.exists()
