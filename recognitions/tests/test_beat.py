"""What the clock asks for is there to be done."""

from django.conf import settings

from ocop_portal.celery import app


def test_every_task_of_the_clock_exists():
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"recognitions.tasks.send_due_reminders", "notices.tasks.send_mails"} <= wanted
    assert wanted <= set(app.tasks)
