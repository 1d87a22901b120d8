"""What the programme spent, by source."""

from django.utils.translation import gettext as _

from reports.consolidating.telling import PREVIOUS, Telling, listed

_TOTAL = "budget.executed.total"
_GROUPS = ("rural", "integrated", "local", "social")


def spending(tell: Telling) -> list[str]:
    """Return what was disbursed in the window; nothing for readers who may not read money."""
    if not tell.known(_TOTAL):
        return []
    if not tell.value(_TOTAL):
        return [_("Trong kỳ không có khoản giải ngân nào được ghi.")]
    total = tell.figure(_TOTAL)
    text = _("Tổng kinh phí thực hiện Chương trình OCOP %(period)s là %(n)s triệu đồng%(before)s.")
    before = ""
    if total.previous:
        before = _(" (cùng kỳ năm trước %(before)s triệu đồng)") % {
            "before": tell.note(_TOTAL + PREVIOUS, total.previous_text)
        }
    codes = [f"budget.executed.{group}" for group in _GROUPS if tell.value(f"budget.executed.{group}")]
    lines = [text % {"period": tell.period, "n": tell.n(_TOTAL), "before": before}]
    if codes:
        items = [_("%(name)s: %(n)s triệu đồng") % {"name": tell.figure(one).name, "n": tell.n(one)} for one in codes]
        lines += [_("Trong đó:"), *listed(items)]
    return lines + _of_the_year(tell)


def needed_next(tell: Telling) -> list[str]:
    """Return what the plan of the year after asks for, by source; nothing where it has no lines yet."""
    total = "budget.next.total"
    if not tell.value(total):
        return []
    text = _("Nhu cầu kinh phí thực hiện Chương trình OCOP năm %(year)s là %(n)s triệu đồng, gồm:")
    codes = [f"budget.next.{group}" for group in _GROUPS if tell.value(f"budget.next.{group}")]
    items = [_("%(name)s: %(n)s triệu đồng") % {"name": tell.figure(one).name, "n": tell.n(one)} for one in codes]
    return [text % {"year": tell.data.period.window.last.year + 1, "n": tell.n(total)}, *listed(items)]


def _of_the_year(tell: Telling) -> list[str]:
    """Return the plan of the year of the window's last day, what was allocated, and the share disbursed."""
    planned, allocated = "budget.planned.total", "budget.allocated.total"
    if not (tell.value(planned) and tell.value(allocated)):
        return []
    text = _(
        "Kế hoạch kinh phí của năm là %(planned)s triệu đồng, đã phân bổ %(allocated)s triệu đồng, giải ngân đạt "
        "%(share)s số đã phân bổ."
    )
    return [text % tell.values(planned=planned, allocated=allocated, share="budget.disbursed.percent")]
