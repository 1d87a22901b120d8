"""Kinds of units."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    """What a unit is, by the law of its time."""

    PROVINCE = "province", _("tỉnh")
    DISTRICT = "district", _("huyện")
    CITY = "city", _("thành phố thuộc tỉnh")
    TOWN = "town", _("thị xã")
    COMMUNE = "commune", _("xã")
    WARD = "ward", _("phường")
    TOWNSHIP = "township", _("thị trấn")
    AGENCY = "agency", _("cơ quan, đơn vị cấp tỉnh")


DISTRICT_KINDS = frozenset({UnitKind.DISTRICT, UnitKind.CITY, UnitKind.TOWN})
COMMUNE_KINDS = frozenset({UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP})
