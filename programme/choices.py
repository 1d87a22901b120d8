"""Units in the selects of this app: places and agencies, those of today and those of former times."""

from django.utils.translation import gettext as _

from core.dates import format_date, today
from units.choices import territory_choices
from units.enums import UnitKind
from units.models import Unit

Groups = list[tuple[str, list[tuple[str, str]]]]


def units_to_read(user) -> Groups:
    """Return the units whose rows the person may see, grouped for a select."""
    groups = territory_choices(user)
    return groups if user.is_local_officer else [_agencies(), *groups]


def units_to_write_for(user) -> Groups:
    """Return the units for which the person may write: the office for all, others for what is theirs."""
    if user.is_office or user.is_local_officer:
        return units_to_read(user)
    return [(_("Đơn vị của bạn"), _named(user.unit.territory().order_by("sort_key", "code")))]


def rows_of(groups: Groups):
    """Return the units of the groups."""
    return Unit.objects.filter(pk__in=[int(key) for _label, pairs in groups for key, _name in pairs])


def _agencies() -> tuple[str, list[tuple[str, str]]]:
    rows = Unit.objects.filter(kind__in=(UnitKind.AGENCY, UnitKind.PROVINCE)).order_by("sort_key", "code", "valid_from")
    return _("Cơ quan cấp tỉnh"), _named(rows)


def _named(rows) -> list[tuple[str, str]]:
    day = today()
    return [
        (
            str(unit.pk),
            unit.name
            if unit.exists_on(day)
            else _("%(name)s (đến %(day)s)") % {"name": unit.name, "day": format_date(unit.valid_to)},
        )
        for unit in rows
    ]
