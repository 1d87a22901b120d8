"""A stored figure opened: the things that it counts, each with the rows that say why."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.utils.translation import gettext as _

from budgets.models import LedgerEntry
from core.components import PAGE_PARAMETER, SIZE_PARAMETER, page_size
from core.dates import format_date
from core.numbers import format_number
from evaluations.models import Dossier
from indicators.base import CLASS, COMMUNE, DISTRICT, PAYMENT, PRODUCER, PRODUCT, SPENDING, Indicator
from products.models import Recognition, Revocation
from reports import registry
from reports.models import ReportFigure
from reports.opening_programme import THINGS, Thing, ThingWords
from trainings.models import Registration
from units.models import Unit

# One thing that a figure counts, as a row of the page; of producers and units the grounds name the products.
Counted = Thing


@dataclass(frozen=True)
class _Words:
    """How rows of a model are read: in which order, with what, and what one says."""

    order: tuple[str, ...]
    related: tuple[str, ...]
    ground: Callable[[Model], str]


def page_of_counted(stored: ReportFigure, user, query) -> Page:
    """Return a page of what a stored figure counts; see ``page_of_rows``."""
    return page_of_rows(registry.get(stored.code), stored.row_keys, user, query)


def opens(indicator: Indicator) -> bool:
    """Return whether there are words for the rows of this indicator."""
    return indicator.model in _WORDS or indicator.model in THINGS


def page_of_rows(indicator: Indicator, row_keys: Collection[int], user, query) -> Page:
    """Return a page of ``Counted``: as many in all as the figure says, of those that ``user`` may see.

    At most three queries, whatever the number of rows.
    """
    words = _words_of(indicator)
    visible = indicator.model.objects.visible_to(user).filter(pk__in=row_keys)
    keys: dict[int, list[int]] = {}
    for pk, key in indicator.keyed(visible).order_by(*words.order).values_list("pk", "counted_key"):
        keys.setdefault(key, []).append(pk)
    page = Paginator(list(keys.items()), page_size(query.get(SIZE_PARAMETER))).get_page(query.get(PAGE_PARAMETER))
    wanted = [pk for _key, pks in page.object_list for pk in pks]
    named = indicator.model.objects.filter(pk__in=wanted).select_related(*words.related)
    rows = {row.pk: row for row in named}
    told = _told(indicator, list(rows.values()))
    units = _units_by_key(indicator, [key for key, _pks in page.object_list])
    page.object_list = [
        _counted(indicator, [rows[pk] for pk in pks], units.get(key), told) for key, pks in page.object_list
    ]
    return page


def described(indicator: Indicator, keys: Collection[int], *, reader=None) -> list[tuple[int, int, Counted]]:
    """Return the rows of those keys in the order of the page, each by itself; at most three queries.

    Args:
        reader: whose rows; ``None`` for whoever reads the whole report anyway.

    Returns:
        Key of the row, key of the thing that it counts as, and what it says.
    """
    if not opens(indicator) or not keys:
        return []
    words = _words_of(indicator)
    every = indicator.model.objects.all() if reader is None else indicator.model.objects.visible_to(reader)
    rows = list(indicator.keyed(every.filter(pk__in=keys)).order_by(*words.order).select_related(*words.related))
    told = _told(indicator, rows)
    units = _units_by_key(indicator, {row.counted_key for row in rows})
    return [(row.pk, row.counted_key, _counted(indicator, [row], units.get(row.counted_key), told)) for row in rows]


def _words_of(indicator: Indicator) -> _Words | ThingWords:
    return THINGS.get(indicator.model) or _WORDS[indicator.model]


def _told(indicator: Indicator, rows: list) -> dict:
    """Return what is known of rows besides their own fields."""
    return THINGS[indicator.model].told(indicator, rows) if indicator.model in THINGS else {}


def _counted(indicator: Indicator, rows: list, unit: Unit | None, told: dict) -> Counted:
    if indicator.model in THINGS:
        return THINGS[indicator.model].thing(indicator, rows, told)
    ground = _WORDS[indicator.model].ground
    if indicator.counts in {SPENDING, PAYMENT}:
        line = rows[0].line
        return Counted(str(line), line.get_absolute_url(), "", line.agency, tuple(map(ground, rows)))
    if indicator.model is Registration:
        return _trained(indicator, rows)
    first = _recorded(rows[0])
    if indicator.counts == PRODUCT:
        product = first.product
        grounds = tuple(map(ground, rows))
        return Counted(product.name, product.get_absolute_url(), first.producer.name, first.unit, grounds)
    grounds = tuple(f"{_recorded(row).product.name} – {ground(row)}" for row in rows)
    if indicator.counts == PRODUCER:
        return Counted(first.producer.name, first.producer.get_absolute_url(), "", first.unit, grounds)
    return Counted(unit.name, "", "", unit.parent, grounds)


def _trained(indicator: Indicator, rows: list[Registration]) -> Counted:
    row = rows[0]
    url = row.training_class.get_absolute_url()
    if indicator.counts == CLASS:
        count = (_("%(count)s người dự") % {"count": len(rows)},)
        return Counted(f"{row.training_class.course}: {row.training_class}", url, "", row.training_class.unit, count)
    grounds = tuple(map(_WORDS[Registration].ground, rows))
    return Counted(row.trainee.full_name, url, "", row.unit, grounds)


def _recorded(row):
    """Return the row that names product, producer and unit: the recognition behind a revocation."""
    return row.recognition if isinstance(row, Revocation) else row


def _why_revoked(row: Revocation) -> str:
    words = {"star": row.recognition.star, "document": row.document.citation, "why": row.get_ground_display()}
    return _("thu hồi %(star)s sao, %(document)s: %(why)s") % words


def _why_recognised(row: Recognition) -> str:
    words = {
        "star": row.star,
        "kind": row.get_kind_display().lower(),
        "document": row.document.citation,
        "until": format_date(row.valid_until),
    }
    return _("%(star)s sao, %(kind)s, %(document)s, có giá trị đến %(until)s") % words


def _why_entered(row: Dossier) -> str:
    words = {"kind": row.get_kind_display().lower(), "round": row.round.name, "day": format_date(row.submitted_on)}
    return _("hồ sơ %(kind)s, %(round)s, trình ngày %(day)s") % words


def _why_spent(row: LedgerEntry) -> str:
    paper = row.document.citation if row.document else row.voucher or row.note
    words = {
        "amount": format_number(row.amount_vnd, 0),
        "day": format_date(row.on),
        "source": row.line.source.name,
        "paper": paper,
    }
    if row.reverses_id:
        return _("ghi đảo %(amount)s đồng ngày %(day)s, nguồn %(source)s, %(paper)s") % words
    return _("%(amount)s đồng ngày %(day)s, nguồn %(source)s, %(paper)s") % words


def _why_trained(row: Registration) -> str:
    return f"{row.training_class.course}: {row.training_class}"


def _units_by_key(indicator: Indicator, keys: Collection[int]) -> dict[int, Unit]:
    """Return the units counted, when units are counted; one query or none."""
    if indicator.counts not in {DISTRICT, COMMUNE}:
        return {}
    return {unit.pk: unit for unit in Unit.objects.filter(pk__in=keys).select_related("parent")}


_WORDS = {
    Recognition: _Words(
        ("product__sort_key", "product_id", "pk"), ("document", "product", "producer", "unit__parent"), _why_recognised
    ),
    Revocation: _Words(
        ("recognition__product__sort_key", "recognition__product_id", "pk"),
        ("document", "recognition__product", "recognition__producer", "recognition__unit__parent"),
        _why_revoked,
    ),
    Dossier: _Words(
        ("product__sort_key", "product_id", "pk"), ("round", "product", "producer", "unit__parent"), _why_entered
    ),
    LedgerEntry: _Words(
        ("line__source__position", "line_id", "on", "pk"),
        ("document", "line__source", "line__agency__parent"),
        _why_spent,
    ),
    Registration: _Words(
        ("trainee__name_key", "trainee_id", "training_class__first_day", "pk"),
        ("trainee", "unit__parent", "training_class__course", "training_class__unit__parent"),
        _why_trained,
    ),
}
