"""Celery: make a report, make the periodic ones, send again what was lost. The work is in ``making``."""

import logging

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

from reports.making import make_report

logger = logging.getLogger(__name__)

_IMPATIENT = {"socket_timeout": 2, "socket_connect_timeout": 2, "max_retries": 0}


@shared_task(name="reports.tasks.build_report")
def build_report(report_id: int) -> None:
    """Make one report; delivered twice it is made once."""
    make_report(report_id)


@shared_task(name="reports.tasks.ensure_periodic_reports")
def ensure_periodic_reports() -> int:
    """Ask for the automatic reports that are due and missing; return how many were new."""
    from reports.services import request_due_reports  # noqa: PLC0415 - services import this module

    return request_due_reports()


@shared_task(name="reports.tasks.sweep_reports")
def sweep_reports() -> int:
    """Send again what waits too long or was left by its worker; return how many."""
    from reports.services import send_lost_reports  # noqa: PLC0415 - services import this module

    return send_lost_reports()


def send(report_id: int) -> bool:
    """Hand a report to the workers; ``False`` when the broker is away (the sweeper sends it later).

    A person waits for this: the connection is tried once and given up after two seconds.
    """
    try:
        with current_app.connection_for_write(transport_options=_IMPATIENT) as connection:
            build_report.apply_async((report_id,), connection=connection, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("report %s was not sent: %s", report_id, error)
        return False
    return True
