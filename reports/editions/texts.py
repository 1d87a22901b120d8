"""The texts of an edition: of a draft as the passages stand, of a fixed one as they stood when it was frozen."""

from reports.building.data import Line, ReportData
from reports.consolidating.template import outline_of
from reports.enums import FIXED
from reports.models import Consolidation, Passage, Report


def texts_of(consolidation: Consolidation) -> list[dict[str, str]]:
    """Return what the passages say now, those that are left out excepted, as a frozen edition keeps them."""
    passages = Passage.objects.filter(consolidation=consolidation, is_left_out=False).order_by("position")
    return [{"key": one.key, "text": one.text} for one in passages]


def lines_of_edition(report: Report, data: ReportData) -> tuple[Line, ...]:
    """Return the lines that the files of the edition print."""
    texts = report.texts if report.stage in FIXED else texts_of(report.consolidation)
    return outline_of(texts, data.period, data.by_code)
