"""Reading a whole report: figures of both years, lists, text. The only part that asks the database."""

from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone

from indicators.scope import Scope
from reports.building.data import Figure, ReportData
from reports.building.letterhead import letterhead_of
from reports.building.narrative import body_of, subject_of
from reports.building.snapshot import snapshot
from reports.building.tables import tables_of
from reports.enums import Boundaries
from reports.periods import Period
from reports.registry import count_all, readable_by

Progress = Callable[[int, str], None]


def collect(user, unit, period: Period) -> ReportData:
    """Return the report of ``period`` on ``unit`` (``None``: the province) as ``user`` may see it.

    Everything comes from one snapshot, so parts add up to their totals whatever others write.
    """
    scope = Scope(user, unit, period.window, period.as_of)
    with snapshot():
        return gather(scope, period)


def gather(scope: Scope, period: Period) -> ReportData:
    """Read everything within the caller's transaction; see ``collect``."""
    figures = figures_of(scope)
    data = ReportData(
        period=period,
        unit_code=scope.unit.code if scope.unit else None,
        unit_name=scope.unit.name if scope.unit else None,
        has_dossiers=scope.has_dossiers,
        snapshot_at=timezone.now(),
        letterhead=letterhead_of(scope),
        subject="",
        figures=figures,
        tables=tables_of(replace(scope, by_present_units=period.boundaries == Boundaries.NOW)),
    )
    return replace(data, subject=subject_of(data), body=body_of(data))


def figures_of(scope: Scope) -> tuple[Figure, ...]:
    """Return every readable figure with that of the same days a year before."""
    now, before = count_all(scope), count_all(scope.year_before(), keys=False)
    return tuple(
        Figure(
            code=one.code,
            name=str(one.name),
            unit_of_measure=str(one.unit_of_measure),
            section=one.section,
            indent=one.indent,
            is_percent=one.is_percent,
            value=now[one.code].value,
            previous=before[one.code].value,
            row_keys=now[one.code].row_keys,
            places=one.places,
        )
        for one in readable_by(scope)
    )
