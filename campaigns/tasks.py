"""Celery: open the yearly campaigns, remind of those that are open. The work is in ``services``."""

from celery import shared_task


@shared_task(name="campaigns.tasks.open_due_campaigns")
def open_due_campaigns() -> int:
    """Open the yearly campaigns that are due and missing; return how many were new."""
    from campaigns.services.automatic import ensure_campaigns  # noqa: PLC0415 - the models are not there yet

    return len(ensure_campaigns())


@shared_task(name="campaigns.tasks.send_campaign_reminders")
def send_campaign_reminders() -> int:
    """Send the reminders of today that were not sent yet; return to how many units."""
    from campaigns.services.reminding import send_due_reminders  # noqa: PLC0415 - the models are not there yet

    return send_due_reminders()
