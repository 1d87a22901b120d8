"""The data file of units: read and checked without the database.

Units are named ``CODE@VALID_FROM`` in the file, because codes were given again in 2025.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from core.datafiles import Problems, day, flag, maybe, number, one_of, read_json, read_record, rows_of, text
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind

UNITS_FILE = Path(__file__).parent / "data" / "units.json"

_ONE_DAY = dt.timedelta(days=1)
_PARENTS = {
    UnitKind.PROVINCE: frozenset(),
    UnitKind.AGENCY: frozenset({UnitKind.PROVINCE, UnitKind.AGENCY}),
    **dict.fromkeys(DISTRICT_KINDS, frozenset({UnitKind.PROVINCE})),
    # Since 01/07/2025 communes lie directly under the province.
    **dict.fromkeys(COMMUNE_KINDS, DISTRICT_KINDS | {UnitKind.PROVINCE}),
}
_UNIT = {
    "code": text,
    "name": text,
    "kind": one_of(UnitKind.values),
    "parent": maybe(text),
    "valid_from": day,
    "valid_to": maybe(day),
    "lat": maybe(number),
    "lon": maybe(number),
}
_SUCCESSION = {"from": text, "to": text, "on": day, "is_default": flag}


@dataclass(frozen=True)
class UnitRow:
    """One unit of the file; ``parent`` is the key of another row, days are inclusive."""

    code: str
    name: str
    kind: str
    parent: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    lat: Decimal | None
    lon: Decimal | None

    @property
    def key(self) -> str:
        """The name by which other rows point here."""
        return f"{self.code}@{self.valid_from}"

    def overlaps(self, other: "UnitRow") -> bool:
        """Whether both existed on some day."""
        return self.valid_from <= (other.valid_to or dt.date.max) and other.valid_from <= (self.valid_to or dt.date.max)

    def lies_within(self, other: "UnitRow") -> bool:
        """Whether ``other`` existed on every day of this one."""
        return other.valid_from <= self.valid_from and (self.valid_to or dt.date.max) <= (other.valid_to or dt.date.max)


@dataclass(frozen=True)
class SuccessionRow:
    """``to_key`` took over from ``from_key`` on a day."""

    from_key: str
    to_key: str
    on: dt.date
    is_default: bool


@dataclass(frozen=True)
class UnitsFile:
    """All rows, parents before their children."""

    units: dict[str, UnitRow]
    successions: list[SuccessionRow]


def read_units_file(path: Path = UNITS_FILE) -> UnitsFile:
    """Return the checked content of a file of units.

    Raises:
        BrokenFile: with every mistake found.
    """
    content = read_json(path, "units", "successions")
    problems = Problems(path)
    units = _read_units(rows_of(content, "units", problems), problems)
    successions = _read_successions(rows_of(content, "successions", problems), units, problems)
    problems.raise_if_any()
    return UnitsFile(units=units, successions=successions)


def _read_units(rows: list, problems: Problems) -> dict[str, UnitRow]:
    units: dict[str, UnitRow] = {}
    by_code: dict[str, list[UnitRow]] = {}
    for line, raw in enumerate(rows, start=1):
        values = read_record(raw, _UNIT, _("đơn vị thứ %d") % line, problems)
        if values is None:
            continue
        row = UnitRow(**values)
        if row.key in units:
            problems.add(row.key, _("có hai lần"))
            continue
        _check_unit(row, units, problems)
        for other in by_code.setdefault(row.code, []):
            if row.overlaps(other):
                problems.add(row.key, _("trùng mã, trùng thời gian với %s") % other.key)
        by_code[row.code].append(row)
        units[row.key] = row
    return units


def _check_unit(row: UnitRow, above: dict[str, UnitRow], problems: Problems) -> None:
    if row.valid_to is not None and row.valid_to <= row.valid_from:
        problems.add(row.key, _("ngày hết hiệu lực phải sau ngày bắt đầu"))
    if (row.lat is None) != (row.lon is None) or not _in_vietnam(row):
        problems.add(row.key, _("toạ độ phải đủ cặp và nằm trong Việt Nam"))
    if row.parent is None:
        if row.kind != UnitKind.PROVINCE:
            problems.add(row.key, _("thiếu đơn vị cấp trên"))
        return
    parent = above.get(row.parent)
    if parent is None:
        problems.add(row.key, _("đơn vị cấp trên %s không đứng trước trong tệp") % row.parent)
        return
    if parent.kind not in _PARENTS[row.kind]:
        problems.add(row.key, _("không thể thuộc %(parent)s (%(kind)s)") % {"parent": parent.key, "kind": parent.kind})
    if not row.lies_within(parent):
        problems.add(row.key, _("thời gian không nằm trong thời gian của cấp trên %s") % parent.key)


def _in_vietnam(row: UnitRow) -> bool:
    if row.lat is None or row.lon is None:
        return True
    return Decimal(8) <= row.lat <= Decimal(24) and Decimal(102) <= row.lon <= Decimal(115)


def _read_successions(rows: list, units: dict[str, UnitRow], problems: Problems) -> list[SuccessionRow]:
    successions: list[SuccessionRow] = []
    defaults: dict[str, int] = {}
    seen = set()
    for line, raw in enumerate(rows, start=1):
        values = read_record(raw, _SUCCESSION, _("kế thừa thứ %d") % line, problems)
        if values is None:
            continue
        row = SuccessionRow(values["from"], values["to"], values["on"], values["is_default"])
        where = f"{row.from_key} → {row.to_key}"
        if where in seen:
            problems.add(where, _("có hai lần"))
        seen.add(where)
        _check_succession(row, where, units, problems)
        defaults[row.from_key] = defaults.get(row.from_key, 0) + row.is_default
        successions.append(row)
    for key, count in defaults.items():
        if count != 1:
            problems.add(key, _("phải có đúng một đơn vị kế thừa mặc định, đang có %d") % count)
    return successions


def _check_succession(row: SuccessionRow, where: str, units: dict[str, UnitRow], problems: Problems) -> None:
    ends = units.get(row.from_key), units.get(row.to_key)
    if None in ends:
        problems.add(where, _("có đơn vị không có trong tệp"))
        return
    old, new = ends
    if old.valid_to is None or row.on != old.valid_to + _ONE_DAY:
        problems.add(where, _("phải bắt đầu ngay sau ngày cuối của đơn vị cũ"))
    if not new.valid_from <= row.on <= (new.valid_to or dt.date.max):
        problems.add(where, _("đơn vị mới không có vào ngày kế thừa"))
