"""Files of an edition by the stage at which they were drawn; those of earlier stages are kept."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from reports.enums import Stage
from reports.models import Report, ReportFile

logger = logging.getLogger(__name__)

# The last stage first; reports that are no editions have none.
_NEWEST_FIRST = (Stage.ISSUED, Stage.FROZEN, Stage.DRAFT)
_FORMATS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class StageFiles:
    """The files that were drawn at one stage."""

    stage: Stage
    files: Sequence[ReportFile]


def files_by_stage(report: Report, *, with_drafts: bool) -> list[StageFiles]:
    """Return the files that there are, of the last stage first; drafts are the office's own. One query."""
    rows = sorted(report.files.all(), key=lambda one: _FORMATS.index(one.format))
    stages = [one for one in _NEWEST_FIRST if with_drafts or one != Stage.DRAFT]
    found = [StageFiles(stage, [one for one in rows if one.stage == stage]) for stage in stages]
    return [one for one in found if one.files]


def is_as_drawn(stored: ReportFile) -> bool:
    """Return whether the file on disk still has the sha256 that was recorded when it was drawn."""
    try:
        with stored.file.open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        found = ""
    if found != stored.sha256:
        logger.error("file %s of report %s is not as it was drawn", stored.pk, stored.report_id)
    return found == stored.sha256


def newest_file(report: Report, kind: str, *, with_drafts: bool) -> ReportFile | None:
    """Return the file of a format that a person gets; one query."""
    if not report.consolidation_id:
        return report.files.filter(format=kind).first()
    every = files_by_stage(report, with_drafts=with_drafts)
    return next((file for drawn in every for file in drawn.files if file.format == kind), None)
