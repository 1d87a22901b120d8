"""Who issues a report: the coordination office, or the people's committee of a unit for its own."""

from django.utils.translation import gettext as _

from documents.bodies import in_text, short_name
from indicators.scope import Scope
from reports.building.data import Letterhead
from units.enums import UnitKind
from units.models import Unit

_OFFICE_CODE = "VPDP"
_AGRICULTURE_CODES = ("SNNMT", "SNNPTNT")


def letterhead_of(scope: Scope) -> Letterhead:
    """Return the parts that stand around the text; bodies bear the names of the cut-off day."""
    reader = scope.user
    if reader.is_local_officer:
        return _of_unit(reader.unit)
    units = {unit.code: unit for unit in _issuers(scope)}
    province = next((unit for unit in units.values() if unit.kind == UnitKind.PROVINCE), None)
    office = units.get(_OFFICE_CODE)
    name = office.name if office else _("Văn phòng Điều phối Xây dựng nông thôn mới Tỉnh")
    place = short_name(province.name) if province else ""
    above = next((units[code] for code in _AGRICULTURE_CODES if code in units), None)
    return Letterhead(
        superior=(_("ỦY BAN NHÂN DÂN"), str(province or _("Tỉnh")).upper()),
        issuer=(name.upper(),),
        symbol="BC-VPĐP",
        place=place,
        addressee=_("Ủy ban nhân dân %(province)s") % {"province": _in_text(province)},
        issuer_in_text=name,
        signature=(_("CHÁNH VĂN PHÒNG"),),
        recipients=(
            _("Như trên;"),
            *([_("%(body)s (báo cáo);") % {"body": above.name}] if above else []),
            _("Lưu: VT, OCOP."),
        ),
    )


def _of_unit(unit: Unit) -> Letterhead:
    return Letterhead(
        superior=(),
        issuer=(_("ỦY BAN NHÂN DÂN"), unit.name.upper()),
        symbol="BC-UBND",
        place=short_name(unit.name),
        addressee=_("Văn phòng Điều phối Xây dựng nông thôn mới Tỉnh"),
        issuer_in_text=_("Ủy ban nhân dân %(unit)s") % {"unit": _in_text(unit)},
        signature=(_("TM. ỦY BAN NHÂN DÂN"), _("CHỦ TỊCH")),
        recipients=(_("Như trên;"), _("Lưu: VT.")),
    )


def _in_text(unit: Unit | None) -> str:
    """Return the name as it stands within a sentence: ``tỉnh Đồng Tháp``."""
    return in_text(unit.name) if unit else _("tỉnh")


def _issuers(scope: Scope):
    """Province, office and agriculture department on the cut-off day (two provinces before July 2025)."""
    return (
        Unit.objects.on(scope.as_of)
        .filter(code__in=("87", "82", _OFFICE_CODE, *_AGRICULTURE_CODES))
        .exclude(code="82", valid_to__isnull=False)
        .order_by("code")
    )
