"""Making an edition: read once, in one snapshot; then drawn from what was stored, as often as it is asked.

A worker may die at any step. Before the figures are stored the next one reads anew; afterwards it only
draws. Texts are taken when the files are drawn, of a fixed edition from what was frozen.
"""

from dataclasses import replace
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from indicators.rules import reads_dossiers
from reports.building.data import ReportData
from reports.building.keeping import from_json, to_json
from reports.claiming import Claim, record_figures
from reports.consolidating.services import refresh_passages
from reports.editions.drawing import Drawing, draw
from reports.editions.earlier import edition_before
from reports.editions.reading import collect_edition
from reports.editions.texts import lines_of_edition
from reports.enums import FIXED, ReportState, Stage
from reports.models import Consolidation, Report
from reports.rules import may_consolidate
from reports.storing import StoredFile, keep_files, remove_files


def make_edition(claim: Claim, report: Report) -> None:
    """Read what was not read yet, then draw; see the module."""
    data = from_json(report.snapshot) if report.snapshot else _read(claim, report)
    claim.note(35, _("Đang lập tệp PDF, Word, Excel"))
    contents = draw(_drawing(report, data), tick=claim.live)
    claim.note(95, _("Đang lưu tệp"))
    with keep_files(report, claim.token, contents, stage=report.stage) as files:
        _finish(claim, report, files)


def _read(claim: Claim, report: Report) -> ReportData:
    """Read, then store figures and the texts that tell them in one transaction."""
    user = report.asked_by
    if not may_consolidate(user):
        raise Refused(_("Người yêu cầu không còn quyền lập báo cáo tổng hợp. Hãy lập dự thảo mới."))
    claim.note(5, _("Đang đọc số liệu"))
    data = collect_edition(user, report.consolidation)
    with transaction.atomic():
        consolidation = Consolidation.objects.select_for_update(of=("self",)).get(pk=report.consolidation_id)
        claim.hold()
        record_figures(report, data.figures)
        claim.rows().update(
            snapshot=to_json(data),
            snapshot_at=data.snapshot_at,
            scope_unit=None,
            has_dossiers=reads_dossiers(user),
        )
        refresh_passages(consolidation, data)
    return data


def _drawing(report: Report, data: ReportData) -> Drawing:
    before = edition_before(report)
    return Drawing(
        data=replace(data, passages=lines_of_edition(report, data)),
        title=report.title,
        document=report.document,
        edition=report.edition_name,
        before=from_json(before.snapshot) if before else None,
        before_document=before.document if before else None,
        before_name=before.edition_name if before else "",
    )


@transaction.atomic
def _finish(claim: Claim, report: Report, files: list[StoredFile]) -> None:
    """Record the files and the end of the work; a new draft takes the place of the older ones."""
    Consolidation.objects.select_for_update(of=("self",)).get(pk=report.consolidation_id)
    claim.hold()
    for file in files:
        file.row.save()
    claim.rows().update(state=ReportState.DONE, progress=100, step="", finished_at=timezone.now())
    if report.stage not in FIXED:
        _replace_older(report)


def _replace_older(report: Report) -> None:
    older = Report.objects.filter(consolidation=report.consolidation_id, stage=Stage.DRAFT, pk__lt=report.pk)
    for one in older:
        transaction.on_commit(partial(remove_files, one.pk))
    older.delete()
