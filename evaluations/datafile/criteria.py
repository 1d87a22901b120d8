"""Reading and checking the groups and the criteria sets of one version."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.datafiles import Problems, anything, flag, many, maybe, number, one_of, read_record, text, text_up_to, whole
from evaluations.datafile.rows import CriterionRow, OptionRow, PartRow, SetRow

WHOLE_POINTS = "whole_points"

_GROUP = {"code": text, "name": text, "parent": maybe(text), "level": one_of(("industry", "group", "subgroup"))}
_GROUP_MORE = {"set": whole, "ministries": many(one_of(("nnmt", "congthuong", "yte", "vhttdl")))}
_MOST_NUMBER = 999
_MOST_POINTS = 100


def points(value: object) -> Decimal:
    """Read points: 0 to 100 with at most two decimals, as they are stored."""
    read = number(value)
    if not read.is_finite() or not 0 <= read <= _MOST_POINTS:
        raise ValueError(_("phải từ 0 đến 100 điểm"))
    if read != read.quantize(Decimal("0.01")):
        raise ValueError(_("nhiều nhất hai chữ số thập phân"))
    return read


def _set_number(value: object) -> int:
    if not 1 <= whole(value) <= _MOST_NUMBER:
        raise ValueError(_("phải từ 1 đến %d") % _MOST_NUMBER)
    return value


_SET = {
    "no": _set_number,
    "group": text,
    "name": text_up_to(200),
    "disqualified_if": many(text),
    "parts": many(anything),
    "criteria": many(anything),
}
_PART = {"code": text_up_to(1), "title": text_up_to(200), "max": points}
_CRITERION = {"code": text_up_to(10), "part": text_up_to(1), "title": text_up_to(300), "max": points}
_CRITERION_MORE = {"note": text, "options": anything}
_OPTION = {"points": points, "text": text}
_OPTION_MORE = {"min_star": whole, "case": text_up_to(200), "added": flag, "implied": flag}


@dataclass(frozen=True)
class FileGroup:
    """A group as the file gives it; ``number`` is the criteria set of what is filed here."""

    code: str
    name: str
    parent: str | None
    number: int | None

    @property
    def is_industry(self) -> bool:
        """Whether this is the top of a branch."""
        return self.parent is None


def read_groups(rows: list, problems: Problems) -> dict[str, FileGroup]:
    """Return the groups by code, parents before their children."""
    groups: dict[str, FileGroup] = {}
    numbers: set[int] = set()
    for line, raw in enumerate(rows, start=1):
        values = read_record(raw, _GROUP, _("nhóm thứ %d") % line, problems, _GROUP_MORE)
        if values is None:
            continue
        group = FileGroup(values["code"], values["name"], values["parent"], values.get("set"))
        if group.code in groups:
            problems.add(group.code, _("nhóm có hai lần"))
        if (values["level"] == "industry") != group.is_industry:
            problems.add(group.code, _("chỉ ngành mới không có cấp trên"))
        if group.parent is not None and group.parent not in groups:
            problems.add(group.code, _("cấp trên %s không đứng trước trong tệp") % group.parent)
        if group.number is not None and group.number in numbers:
            problems.add(group.code, _("bộ số %d đã thuộc nhóm khác") % group.number)
        numbers.add(group.number)
        groups[group.code] = group
    return groups


def read_sets(
    rows: list, groups: Mapping[str, FileGroup], part_maxima: Mapping[str, Decimal], problems: Problems
) -> tuple[SetRow, ...]:
    """Return the criteria sets; what does not add up is noted."""
    sets: list[SetRow] = []
    for line, raw in enumerate(rows, start=1):
        values = read_record(raw, _SET, _("bộ thứ %d") % line, problems)
        if values is None:
            continue
        where = _("bộ %d") % values["no"]
        if any(other.number == values["no"] for other in sets):
            problems.add(where, _("có hai lần"))
        group = groups.get(values["group"])
        if group is None or group.number != values["no"]:
            problems.add(where, _("nhóm %s không phải nhóm của bộ này") % values["group"])
        row = SetRow(
            number=values["no"],
            group=values["group"],
            name=values["name"],
            disqualified_if=tuple(values["disqualified_if"]),
            parts=_read_parts(values["parts"], where, problems),
            criteria=_read_criteria(values["criteria"], where, problems),
        )
        _check_parts(row, part_maxima, where, problems)
        _check_criteria(row, where, problems)
        sets.append(row)
    return tuple(sets)


def _read_parts(rows: list, where: str, problems: Problems) -> tuple[PartRow, ...]:
    parts = [read_record(raw, _PART, _("%s, các phần") % where, problems) for raw in rows]
    return tuple(PartRow(part["code"], part["title"], part["max"]) for part in parts if part)


def _read_criteria(rows: list, where: str, problems: Problems) -> tuple[CriterionRow, ...]:
    criteria: dict[str, CriterionRow] = {}
    for raw in rows:
        code = raw.get("code") if isinstance(raw, dict) else None
        place = f"{where}, {code}" if isinstance(code, str) else where
        values = read_record(raw, _CRITERION, place, problems, _CRITERION_MORE)
        if values is None:
            continue
        if values["code"] in criteria:
            problems.add(place, _("tiêu chí có hai lần"))
        options = _read_options(values.get("options", []), values["max"], place, problems)
        criteria[values["code"]] = CriterionRow(
            values["code"], values["part"], values["title"], values.get("note", ""), values["max"], options
        )
    return tuple(criteria.values())


def _read_options(rows: object, highest: Decimal, where: str, problems: Problems) -> tuple[OptionRow, ...]:
    if rows == WHOLE_POINTS:
        if highest != int(highest):
            problems.add(where, _("điểm tối đa không tròn nên không chấm theo điểm nguyên được"))
        return tuple(OptionRow(Decimal(points), _("%d điểm") % points) for points in range(int(highest) + 1))
    if not isinstance(rows, list):
        problems.add(where, _("mức điểm phải là danh sách hoặc %s") % WHOLE_POINTS)
        return ()
    found = [read_record(raw, _OPTION, where, problems, _OPTION_MORE) for raw in rows]
    return tuple(
        OptionRow(row["points"], row["text"], row.get("min_star"), row.get("case", ""), row.get("added", False))
        for row in found
        if row
    )


def _check_parts(row: SetRow, part_maxima: Mapping[str, Decimal], where: str, problems: Problems) -> None:
    found = {part.code: part.max_points for part in row.parts}
    if found != dict(part_maxima) or len(found) != len(row.parts):
        wanted = ", ".join(f"{code} {highest.normalize():f}" for code, highest in part_maxima.items())
        problems.add(where, _("điểm tối đa của các phần không đúng với bộ tiêu chí (%s)") % wanted)
    for code, highest in found.items():
        total = sum(one.max_points for one in row.criteria if one.part == code and one.parent is None)
        if total != highest:
            problems.add(
                f"{where}, {code}", _("tiêu chí cộng lại %(sum)s, phần ghi %(max)s") % {"sum": total, "max": highest}
            )
    for one in row.criteria:
        if one.part not in found:
            problems.add(f"{where}, {one.code}", _("không có phần %s") % one.part)


def _check_criteria(row: SetRow, where: str, problems: Problems) -> None:
    known: dict[str, CriterionRow] = {}
    for one in row.criteria:
        place = f"{where}, {one.code}"
        parent = known.get(one.parent) if one.parent else None
        if one.parent and (parent is None or parent.part != one.part):
            problems.add(place, _("tiêu chí cấp trên không đứng trước trong cùng phần"))
        known[one.code] = one
        children = [other for other in row.criteria if other.parent == one.code]
        if bool(children) == bool(one.options):
            problems.add(place, _("tiêu chí phải có hoặc tiêu chí con, hoặc mức điểm"))
        elif children and sum(child.max_points for child in children) != one.max_points:
            problems.add(place, _("tiêu chí con cộng lại không bằng điểm tối đa %s") % one.max_points)
        elif one.options:
            _check_options(one, place, problems)


def _check_options(one: CriterionRow, where: str, problems: Problems) -> None:
    points = [option.points for option in one.options]
    if max(points) != one.max_points:
        problems.add(
            where, _("mức cao nhất %(best)s khác điểm tối đa %(max)s") % {"best": max(points), "max": one.max_points}
        )
    if min(points) != 0:
        problems.add(where, _("thiếu mức 0 điểm"))
    marks = [(option.min_star, option.points) for option in one.options if option.min_star is not None]
    if any(star not in (3, 4, 5) for star, _points in marks) or len({star for star, _points in marks}) != len(marks):
        problems.add(where, _("mỗi hạng 3, 4, 5 sao chỉ gắn được một mức tối thiểu"))
    if [point for _star, point in sorted(marks)] != sorted(point for _star, point in marks):
        problems.add(where, _("mức tối thiểu của hạng cao thấp hơn của hạng thấp"))
