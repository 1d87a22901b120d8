"""Everything that an edition shows, read in one snapshot: figures, targets, what units sent, the rows in words."""

from dataclasses import replace

from django.utils import timezone

from campaigns.models import Campaign, UnitReport
from campaigns.sent import sent_narratives, sent_values
from indicators.scope import Scope
from programme.models import Plan
from reports.building.collecting import gather
from reports.building.data import CompletenessLine, NarrativeLine, ReportData, ReportedLine, TargetLine
from reports.building.snapshot import snapshot
from reports.building.words import with_words
from reports.consolidating.sources import documents_of, tasks_of
from reports.models import Consolidation
from reports.periods import Period
from reports.targets import lines_of, progress_of_plan, scope_of_plan


def collect_edition(user, consolidation: Consolidation) -> ReportData:
    """Return the data of an edition as ``user`` may see them, from one snapshot."""
    with snapshot():
        return gather_edition(user, consolidation)


def gather_edition(user, consolidation: Consolidation) -> ReportData:
    """Read everything within the caller's transaction; see ``collect_edition``."""
    scope = Scope(user, consolidation.unit, consolidation.window, consolidation.as_of)
    data = gather(scope, period_of(consolidation))
    campaign = consolidation.campaign
    figures, words = with_words(data.figures)
    return replace(
        data,
        figures=figures,
        targets=_targets(scope, consolidation.year),
        next_targets=_targets(scope, consolidation.year + 1),
        reported=_reported(scope),
        narratives=_narratives(campaign) if campaign else (),
        completeness=_completeness(campaign) if campaign else (),
        documents=documents_of(scope),
        directive_tasks=tasks_of(scope),
        rows_in_words=words,
    )


def period_of(row) -> Period:
    """Return the period of a consolidation, or of a report."""
    return Period(row.kind, row.year, row.half, row.window, row.as_of, row.boundaries)


def _targets(scope: Scope, year: int) -> tuple[TargetLine, ...]:
    plans = Plan.objects.visible_to(scope.user).filter(year=year).select_related("document").order_by("pk")
    return tuple(
        line
        for plan in plans
        for line in lines_of(plan, progress_of_plan(plan, scope_of_plan(plan, scope.user, scope.as_of)))
    )


def _reported(scope: Scope) -> tuple[ReportedLine, ...]:
    values = sent_values(scope.window)
    if scope.unit is not None:
        inside = set(scope.unit.territory().values_list("pk", flat=True))
        values = [one for one in values if one.unit.pk in inside]
    return tuple(
        ReportedLine(str(one.unit), one.code, one.name, one.unit_of_measure, one.value, one.report_id) for one in values
    )


def _narratives(campaign: Campaign) -> tuple[NarrativeLine, ...]:
    return tuple(
        NarrativeLine(str(one.unit), one.key, one.text, one.report_id, one.title, one.version)
        for one in sent_narratives(campaign)
    )


def _completeness(campaign: Campaign) -> tuple[CompletenessLine, ...]:
    rows = UnitReport.objects.filter(campaign=campaign).select_related("unit", "campaign")
    return tuple(
        CompletenessLine(
            str(row.unit),
            str(row.shown_state.label),
            timezone.localdate(row.first_sent_at) if row.first_sent_at else None,
            row.was_late(),
        )
        for row in rows.order_by("unit__sort_key", "pk")
    )
