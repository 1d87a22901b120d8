"""The indicators that a target may be counted by, for a select."""

from collections import defaultdict

from django.utils.translation import gettext as _

from indicators.sections import Section
from reports import registry


def indicator_choices(*, with_code: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return code and name of every indicator, grouped by section; a part is named with what it is a part of.

    Args:
        with_code: a code that is offered even where no indicator has it any more.
    """
    groups = defaultdict(list)
    whole = ""
    codes = set()
    for one in registry.all_indicators():
        whole = whole if one.indent else str(one.name)
        name = f"{whole}: {one.name}" if one.indent else str(one.name)
        groups[_title_of(one.section)].append((one.code, f"{name} ({one.code})"))
        codes.add(one.code)
    if with_code and with_code not in codes:
        groups[_("Không còn dùng")].append((with_code, with_code))
    return list(groups.items())


def _title_of(section: str) -> str:
    return str(Section(section).label) if section in Section.values else str(section)
