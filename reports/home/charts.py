"""The two charts of the start page, as ``{% chart %}`` takes them."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import BigIntegerField, Count, DateField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.scope import Scope
from reports.registry import get
from units.enums import COMMUNE_KINDS
from units.models import Succession, Unit

_PAST_YEARS = 5
_STARS = (3, 4, 5)
_BARS = 12
_IN_FORCE = "standing.products"


@dataclass(frozen=True)
class Chart:
    """A chart with its name in the page and its title; without ``data`` there is nothing to draw."""

    identifier: str
    title: str
    data: dict | None


def charts_of(scope: Scope) -> list[Chart]:
    """Return the charts of a scope."""
    one_commune = scope.unit is not None and scope.unit.is_commune
    return [stars_by_year(scope), by_producer(scope) if one_commune else by_unit(scope)]


def stars_by_year(scope: Scope) -> Chart:
    """Products in force at the end of the last years and on the day, by star; one query."""
    ends = [dt.date(scope.as_of.year - back, 12, 31) for back in range(_PAST_YEARS, 0, -1)]
    days = [*ends, scope.as_of]
    counted = _stars_on(scope, days)
    series = [
        {"name": _("%(star)s sao") % {"star": star}, "data": [counted.get((day, star), 0) for day in days]}
        for star in _STARS
    ]
    data = {
        "kind": "stack",
        "categories": [*(str(day.year) for day in ends), _("Hôm nay")],
        "series": series,
        "unit": _("sản phẩm"),
    }
    return Chart("stars-by-year", _("Sản phẩm còn hiệu lực cuối mỗi năm"), data if counted else None)


def by_unit(scope: Scope) -> Chart:
    """Products in force by unit of today, those with the most; two queries."""
    heirs = Succession.objects.filter(
        from_unit=OuterRef("unit"), is_default=True, on__lte=scope.as_of, to_unit__kind__in=COMMUNE_KINDS
    )
    rows = (
        get(_IN_FORCE)
        .rows(scope)
        .order_by()
        .annotate(now=Coalesce(Subquery(heirs.values("to_unit")[:1]), "unit", output_field=BigIntegerField()))
    )
    counted = dict(rows.values_list("now").annotate(Count("product_id", distinct=True)))
    units = Unit.objects.in_bulk(counted.keys())
    page = reverse("products:product_list")
    return _bars(
        "products-by-unit",
        [
            (units[key].name, count, f"{page}?unit={key}&star=any")
            for key, count in sorted(counted.items(), key=lambda pair: (-pair[1], units[pair[0]].sort_key))
        ],
        all_of_them=_("Sản phẩm còn hiệu lực theo đơn vị"),
        the_first=_("%(count)s đơn vị có nhiều sản phẩm còn hiệu lực nhất"),
    )


def by_producer(scope: Scope) -> Chart:
    """Products in force by producer, for a unit with no units under it; one query."""
    rows = get(_IN_FORCE).rows(scope).order_by().values_list("producer", "producer__name")
    counted = rows.annotate(count=Count("product_id", distinct=True)).order_by("-count", "producer__sort_key")
    return _bars(
        "products-by-producer",
        [(name, count, reverse("producers:producer_detail", args=[key])) for key, name, count in counted[: _BARS + 1]],
        all_of_them=_("Sản phẩm còn hiệu lực theo chủ thể"),
        the_first=_("%(count)s chủ thể có nhiều sản phẩm còn hiệu lực nhất"),
    )


def _stars_on(scope: Scope, days: list[dt.date]) -> dict[tuple[dt.date, int], int]:
    """Count by day and star what a report as of each day would count; one query."""
    indicator = get(_IN_FORCE)
    parts = [
        indicator.rows(replace(scope, as_of=day))
        .order_by()
        .values("star")
        .annotate(day=Value(day, DateField()), count=Count("product_id", distinct=True))
        .values_list("day", "star", "count")
        for day in days
    ]
    return {(day, star): count for day, star, count in parts[0].union(*parts[1:], all=True)}


def _bars(identifier: str, bars: list[tuple[str, int, str]], *, all_of_them: str, the_first: str) -> Chart:
    """Return flat bars of name, number and link; ``the_first`` is the title where some are left out."""
    title = the_first % {"count": _BARS} if len(bars) > _BARS else all_of_them
    shown = bars[:_BARS]
    data = {
        "kind": "bar-h",
        "categories": [name for name, _count, _url in shown],
        "series": [{"name": _("Sản phẩm"), "data": [count for _name, count, _url in shown]}],
        "unit": _("sản phẩm"),
        "links": [url for _name, _count, url in shown],
    }
    return Chart(identifier, title, data if shown else None)
