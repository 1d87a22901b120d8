"""The list of products as a workbook."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.excel import Column, Sheet
from products.models import Product

_ROWS_AT_ONCE = 2000


def product_sheet(products) -> Sheet:
    """Return the sheet of a queryset made by ``for_list``, one row a product, in its order."""
    day = format_date(today())
    return Sheet(
        title=_("Sản phẩm"),
        columns=(
            Column(_("STT"), 6, "integer"),
            Column(_("Tên sản phẩm"), 40),
            Column(_("Chủ thể"), 36),
            Column(_("Loại hình"), 24),
            Column(_("Xã, phường"), 22),
            Column(_("Huyện"), 20),
            Column(_("Ngành"), 22),
            Column(_("Phân nhóm"), 30),
            Column(_("Hạng sao"), 9, "integer"),
            Column(_("Công nhận từ"), 13, "date"),
            Column(_("Có giá trị đến"), 13, "date"),
            Column(_("Nguyên liệu chính"), 26),
            Column(_("Vùng nguyên liệu"), 26),
            Column(_("Quy cách đóng gói"), 26),
            Column(_("Ngừng sản xuất"), 13, "date"),
        ),
        rows=(_row(number, one) for number, one in enumerate(products.iterator(_ROWS_AT_ONCE), start=1)),
        heading=(_("Danh sách sản phẩm OCOP"), _("Hạng sao tính đến ngày %(day)s") % {"day": day}),
    )


def _row(number: int, product: Product) -> Iterable:
    producer, group = product.producer, product.group
    above = producer.unit.parent
    return (
        number,
        product.name,
        producer.name,
        producer.get_legal_form_display(),
        producer.unit.name,
        above.name if above and above.is_district else "",
        group.industry.name if group.industry else group.name,
        group.name,
        product.star,
        product.star_since,
        product.star_until,
        product.main_material,
        product.material_origin,
        product.packaging,
        product.stopped_on,
    )
