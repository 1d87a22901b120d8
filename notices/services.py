"""Telling people something, once; and noting that they have read it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.text import one_line, to_nfc
from notices.enums import MailState
from notices.models import Notice
from notices.tasks import send

_LONGEST_SUBJECT = 200


@transaction.atomic
def notify(*, users: Iterable[User], subject: str, body: str, url: str = "", key: str = "", mail: bool = True) -> None:
    """Leave a notice for each active person, in the transaction of the caller.

    Args:
        url: the path of the page that it is about.
        key: who has a notice with this key already gets no second one, however many ask at once.
        mail: send it by e-mail too, where the account has an address.
    """
    people = {user.pk: user for user in users if user.is_active}
    rows = [
        Notice(
            user=person,
            subject=one_line(subject)[:_LONGEST_SUBJECT],
            body=to_nfc(body).strip(),
            url=url,
            key=key,
            mail_state=MailState.WAITING if mail and person.email else MailState.NONE,
        )
        for person in people.values()
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.mail_state == MailState.WAITING for row in rows):
        _send_once_on_commit()


def _send_once_on_commit() -> None:
    """Ask a worker once for a whole transaction: where it tells a hundred units, the broker is asked once."""
    if not any(function is send for _savepoints, function, *_rest in transaction.get_connection().run_on_commit):
        transaction.on_commit(send)


def mark_read(*, user, notice_ids: Iterable[int] | None = None) -> int:
    """Note that ``user`` has read these notices of his (all of them by default); return how many were new."""
    rows = Notice.objects.visible_to(user).unread()
    rows = rows if notice_ids is None else rows.filter(pk__in=list(notice_ids))
    return rows.update(read_at=timezone.now())
