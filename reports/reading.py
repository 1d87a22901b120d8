"""Stored figures as pages show them, and the rows behind one of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.components import PAGE_PARAMETER, SIZE_PARAMETER, page_size
from core.dates import format_date
from products.models import Recognition, Revocation
from reports import indicators
from reports.building.data import Figure
from reports.indicators import Indicator, Section
from reports.indicators.base import COMMUNE, DISTRICT, PRODUCER, PRODUCT
from reports.models import ReportFigure
from units.models import Unit

_MAIN = ("entries.products", "recognised.products", "standing.products", "standing.producers")


@dataclass(frozen=True)
class ShownSection:
    """A heading with its figures."""

    key: str
    title: str
    figures: list[Figure]


@dataclass(frozen=True)
class Counted:
    """One thing that a figure counts, as a row of the page.

    Attributes:
        name, url: the product, producer or unit.
        producer, unit: whose and where, by the first row; empty where they are the thing itself.
        grounds: what each row says; for producers and units the products first.
    """

    name: str
    url: str
    producer: str
    unit: Unit | None
    grounds: tuple[str, ...]


def shown(stored: ReportFigure) -> Figure:
    """Return a stored figure with the words of its indicator, without the keys of its rows."""
    indicator = indicators.get(stored.code)
    return Figure(
        code=stored.code,
        name=str(indicator.name),
        unit_of_measure=str(indicator.unit_of_measure),
        section=indicator.section,
        indent=indicator.indent,
        is_percent=indicator.is_percent,
        value=stored.value,
        previous=stored.previous,
        row_keys=(),
    )


def sections_of(stored: Iterable[ReportFigure]) -> list[ShownSection]:
    """Return the figures by section in printing order; sections without figures are left out."""
    every = [shown(figure) for figure in stored]
    found = [
        ShownSection(section.value, section.label, [one for one in every if one.section == section])
        for section in Section
    ]
    return [section for section in found if section.figures]


def main_figures(sections: Iterable[ShownSection]) -> list[Figure]:
    """Return the few figures that a leader looks at first."""
    by_code = {figure.code: figure for section in sections for figure in section.figures}
    return [by_code[code] for code in _MAIN if code in by_code]


def page_of_counted(stored: ReportFigure, user, query) -> Page:
    """Return a page of ``Counted``: as many in all as the figure says, of those that ``user`` may see.

    At most three queries, whatever the number of rows.
    """
    indicator = indicators.get(stored.code)
    visible = indicator.model.objects.visible_to(user).filter(pk__in=stored.row_keys)
    keys: dict[int, list[int]] = {}
    for pk, key in indicator.keyed(visible).order_by(*_order(indicator.model)).values_list("pk", "counted_key"):
        keys.setdefault(key, []).append(pk)
    page = Paginator(list(keys.items()), page_size(query.get(SIZE_PARAMETER))).get_page(query.get(PAGE_PARAMETER))
    wanted = [pk for _key, pks in page.object_list for pk in pks]
    rows = {row.pk: row for row in _with_names(indicator.model.objects.filter(pk__in=wanted))}
    units = _units_by_key(indicator, [key for key, _pks in page.object_list])
    page.object_list = [_counted(indicator, [rows[pk] for pk in pks], units.get(key)) for key, pks in page.object_list]
    return page


def _counted(indicator: Indicator, rows: list, unit: Unit | None) -> Counted:
    first = _recorded(rows[0])
    if indicator.counts == PRODUCT:
        product = first.product
        grounds = tuple(_ground(row) for row in rows)
        return Counted(product.name, product.get_absolute_url(), first.producer.name, first.unit, grounds)
    grounds = tuple(f"{_recorded(row).product.name} – {_ground(row)}" for row in rows)
    if indicator.counts == PRODUCER:
        return Counted(first.producer.name, first.producer.get_absolute_url(), "", first.unit, grounds)
    return Counted(unit.name, "", "", unit.parent, grounds)


def _recorded(row):
    """Return the row that names product, producer and unit: the recognition behind a revocation."""
    return row.recognition if isinstance(row, Revocation) else row


def _ground(row) -> str:
    """Say in words why a row counts."""
    if isinstance(row, Revocation):
        words = {"star": row.recognition.star, "document": row.document.citation, "why": row.get_ground_display()}
        return _("thu hồi %(star)s sao, %(document)s: %(why)s") % words
    if isinstance(row, Recognition):
        words = {
            "star": row.star,
            "kind": row.get_kind_display().lower(),
            "document": row.document.citation,
            "until": format_date(row.valid_until),
        }
        return _("%(star)s sao, %(kind)s, %(document)s, có giá trị đến %(until)s") % words
    words = {"kind": row.get_kind_display().lower(), "round": row.round.name, "day": format_date(row.submitted_on)}
    return _("hồ sơ %(kind)s, %(round)s, trình ngày %(day)s") % words


def _units_by_key(indicator: Indicator, keys: list[int]) -> dict[int, Unit]:
    """Return the units counted, when units are counted; one query or none."""
    if indicator.counts not in {DISTRICT, COMMUNE}:
        return {}
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=keys).select_related("parent")}


def _order(model: type[Model]) -> tuple[str, ...]:
    prefix = "recognition__" if model is Revocation else ""
    return (f"{prefix}product__sort_key", f"{prefix}product_id", "pk")


def _with_names(rows: QuerySet) -> QuerySet:
    if rows.model is Revocation:
        return rows.select_related(
            "document", "recognition__product", "recognition__producer", "recognition__unit__parent"
        )
    if rows.model is Recognition:
        return rows.select_related("document", "product", "producer", "unit__parent")
    return rows.select_related("round", "product", "producer", "unit__parent")
