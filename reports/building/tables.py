"""The lists of rows behind the figures: sheets of the workbook, appendices of the document.

Each list holds the very rows that an indicator counts, so list and figure cannot disagree. Rows are
read as plain values: a list of thousands would spend its time on making objects.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from budgets.enums import Content
from indicators.scope import Scope
from producers.enums import Gender, LegalForm
from producers.models import Producer
from products.enums import ChannelKind, RecognitionKind, RevocationGround
from products.models import SalesChannel
from reports import registry
from reports.building.data import Table, TableColumn
from reports.building.places import place_tables, support_table
from units.enums import DISTRICT_KINDS
from units.models import Succession


@dataclass(frozen=True)
class Field:
    """A column of a list: the values that a row gives for it, and how they are shown."""

    column: TableColumn
    paths: tuple[str, ...]
    shown: Callable = lambda value: value


def _field(label, width: float, *paths: str, kind="text", pdf: int = 0, shown: Callable | None = None) -> Field:
    column = TableColumn(label, width, kind, pdf)
    return Field(column, paths, shown) if shown else Field(column, paths)


def _label(choices) -> Callable:
    labels = {key: str(label) for key, label in choices.choices}
    return lambda key: labels.get(key, key)


def _reference(number: int, symbol: str) -> str:
    """Return number and symbol as a decision prints them."""
    return f"{number:02d}/{symbol}"


_NUMBER = TableColumn(_("STT"), 6, "integer", 5)
_STARS = (3, 4, 5)


def tables_of(scope: Scope) -> tuple[Table, ...]:
    """Return every list that the reader may see, in the order of the workbook's sheets."""
    made = [_recognised(scope), _standing(scope), _expiring(scope), _producers(scope), _revoked(scope)]
    if scope.has_dossiers:
        made = [_entries(scope), *made, _central(scope)]
    if scope.has_money:
        made += [_trained(scope), _spent(scope), support_table(scope)]
    return (*made, *place_tables(scope))


def _rows(scope: Scope, code: str, prefix: str = "") -> QuerySet:
    """Return the rows of a figure with ``commune`` and ``district``: of their time, or as the scope asks of today."""
    unit = f"{prefix}unit"
    is_district = When(**{f"{unit}__kind__in": DISTRICT_KINDS}, then=F(f"{unit}__name"))
    in_district = When(**{f"{unit}__parent__kind__in": DISTRICT_KINDS}, then=F(f"{unit}__parent__name"))
    name = F(f"{unit}__name")
    if scope.by_present_units:
        heir = Succession.objects.filter(from_unit=OuterRef(f"{unit}_id"), is_default=True)
        name = Coalesce(Subquery(heir.values("to_unit__name")[:1]), name)
    districts = (is_district,) if scope.by_present_units else (is_district, in_district)
    return (
        registry.get(code)
        .rows(scope)
        .annotate(
            commune=Case(When(**{f"{unit}__kind__in": DISTRICT_KINDS}, then=Value("")), default=name),
            district=Case(*districts, default=Value("")),
        )
    )


def _named(prefix: str = "") -> tuple[Field, ...]:
    """Product, producer and place: what every list begins with."""
    return (
        _field(_("Sản phẩm"), 38, f"{prefix}product__name", pdf=22),
        _field(_("Chủ thể"), 38, f"{prefix}producer__name", pdf=22),
        *_PLACE,
    )


_PLACE = (
    _field(_("Xã, phường"), 22, "commune", pdf=12),
    _field(_("Huyện, thành phố"), 22, "district", pdf=12),
)


def _table(key: str, title, sheet, rows: QuerySet, fields: Sequence[Field], *, in_pdf: bool = True) -> Table:
    """Read the rows in one query and number them."""
    paths = tuple(chain.from_iterable(field.paths for field in fields))
    lines = (_line(values, fields) for values in rows.values_list(*paths))
    return _numbered(key, title, sheet, lines, fields, in_pdf=in_pdf)


def _numbered(key: str, title, sheet, lines: Iterable[Sequence], fields: Sequence[Field], *, in_pdf: bool) -> Table:
    columns = (_NUMBER, *(field.column for field in fields))
    rows = tuple((number, *line) for number, line in enumerate(lines, start=1))
    return Table(key, title, sheet, columns, rows, in_pdf=in_pdf)


def _line(values: Sequence, fields: Sequence[Field]) -> list:
    left = iter(values)
    return [field.shown(*(next(left) for _path in field.paths)) for field in fields]


def _entries(scope: Scope) -> Table:
    rows = _rows(scope, "entries.products").order_by(
        "unit__parent__sort_key", "unit__sort_key", "product__sort_key", "pk"
    )
    fields = (
        *_named(),
        _field(_("Nhóm sản phẩm"), 30, "product__group__name"),
        _field(_("Hình thức đăng ký"), 18, "kind", shown=_label(RecognitionKind)),
        _field(_("Đợt đánh giá"), 34, "round__name"),
        _field(_("Ngày trình"), 12, "submitted_on", kind="date"),
    )
    title = _("Danh sách hồ sơ tham gia đánh giá, phân hạng")
    return _table("entries", title, _("Dự thi"), rows, fields, in_pdf=False)


def _recognised(scope: Scope) -> Table:
    rows = _rows(scope, "recognised.products").order_by("-star", "unit__parent__sort_key", "product__sort_key", "pk")
    fields = (
        *_named(),
        _field(_("Hạng sao"), 9, "star", kind="integer", pdf=6),
        _field(_("Hình thức"), 16, "kind", pdf=11, shown=_label(RecognitionKind)),
        _field(_("Loại hình chủ thể"), 28, "legal_form", shown=_label(LegalForm)),
        _field(_("Nhóm ngành"), 26, "group__industry__name"),
        _field(_("Điểm"), 9, "points", kind="decimal"),
        _field(_("Số quyết định"), 20, "document__number", "document__symbol", shown=_reference),
        _field(_("Ngày quyết định"), 12, "decided_on", kind="date", pdf=10),
        _field(_("Có giá trị đến"), 12, "valid_until", kind="date"),
    )
    title = _("Danh sách sản phẩm được công nhận trong kỳ")
    return _table("recognised", title, _("Được công nhận"), rows, fields)


def _standing_rows(scope: Scope, code: str) -> QuerySet:
    def sold(kind):
        return Exists(SalesChannel.objects.on(scope.as_of).filter(product=OuterRef("product"), kind=kind))

    women = Producer.objects.led_by_women_on(scope.as_of).filter(pk=OuterRef("producer"))
    return _rows(scope, code).annotate(
        is_womens=Exists(women), is_in_supermarkets=sold(ChannelKind.SUPERMARKET), is_online=sold(ChannelKind.ONLINE)
    )


def _standing_fields() -> tuple[Field, ...]:
    return (
        *_named(),
        _field(_("Hạng sao"), 9, "star", kind="integer", pdf=6),
        _field(_("Có giá trị từ"), 12, "valid_from", kind="date", pdf=10),
        _field(_("Có giá trị đến"), 12, "valid_until", kind="date", pdf=11),
        _field(_("Nữ đại diện"), 10, "is_womens"),
        _field(_("Siêu thị"), 10, "is_in_supermarkets"),
        _field(_("Sàn thương mại điện tử"), 14, "is_online"),
        _field(_("Số quyết định"), 20, "document__number", "document__symbol", shown=_reference),
    )


def _standing(scope: Scope) -> Table:
    rows = _standing_rows(scope, "standing.products").order_by(
        "unit__parent__sort_key", "unit__sort_key", "producer__sort_key", "product__sort_key", "pk"
    )
    title = _("Danh sách sản phẩm còn hiệu lực công nhận")
    return _table("standing", title, _("Còn hiệu lực"), rows, _standing_fields(), in_pdf=False)


def _expiring(scope: Scope) -> Table:
    rows = _standing_rows(scope, "standing.expiring.products").order_by("valid_until", "product__sort_key", "pk")
    title = _("Danh sách sản phẩm hết hạn công nhận trong 180 ngày sau ngày chốt số liệu")
    return _table("expiring", title, _("Sắp hết hạn"), rows, _standing_fields())


def _producers(scope: Scope) -> Table:
    """List the producers in force with their products by star; form and place of the last recognition."""
    fields = (
        _field(_("Chủ thể"), 38, "producer__name"),
        _field(_("Loại hình"), 30, "legal_form", shown=_label(LegalForm)),
        _field(_("Mã số thuế"), 16, "producer__tax_code"),
        *_PLACE,
        _field(_("Nữ đại diện"), 10, "is_womens"),
    )
    paths = chain.from_iterable(field.paths for field in fields)
    rows = (
        _standing_rows(scope, "standing.products")
        .order_by("producer__sort_key", "producer_id", "-decided_on", "-pk")
        .values_list("producer_id", "star", *paths)
    )
    latest, stars = {}, Counter()
    for producer_id, star, *values in rows:
        latest.setdefault(producer_id, values)
        stars[producer_id, star] += 1
    lines = ([*_line(values, fields), *(stars[key, star] for star in _STARS)] for key, values in latest.items())
    by_star = (_field(_("Sản phẩm %(star)d sao") % {"star": star}, 12, kind="integer") for star in _STARS)
    title = _("Danh sách chủ thể có sản phẩm còn hiệu lực")
    return _numbered("producers", title, _("Chủ thể"), lines, (*fields, *by_star), in_pdf=False)


def _revoked(scope: Scope) -> Table:
    rows = _rows(scope, "revoked.products", "recognition__").order_by(
        "-decided_on", "recognition__product__sort_key", "pk"
    )
    fields = (
        *_named("recognition__"),
        _field(_("Hạng sao"), 9, "recognition__star", kind="integer", pdf=6),
        _field(_("Số quyết định thu hồi"), 20, "document__number", "document__symbol", shown=_reference),
        _field(_("Ngày quyết định"), 12, "decided_on", kind="date"),
        _field(_("Có hiệu lực từ"), 12, "effective_on", kind="date", pdf=10),
        _field(_("Lý do"), 40, "ground", pdf=11, shown=_label(RevocationGround)),
    )
    title = _("Danh sách sản phẩm bị thu hồi quyết định công nhận")
    return _table("revoked", title, _("Thu hồi"), rows, fields)


def _central(scope: Scope) -> Table:
    rows = _rows(scope, "central.sent.products").order_by("product__sort_key", "pk")
    fields = (
        *_named(),
        _field(_("Đợt đánh giá"), 34, "round__name", pdf=17),
        _field(_("Ngày gửi"), 12, "submitted_on", kind="date", pdf=10),
    )
    title = _("Danh sách sản phẩm đang đề nghị trung ương đánh giá hạng 5 sao")
    return _table("central", title, _("Đề nghị trung ương"), rows, fields)


def _spent(scope: Scope) -> Table:
    rows = registry.get("budget.executed.total").rows(scope).order_by("line__source__position", "line_id", "on", "pk")
    fields = (
        _field(_("Nguồn"), 34, "line__source__name"),
        _field(_("Nội dung"), 26, "line__content", shown=_label(Content)),
        _field(_("Nhiệm vụ"), 40, "line__name"),
        _field(_("Đơn vị thực hiện"), 30, "line__agency__name"),
        _field(_("Ngày"), 12, "on", kind="date"),
        _field(_("Số tiền (đồng)"), 18, "amount_vnd", kind="money"),
        _field(_("Số chứng từ"), 22, "voucher"),
        _field(_("Diễn giải"), 34, "note"),
    )
    title = _("Danh sách các khoản giải ngân trong kỳ")
    return _table("spent", title, _("Giải ngân"), rows, fields, in_pdf=False)


def _trained(scope: Scope) -> Table:
    rows = _rows(scope, "training.turns").order_by(
        "training_class__first_day", "training_class_id", "trainee__name_key"
    )
    fields = (
        _field(_("Họ và tên"), 30, "trainee__full_name"),
        _field(_("Chủ thể"), 38, "trainee__producer__name"),
        *_PLACE,
        _field(_("Nữ"), 8, "trainee__gender", shown=lambda gender: gender == Gender.FEMALE),
        _field(_("Khóa"), 44, "training_class__course__name"),
        _field(_("Lớp số"), 8, "training_class__number", kind="integer"),
        _field(_("Từ ngày"), 12, "training_class__first_day", kind="date"),
        _field(_("Đến ngày"), 12, "training_class__last_day", kind="date"),
    )
    return _table("trained", _("Danh sách lượt người được tập huấn"), _("Tập huấn"), rows, fields, in_pdf=False)
