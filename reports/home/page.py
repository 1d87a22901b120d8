"""Putting the start page together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from core.dates import today
from evaluations.models import Assignment
from products.rules import may_read_products
from reports.enums import ReportState
from reports.home.charts import Chart, charts_of
from reports.home.figures import Ending, YearFigures, endings_of, figures_of, scope_of
from reports.home.items import Todo
from reports.home.scoring import next_to_score
from reports.home.waiting import waiting_for
from reports.models import Report
from reports.rules import may_see_overview

_REPORTS = 3
_READERS = frozenset({Role.LEADER, Role.AGENCY_OFFICER})


@dataclass(frozen=True)
class StartPage:
    """Everything that the start page shows to one person.

    Attributes:
        has_tasks: whether the role has work of its own here; for the others figures come first.
        scores: whether the person scores dossiers and nothing else; ``queue`` is what waits then.
        year: ``None`` where the role reads no products; the lists after it are empty then.
        sees_overview: whether the leaders' page is this person's to see.
    """

    day: dt.date
    has_tasks: bool
    scores: bool
    sees_overview: bool = False
    todos: Sequence[Todo] = ()
    queue: Sequence[Assignment] = ()
    year: YearFigures | None = None
    charts: Sequence[Chart] = ()
    endings: Sequence[Ending] = ()
    reports: Sequence[Report] = ()

    @property
    def report_url(self) -> str:
        """Return where a report is asked for."""
        return reverse("reports:report_create")


def start_page(user: User) -> StartPage:
    """Collect the start page of ``user`` for today, in a number of queries that depends on the role alone."""
    day = today()
    frame = {
        "day": day,
        "has_tasks": user.role not in _READERS,
        "scores": user.is_council_member,
        "sees_overview": may_see_overview(user),
        "todos": waiting_for(user, day),
    }
    if not may_read_products(user):
        return StartPage(**frame, queue=next_to_score(user))
    scope = scope_of(user, day)
    return StartPage(
        **frame,
        year=figures_of(scope),
        charts=charts_of(scope),
        endings=endings_of(scope),
        reports=newest_reports(user),
    )


def newest_reports(user: User) -> list[Report]:
    """Return the newest finished reports on what the person looks after, with their files; two queries."""
    rows = Report.objects.visible_to(user).filter(state=ReportState.DONE)
    if user.sees_whole_province:
        rows = rows.filter(Q(unit=None) | Q(asked_by=user))
    rows = rows.prefetch_related("files").select_related("unit", "consolidation")
    return list(rows.order_by("-as_of", "-finished_at")[:_REPORTS])
