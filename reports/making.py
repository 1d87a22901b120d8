"""Making one report: claim it, read, render, keep the files. Safe to run twice, or to die at any step."""

import logging

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import WholeProvince
from core.errors import Refused
from core.pdf import PdfFailed
from indicators.rules import reads_dossiers
from reports.building import ReportData, collect, render_docx, render_pdf, render_xlsx
from reports.claiming import Claim, ClaimLost, give_up_exhausted, record_figures, take
from reports.editions.making import make_edition
from reports.editions.reading import period_of
from reports.enums import FileFormat, ReportState
from reports.models import Report
from reports.rules import may_ask_report
from reports.storing import StoredFile, keep_files

logger = logging.getLogger(__name__)


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
        claim.give_up(str(error))
    except Exception:
        logger.exception("report %s could not be made", report_id)
        claim.give_up(_("Có lỗi khi lập báo cáo. Hãy bấm “Lập lại”; nếu vẫn lỗi, hãy báo quản trị hệ thống."))


def _make(claim: Claim) -> None:
    report = Report.objects.select_related("asked_by__unit", "unit", "consolidation__unit").get(pk=claim.report_id)
    if report.consolidation_id:
        make_edition(claim, report)
        return
    user = report.asked_by or WholeProvince()
    if not may_ask_report(user, report.unit):
        raise Refused(_("Người yêu cầu không còn quyền lập báo cáo này."))
    claim.note(5, _("Đang đọc số liệu"))
    data = collect(user, report.unit, period_of(report))
    claim.note(35, _("Đang lập tệp PDF"))
    pdf = render_pdf(data, tick=claim.live)
    claim.note(75, _("Đang lập tệp Word"))
    docx = render_docx(data)
    claim.note(85, _("Đang lập tệp Excel"))
    contents = {FileFormat.PDF: pdf, FileFormat.DOCX: docx, FileFormat.XLSX: render_xlsx(data)}
    claim.note(95, _("Đang lưu tệp"))
    with keep_files(report, claim.token, contents) as files:
        _finish(claim, report, user, data, files)


@transaction.atomic
def _finish(claim: Claim, report: Report, user, data: ReportData, files: list[StoredFile]) -> None:
    """Record figures, files and the end of the work together."""
    claim.hold()
    record_figures(report, data.figures)
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
