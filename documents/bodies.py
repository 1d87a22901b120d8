"""Who issues papers, by the names of a day: the province's committee, the coordination office, a commune."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from units.enums import UnitKind
from units.models import Unit

_OFFICE_CODE = "VPDP"
# Before the merger of July 2025 this code was another province's.
_OTHER_PROVINCE = "82"
_DOTS = "…"


@dataclass(frozen=True)
class Bodies:
    """The names of a day.

    Attributes:
        province: ``Tỉnh Đồng Tháp``; place: ``Đồng Tháp``, as printed before a date.
        office: the coordination office.
    """

    province: str
    place: str
    office: str

    @property
    def province_in_text(self) -> str:
        """The name within a sentence: ``tỉnh Đồng Tháp``."""
        return in_text(self.province)

    @property
    def committee(self) -> tuple[str, ...]:
        """The lines of the people's committee of the province."""
        return (_("ỦY BAN NHÂN DÂN"), self.province.upper())

    @property
    def committee_in_text(self) -> str:
        """``Ủy ban nhân dân tỉnh Đồng Tháp``."""
        return _("Ủy ban nhân dân %(province)s") % {"province": self.province_in_text}

    @property
    def council(self) -> tuple[str, ...]:
        """The lines of the council under the committee."""
        return (_("HỘI ĐỒNG ĐÁNH GIÁ,"), _("PHÂN HẠNG SẢN PHẨM OCOP"))

    @property
    def council_in_text(self) -> str:
        """``Hội đồng đánh giá, phân hạng sản phẩm OCOP tỉnh Đồng Tháp``."""
        return _("Hội đồng đánh giá, phân hạng sản phẩm OCOP %(province)s") % {"province": self.province_in_text}


def bodies_on(day: dt.date) -> Bodies:
    """Return the names of ``day``; one query."""
    there = Unit.objects.on(day).filter(kind=UnitKind.PROVINCE) | Unit.objects.on(day).filter(code=_OFFICE_CODE)
    units = list(there.order_by("code"))
    provinces = [one for one in units if one.kind == UnitKind.PROVINCE]
    own = [one for one in provinces if one.code != _OTHER_PROVINCE or one.valid_to is None]
    province = next(iter(own or provinces), None)
    office = next((one.name for one in units if one.code == _OFFICE_CODE), "")
    return Bodies(
        province=province.name if province else _("Tỉnh"),
        place=short_name(province.name) if province else "",
        office=office or _("Văn phòng Điều phối Xây dựng nông thôn mới Tỉnh"),
    )


def short_name(name: str) -> str:
    """Return the name without its kind: ``Tỉnh Đồng Tháp`` → ``Đồng Tháp``; ``Phường 1`` stays whole."""
    for kind in (_("Tỉnh"), _("Thành phố"), _("Thị xã"), _("Thị trấn"), _("Huyện"), _("Phường"), _("Xã")):
        rest = name.removeprefix(f"{kind} ")
        if rest != name and not rest.isdecimal():
            return rest
    return name


def in_text(name: str) -> str:
    """Return the name as it stands within a sentence: ``tỉnh Đồng Tháp``."""
    return name[:1].lower() + name[1:]


def written_day(day: dt.date | None, *, year: int | None = None) -> str:
    """Return ``ngày 05 tháng 02 năm 2026`` (NĐ 30/2020/NĐ-CP: zeros before days under 10, months 1 and 2).

    Without a day the places are left open for the pen; ``year`` stands there if it is known.
    """
    if day is None:
        return _("ngày %(dots)s tháng %(dots)s năm %(year)s") % {"dots": _DOTS, "year": year or _DOTS}
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return _("ngày %(day)02d tháng %(month)s năm %(year)s") % {"day": day.day, "month": month, "year": day.year}


def place_and_day(place: str, day: dt.date | None, *, year: int | None = None) -> str:
    """Return the line at the right of a paper's head: ``Đồng Tháp, ngày 05 tháng 02 năm 2026``."""
    return f"{place}, {written_day(day, year=year)}" if place else written_day(day, year=year)


def open_number(symbol: str) -> str:
    """Return the line of the number for a paper that has none yet: ``Số:       /QĐ-UBND``."""
    return _("Số: %(dots)s/%(symbol)s") % {"dots": _DOTS, "symbol": symbol}
