"""Which days a report covers, what it is called, and which reports are due."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date
from core.errors import Refused
from core.periods import Window, annual_window, semiannual_window
from reports.enums import Boundaries, Half, ReportKind

YEARS = range(2019, 2101)
DUE_HOUR = 1
# An automatic report that was missed is made afterwards, for this many due days back.
_DUE_DAYS_BACK = 2


@dataclass(frozen=True)
class Period:
    """What a report is on, apart from the unit.

    Attributes:
        window: the days whose events count.
        as_of: the last day whose facts count.
        boundaries: by which units lists group their rows.
    """

    kind: str
    year: int
    half: int | None
    window: Window
    as_of: dt.date
    boundaries: str = Boundaries.THEN

    @property
    def words(self) -> str:
        """Return ``năm 2022``, ``6 tháng đầu năm 2022``, ``9 tháng năm 2022`` or, ad hoc, its days."""
        if self.half:
            return f"{Half(self.half).label} {self.year}"
        if self.kind == ReportKind.NINE_MONTHS:
            return _("9 tháng năm %(year)s") % {"year": self.year}
        if self.kind == ReportKind.AD_HOC:
            days = {"first": format_date(self.window.first), "last": format_date(self.window.last)}
            return _("từ ngày %(first)s đến ngày %(last)s") % days
        return _("năm %(year)s") % {"year": self.year}


def default_window(kind: str, year: int, half: int | None) -> Window:
    """Return the window of NĐ 09/2019/NĐ-CP; an ad hoc report has no usual one and gets the year's."""
    if kind == ReportKind.SEMIANNUAL:
        return semiannual_window(year, half)
    year_of_data = annual_window(year)
    if kind == ReportKind.NINE_MONTHS:
        return Window(year_of_data.first, dt.date(year, 9, 14))
    return year_of_data


def make_period(
    *,
    kind: str,
    year: int,
    half: int | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_of: dt.date | None = None,
    boundaries: str = Boundaries.THEN,
    today: dt.date,
) -> Period:
    """Return the period asked for; what is left out follows NĐ 09/2019/NĐ-CP.

    Args:
        first: own first day of the window, instead of the decree's; likewise ``last``.
        as_of: without it the last day of the window, or today while the window still runs.

    Raises:
        Refused: days that do not fit together or, but ad hoc, the year that the title bears; days in the
            future; a half that does not fit the kind.
    """
    if kind == ReportKind.SEMIANNUAL and half not in Half.values:
        raise Refused(_("Báo cáo 6 tháng phải chọn kỳ 1 (đầu năm) hoặc kỳ 2 (cuối năm)."))
    if kind != ReportKind.SEMIANNUAL and half is not None:
        text = _("%(kind)s không chia kỳ. Hãy bỏ phần chọn kỳ.")
        raise Refused(text % {"kind": ReportKind(kind).label})
    if kind == ReportKind.AD_HOC and not (first and last):
        raise Refused(_("Báo cáo đột xuất phải ghi số liệu từ ngày nào đến hết ngày nào."))
    if year not in YEARS:
        raise Refused(_("Năm phải từ %(first)s đến %(last)s.") % {"first": YEARS[0], "last": YEARS[-1]})
    usual = default_window(kind, year, half)
    first, last = first or usual.first, last or usual.last
    if last < first:
        raise Refused(_("Ngày kết thúc kỳ phải từ ngày bắt đầu kỳ trở đi."))
    if kind != ReportKind.AD_HOC and last.year != year:
        text = _("Báo cáo %(year)s phải có số liệu đến một ngày của năm %(year)s. Hãy kiểm tra lại năm và các ngày.")
        raise Refused(text % {"year": year})
    if first > today:
        raise Refused(_("Kỳ báo cáo chưa bắt đầu (từ ngày %(day)s).") % {"day": format_date(first)})
    as_of = as_of or min(last, today)
    if as_of < first:
        raise Refused(_("Ngày chốt số liệu phải từ ngày bắt đầu kỳ (%(day)s) trở đi.") % {"day": format_date(first)})
    if as_of > today:
        raise Refused(_("Ngày chốt số liệu không được sau hôm nay (%(day)s).") % {"day": format_date(today)})
    return Period(kind, year, half, Window(first, last), as_of, boundaries)


def due_periods(now: dt.datetime) -> list[Period]:
    """Return the periods whose automatic reports were due at the last due days, oldest first.

    On 15/06 the first half, on 15/12 the second half and the year, each from 01:00 local time, as of
    the last day of the window.
    """
    today = timezone.localtime(now)
    days = [dt.date(year, month, 15) for year in (today.year - 1, today.year) for month in (6, 12)]
    passed = [day for day in days if _moment(day) <= now][-_DUE_DAYS_BACK:]
    return [period for day in passed for period in _due_on(day)]


def _due_on(day: dt.date) -> list[Period]:
    kinds = [(ReportKind.SEMIANNUAL, Half.FIRST)]
    if day.month == 12:
        kinds = [(ReportKind.SEMIANNUAL, Half.SECOND), (ReportKind.ANNUAL, None)]
    windows = [(kind, half, default_window(kind, day.year, half)) for kind, half in kinds]
    return [Period(kind, day.year, half, window, window.last) for kind, half, window in windows]


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(DUE_HOUR)))
