"""Which days a campaign has by default, and which campaigns open by themselves when.

Windows of NĐ 09/2019/NĐ-CP; units send before 15/6 and before 15/12 (Kế hoạch 159/KH-UBND), so the day on
which a report is due is the one after the window, and numbers are locked at the end of the month.
"""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.enums import CampaignKind
from core.periods import Window, annual_window, semiannual_window

AUTOMATIC_KINDS = (CampaignKind.SEMIANNUAL, CampaignKind.ANNUAL)
YEARS = range(2019, 2101)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Proposal:
    """The days and the name that a campaign of a kind and year has unless the office says otherwise."""

    kind: str
    year: int
    name: str
    first: dt.date
    last: dt.date
    due_on: dt.date
    lock_on: dt.date


def proposal(kind: str, year: int) -> Proposal | None:
    """Return what a campaign of ``kind`` asks about by default; ``None`` for one by a directive."""
    window = _window(kind, year)
    if window is None:
        return None
    due_on = window.last + _ONE_DAY
    end_of_month = due_on.replace(day=calendar.monthrange(due_on.year, due_on.month)[1])
    words = {
        CampaignKind.SEMIANNUAL: _("Báo cáo kết quả Chương trình OCOP 6 tháng đầu năm %(year)s"),
        CampaignKind.NINE_MONTHS: _("Báo cáo kết quả Chương trình OCOP 9 tháng năm %(year)s"),
        CampaignKind.ANNUAL: _("Báo cáo kết quả Chương trình OCOP năm %(year)s"),
    }
    return Proposal(kind, year, words[kind] % {"year": year}, window.first, window.last, due_on, end_of_month)


def _window(kind: str, year: int) -> Window | None:
    if kind == CampaignKind.SEMIANNUAL:
        return semiannual_window(year, 1)
    if kind == CampaignKind.ANNUAL:
        return annual_window(year)
    if kind == CampaignKind.NINE_MONTHS:
        return Window(dt.date(year - 1, 12, 15), dt.date(year, 9, 14))
    return None


def next_proposal(day: dt.date) -> Proposal:
    """Return the yearly campaign whose due day comes next on ``day``."""
    found = [proposal(kind, year) for year in (day.year, day.year + 1) for kind in AUTOMATIC_KINDS]
    return min((one for one in found if one.due_on >= day), key=lambda one: one.due_on)


def to_open_on(day: dt.date, *, days_before: int) -> list[Proposal]:
    """Return the yearly campaigns that are to be open on ``day``, oldest first.

    From ``days_before`` days before the window ends until the lock: a clock that stood still over the due
    day opens them afterwards; once locked there is nothing left to ask for.
    """
    found = [proposal(kind, year) for year in (day.year, day.year + 1) for kind in AUTOMATIC_KINDS]
    wanted = [one for one in found if one.last - dt.timedelta(days=days_before) <= day <= one.lock_on]
    return sorted(wanted, key=lambda one: one.last)
