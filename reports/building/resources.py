"""The text of a report about trainings and about what the programme spent."""

from django.utils.translation import gettext as _

from reports.building.data import Line, ReportData

_GROUPS = ("rural", "integrated", "local", "social")


def spending(data: ReportData) -> list:
    """Return the heading and the lines about money disbursed in the window."""
    heading, figures = _("Kinh phí thực hiện"), data.by_code
    total = figures["budget.executed.total"]
    if not total.value and not total.previous:
        return [heading, Line("p", _("Trong kỳ không có khoản giải ngân nào được ghi."))]
    parts = [figures[f"budget.executed.{group}"] for group in _GROUPS]
    listed = "; ".join(f"{part.name}: {part.text}" for part in parts if part.value)
    text = _("Trong kỳ đã giải ngân %(total)s triệu đồng; cùng kỳ năm trước %(before)s triệu đồng.")
    if listed:
        text = _(
            "Trong kỳ đã giải ngân %(total)s triệu đồng, gồm (triệu đồng) %(listed)s; cùng kỳ năm trước "
            "%(before)s triệu đồng."
        )
    words = {"total": total.text, "listed": listed, "before": total.previous_text}
    shown = tuple(one.code for one in (total, *parts) if one.value or one.previous)
    table = Line("figures", "", figures=shown, caption=_("Kinh phí đã giải ngân theo nguồn"))
    return [heading, Line("p", text % words), table]


def trained(data: ReportData) -> list:
    """Return the heading and the lines about classes that ended in the window."""
    heading, figures = _("Tập huấn"), data.by_code
    if not figures["training.classes"].value:
        return [heading, Line("p", _("Trong kỳ không có lớp tập huấn nào kết thúc được ghi trên cổng."))]
    text = _(
        "Trong kỳ đã tổ chức %(classes)s lớp tập huấn với %(turns)s lượt người dự (%(persons)s người, trong đó "
        "%(women)s nữ)."
    )
    cost = _(" Kinh phí đã chi cho các lớp %(cost)s triệu đồng, bình quân %(each)s triệu đồng một lượt người.")
    words = {
        "classes": figures["training.classes"].text,
        "turns": figures["training.turns"].text,
        "persons": figures["training.persons"].text,
        "women": figures["training.women"].text,
        "cost": figures["training.cost"].text,
        "each": figures["training.cost_per_turn"].text,
    }
    if figures["training.cost"].value:
        text += cost
    return [heading, Line("p", text % words)]
