"""The catalogue of indicators: what each means, where it comes from, and how it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.excel import Column, Sheet, Typed
from core.numbers import format_number, format_percent
from core.periods import annual_window
from core.text import normalise_search, search_words
from indicators.base import Count, Indicator
from indicators.counting import count_of
from indicators.scope import Scope
from indicators.sections import Section
from reports import registry


@dataclass(frozen=True)
class Entry:
    """An indicator with its value as printed."""

    indicator: Indicator
    text: str

    @property
    def section(self) -> str:
        """Return the heading under which reports print it."""
        return Section(self.indicator.section).label


def scope_of(user) -> Scope:
    """Return what the catalogue counts for a person: the running reporting year as of today.

    A local officer counts the own territory, everybody else the province.
    """
    day = today()
    window = annual_window(day.year)
    if day > window.last:
        window = annual_window(day.year + 1)
    return Scope(user, user.unit if user.is_local_officer else None, window, day)


def matching(indicators: Sequence[Indicator], *, section: str = "", text: str = "") -> list[Indicator]:
    """Return those of a section in whose code, name or definition every word of ``text`` stands."""
    words = search_words(text)
    return [
        one
        for one in indicators
        if (not section or one.section == section)
        and all(word in normalise_search(f"{one.code} {one.name} {one.definition}") for word in words)
    ]


def entries_of(indicators: Sequence[Indicator], scope: Scope) -> list[Entry]:
    """Return the indicators with today's values; those that share their rows are read together."""
    counted = count_of(indicators, scope, keys=False)
    return [Entry(one, printed(one, counted[one.code])) for one in indicators]


def printed(indicator: Indicator, count: Count) -> str:
    """Return a value as reports print it: ``1.234`` or ``39,50 %``."""
    return format_percent(count.value) if indicator.is_percent else format_number(count.value, indicator.places)


def sections_of(indicators: Sequence[Indicator]) -> list[tuple[str, str, int]]:
    """Return key, heading and number of indicators of each section that has some."""
    counted = [(one.value, one.label, sum(1 for row in indicators if row.section == one)) for one in Section]
    return [section for section in counted if section[2]]


def workbook_sheet(user) -> Sheet:
    """Return every indicator that the person may read, with its definition and today's value."""
    scope = scope_of(user)
    indicators = registry.readable_by(scope)
    counted = count_of(indicators, scope, keys=False)
    columns = (
        Column(_("STT"), 6, "integer"),
        Column(_("Phần"), 34),
        Column(_("Mã"), 42),
        Column(_("Chỉ tiêu"), 52),
        Column(_("Đơn vị tính"), 16),
        Column(_("Giá trị"), 14, "integer"),
        Column(_("Cách tính"), 90),
        Column(_("Nguồn"), 44),
    )
    rows = [
        (
            number,
            Section(one.section).label,
            one.code,
            str(one.name),
            str(one.unit_of_measure),
            _typed(one, counted[one.code]),
            str(one.definition),
            str(one.source),
        )
        for number, one in enumerate(indicators, start=1)
    ]
    heading = [_("Danh mục chỉ tiêu báo cáo"), scope_words(scope)]
    return Sheet(_("Chỉ tiêu"), columns, rows, heading)


def scope_words(scope: Scope) -> str:
    """Return which days and which part of the province the values are of."""
    return _("%(place)s · số liệu trong kỳ từ ngày %(first)s, tính đến hết ngày %(day)s") % {
        "place": scope.unit.name if scope.unit else _("Toàn tỉnh"),
        "first": format_date(scope.window.first),
        "day": format_date(scope.as_of),
    }


def _typed(indicator: Indicator, count: Count) -> Typed:
    if indicator.is_percent:
        return Typed(count.value, "percent")
    return Typed(count.value, "decimal") if indicator.places else Typed(int(count.value), "integer")
