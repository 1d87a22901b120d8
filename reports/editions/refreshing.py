"""What the figures say, written anew into the passages of a consolidated report."""

from reports.building.data import ReportData
from reports.consolidating.template import tell, texts_of_template
from reports.models import Consolidation, Passage


def refresh_passages(consolidation: Consolidation, data: ReportData) -> None:
    """Rewrite what the figures say; what the office wrote stays, with the figures that it rests on."""
    for position, spec in enumerate(texts_of_template(consolidation.year), start=1):
        told = tell(spec, data)
        Passage.objects.update_or_create(
            consolidation=consolidation,
            key=spec.key,
            defaults={"position": position, "generated": told.text, "figures": told.figures},
        )
