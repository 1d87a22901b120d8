"""Where invented producers live: communes of the data file of units."""

from functools import cache

from units.datafile import UnitRow, UnitsFile, read_units_file
from units.enums import COMMUNE_KINDS, UnitKind

PROVINCE_BEFORE = "87@2004-01-01"
EAST_BEFORE = "82@2004-01-01"
PROVINCE = "82@2025-07-01"
_BEFORE = "2004-01-01"


@cache
def _file() -> UnitsFile:
    return read_units_file()


def units() -> dict[str, UnitRow]:
    """Return all units by key."""
    return _file().units


@cache
def communes_of(parent: str) -> tuple[UnitRow, ...]:
    """Return the communes under a unit (its key), in the order of the file."""
    return tuple(row for row in units().values() if row.parent == parent and row.kind in COMMUNE_KINDS)


def district_key(code: str) -> str:
    """Return the key of a district by its code (districts ended on 30/06/2025)."""
    return f"{code}@{_BEFORE}"


def districts_before() -> tuple[UnitRow, ...]:
    """Return the twelve districts and cities of the province of 2022."""
    return tuple(row for row in units().values() if row.parent == PROVINCE_BEFORE and row.kind != UnitKind.AGENCY)


@cache
def _successors() -> dict[str, str]:
    return {row.from_key: row.to_key for row in _file().successions if row.is_default}


def present_unit(key: str) -> str:
    """Return the key of the unit of today that took over by default, or ``key`` where none did."""
    return _successors().get(key, key)


def short_name(row: UnitRow) -> str:
    """Return the name as in running text: ``xã Định Yên``, ``thành phố Sa Đéc``."""
    return row.name[0].lower() + row.name[1:]


def bare_name(row: UnitRow) -> str:
    """Return the name without its kind: ``Định Yên``."""
    for kind in ("Thị trấn ", "Thành phố ", "Thị xã ", "Huyện ", "Phường ", "Xã ", "Tỉnh "):
        if row.name.startswith(kind):
            return row.name.removeprefix(kind)
    return row.name


def address_in(key: str, number: int) -> str:
    """Return an address down to the hamlet, as official papers write it."""
    row = units()[key]
    hamlet = f"Khóm {number}" if row.kind in {UnitKind.WARD, UnitKind.TOWNSHIP} else f"Ấp {number}"
    parts, above = [hamlet, row.name], row.parent
    while above:
        parts.append(units()[above].name)
        above = units()[above].parent
    return ", ".join(parts)
