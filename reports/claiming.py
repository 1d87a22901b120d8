"""One worker's hold on a report: taken by one UPDATE, named by every write, given up with a reason."""

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.building.data import Figure
from reports.enums import ReportState
from reports.models import Report, ReportFigure

logger = logging.getLogger(__name__)


class ClaimLost(Exception):
    """Another worker has taken the report over; this one stops."""


@dataclass(frozen=True)
class Claim:
    """One worker's hold on a report; every write names it."""

    report_id: int
    token: uuid.UUID

    def note(self, percent: int, step: str) -> None:
        """Show how far the work is, and that this worker lives.

        Raises:
            ClaimLost: the report belongs to another worker now, or is gone.
        """
        self._update(progress=percent, step=step, claimed_at=timezone.now())

    def live(self) -> None:
        """Show that this worker lives."""
        self._update(claimed_at=timezone.now())

    def fail(self, reason: str) -> None:
        """Give up, with the reason for people."""
        self._update(state=ReportState.FAILED, error=reason[:500], step="", finished_at=timezone.now())

    def give_up(self, reason: str) -> None:
        """Give up; where another worker has the report, it is that one's business."""
        try:
            self.fail(reason)
        except ClaimLost:
            logger.warning("report %s was taken over by another worker", self.report_id)

    def hold(self) -> None:
        """Lock the report to the end of the transaction.

        Raises:
            ClaimLost: the report belongs to another worker now, or is gone.
        """
        if not self.rows().select_for_update().exists():
            raise ClaimLost

    def rows(self):
        """Return the claimed report as a queryset of one."""
        return Report.objects.filter(pk=self.report_id, claim_token=self.token, state=ReportState.RUNNING)

    def _update(self, **values) -> None:
        if not self.rows().update(**values):
            raise ClaimLost


def take(report_id: int) -> Claim | None:
    """Claim the report by one UPDATE; ``None`` when it is not to be had."""
    claim = Claim(report_id, uuid.uuid4())
    now = timezone.now()
    taken = (
        Report.objects.claimable(now)
        .filter(pk=report_id)
        .update(
            state=ReportState.RUNNING,
            claim_token=claim.token,
            claimed_at=now,
            attempts=F("attempts") + 1,
            progress=0,
            step=_("Bắt đầu lập báo cáo"),
            error="",
        )
    )
    return claim if taken else None


def give_up_exhausted(*report_ids: int) -> int:
    """Mark as failed what was tried as often as allowed; without ids, everything of that kind."""
    rows = Report.objects.exhausted(timezone.now())
    rows = rows.filter(pk__in=report_ids) if report_ids else rows
    return rows.update(
        state=ReportState.FAILED,
        step="",
        finished_at=timezone.now(),
        error=_("Đã thử lập nhiều lần nhưng máy chủ dừng giữa chừng. Hãy bấm “Lập lại” hoặc báo quản trị hệ thống."),
    )


def record_figures(report: Report, figures: Iterable[Figure]) -> None:
    """Keep the figures of a report with the keys of the rows that each counted."""
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=report,
            code=figure.code,
            position=position,
            value=figure.value,
            previous=figure.previous,
            row_keys=list(figure.row_keys),
        )
        for position, figure in enumerate(figures, start=1)
    )
