"""Sending the reminders of a day: by the clock, or by the office by hand."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.guards import allow
from core.locks import hold
from notices.services import notify
from recognitions import rules
from recognitions.models import Reminder
from recognitions.reminding import UnitReminder, copied_to, digest_of, due_reminders


@transaction.atomic
def send_reminders(
    *, actor=None, day: dt.date | None = None, unit_ids: Iterable[int] | None = None
) -> list[UnitReminder]:
    """Send what ``due_reminders`` says, and record it; return it. However many ask at once, each is sent once.

    Each officer of a unit gets one notice with all its products; the office gets one copy of everything.
    A unit without an officer is told to the office alone; where nobody would get it, nothing is recorded.

    Args:
        actor: who sends by hand; ``None``: the clock.
        unit_ids: only these units; all by default.

    Raises:
        PermissionDenied: not the office.
    """
    allow(actor is None or rules.may_remind(actor), _("Chỉ Văn phòng Điều phối gửi nhắc hạn."))
    # Whoever comes second waits here, and then sees what the first has recorded.
    hold("recognitions.reminders")
    wanted = None if unit_ids is None else set(unit_ids)
    office = copied_to()
    sent = [
        one for one in due_reminders(day) if (wanted is None or one.unit.pk in wanted) and (one.recipients or office)
    ]
    for one in sent:
        _send(one, office, actor)
    if sent and office:
        subject, body = digest_of(sent)
        notify(users=office, subject=subject, body=body, url=reverse("recognitions:reminders"), mail=False)
    return sent


def _send(one: UnitReminder, office: list, actor) -> None:
    notify(users=one.recipients, subject=one.subject, body=one.body, url=reverse("recognitions:board"))
    rows = Reminder.objects.bulk_create(
        Reminder(recognition=due.recognition, step=due.step, unit=one.unit, sent_by=actor) for due in one.products
    )
    through = Reminder.recipients.through
    people = [*one.recipients, *office]
    through.objects.bulk_create(through(reminder=row, user=person) for row in rows for person in people)
