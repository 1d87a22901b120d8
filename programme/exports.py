"""The board of tasks and the list of activities as workbooks."""

import datetime as dt

from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.excel import Column, Sheet
from producers.models import Producer
from products.models import Product
from programme.deadlines import term_of
from programme.models import Activity, TaskAssignment

_ROWS_AT_ONCE = 2000


def task_sheet(rows) -> Sheet:
    """Return the sheet of units' parts of tasks, a queryset made by ``for_list``."""
    day = today()
    return Sheet(
        title=_("Nhiệm vụ"),
        columns=(
            Column(_("STT"), 6, "integer"),
            Column(_("Văn bản"), 34),
            Column(_("Số nhiệm vụ"), 10, "integer"),
            Column(_("Nhiệm vụ"), 60),
            Column(_("Đơn vị"), 32),
            Column(_("Vai trò"), 12),
            Column(_("Hạn"), 13, "date"),
            Column(_("Trạng thái"), 18),
            Column(_("Xong ngày"), 13, "date"),
            Column(_("Thời hạn còn lại"), 26),
        ),
        rows=(_task_row(number, one, day) for number, one in enumerate(rows.iterator(_ROWS_AT_ONCE), start=1)),
        heading=(_("Nhiệm vụ được giao"), _("Tính đến ngày %(day)s") % {"day": format_date(day)}),
    )


def _task_row(number: int, one: TaskAssignment, day: dt.date) -> tuple:
    return (
        number,
        one.task.directive.document.citation,
        one.task.number,
        one.task.text,
        one.unit.name,
        _("Chủ trì") if one.is_lead else _("Phối hợp"),
        one.due,
        one.get_state_display(),
        one.done_on,
        term_of(one.due, one.done_on, day).label,
    )


def activity_sheet(rows, user) -> Sheet:
    """Return the sheet of activities (``for_list``) with the products and producers that ``user`` may see."""
    names = {
        "products": _names(Activity.products.through, "product", rows, Product, user),
        "producers": _names(Activity.producers.through, "producer", rows, Producer, user),
    }
    return Sheet(
        title=_("Hoạt động"),
        columns=(
            Column(_("STT"), 6, "integer"),
            Column(_("Loại"), 28),
            Column(_("Tên hoạt động"), 46),
            Column(_("Đơn vị"), 28),
            Column(_("Từ ngày"), 12, "date"),
            Column(_("Đến ngày"), 12, "date"),
            Column(_("Địa điểm"), 24),
            Column(_("Phạm vi"), 14),
            Column(_("Phối hợp"), 24),
            Column(_("Số lượng"), 10, "integer"),
            Column(_("Số phút mỗi kỳ"), 10, "integer"),
            Column(_("Lượt người"), 10, "integer"),
            Column(_("Sản phẩm"), 40),
            Column(_("Chủ thể"), 40),
            Column(_("Kết quả"), 40),
            Column(_("Đường dẫn"), 30),
        ),
        rows=(_activity_row(number, one, names) for number, one in enumerate(rows.iterator(_ROWS_AT_ONCE), start=1)),
        heading=(_("Hoạt động truyền thông, xúc tiến"), _("Lập ngày %(day)s") % {"day": format_date(today())}),
    )


def _names(through: type, name: str, rows, model: type, user) -> dict[int, list[str]]:
    """Return the names in sight by the key of the activity; one query."""
    links = through.objects.filter(activity__in=rows.order_by().values("pk"))
    links = links.filter(**{f"{name}__in": model.objects.visible_to(user).values("pk")})
    found: dict[int, list[str]] = {}
    for key, label in links.order_by(f"{name}__sort_key").values_list("activity", f"{name}__name"):
        found.setdefault(key, []).append(label)
    return found


def _activity_row(number: int, one: Activity, names: dict) -> tuple:
    return (
        number,
        one.get_kind_display(),
        one.name,
        one.unit.name,
        one.starts_on,
        one.ends_on,
        one.place,
        one.get_reach_display(),
        one.partner,
        one.quantity,
        one.minutes_each,
        one.participants,
        "; ".join(names["products"].get(one.pk, ())),
        "; ".join(names["producers"].get(one.pk, ())),
        one.result,
        one.link,
    )
