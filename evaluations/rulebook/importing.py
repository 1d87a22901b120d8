"""What an uploaded file would do to a draft: every mistake by name, or what would change."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.datafiles import Problems
from core.excel_reading import UnreadableWorkbook
from evaluations.datafile import SetRow
from evaluations.datafile.criteria import FileGroup, read_sets
from evaluations.models import RuleVersion
from evaluations.rulebook.comparing import SetComparison, compare_sets
from evaluations.rulebook.jsonfile import UnreadableJson, read_json_sets
from evaluations.rulebook.storing import stored_sets
from evaluations.rulebook.workbook import Problem, Records, read_workbook
from products.models import Group

XLSX, JSON = "xlsx", "json"
_PARTS_OF_THE_DECISION = {"A": Decimal(40), "B": Decimal(25), "C": Decimal(35)}
_FIELD = re.compile(r"^(\w+): ")
_LABELS = {
    "no": gettext_lazy("số bộ"),
    "group": gettext_lazy("mã nhóm"),
    "name": gettext_lazy("tên bộ"),
    "disqualified_if": gettext_lazy("bị loại khi"),
    "code": gettext_lazy("mã"),
    "part": gettext_lazy("phần"),
    "title": gettext_lazy("tên"),
    "note": gettext_lazy("ghi chú"),
    "max": gettext_lazy("điểm tối đa"),
    "options": gettext_lazy("các mức"),
    "points": gettext_lazy("điểm"),
    "text": gettext_lazy("nội dung"),
    "min_star": gettext_lazy("tối thiểu cho hạng sao"),
    "case": gettext_lazy("trường hợp"),
    "added": gettext_lazy("thêm ngoài quyết định"),
    "implied": gettext_lazy("suy ra từ tên tiêu chí"),
    "parts": gettext_lazy("các phần"),
    "criteria": gettext_lazy("các tiêu chí"),
}


class Unreadable(Exception):
    """The file cannot be read at all; the text is for people."""


@dataclass(frozen=True)
class Plan:
    """The sets of a file, what is wrong with them, and how they differ from the stored ones."""

    rows: tuple[SetRow, ...]
    problems: tuple[Problem, ...]
    comparisons: tuple[SetComparison, ...]

    @property
    def is_sound(self) -> bool:
        """Whether the file may be written."""
        return not self.problems

    @property
    def has_cells(self) -> bool:
        """Whether mistakes are named by cells: the file is a workbook."""
        return any(problem.place for problem in self.problems)

    @property
    def changes(self) -> tuple[SetComparison, ...]:
        """Sets that would be added or changed."""
        return tuple(one for one in self.comparisons if one.differs)


def plan_import(version: RuleVersion, content: bytes, kind: str) -> Plan:
    """Return what the file would do to ``version``; writes nothing.

    Args:
        kind: ``XLSX`` or ``JSON``.

    Raises:
        Unreadable: the file is no such file, unsafe, or in another layout.
    """
    try:
        found = read_workbook(content) if kind == XLSX else Records(sets=read_json_sets(content))
    except (UnreadableWorkbook, UnreadableJson) as error:
        raise Unreadable(str(error)) from error
    stored = {one.number: one for one in stored_sets(version)}
    checked = Checked(found)
    rows = read_sets(found.sets, _groups(version, found.sets, stored), part_maxima(stored), checked)
    problems = (*found.problems, *checked.placed, *_missing_sums(found))
    comparisons = () if problems else tuple(compare_sets(stored.get(row.number), row) for row in rows)
    return Plan(rows, problems, comparisons)


class Checked(Problems):
    """Collects what the checks of the data files note, with the row of each record."""

    def __init__(self, found: Records):
        super().__init__(Path("x"))
        self.found, self.placed = found, []

    def add(self, where: str, text: str) -> None:
        """Note a mistake unless it follows from a cell that could not be read."""
        super().add(where, text)
        record = ", ".join(where.split(", ")[:2])
        place = self.found.places.get(record) or self.found.places.get(where.split(",", 1)[0], "")
        if not any(re.match(rf"{re.escape(_('bộ %d') % number)}(,|$)", where) for number in self.found.unread):
            self.placed.append(Problem(place, where, self._in_words(text)))

    def _in_words(self, text: str) -> str:
        match = _FIELD.match(text)
        if match is None or match[1] not in _LABELS:
            return text
        label = _LABELS[match[1]]
        # In a JSON file the name of the field stands as it is.
        name = label if self.found.places else f"{label} ({match[1]})"
        return f"{name}: {text[match.end() :]}"


def part_maxima(stored: Mapping[int, SetRow]) -> dict[str, Decimal]:
    """Return the points of parts A, B and C of a version: those of its sets, or of the decision in force."""
    seen = Counter(tuple((part.code, part.max_points) for part in one.parts) for one in stored.values())
    return dict(seen.most_common(1)[0][0]) if seen else dict(_PARTS_OF_THE_DECISION)


def _groups(version: RuleVersion, raws: list, stored: Mapping[int, SetRow]) -> dict[str, FileGroup]:
    """Return the groups that sets may belong to; one that another stored set holds keeps its number."""
    names = dict(Group.objects.filter(taxonomy=version.taxonomy_id, is_assignable=True).values_list("code", "name"))
    in_file = {raw.get("no") for raw in raws if isinstance(raw, dict) and isinstance(raw.get("no"), int)}
    numbers = {one.group: one.number for one in stored.values() if one.number not in in_file}
    for raw in raws:
        if isinstance(raw, dict) and isinstance(raw.get("group"), str) and isinstance(raw.get("no"), int):
            numbers.setdefault(raw["group"], raw["no"])
    return {code: FileGroup(code, name, "", numbers.get(code)) for code, name in names.items()}


def _missing_sums(found: Records) -> list[Problem]:
    text = _("điểm cộng được kiểm tra sau khi sửa các ô trên")
    return [Problem("", _("bộ %d") % number, text) for number in sorted(found.unread)]
