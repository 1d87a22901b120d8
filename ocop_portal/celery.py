"""The Celery application: settings come from Django under the prefix ``CELERY_``."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop_portal.settings")

app = Celery("ocop_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def _pass_the_gate(**_kwargs: Any) -> None:
    """Refuse to start in production with demo accounts in the database."""
    from ocop_portal.gate import refuse_demo_in_production  # noqa: PLC0415 - needs the settings

    refuse_demo_in_production()


@beat_init.connect
def _catch_up(**_kwargs: Any) -> None:
    """Ask at once for the periodic reports, campaigns and reminders that came due while the clock stood still."""
    app.send_task("reports.tasks.ensure_periodic_reports")
    app.send_task("recognitions.tasks.send_due_reminders")
    app.send_task("campaigns.tasks.open_due_campaigns")
    app.send_task("campaigns.tasks.send_campaign_reminders")
