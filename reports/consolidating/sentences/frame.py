"""How the report begins and ends."""

from django.utils.translation import gettext as _

from core.dates import format_date
from reports.consolidating.telling import Telling


def opening(tell: Telling) -> list[str]:
    """Return why the report is written and from which days its figures are."""
    why = _(
        "Thực hiện chế độ báo cáo định kỳ, %(issuer)s tổng hợp, báo cáo kết quả thực hiện Chương trình Mỗi xã một "
        "sản phẩm (Chương trình OCOP) %(period)s%(place)s như sau:"
    )
    which = _(
        "Số liệu phát sinh trong kỳ tính từ ngày %(first)s đến hết ngày %(last)s; số liệu hiện có chốt đến hết ngày "
        "%(as_of)s. Số liệu so sánh là của cùng kỳ năm trước."
    )
    period = tell.data.period
    days = {
        "first": format_date(period.window.first),
        "last": format_date(period.window.last),
        "as_of": tell.day,
    }
    words = {"issuer": tell.data.letterhead.issuer_in_text, "period": tell.period, "place": tell.place}
    return [why % words, which % days]


def closing(tell: Telling) -> list[str]:
    """Return the last sentence with the sign that ends a document."""
    text = _("Trên đây là báo cáo kết quả thực hiện Chương trình OCOP %(period)s%(place)s của %(issuer)s./.")
    words = {"period": tell.period, "place": tell.place, "issuer": tell.data.letterhead.issuer_in_text}
    return [text % words]
