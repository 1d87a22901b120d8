"""The lists of rows behind the figures: sheets of the workbook, appendices of the document.

Each list holds the very rows that an indicator counts, so list and figure cannot disagree.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from producers.models import Producer
from products.enums import ChannelKind
from products.models import SalesChannel
from reports import indicators
from reports.building.data import Table, TableColumn
from reports.indicators import Scope

_NUMBER = TableColumn(_("STT"), 6, "integer", 5)
_PRODUCT = TableColumn(_("Sản phẩm"), 38, pdf_width=22)
_PRODUCER = TableColumn(_("Chủ thể"), 38, pdf_width=22)
_COMMUNE = TableColumn(_("Xã, phường"), 22, pdf_width=12)
_DISTRICT = TableColumn(_("Huyện, thành phố"), 22, pdf_width=12)
_STAR = TableColumn(_("Hạng sao"), 9, "integer", 6)


def tables_of(scope: Scope) -> tuple[Table, ...]:
    """Return every list that the reader may see, in the order of the workbook's sheets."""
    made = [_recognised(scope), _standing(scope), _expiring(scope), _producers(scope), _revoked(scope)]
    if scope.has_dossiers:
        made = [_entries(scope), made[0], *made[1:], _central(scope)]
    return tuple(made)


def _rows(scope: Scope, code: str) -> QuerySet:
    return indicators.get(code).rows(scope)


def _numbered(rows: Iterable, line: Callable) -> tuple[tuple, ...]:
    return tuple((number, *line(row)) for number, row in enumerate(rows, start=1))


def _place(unit) -> tuple[str, str]:
    """Return commune and district of a unit, as they were called in its time."""
    if unit.is_district:
        return "", unit.name
    parent = unit.parent
    return unit.name, parent.name if parent and parent.is_district else ""


def _entries(scope: Scope) -> Table:
    rows = (
        _rows(scope, "entries.products")
        .select_related("product__group", "producer", "unit__parent", "round")
        .order_by("unit__parent__sort_key", "unit__sort_key", "product__sort_key", "pk")
    )
    columns = (
        _NUMBER,
        _PRODUCT,
        _PRODUCER,
        _COMMUNE,
        _DISTRICT,
        TableColumn(_("Nhóm sản phẩm"), 30),
        TableColumn(_("Hình thức đăng ký"), 18),
        TableColumn(_("Đợt đánh giá"), 34),
        TableColumn(_("Ngày trình"), 12, "date"),
    )
    lines = _numbered(
        rows,
        lambda one: (
            one.product.name,
            one.producer.name,
            *_place(one.unit),
            one.product.group.name,
            one.get_kind_display(),
            one.round.name,
            one.submitted_on,
        ),
    )
    return Table(
        "entries", _("Danh sách hồ sơ tham gia đánh giá, phân hạng"), _("Dự thi"), columns, lines, in_pdf=False
    )


def _recognised(scope: Scope) -> Table:
    rows = _with_parts(_rows(scope, "recognised.products")).order_by(
        "-star", "unit__parent__sort_key", "product__sort_key", "pk"
    )
    columns = (
        _NUMBER,
        _PRODUCT,
        _PRODUCER,
        _COMMUNE,
        _DISTRICT,
        _STAR,
        TableColumn(_("Hình thức"), 16, pdf_width=11),
        TableColumn(_("Loại hình chủ thể"), 28),
        TableColumn(_("Nhóm ngành"), 26),
        TableColumn(_("Điểm"), 9, "decimal"),
        TableColumn(_("Số quyết định"), 20),
        TableColumn(_("Ngày quyết định"), 12, "date", 10),
        TableColumn(_("Có giá trị đến"), 12, "date"),
    )
    lines = _numbered(
        rows,
        lambda one: (
            one.product.name,
            one.producer.name,
            *_place(one.unit),
            one.star,
            one.get_kind_display(),
            one.get_legal_form_display(),
            one.group.industry.name if one.group.industry else one.group.name,
            one.points,
            one.document.reference,
            one.decided_on,
            one.valid_until,
        ),
    )
    return Table("recognised", _("Danh sách sản phẩm được công nhận trong kỳ"), _("Được công nhận"), columns, lines)


_STANDING_COLUMNS = (
    _NUMBER,
    _PRODUCT,
    _PRODUCER,
    _COMMUNE,
    _DISTRICT,
    _STAR,
    TableColumn(_("Có giá trị từ"), 12, "date", 10),
    TableColumn(_("Có giá trị đến"), 12, "date", 11),
    TableColumn(_("Nữ đại diện"), 10),
    TableColumn(_("Siêu thị"), 10),
    TableColumn(_("Sàn thương mại điện tử"), 14),
    TableColumn(_("Số quyết định"), 20),
)


def _standing_rows(scope: Scope, code: str) -> QuerySet:
    def sold(kind):
        return Exists(SalesChannel.objects.on(scope.as_of).filter(product=OuterRef("product"), kind=kind))

    women = Producer.objects.led_by_women_on(scope.as_of).filter(pk=OuterRef("producer"))
    return _with_parts(_rows(scope, code)).annotate(
        is_womens=Exists(women), is_in_supermarkets=sold(ChannelKind.SUPERMARKET), is_online=sold(ChannelKind.ONLINE)
    )


def _standing_line(one) -> tuple:
    return (
        one.product.name,
        one.producer.name,
        *_place(one.unit),
        one.star,
        one.valid_from,
        one.valid_until,
        one.is_womens,
        one.is_in_supermarkets,
        one.is_online,
        one.document.reference,
    )


def _standing(scope: Scope) -> Table:
    rows = _standing_rows(scope, "standing.products").order_by(
        "unit__parent__sort_key", "unit__sort_key", "producer__sort_key", "product__sort_key", "pk"
    )
    title = _("Danh sách sản phẩm còn hiệu lực công nhận")
    return Table("standing", title, _("Còn hiệu lực"), _STANDING_COLUMNS, _numbered(rows, _standing_line), in_pdf=False)


def _expiring(scope: Scope) -> Table:
    rows = _standing_rows(scope, "standing.expiring.products").order_by("valid_until", "product__sort_key", "pk")
    title = _("Danh sách sản phẩm hết hạn công nhận trong 180 ngày sau ngày chốt số liệu")
    return Table("expiring", title, _("Sắp hết hạn"), _STANDING_COLUMNS, _numbered(rows, _standing_line))


def _producers(scope: Scope) -> Table:
    """List the producers in force with their products by star; form and place of the last recognition."""
    rows = _standing_rows(scope, "standing.products").order_by(
        "producer__sort_key", "producer_id", "-decided_on", "-pk"
    )
    latest, stars = {}, Counter()
    for one in rows:
        latest.setdefault(one.producer_id, one)
        stars[one.producer_id, one.star] += 1
    columns = (
        _NUMBER,
        _PRODUCER,
        TableColumn(_("Loại hình"), 30),
        TableColumn(_("Mã số thuế"), 16),
        _COMMUNE,
        _DISTRICT,
        TableColumn(_("Nữ đại diện"), 10),
        *(TableColumn(_("Sản phẩm %(star)d sao") % {"star": star}, 12, "integer") for star in (3, 4, 5)),
    )
    lines = _numbered(
        latest.values(),
        lambda one: (
            one.producer.name,
            one.get_legal_form_display(),
            one.producer.tax_code,
            *_place(one.unit),
            one.is_womens,
            *(stars[one.producer_id, star] for star in (3, 4, 5)),
        ),
    )
    return Table(
        "producers", _("Danh sách chủ thể có sản phẩm còn hiệu lực"), _("Chủ thể"), columns, lines, in_pdf=False
    )


def _revoked(scope: Scope) -> Table:
    rows = (
        _rows(scope, "revoked.products")
        .select_related("recognition__product", "recognition__producer", "recognition__unit__parent", "document")
        .order_by("-decided_on", "recognition__product__sort_key", "pk")
    )
    columns = (
        _NUMBER,
        _PRODUCT,
        _PRODUCER,
        _COMMUNE,
        _DISTRICT,
        _STAR,
        TableColumn(_("Số quyết định thu hồi"), 20),
        TableColumn(_("Ngày quyết định"), 12, "date"),
        TableColumn(_("Có hiệu lực từ"), 12, "date", 10),
        TableColumn(_("Lý do"), 40, pdf_width=11),
    )
    lines = _numbered(
        rows,
        lambda one: (
            one.recognition.product.name,
            one.recognition.producer.name,
            *_place(one.recognition.unit),
            one.recognition.star,
            one.document.reference,
            one.decided_on,
            one.effective_on,
            one.get_ground_display(),
        ),
    )
    return Table("revoked", _("Danh sách sản phẩm bị thu hồi quyết định công nhận"), _("Thu hồi"), columns, lines)


def _central(scope: Scope) -> Table:
    rows = (
        _rows(scope, "central.sent.products")
        .select_related("product", "producer", "unit__parent", "round")
        .order_by("product__sort_key", "pk")
    )
    columns = (
        _NUMBER,
        _PRODUCT,
        _PRODUCER,
        _COMMUNE,
        _DISTRICT,
        TableColumn(_("Đợt đánh giá"), 34, pdf_width=17),
        TableColumn(_("Ngày gửi"), 12, "date", 10),
    )
    lines = _numbered(
        rows,
        lambda one: (one.product.name, one.producer.name, *_place(one.unit), one.round.name, one.submitted_on),
    )
    title = _("Danh sách sản phẩm đang đề nghị trung ương đánh giá hạng 5 sao")
    return Table("central", title, _("Đề nghị trung ương"), columns, lines)


def _with_parts(recognitions: QuerySet) -> QuerySet:
    return recognitions.select_related("product", "producer", "unit__parent", "group__industry", "document")
