"""Celery: send the mails that wait. The work is in ``mailing``."""

import logging

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

# A person may wait for this: the connection is tried once and given up after two seconds.
_IMPATIENT = {"socket_timeout": 2, "socket_connect_timeout": 2, "max_retries": 0}


@shared_task(name="notices.tasks.send_mails")
def send_mails() -> int:
    """Empty the outbox; return how many mails went out. Asked for twice at once, each mail goes out once."""
    from notices.mailing import empty_outbox  # noqa: PLC0415 - the models are not there when Celery looks for tasks

    return empty_outbox()


def send() -> bool:
    """Ask a worker to send; ``False`` when the broker is away (beat asks again every few minutes)."""
    try:
        with current_app.connection_for_write(transport_options=_IMPATIENT) as connection:
            send_mails.apply_async(connection=connection, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("mails were not sent for: %s", error)
        return False
    return True
