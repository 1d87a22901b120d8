"""Reading the template: cells become the records of the data files, and every record knows its row."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from core.excel_reading import Cell, Row, UnreadableWorkbook, read_sheets
from core.numbers import parse_number
from core.text import to_nfc
from evaluations.rulebook.template import ADDED_MARK, CRITERIA, GROUNDS, LAYOUTS, OPTIONS, PARTS, SETS, Layout

_HEADER_WITHIN = 10
_WHOLE, _NUMBER, _TEXT = "integer", "decimal", "text"


@dataclass(frozen=True)
class Problem:
    """A mistake: the cell (of a workbook), the record, and what is wrong with it."""

    place: str
    path: str
    text: str


@dataclass
class Records:
    """Sets in the form of the data files, mistakes of single cells, and where each record stands."""

    sets: list = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    # Numbers of sets with an unreadable cell: their sums say nothing yet.
    unread: set[int] = field(default_factory=set)


def read_workbook(content: bytes) -> Records:
    """Return the sets of a workbook in the layout of the template.

    Raises:
        UnreadableWorkbook: no .xlsx, unsafe, or a sheet or a column of the template is missing.
    """
    sheets = read_sheets(content)
    missing = [layout.title for layout in LAYOUTS if layout.title not in sheets]
    if missing:
        raise UnreadableWorkbook(
            _("Tệp không có trang %s. Hãy dùng tệp mẫu.") % ", ".join(f"“{one}”" for one in missing)
        )
    found = Records()
    tables = {layout: _Table(layout, sheets[layout.title], found).records() for layout in LAYOUTS}
    if not tables[SETS] and not found.problems:
        raise UnreadableWorkbook(_("Trang “%s” chưa có bộ nào. Hãy ghi ít nhất một bộ.") % SETS.title)
    _join(tables, found)
    return found


class _Table:
    """One sheet: its heading found, its rows read by the kinds of its columns."""

    def __init__(self, layout: Layout, rows: list[Row], found: Records):
        self.layout, self.found = layout, found
        self.columns, self.rows = self._without_heading(rows)

    def _without_heading(self, rows: list[Row]) -> tuple[dict[str, int], list[Row]]:
        wanted = {column.label: name for name, column in self.layout.columns.items()}
        for at, row in enumerate(rows[:_HEADER_WITHIN]):
            labels = [(index, " ".join(str(cell.value).split())) for index, cell in row.cells.items()]
            known = [(index, wanted[label]) for index, label in labels if label in wanted]
            if len(known) == len(wanted) == len(labels) and len({name for _index, name in known}) == len(wanted):
                return {name: index for index, name in known}, rows[at + 1 :]
        raise UnreadableWorkbook(
            _("Trang “%(sheet)s” phải có một dòng tiêu đề gồm đúng các cột: %(columns)s.")
            % {"sheet": self.layout.title, "columns": ", ".join(wanted)}
        )

    def records(self) -> list[tuple[int, dict]]:
        """Return (row number, values); a row with an unreadable cell is noted and left out."""
        read = ((row, self._record(row)) for row in self.rows)
        return [(row.number, values) for row, values in read if values is not None]

    def _record(self, row: Row) -> dict | None:
        values, noted = {}, len(self.found.problems)
        for name, column in self.layout.columns.items():
            cell = row.cells.get(self.columns[name])
            place = cell.place if cell else f"{self.layout.title}!{row.number}"
            try:
                values[name] = self._value(cell, column.kind)
            except ValueError as error:
                self.found.problems.append(Problem(place, self._path(values), str(error)))
                continue
            if values[name] is None and name not in self.layout.optional:
                text = _("cột “%s” để trống") % column.label
                self.found.problems.append(Problem(place, self._path(values), text))
        if len(self.found.problems) == noted:
            return values
        if values.get("no") is not None:
            self.found.unread.add(values["no"])
        return None

    @staticmethod
    def _path(values: dict) -> str:
        return path_of(values["no"]) if values.get("no") is not None else ""

    def _value(self, cell: Cell | None, kind: str):
        if cell is None:
            return None
        if cell.is_formula:
            raise ValueError(_("là công thức; hãy dán giá trị"))
        if kind == _TEXT:
            return _text_of(cell.value)
        number = _number_of(cell.value)
        if kind == _NUMBER or number is None:
            return number
        if number != number.to_integral_value() or not 0 <= number <= 999:
            raise ValueError(_("“%s” phải là số nguyên từ 0 đến 999") % cell.value)
        return int(number)


def _text_of(value) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(_("“%s” không phải là chữ; hãy định dạng ô là Text rồi nhập lại") % value)
    return to_nfc(value).strip().replace("\r\n", "\n") or None


def _number_of(value) -> Decimal | None:
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            return parse_number(value)
        except ValueError:
            raise ValueError(_("không đọc được số “%s”") % value[:40]) from None
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError(_("“%s” không phải là số") % str(value)[:40])
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError(_("“%s” không phải là số") % str(value)[:40])
    return number


def path_of(number: int, code: str = "") -> str:
    """Return the record's name as the checks of the data files write it: ``bộ 1, 1.1``."""
    where = _("bộ %d") % number
    return f"{where}, {code}" if code else where


def _join(tables: dict, found: Records) -> None:
    """Put parts, criteria and options under their sets; what belongs to nothing is noted."""
    sets, criteria = {}, {}
    for row, values in tables[SETS]:
        record = values | {"disqualified_if": [], "parts": [], "criteria": []}
        found.places[path_of(values["no"])] = f"{SETS.title}!A{row}"
        sets[values["no"]] = record
        found.sets.append(record)
    for layout, key in ((PARTS, "parts"), (CRITERIA, "criteria")):
        for row, values in tables[layout]:
            number = values.pop("no")
            if not _belongs(number, sets, layout, row, found):
                continue
            found.places[path_of(number, values["code"])] = f"{layout.title}!A{row}"
            record = _without_blanks(values)
            sets[number][key].append(record)
            if layout is CRITERIA:
                criteria.setdefault((number, values["code"]), record)
    for row, values in tables[GROUNDS]:
        if _belongs(values["no"], sets, GROUNDS, row, found):
            sets[values["no"]]["disqualified_if"].append(values["text"])
    for row, values in tables[OPTIONS]:
        _add_option(row, values, sets, criteria, found)


def _add_option(row: int, values: dict, sets: dict, criteria: dict, found: Records) -> None:
    number, code = values.pop("no"), values.pop("criterion")
    if not _belongs(number, sets, OPTIONS, row, found):
        return
    place = f"{OPTIONS.title}!B{row}"
    if (number, code) not in criteria:
        if number not in found.unread:
            found.problems.append(Problem(place, path_of(number, code), _("không có tiêu chí này ở trang Tiêu chí")))
        return
    added = values.pop("added")
    if added is not None and added.lower() != ADDED_MARK:
        found.problems.append(Problem(place, path_of(number, code), _("cột cuối chỉ ghi x hoặc để trống")))
        found.unread.add(number)
        return
    record = _without_blanks(values) | ({"added": True} if added else {})
    criteria[number, code].setdefault("options", []).append(record)


def _belongs(number: int, sets: dict, layout: Layout, row: int, found: Records) -> bool:
    if number in sets:
        return True
    if number not in found.unread:
        text = _("không có bộ số %(number)d ở trang %(sheet)s") % {"number": number, "sheet": SETS.title}
        found.problems.append(Problem(f"{layout.title}!A{row}", path_of(number), text))
    return False


def _without_blanks(values: dict) -> dict:
    return {name: value for name, value in values.items() if value is not None}
