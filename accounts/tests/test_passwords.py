"""Rules of passwords, and changing the own one."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import PASSWORD, UserFactory
from ocop_portal import settings as portal_settings
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

CHANGE = reverse("accounts:password_change")
NEW = "chiec-xuong-ba-la-91"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("ngan-qua-11", "ít nhất 12 ký tự"),
        ("987412365098", "chỉ gồm chữ số"),
        ("administrator", "Nhiều người dùng"),
        ("OCOP-DongThap-2026", "dễ đoán"),
        ("Đồng Tháp 2026!!", "dễ đoán"),
        ("ocop12345678", "dễ đoán"),
        ("MatKhau@2026!!!", "dễ đoán"),
        ("Xã Tân Khánh 123", "dễ đoán"),
        ("tankhanh20252026", "dễ đoán"),
        ("canbo.tan.khanh", "tên đăng nhập"),
        ("NguyenThiHoaSen", "dễ đoán"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, reason):
    person = UserFactory.build(
        username="canbo.tankhanh", full_name="Nguyễn Thị Hoa Sen", unit=UnitFactory(name="Xã Tân Khánh")
    )
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert reason in " ".join(refused.value.messages)


def test_the_portal_itself_hashes_at_the_full_cost():
    assert portal_settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


@pytest.mark.parametrize(
    "password", [NEW, "mưa trên phố vắng 7 giờ", "OCOP chiếc xuồng ba lá", "Z" * 8 + "y7-Kp" * 24, "ốc bươu nướng tiêu"]
)
def test_a_good_password_is_taken_long_with_marks_and_spaces(password):
    person = UserFactory(unit=UnitFactory(name="Xã Tân Khánh"))
    validate_password(password, person)
    person.set_password(password)
    assert person.password.startswith("argon2")
    assert person.check_password(password)
    assert not person.check_password(password[:-1])


def _change(client, old=PASSWORD, new=NEW, repeated=None):
    data = {"old_password": old, "new_password": new, "repeated": new if repeated is None else repeated}
    return client.post(CHANGE, data)


def test_a_changed_password_ends_every_other_session_and_keeps_this_one():
    person, here, elsewhere = UserFactory(), Client(), Client()
    here.force_login(person)
    elsewhere.force_login(person)
    assert _change(here).url == reverse("accounts:profile")
    assert here.get(CHANGE).status_code == 200
    assert elsewhere.get(CHANGE).status_code == 302
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"old": "sai-mat-khau-cu"}, "Mật khẩu hiện nay không đúng"),
        ({"new": "ngan"}, "ít nhất 12 ký tự"),
        ({"repeated": "khac-hoan-toan-1"}, "không giống nhau"),
        ({"old": "", "new": ""}, "Hãy nhập mục này"),
    ],
)
def test_a_wrong_entry_changes_nothing(client, data, message):
    person = UserFactory()
    client.force_login(person)
    response = _change(client, **data)
    assert response.status_code == 200
    assert message in response.content.decode()
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_guessing_the_old_password_is_stopped_after_five_tries(client):
    person = UserFactory()
    client.force_login(person)
    statuses = [_change(client, old=f"doan-lan-thu-{number}").status_code for number in range(6)]
    assert statuses[3:] == [200, 429, 429]
    assert _change(client).status_code == 429
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_the_page_never_shows_a_password_again(client):
    client.force_login(UserFactory())
    response = _change(client, old="mot-mat-khau-sai-9", new=NEW)
    assert NEW not in response.content.decode()
    assert "mot-mat-khau-sai-9" not in response.content.decode()
