"""Which edition came before another."""

from reports.enums import FIXED
from reports.models import Report


def edition_before(report: Report) -> Report | None:
    """Return the fixed edition before this one, with its document; of a draft, the last fixed one."""
    fixed = Report.objects.filter(consolidation=report.consolidation_id, stage__in=FIXED).select_related(
        "document__issuer", "consolidation"
    )
    if report.edition is not None:
        fixed = fixed.filter(edition__lt=report.edition)
    return fixed.order_by("-edition").first()
