"""Rows pasted from Excel: read whole, every mistake named with its row, nothing stored here."""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.text import company_key, normalise_search
from producers.models import Producer
from trainings import cells
from trainings.people import Person
from units.enums import COMMUNE_KINDS, UnitKind
from units.models import Unit

LONGEST = 300
# The columns in the order in which they are expected without a row of headings.
COLUMNS = {
    "full_name": gettext_lazy("Họ và tên"),
    "gender": gettext_lazy("Giới tính"),
    "birth_year": gettext_lazy("Năm sinh"),
    "phone": gettext_lazy("Điện thoại"),
    "unit": gettext_lazy("Xã, phường"),
    "producer": gettext_lazy("Chủ thể"),
    "position": gettext_lazy("Chức vụ, nghề nghiệp"),
    "reason": gettext_lazy("Lý do ngoài đối tượng"),
}
_HEADINGS = {
    "ho va ten": "full_name",
    "ho ten": "full_name",
    "gioi tinh": "gender",
    "nam nu": "gender",
    "nam sinh": "birth_year",
    "ngay sinh": "birth_year",
    "ngay thang nam sinh": "birth_year",
    "dien thoai": "phone",
    "so dien thoai": "phone",
    "sdt": "phone",
    "xa phuong": "unit",
    "don vi": "unit",
    "dia phuong": "unit",
    "chu the": "producer",
    "ten chu the": "producer",
    "chuc vu nghe nghiep": "position",
    "chuc vu": "position",
    "nghe nghiep": "position",
    "ly do ngoai doi tuong": "reason",
    "ly do": "reason",
    "ghi chu": "",
    "stt": "",
    "tt": "",
}
_READERS = {
    "full_name": cells.read_name,
    "gender": cells.read_gender,
    "birth_year": cells.read_birth_year,
    "phone": cells.read_phone,
    "position": cells.read_position,
    "reason": cells.read_reason,
}
_BEFORE_UNIT_NAMES = ("xa ", "phuong ", "thi tran ")


@dataclass
class Row:
    """A pasted row: what was read, what is wrong, what was put right."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    person: Person | None = None
    why: str = ""

    @property
    def name(self) -> str:
        """What stands in the cell of the name."""
        return self.texts.get("full_name", "")

    @property
    def others(self) -> list[tuple[str, str]]:
        """The other cells with their headings, in the order of ``COLUMNS``."""
        return [(str(label), self.texts.get(key, "")) for key, label in COLUMNS.items() if key != "full_name"]


class Directory:
    """Units and producers by name, of those that the person may name; two queries."""

    def __init__(self, user):
        own = user.unit.territory().values("pk") if user.is_local_officer else Unit.objects.values("pk")
        self.units, self.default = defaultdict(list), user.unit if user.is_local_officer else None
        named = Unit.objects.on(today()).filter(pk__in=own, kind__in=COMMUNE_KINDS | {UnitKind.AGENCY})
        for unit in named:
            self.units[_unit_key(unit.name)].append(unit)
        self.producers = defaultdict(list)
        for producer in Producer.objects.visible_to(user).select_related("unit"):
            self.producers[company_key(producer.name)].append(producer)

    def unit(self, text: str):
        """Return the unit of that name; without one the officer's own."""
        if not text:
            if self.default is not None and self.default.is_commune:
                return self.default
            raise ValueError(_("để trống. Nếu ô bị gộp trong Excel, hãy bỏ gộp và ghi ở từng dòng"))
        return _only(self.units.get(_unit_key(text), []), text)

    def producer(self, text: str):
        """Return the producer of that name, ``None`` without one."""
        return _only(self.producers.get(company_key(text), []), text) if text else None


def read_pasted(text: str, directory: Directory) -> tuple[list[Row], list[str]]:
    """Return the rows and what is wrong with the whole.

    Args:
        text: rows of cells with tabs between them, as a copy from Excel gives.
        directory: units and producers that may be named.
    """
    try:
        lines = list(_lines(text))
    except csv.Error:
        return [], [_("Có ô quá dài hoặc dấu ngoặc kép không đóng. Hãy sao chép lại từ Excel.")]
    if not lines:
        return [], [_("Chưa có dòng nào. Hãy sao chép bảng trong Excel rồi dán vào ô.")]
    if len(lines) > LONGEST:
        return [], [
            _("Mỗi lần dán nhiều nhất %(most)s dòng; ở đây có %(count)s.") % {"most": LONGEST, "count": len(lines)}
        ]
    if max(len(line) for _number, line in lines) < 2:
        return [], [_("Không thấy các cột. Hãy sao chép từ Excel để giữa các ô có dấu tab.")]
    keys, problems = _heading(lines[0][1])
    if problems:
        return [], problems
    body = lines if keys is None else lines[1:]
    rows = [_row(number, line, keys or list(COLUMNS), directory) for number, line in body]
    _mark_twins(rows)
    return rows, [] if rows else [_("Dưới dòng tiêu đề chưa có người nào.")]


def _lines(text: str):
    """Yield (number, cells) of rows that hold something; a broken quote stays a quote."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\x01")
    for number, line in enumerate(csv.reader(io.StringIO(plain), delimiter="\t"), start=1):
        if any(cell.strip() for cell in line):
            yield number, line


def _heading(line: list[str]) -> tuple[list[str] | None, list[str]]:
    """Return the column of each cell, or ``None`` where the first row is a person already."""
    names = [normalise_search(cell) for cell in line]
    if not {"ho va ten", "ho ten"} & set(names):
        return None, []
    unknown = [cell.strip() for cell, name in zip(line, names, strict=True) if name and name not in _HEADINGS]
    if unknown:
        return None, [_("Không rõ cột “%s”. Hãy đổi tên hoặc bỏ cột này.") % name for name in unknown]
    keys = [_HEADINGS.get(name, "") for name in names]
    twice = sorted({str(COLUMNS[key]) for key in keys if key and keys.count(key) > 1})
    return keys, [_("Cột “%s” có hai lần.") % name for name in twice]


def _row(number: int, line: list[str], keys: list[str], directory: Directory) -> Row:
    row = Row(number)
    while line and not line[-1].strip() and len(line) > len(keys):
        line = line[:-1]
    if len(line) > len(keys):
        row.errors.append(
            _("Dòng có %(count)s ô, bảng có %(known)s cột. Hãy kiểm tra ô bị gộp hoặc lệch cột.")
            % {"count": len(line), "known": len(keys)}
        )
    for key, cell in zip(keys, line, strict=False):
        if key:
            row.texts[key] = _cleaned(row, key, cell)
    if not row.errors:
        row.person = _person(row, directory)
    return row


def _cleaned(row: Row, key: str, cell: str) -> str:
    try:
        return cells.clean_cell(cell, row.notes)
    except ValueError as error:
        _complain(row, key, error)
        return "".join(letter if letter.isprintable() else " " for letter in cell).strip()


def _person(row: Row, directory: Directory) -> Person | None:
    values = {}
    for key in COLUMNS:
        text = row.texts.get(key, "")
        try:
            reader = _READERS.get(key)
            values[key] = reader(text, row.notes) if reader else getattr(directory, key)(text)
        except ValueError as error:
            _complain(row, key, error)
    if row.errors:
        return None
    return Person(kind=cells.kind_of(values["position"], has_producer=values["producer"] is not None), **values)


def _complain(row: Row, key: str, error: ValueError) -> None:
    row.errors.append(_("Ô “%(column)s”: %(problem)s.") % {"column": COLUMNS[key], "problem": error})


def _mark_twins(rows: list[Row]) -> None:
    first: dict[tuple, int] = {}
    for row in rows:
        if row.person is None:
            continue
        before = first.setdefault(row.person.identity, row.number)
        if before != row.number:
            row.errors.append(_("Trùng người ở dòng %(number)s.") % {"number": before})


def _unit_key(name: str) -> str:
    plain = normalise_search(name)
    for word in _BEFORE_UNIT_NAMES:
        plain = plain.removeprefix(word)
    return plain


def _only(found: list, text: str):
    if not found:
        raise ValueError(_("“%s” không có trong danh sách của bạn. Hãy kiểm tra lại tên") % text)
    if len(found) > 1:
        raise ValueError(_("“%s” trùng tên với nhiều mục. Hãy đăng ký riêng người này") % text)
    return found[0]
