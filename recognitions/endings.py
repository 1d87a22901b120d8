"""What ends when: the two charts of the board, and what stands beside a row of its list."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import add_months
from core.excel import Column, Sheet
from core.periods import quarters_from
from evaluations.models import Dossier
from products.enums import RecognitionKind, Star
from products.models import Recognition
from recognitions.clock import on_clock
from recognitions.enums import ClockState
from recognitions.filters import quarter_key
from recognitions.units import Heirs
from units.models import Unit

_QUARTERS, _MONTHS, _BARS, _ROWS_AT_ONCE = 8, 12, 12, 2000


@dataclass(frozen=True)
class BoardRow:
    """A recognition on the board. ``dossier``: the renewal or upgrade of this term, where one may be seen."""

    recognition: Recognition
    state: ClockState
    days_left: int
    unit: Unit
    dossier: Dossier | None

    @property
    def may_start(self) -> bool:
        """Whether a renewal can be begun from here."""
        return self.dossier is None and self.state in {ClockState.FILING, ClockState.LATE}


def board_rows(recognitions: Iterable[Recognition], day: dt.date, user) -> list[BoardRow]:
    """Return the rows of a page read by ``with_clock`` and ``for_list``; two queries for all of them."""
    rows = list(recognitions)
    heirs, dossiers = Heirs(day), _dossiers_of(rows, user)
    return [
        BoardRow(
            recognition=row,
            state=ClockState(row.clock),
            days_left=(row.valid_until - day).days,
            unit=heirs.of(row.unit),
            dossier=dossiers.get(row.pk),
        )
        for row in rows
    ]


def by_quarter(recognitions, day: dt.date) -> dict | None:
    """Return the chart of what ends in the coming quarters, by star; ``None`` where nothing does; one query."""
    coming = quarters_from(day, _QUARTERS)
    running = _not_revoked(on_clock(recognitions, day), day).filter(
        valid_until__range=(coming[0].window.first, coming[-1].window.last)
    )
    counted = {
        (first, star): count
        for first, star, count in running.order_by()
        .annotate(first=TruncQuarter("valid_until"))
        .values_list("first", "star")
        .annotate(count=Count("pk"))
    }
    if not counted:
        return None
    page = reverse("recognitions:board")
    return {
        "kind": "stack",
        "categories": [_("Quý %(quarter)s") % {"quarter": one} for one in coming],
        "series": [
            {"name": star.label, "data": [counted.get((one.window.first, star.value), 0) for one in coming]}
            for star in Star
        ],
        "unit": _("sản phẩm"),
        "links": [f"{page}?quarter={quarter_key(one)}" for one in coming],
    }


def by_unit(recognitions, day: dt.date) -> dict | None:
    """Return the chart of the units with most products ending within a year; ``None`` for none; two queries."""
    running = _not_revoked(on_clock(recognitions, day), day).filter(valid_until__range=(day, add_months(day, _MONTHS)))
    heirs, counted = Heirs(day), {}
    counts = running.order_by().values_list("unit").annotate(count=Count("pk"))
    units = Unit.objects.in_bulk([key for key, _count in counts])
    for key, count in counts:
        unit = heirs.of(units[key])
        counted.setdefault(unit.pk, [unit, 0])[1] += count
    shown = sorted(counted.values(), key=lambda pair: (-pair[1], pair[0].sort_key))[:_BARS]
    if not shown:
        return None
    page = reverse("recognitions:board")
    return {
        "kind": "bar-h",
        "categories": [unit.name for unit, _count in shown],
        "series": [{"name": _("Sản phẩm"), "data": [count for _unit, count in shown]}],
        "unit": _("sản phẩm"),
        "links": [f"{page}?unit={unit.pk}" for unit, _count in shown],
    }


def board_sheet(recognitions, day: dt.date) -> Sheet:
    """Return the filtered list as a sheet, in its order."""
    heirs = Heirs(day)
    return Sheet(
        title=_("Hạn công nhận"),
        columns=(
            Column(_("STT"), 6, "integer"),
            Column(_("Tên sản phẩm"), 40),
            Column(_("Chủ thể"), 36),
            Column(_("Xã, phường hiện nay"), 24),
            Column(_("Hạng sao"), 9, "integer"),
            Column(_("Công nhận từ"), 13, "date"),
            Column(_("Có giá trị đến"), 13, "date"),
            Column(_("Còn (ngày)"), 10, "integer"),
            Column(_("Tình trạng"), 32),
            Column(_("Quyết định"), 40),
        ),
        rows=(
            (
                number,
                row.product.name,
                row.producer.name,
                heirs.of(row.unit).name,
                row.star,
                row.valid_from,
                row.valid_until,
                (row.valid_until - day).days,
                str(ClockState(row.clock).label),
                row.document.citation,
            )
            for number, row in enumerate(recognitions.iterator(_ROWS_AT_ONCE), start=1)
        ),
        heading=(_("Đồng hồ công nhận sản phẩm OCOP"), _("Tính đến ngày %(day)s") % {"day": f"{day:%d/%m/%Y}"}),
    )


def _not_revoked(rows, day: dt.date):
    return rows.filter(Q(revocation__isnull=True) | Q(revocation__effective_on__gt=day))


def _dossiers_of(rows: list[Recognition], user) -> dict[int, Dossier]:
    """Return the newest renewal or upgrade of the term by recognition, of those that ``user`` may see."""
    by_product = {row.product_id: row for row in rows}
    seen = Dossier.objects.visible_to(user).filter(
        product__in=by_product, kind__in=(RecognitionKind.RENEWAL, RecognitionKind.UPGRADE), withdrawn_on__isnull=True
    )
    found = {}
    for dossier in seen.order_by("pk"):
        row = by_product[dossier.product_id]
        # A draft has no day of sending yet; what was sent before the term began made this recognition.
        if dossier.submitted_on is None or dossier.submitted_on > row.valid_from:
            found[row.pk] = dossier
    return found
