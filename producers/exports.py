"""The list of producers as a workbook."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.excel import Column, Sheet
from producers.models import Producer

_ROWS_AT_ONCE = 2000


def producer_sheet(producers) -> Sheet:
    """Return the sheet of a queryset made by ``for_list``, one row a producer, in its order."""
    return Sheet(
        title=_("Chủ thể"),
        columns=(
            Column(_("STT"), 6, "integer"),
            Column(_("Tên chủ thể"), 40),
            Column(_("Loại hình"), 26),
            Column(_("Xã, phường"), 22),
            Column(_("Huyện"), 20),
            Column(_("Địa chỉ"), 36),
            Column(_("Mã số thuế"), 16),
            Column(_("Số đăng ký kinh doanh"), 18),
            Column(_("Ngày đăng ký"), 13, "date"),
            Column(_("Người đại diện"), 26),
            Column(_("Giới tính"), 10),
            Column(_("Điện thoại"), 16),
            Column(_("Thư điện tử"), 26),
            Column(_("Hoạt động từ"), 13, "date"),
            Column(_("Ngừng hoạt động"), 13, "date"),
            Column(_("Số sản phẩm"), 11, "integer"),
        ),
        rows=(_row(number, one) for number, one in enumerate(producers.iterator(_ROWS_AT_ONCE), start=1)),
        heading=(_("Danh sách chủ thể OCOP"), _("Ngày xuất: %(day)s") % {"day": format_date(today())}),
    )


def _row(number: int, producer: Producer) -> Iterable:
    person = producer.current_representatives[0] if producer.current_representatives else None
    above = producer.unit.parent
    return (
        number,
        producer.name,
        producer.get_legal_form_display(),
        producer.unit.name,
        above.name if above and above.is_district else "",
        producer.address,
        producer.tax_code,
        producer.registration_number,
        producer.registered_on,
        person.name if person else "",
        person.get_gender_display() if person else "",
        producer.phone,
        producer.email,
        producer.active_since,
        producer.stopped_on,
        producer.product_count,
    )
