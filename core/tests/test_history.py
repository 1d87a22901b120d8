"""Acts of one writer are one entry; values are told in words."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from core.history import Source, entries
from core.saving import save_checked
from producers.models import Producer
from producers.tests.factories import ProducerFactory

pytestmark = pytest.mark.django_db


def _entries(producer, *fields):
    source = Source(producer.history.all(), fields)
    return entries([source], created="thêm", changed="sửa")


def _at(producer, *moments):
    """Give the history rows these times, oldest first."""
    for row, moment in zip(producer.history.order_by("history_id"), moments, strict=True):
        type(row).objects.filter(history_id=row.history_id).update(history_date=moment)


@pytest.fixture
def changed():
    """A producer that two people changed after it was made."""
    producer = ProducerFactory(note="", phone="")
    an, binh = UserFactory(full_name="An"), UserFactory(full_name="Bình")
    for user, field, value in ((an, "phone", "0911111111"), (an, "note", "a" * 300), (binh, "legal_form", "farm")):
        setattr(producer, field, value)
        save_checked(producer, actor=user)
    return producer


def test_changes_of_one_writer_within_two_seconds_are_one_act(changed):
    start = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    seconds = (0, 10, 11, 12)
    _at(changed, *(start + dt.timedelta(seconds=second) for second in seconds))
    found = _entries(changed, "phone", "note", "legal_form")
    assert [(one.who, one.what, len(one.changes)) for one in found] == [
        ("Bình", "sửa", 1),
        ("An", "sửa", 2),
        ("Hệ thống", "thêm", 0),
    ]


def test_values_are_words_long_texts_are_cut_and_other_fields_are_silent(changed):
    changes = [change for one in _entries(changed, "legal_form", "note") for change in one.changes]
    told = {change.label: (change.before, change.after) for change in changes}
    assert told["Loại hình"] == ("Hợp tác xã", "Trang trại")
    assert told["Ghi chú"] == ("", "a" * 200 + "…")
    assert "Điện thoại" not in told


def test_a_save_that_changed_nothing_shown_is_no_entry(changed):
    assert len(_entries(changed, "email")) == 1
    assert Producer.history.filter(id=changed.pk).count() == 4
