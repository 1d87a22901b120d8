"""Units in selects: those of today first, then those whose records still carry the old name."""

import datetime as dt

from django.utils.translation import gettext as _

from core.dates import format_date, today
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS
from units.models import Unit


def territory_choices(user, *, day: dt.date | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return districts and communes that ``user`` looks after or reads, grouped for a select; one query.

    A local officer gets the own territory with the predecessors of its units, everybody else the province.
    """
    day = day or today()
    rows = user.unit.territory() if user.is_local_officer else Unit.objects.all()
    rows = rows.filter(kind__in=COMMUNE_KINDS | DISTRICT_KINDS).select_related("parent").order_by("sort_key", "code")
    groups = {_("Xã, phường hiện nay"): [], _("Huyện, thị xã, thành phố"): [], _("Xã, phường, thị trấn cũ"): []}
    now, districts, former = groups.values()
    for unit in rows:
        is_now = unit.exists_on(day)
        target = districts if unit.is_district else now if is_now else former
        target.append((str(unit.pk), unit.name if is_now else _former_name(unit)))
    return [(label, pairs) for label, pairs in groups.items() if pairs]


def _former_name(unit: Unit) -> str:
    above = unit.parent.name if unit.parent and unit.parent.is_district else ""
    until = _("đến %(day)s") % {"day": format_date(unit.valid_to)} if unit.valid_to else ""
    return f"{unit.name} ({', '.join(part for part in (above, until) if part)})"
