"""Celery: remind of terms that run out. The work is in ``services.reminding``."""

from celery import shared_task


@shared_task(name="recognitions.tasks.send_due_reminders")
def send_due_reminders() -> int:
    """Send the reminders of today that were not sent yet; return to how many units."""
    from recognitions.services import send_reminders  # noqa: PLC0415 - the models are not there yet

    return len(send_reminders())
