"""A real worker sends the mail as soon as the notice is committed."""

import time

import pytest

from accounts.tests.factories import UserFactory
from notices.enums import MailState
from notices.models import Notice
from notices.services import notify
from tests.patience import PATIENCE_SECONDS


@pytest.mark.worker
def test_a_worker_sends_what_was_committed(celery_worker):
    notify(users=[UserFactory(email="can.bo@example.vn")], subject="Nhắc hạn", body="Ba sản phẩm sắp hết hạn.")
    notice = Notice.objects.get()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while notice.mail_state == MailState.WAITING and time.monotonic() < deadline:
        time.sleep(0.1)
        notice.refresh_from_db()
    assert (notice.mail_state, notice.mail_attempts) == (MailState.SENT, 1)
