"""Whether a unit may still write: the lock is a state that follows from a day, an exception is a row."""

import datetime as dt

from campaigns.models import LockException, UnitReport
from core.dates import today


def is_locked(report: UnitReport, *, on: dt.date | None = None) -> bool:
    """Return whether the unit may write nothing any more on ``on`` (today).

    Locked is every day after ``campaign.lock_on`` on which the unit has no exception; no query before it.
    """
    day = on or today()
    return report.campaign.is_locked_on(day) and open_exception(report, day) is None


def open_exception(report: UnitReport, on: dt.date) -> LockException | None:
    """Return the exception under which the unit still writes on ``on``, the one that lasts longest; one query."""
    rows = LockException.objects.filter(
        campaign_id=report.campaign_id, unit_id=report.unit_id, until__gte=on, ended_at__isnull=True
    )
    return rows.select_related("granted_by").order_by("-until", "-pk").first()
