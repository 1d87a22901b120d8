"""The lists of producers and of their papers as workbooks."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.excel import Column, Sheet
from producers.models import Paper, Producer

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


def paper_sheet(papers) -> Sheet:
    """Return the sheet of a queryset of papers made by ``for_list``, one row a paper, in its order."""
    return Sheet(
        title=_("Giấy tờ"),
        columns=(
            Column(_("STT"), 6, "integer"),
            Column(_("Chủ thể"), 40),
            Column(_("Xã, phường"), 22),
            Column(_("Loại giấy tờ"), 30),
            Column(_("Tên giấy tờ"), 40),
            Column(_("Số"), 18),
            Column(_("Nơi cấp"), 30),
            Column(_("Ngày cấp"), 13, "date"),
            Column(_("Hết hạn"), 13, "date"),
            Column(_("Tình trạng"), 16),
        ),
        rows=(_paper_row(number, one) for number, one in enumerate(papers.iterator(_ROWS_AT_ONCE), start=1)),
        heading=(_("Giấy tờ của chủ thể OCOP"), _("Ngày xuất: %(day)s") % {"day": format_date(today())}),
    )


def _paper_row(number: int, paper: Paper) -> Iterable:
    return (
        number,
        paper.producer.name,
        paper.producer.unit.name,
        paper.get_kind_display(),
        paper.name,
        paper.number,
        paper.issuer,
        paper.issued_on,
        paper.expires_on,
        str(paper.state.label),
    )
