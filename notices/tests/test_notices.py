"""Notices: told once, mailed once, read by their owner alone."""

import datetime as dt

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.urls import reverse

from accounts.tests.factories import UserFactory
from core.tests.racing import at_once
from notices.enums import MailState
from notices.mailing import MOST_ATTEMPTS, empty_outbox
from notices.models import Notice
from notices.services import notify
from notices.tasks import send_mails

WORDS = {"subject": "Nhắc hạn", "body": "Ba sản phẩm sắp hết hạn."}


class Broken(EmailBackend):
    """Refuses every mail."""

    def send_messages(self, _messages):
        raise OSError("mailbox full")


class Away(EmailBackend):
    """Cannot be reached."""

    def open(self):
        raise ConnectionRefusedError


def person(**values):
    return UserFactory(email="can.bo@example.vn", **values)


def test_each_active_person_gets_one_and_the_same_key_adds_none(db):
    one, gone = person(), person(is_active=False)
    for _time in range(2):
        notify(users=[one, one, gone], key="han:1", url="/don-vi/", **WORDS)
    notify(users=[one], **WORDS)
    notify(users=[one], **WORDS)
    assert list(Notice.objects.values_list("user", "key")) == [(one.pk, ""), (one.pk, ""), (one.pk, "han:1")]


def test_without_an_address_nothing_waits_for_the_post(db):
    notify(users=[UserFactory(email="")], **WORDS)
    notify(users=[person()], mail=False, **WORDS)
    assert set(Notice.objects.values_list("mail_state", flat=True)) == {MailState.NONE}


def test_a_notice_of_an_act_that_failed_is_not_there(transactional_db):
    @transaction.atomic
    def act():
        notify(users=[person()], **WORDS)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert not Notice.objects.exists()


def test_the_mail_says_what_the_notice_says(db, settings):
    settings.PORTAL_URL = "https://ocop.example.vn"
    notify(users=[person()], url="/thong-bao/", **WORDS)
    assert send_mails() == 1
    assert send_mails() == 0
    (letter,) = mail.outbox
    assert letter.to == ["can.bo@example.vn"]
    assert letter.subject == "[OCOP Đồng Tháp] Nhắc hạn"
    assert letter.body.startswith("Ba sản phẩm sắp hết hạn.\n\nXem trên cổng: https://ocop.example.vn/thong-bao/")
    sent = Notice.objects.get()
    assert (sent.mail_state, sent.mail_attempts) == (MailState.SENT, 1)
    assert dt.timedelta(0) <= sent.mailed_at - sent.created_at < dt.timedelta(minutes=1)


def test_who_has_left_or_has_no_address_any_more_gets_no_mail(db):
    notify(users=[person(), person()], **WORDS)
    left, without = Notice.objects.order_by("pk")
    type(left.user).objects.filter(pk=left.user_id).update(is_active=False)
    type(left.user).objects.filter(pk=without.user_id).update(email="")
    assert empty_outbox() == 0
    assert mail.outbox == []
    assert set(Notice.objects.values_list("mail_state", flat=True)) == {MailState.NONE}


def test_the_fifth_failure_is_the_last(db, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    notify(users=[person(), person()], **WORDS)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert set(Notice.objects.values_list("mail_state", flat=True)) == {MailState.WAITING}
        assert empty_outbox() == 0
        assert set(Notice.objects.values_list("mail_attempts", flat=True)) == {attempt}
    assert set(Notice.objects.values_list("mail_state", flat=True)) == {MailState.FAILED}


def test_a_server_that_is_away_uses_up_no_attempt(db, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    notify(users=[person()], **WORDS)
    assert empty_outbox() == 0
    waiting = Notice.objects.get()
    assert (waiting.mail_state, waiting.mail_attempts) == (MailState.WAITING, 0)


def test_of_two_workers_at_once_each_mail_is_sent_by_one(transactional_db):
    notify(users=[person() for _number in range(6)], **WORDS)
    assert at_once(empty_outbox, empty_outbox) == [None, None]
    assert len(mail.outbox) == 6


def test_of_two_who_tell_at_once_one_is_heard(transactional_db):
    reader = person()

    def tell():
        notify(users=[reader], key="han:1", **WORDS)

    assert at_once(tell, tell, tell) == [None] * 3
    assert Notice.objects.count() == 1


def test_opening_marks_it_and_leads_to_its_page(client, db):
    reader = person()
    notify(users=[reader], url="/van-ban/", **WORDS)
    notify(users=[reader], url="//evil.example/", **WORDS)
    client.force_login(reader)
    foreign, ours = Notice.objects.order_by("-pk")
    assert client.post(reverse("notices:notice_open", args=[ours.pk])).url == "/van-ban/"
    assert client.post(reverse("notices:notice_open", args=[foreign.pk])).url == reverse("notices:notice_list")
    assert not Notice.objects.visible_to(reader).unread().exists()


def test_reading_all_touches_no_other_person(client, db):
    reader, other = person(), person()
    notify(users=[reader, other], **WORDS)
    client.force_login(reader)
    page = client.get(reverse("notices:notice_list"), {"unread": "1"})
    assert "(1 chưa đọc)" in page.content.decode()
    assert client.post(reverse("notices:notice_read_all")).status_code == 302
    assert list(Notice.objects.unread().values_list("user", flat=True)) == [other.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(client, db, django_assert_num_queries, count):
    reader = person()
    for _number in range(count):
        notify(users=[reader], **WORDS)
    client.force_login(reader)
    with django_assert_num_queries(6):
        assert client.get(reverse("notices:notice_list")).status_code == 200
