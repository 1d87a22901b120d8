"""Reading the settings and the calendar of one version."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from core.datafiles import Problems, flag, many, number, one_of, read_record, whole
from evaluations.datafile.rows import Settings, Window
from evaluations.enums import Averaging, Level, MarkRule, SectionKey
from products.enums import RevocationGround

_MOST_DAYS = 3650
# A leap year, so that 29/2 is a day.
_SOME_LEAP_YEAR = 2000


def _any_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(_("phải là chữ"))
    return value


def _days(value: object) -> int:
    if whole(value) > _MOST_DAYS:
        raise ValueError(_("nhiều nhất %d ngày") % _MOST_DAYS)
    return value


def _percent(value: object) -> int:
    if whole(value) > 100:
        raise ValueError(_("từ 0 đến 100"))
    return value


def _points(value: object) -> Decimal:
    points = number(value)
    if not 0 <= points <= 100:
        raise ValueError(_("từ 0 đến 100"))
    return points


def _at_least_one(value: object) -> int:
    if not 1 <= whole(value) <= 100:
        raise ValueError(_("từ 1 đến 100"))
    return value


def _day_of_year(value: object) -> tuple[int, int]:
    try:
        day = dt.date.fromisoformat(f"{_SOME_LEAP_YEAR}-{value}")
    except ValueError:
        raise ValueError(_("phải là tháng-ngày viết theo dạng 06-30")) from None
    return day.month, day.day


_SETTINGS = {
    "renewal_opens_days": _days,
    "renewal_closes_days": _days,
    "extension_days": _days,
    "unit_check_days": _days,
    "required_sections": many(one_of(SectionKey.values)),
    "revocation_grounds": many(one_of(RevocationGround.values)),
    "quorum_percent": _percent,
    "quorum_needs_chair": flag,
    "max_spread": _points,
    "near_bound": _points,
    "least_sheets": _at_least_one,
    "averaging": one_of(Averaging.values),
    "mark_rule": one_of(MarkRule.values),
    "mark_rule_reason": _any_text,
}
_WINDOW = {
    "level": one_of(Level.values),
    "number": whole,
    "propose_before": _day_of_year,
    "decide_before": _day_of_year,
}


def read_settings(value: object, where: str, problems: Problems) -> Settings | None:
    """Return the settings; ``None`` after noting what is wrong."""
    values = read_record(value, _SETTINGS, f"{where}, settings", problems)
    if values is None:
        return None
    for name in ("required_sections", "revocation_grounds"):
        values[name] = tuple(dict.fromkeys(values[name]))
    settings = Settings(**values)
    if settings.renewal_closes_days >= settings.renewal_opens_days:
        problems.add(where, _("ngày nhận hồ sơ đánh giá lại sớm nhất phải xa hạn hơn ngày muộn nhất"))
    return settings


def read_windows(rows: list, where: str, problems: Problems) -> tuple[Window, ...]:
    """Return the calendar of rounds."""
    found = [read_record(raw, _WINDOW, f"{where}, round_windows", problems) for raw in rows]
    windows = [
        Window(row["level"], row["number"], *row["propose_before"], *row["decide_before"]) for row in found if row
    ]
    if len({(one.level, one.number) for one in windows}) != len(windows):
        problems.add(where, _("một đợt của lịch có hai lần"))
    return tuple(windows)
