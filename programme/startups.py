"""How many start-up projects a year selected, incubated and supported, and what became of them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from core.dates import today
from programme.enums import SupportKind
from programme.models import ProjectSupport


@dataclass(frozen=True)
class YearCounts:
    """Numbers of projects in a year, up to today.

    ``incubated``: those whose incubation lay in the year, in part or whole; ``supported``: pairs of a kind and
    how many projects were given it at least once; ``producers``, ``products``: how many the programme gained.
    """

    year: int
    selected: int
    incubated: int
    producers: int
    products: int
    supported: list[tuple[SupportKind, int]]


def counts_of_year(projects, year: int) -> YearCounts:
    """Return the numbers of the projects in the queryset; two queries."""
    first, last = dt.date(year, 1, 1), min(dt.date(year, 12, 31), today())
    within = (first, last)
    ended = Q(incubated_to__isnull=True) | Q(incubated_to__gte=first)
    became = Q(became_on__range=within)
    found = projects.order_by().aggregate(
        selected=Count("pk", filter=Q(selected_on__range=within)),
        incubated=Count("pk", filter=ended & Q(incubated_from__lte=last)),
        producers=Count("producer", filter=became, distinct=True),
        products=Count("product", filter=became, distinct=True),
    )
    given = ProjectSupport.objects.filter(project__in=projects.order_by().values("pk"), on__range=within)
    by_kind = dict(given.order_by().values_list("kind").annotate(Count("project", distinct=True)))
    return YearCounts(year, supported=[(kind, by_kind.get(kind, 0)) for kind in SupportKind], **found)
