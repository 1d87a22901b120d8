"""Cross tables: places × stars × groups of the products in force, entries and recognitions by place.

Each adds up the very rows that an indicator counts; the last row says the same figure as the indicator.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from budgets.models import SupportPayment
from indicators.budget import paid_by_policy
from indicators.recognised import INDUSTRIES, STARS
from indicators.scope import Scope
from products.enums import RecognitionKind
from reports import registry
from reports.building.data import Table, TableColumn
from units.boundaries import Place, in_order, placed

_NUMBER = TableColumn(_("STT"), 6, "integer", 5)
_TOTAL = _("Tổng cộng")
_PRODUCTS, _PRODUCERS = _("Sản phẩm"), _("Chủ thể")
_KINDS = (
    (RecognitionKind.NEW, _("Mới")),
    (RecognitionKind.RENEWAL, _("Công nhận lại")),
    (RecognitionKind.UPGRADE, _("Nâng hạng")),
)


def place_tables(scope: Scope) -> list[Table]:
    """Return the tables by place that the reader may see."""
    places = placed(now=scope.by_present_units)
    first = _place_column(scope)
    made = [_recognised(scope, places, first), _standing(scope, places, first), _matrix(scope, places, first)]
    return [_entries(scope, places, first), *made] if scope.has_dossiers else made


def support_table(scope: Scope) -> Table:
    """Return what was paid in the window by each policy of support; for readers of money."""
    paid = paid_by_policy(scope).values_list("pk", "amount_vnd")
    amounts = dict(paid)
    payments = SupportPayment.objects.filter(entry__in=amounts).order_by(
        "policy__valid_from", "policy_id", "recognition__star"
    )
    counted, sums = Counter(), Counter()
    for entry, name, number, symbol, star in payments.values_list(
        "entry_id", "policy__name", "policy__document__number", "policy__document__symbol", "recognition__star"
    ):
        key = (name, f"{number:02d}/{symbol}", star)
        counted[key] += 1
        sums[key] += amounts[entry]
    rows = [(at, *key, counted[key], sums[key]) for at, key in enumerate(counted, start=1)]
    columns = (
        _NUMBER,
        TableColumn(_("Chính sách"), 44),
        TableColumn(_("Văn bản"), 22),
        TableColumn(_("Hạng sao"), 10, "integer"),
        TableColumn(_("Số khoản chi"), 12, "integer"),
        TableColumn(_("Số tiền (đồng)"), 18, "money"),
    )
    title = _("Chi hỗ trợ theo chính sách trong kỳ")
    return Table("support", title, _("Hỗ trợ theo chính sách"), columns, tuple(rows), in_pdf=False)


def _place_column(scope: Scope) -> TableColumn:
    label = _("Xã, phường hiện nay") if scope.by_present_units else _("Huyện, thành phố (xã, phường từ 7/2025)")
    return TableColumn(label, 34, "text", 27)


def _entries(scope: Scope, places: dict[int, Place], first: TableColumn) -> Table:
    rows = registry.get("entries.products").rows(scope).values_list("unit_id", "product_id", "producer_id", "kind")
    columns = [(_PRODUCTS, None), *((label, lambda row, kind=kind: row[3] == kind) for kind, label in _ENTRY_KINDS)]
    title = _("Sản phẩm tham gia đánh giá theo địa bàn và hình thức đăng ký")
    return _crossed(
        rows,
        columns,
        key="entries_by_place",
        title=title,
        sheet=_("Dự thi theo địa bàn"),
        places=places,
        first=first,
        distinct=True,
    )


_ENTRY_KINDS = (
    (RecognitionKind.NEW, _("Đăng ký mới")),
    (RecognitionKind.RENEWAL, _("Đánh giá lại")),
    (RecognitionKind.UPGRADE, _("Nâng hạng")),
)


def _recognised(scope: Scope, places: dict[int, Place], first: TableColumn) -> Table:
    rows = registry.get("recognised.products").rows(scope)
    rows = rows.values_list("unit_id", "product_id", "producer_id", "kind", "star")
    columns = [
        (_PRODUCTS, None),
        *((_star(star), lambda row, star=star: row[4] == star) for star in STARS),
        *((label, lambda row, kind=kind: row[3] == kind) for kind, label in _KINDS),
    ]
    title = _("Sản phẩm được công nhận trong kỳ theo địa bàn, hạng sao và hình thức")
    return _crossed(
        rows,
        columns,
        key="recognised_by_place",
        title=title,
        sheet=_("Công nhận theo địa bàn"),
        places=places,
        first=first,
    )


def _standing(scope: Scope, places: dict[int, Place], first: TableColumn) -> Table:
    rows = registry.get("standing.products").rows(scope)
    rows = rows.values_list("unit_id", "product_id", "producer_id", "star", "group__industry__code")
    columns = [
        (_PRODUCTS, None),
        *((_star(star), lambda row, star=star: row[3] == star) for star in STARS),
        *((name, lambda row, code=code: row[4] == code) for code, name in INDUSTRIES),
    ]
    title = _("Sản phẩm còn hiệu lực theo địa bàn, hạng sao và nhóm ngành")
    return _crossed(
        rows,
        columns,
        key="standing_by_place",
        title=title,
        sheet=_("Còn hiệu lực theo địa bàn"),
        places=places,
        first=first,
    )


def _matrix(scope: Scope, places: dict[int, Place], first: TableColumn) -> Table:
    """Place × group × star, one row for each place and group with a product; in the workbook alone."""
    rows = registry.get("standing.products").rows(scope)
    counted: Counter = Counter()
    names = {}
    for unit_id, group_id, group, industry, star in rows.values_list(
        "unit_id", "group_id", "group__name", "group__industry__name", "star"
    ):
        counted[places[unit_id], group_id, star] += 1
        names[group_id] = (industry or group, group)
    pairs = sorted(
        {(place, group) for place, group, _star_of in counted}, key=lambda one: (one[0].order, *names[one[1]])
    )
    columns = (
        _NUMBER,
        first,
        TableColumn(_("Nhóm ngành"), 28),
        TableColumn(_("Nhóm sản phẩm"), 40),
        *(TableColumn(_star(star), 9, "integer") for star in STARS),
        TableColumn(_PRODUCTS, 11, "integer"),
    )
    lines = []
    for at, (place, group) in enumerate(pairs, start=1):
        stars = [counted[place, group, star] for star in STARS]
        lines.append((at, place.name, *names[group], *stars, sum(stars)))
    title = _("Sản phẩm còn hiệu lực theo địa bàn, nhóm sản phẩm và hạng sao")
    return Table("standing_matrix", title, _("Sao × nhóm × địa bàn"), columns, tuple(lines), in_pdf=False)


def _star(star: int) -> str:
    return _("%(star)d sao") % {"star": star}


def _crossed(
    rows: Iterable[tuple],
    columns: Sequence[tuple[str, Callable | None]],
    *,
    key: str,
    title,
    sheet,
    places: dict[int, Place],
    first: TableColumn,
    distinct: bool = False,
) -> Table:
    """Count products of each place by the conditions of ``columns``, and its different producers; then the total.

    Args:
        rows: unit, product, producer, then what the conditions look at.
        distinct: count different products, where a product may have several rows.
    """
    by_place: dict[Place, list[tuple]] = defaultdict(list)
    for row in rows:
        by_place[places[row[0]]].append(row)

    def line(found: list[tuple]) -> list[int]:
        kept = [[row for row in found if takes is None or takes(row)] for _label, takes in columns]
        products = [len({row[1] for row in one}) if distinct else len(one) for one in kept]
        return [*products, len({row[2] for row in found})]

    lines = [(at, place.name, *line(by_place[place])) for at, place in enumerate(in_order(by_place), start=1)]
    if lines:
        lines.append((None, str(_TOTAL), *line([row for found in by_place.values() for row in found])))
    labels = [*(label for label, _takes in columns), _PRODUCERS]
    # On paper there is no room for columns in which nothing stands.
    totals = lines[-1][2:] if lines else [0] * len(labels)
    width = 68 // max(sum(1 for total in totals if total), 1)
    numbers = (
        TableColumn(label, 11, "integer", min(width, 12) if total else 0)
        for label, total in zip(labels, totals, strict=True)
    )
    return Table(key, title, sheet, (_NUMBER, first, *numbers), tuple(lines))
