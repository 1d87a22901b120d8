"""The outbox: notices that wait are sent one by one, each in a transaction of its own.

Several workers may empty it at once: a row that one of them holds is passed over by the others. A worker
that dies between sending and noting it sends that one mail again; none is lost.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notices.enums import MailState
from notices.models import Notice

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5


def empty_outbox() -> int:
    """Send what waits; return how many mails went out.

    A server that cannot be reached counts as no attempt: everything waits for the next time.
    """
    if not Notice.objects.filter(mail_state=MailState.WAITING).exists():
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        logger.warning("the mail server cannot be reached: %s", error)
        return 0
    sent, last = 0, 0
    try:
        while (outcome := _send_next(connection, after=last)) is not None:
            last, went_out = outcome
            sent += went_out
    finally:
        connection.close()
    return sent


@transaction.atomic
def _send_next(connection, *, after: int) -> tuple[int, bool] | None:
    """Send the first mail that waits with a key above ``after``; return its key and whether it went out."""
    waiting = Notice.objects.filter(mail_state=MailState.WAITING, pk__gt=after).select_related("user").order_by("pk")
    notice = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if notice is None:
        return None
    if not notice.user.is_active or not notice.user.email:
        notice.mail_state = MailState.NONE
    else:
        _try_to_send(notice, connection)
    notice.save(update_fields=["mail_state", "mail_attempts", "mailed_at"])
    return notice.pk, notice.mail_state == MailState.SENT


def _try_to_send(notice: Notice, connection) -> None:
    notice.mail_attempts += 1
    try:
        mail_of(notice, connection).send()
    except (OSError, SMTPException, ValueError) as error:
        # The address itself stays out of the log.
        logger.warning("mail of notice %s was not sent: %s", notice.pk, type(error).__name__)
        if notice.mail_attempts >= MOST_ATTEMPTS:
            notice.mail_state = MailState.FAILED
        return
    notice.mail_state, notice.mailed_at = MailState.SENT, timezone.now()


def mail_of(notice: Notice, connection=None) -> EmailMessage:
    """Return the mail of a notice: its text, the address of its page, and where it comes from."""
    parts = [notice.body]
    if notice.url and settings.PORTAL_URL:
        parts.append(_("Xem trên cổng: %(url)s") % {"url": f"{settings.PORTAL_URL}{notice.url}"})
    parts.append(_("Thư gửi tự động từ Cổng OCOP Đồng Tháp. Vui lòng không trả lời thư này."))
    return EmailMessage(
        subject=f"[OCOP Đồng Tháp] {notice.subject}",
        body="\n\n".join(parts),
        to=[notice.user.email],
        connection=connection,
    )
