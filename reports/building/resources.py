"""The text of a report about what the programme spent."""

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
