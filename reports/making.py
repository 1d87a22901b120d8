"""Making one report: claim it, read, render, keep the files. Safe to run twice, or to die at any step."""

import logging
import uuid
from dataclasses import dataclass

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import WholeProvince
from core.errors import Refused
from core.pdf import PdfFailed
from indicators.rules import reads_dossiers
from reports.building import ReportData, collect, render_pdf, render_xlsx
from reports.enums import FileFormat, ReportState
from reports.models import Report, ReportFigure
from reports.periods import Period
from reports.rules import may_ask_report
from reports.storing import StoredFile, keep_files

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

    def rows(self):
        """Return the claimed report as a queryset of one."""
        return Report.objects.filter(pk=self.report_id, claim_token=self.token, state=ReportState.RUNNING)

    def _update(self, **values) -> None:
        if not self.rows().update(**values):
            raise ClaimLost


def make_report(report_id: int) -> None:
    """Make the report unless it is made, being made, or was tried too often."""
    give_up_exhausted(report_id)
    claim = take(report_id)
    if claim is None:
        logger.info("report %s is not to be taken", report_id)
        return
    try:
        _make(claim)
    except ClaimLost:
        logger.warning("report %s was taken over by another worker", report_id)
    except OperationalError:
        # The database is away: nothing can be noted now; the sweeper finds the silent claim.
        logger.exception("report %s: the database went away", report_id)
    except (Refused, PdfFailed) as error:
        _give_up(claim, str(error))
    except Exception:
        logger.exception("report %s could not be made", report_id)
        _give_up(claim, _("Có lỗi khi lập báo cáo. Hãy bấm “Lập lại”; nếu vẫn lỗi, hãy báo quản trị hệ thống."))


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


def _make(claim: Claim) -> None:
    report = Report.objects.select_related("asked_by__unit", "unit").get(pk=claim.report_id)
    user = report.asked_by or WholeProvince()
    if not may_ask_report(user, report.unit):
        raise Refused(_("Người yêu cầu không còn quyền lập báo cáo này."))
    claim.note(5, _("Đang đọc số liệu"))
    data = collect(user, report.unit, Period(report.kind, report.year, report.half, report.window, report.as_of))
    claim.note(35, _("Đang lập tệp PDF"))
    pdf = render_pdf(data, tick=claim.live)
    claim.note(80, _("Đang lập tệp Excel"))
    xlsx = render_xlsx(data)
    claim.note(95, _("Đang lưu tệp"))
    with keep_files(report, claim.token, {FileFormat.PDF: pdf, FileFormat.XLSX: xlsx}) as files:
        _finish(claim, report, user, data, files)


@transaction.atomic
def _finish(claim: Claim, report: Report, user, data: ReportData, files: list[StoredFile]) -> None:
    """Record figures, files and the end of the work together."""
    if not claim.rows().select_for_update().exists():
        raise ClaimLost
    ReportFigure.objects.bulk_create(
        ReportFigure(
            report=report,
            code=figure.code,
            position=position,
            value=figure.value,
            previous=figure.previous,
            row_keys=list(figure.row_keys),
        )
        for position, figure in enumerate(data.figures, start=1)
    )
    for file in files:
        file.row.save()
    claim.rows().update(
        state=ReportState.DONE,
        progress=100,
        step="",
        snapshot_at=data.snapshot_at,
        finished_at=timezone.now(),
        scope_unit=user.unit if user.is_local_officer else None,
        has_dossiers=reads_dossiers(user),
    )


def _give_up(claim: Claim, reason: str) -> None:
    try:
        claim.fail(reason)
    except ClaimLost:
        logger.warning("report %s was taken over by another worker", claim.report_id)
