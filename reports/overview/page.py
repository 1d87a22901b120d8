"""Putting the leaders' page together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from accounts.models import User
from campaigns.board import BoardRow, Rate, board_of, rates_of
from campaigns.models import Campaign, UnitReport
from programme.models import Plan
from reports.home.charts import Chart
from reports.home.figures import Ending, endings_of
from reports.overview.basis import Basis, basis_of
from reports.overview.figures import MainFigure, figures_of, groups_of, stars_of, trend_of
from reports.overview.places import Map, Place, map_of, places_of
from reports.targets import NumberedProgress, met_of, progress_of_plan, scope_of_plan


@dataclass(frozen=True)
class PlanState:
    """The year's plan with how far each number is."""

    plan: Plan
    numbers: Sequence[NumberedProgress]
    is_hidden: bool
    met: int
    total: int


@dataclass(frozen=True)
class CampaignState:
    """The newest campaign: how many units have sent, and which are missing."""

    campaign: Campaign
    rate: Rate
    missing: Sequence[BoardRow]


@dataclass(frozen=True)
class Overview:
    """Everything on the page."""

    basis: Basis
    figures: Sequence[MainFigure]
    charts: Sequence[Chart]
    places: Sequence[Place]
    map: Map | None
    plan: PlanState | None
    campaign: CampaignState | None
    endings: Sequence[Ending]


def overview_of(user: User, day: dt.date) -> Overview:
    """Collect the page of ``user``: figures of the newest report, what is late and what ends as of ``day``."""
    basis = basis_of(user, day)
    figures, places = figures_of(basis), places_of(basis.scope)
    return Overview(
        basis=basis,
        figures=figures,
        charts=[trend_of(basis, figures), stars_of(basis.scope, day), groups_of(basis.scope)],
        places=places,
        map=map_of(places),
        plan=_plan(user, basis),
        campaign=_campaign(user, day),
        endings=endings_of(replace(basis.scope, as_of=day)),
    )


def _plan(user: User, basis: Basis) -> PlanState | None:
    plan = Plan.objects.visible_to(user).filter(year=basis.year).select_related("document").order_by("-pk").first()
    if plan is None:
        return None
    numbers = progress_of_plan(plan, scope_of_plan(plan, user, basis.scope.as_of))
    met, total = met_of(numbers)
    return PlanState(plan, numbers, any(one.is_hidden for one in numbers), met, total)


def _campaign(user: User, day: dt.date) -> CampaignState | None:
    opened = Campaign.objects.visible_to(user).filter(opened_at__isnull=False)
    campaign = opened.order_by("-due_on", "-pk").first()
    if campaign is None:
        return None
    reports = UnitReport.objects.visible_to(user).filter(campaign=campaign).select_related("unit")
    rows = board_of(campaign, reports.order_by("unit__sort_key"), day)
    if not rows:
        return None
    return CampaignState(campaign, rates_of(rows)[-1], [row for row in rows if not row.is_sent])
