"""Reading and checking the list of rule versions and the files that it names."""

import dataclasses
import datetime as dt
import itertools
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from core.datafiles import (
    Problems,
    anything,
    day,
    many,
    maybe,
    number,
    one_of,
    read_json,
    read_record,
    rows_of,
    text,
    whole,
)
from evaluations.datafile.criteria import FileGroup, read_groups, read_sets
from evaluations.datafile.rows import Decider, VersionRow
from evaluations.datafile.settings import read_settings, read_windows
from products.enums import RecognitionKind
from products.loading import GroupRow

DATA_FOLDER = Path(__file__).parent.parent / "data"
VERSIONS_FILE = "rule_versions.json"
INDUSTRIES_FILE = "industry_mapping.json"

_ONE_DAY = dt.timedelta(days=1)
_RECOGNISED_STARS = (3, 4, 5)
_ALL_POINTS = 100
_VERSION = {
    "code": text,
    "decision": text,
    "issued_on": day,
    "amended_by": many(text),
    "effective_from": day,
    "effective_to": maybe(day),
    "pending_until": anything,
    "part_maxima": anything,
    "star_bands": anything,
    "validity_months": whole,
    "decided_by": many(anything),
    "round_windows": many(anything),
    "settings": anything,
    "file": text,
}
_DECIDER = {
    "star": whole,
    "level": one_of(("district", "province", "central")),
    "valid_from": day,
    "valid_to": maybe(day),
}
_INDUSTRY = {"version": text, "group": text, "counts_as": text}


def read_rule_files(folder: Path = DATA_FOLDER) -> tuple[VersionRow, ...]:
    """Return all rule versions of a folder, oldest first, with groups and criteria.

    Raises:
        BrokenFile: for the first file that is wrong, with every mistake in it.
    """
    versions, files = _read_versions(folder / VERSIONS_FILE)
    groups, sets = {}, {}
    for version in versions:
        groups[version.code], sets[version.code] = _read_version_file(folder / files[version.code], version)
    industries = _read_industries(folder / INDUSTRIES_FILE, newest=versions[-1].code, groups=groups)
    return tuple(
        dataclasses.replace(
            version,
            groups=_group_rows(groups[version.code], industries[version.code]),
            sets=sets[version.code],
        )
        for version in versions
    )


def _read_versions(path: Path) -> tuple[list[VersionRow], dict[str, str]]:
    problems = Problems(path)
    versions, files = [], {}
    for line, raw in enumerate(rows_of(read_json(path, "rule_versions"), "rule_versions", problems), start=1):
        values = read_record(raw, _VERSION, _("bộ tiêu chí thứ %d") % line, problems)
        if values is None:
            continue
        where = values["code"]
        files[where] = values.pop("file")
        values.pop("issued_on")
        values["amended_by"] = tuple(values["amended_by"])
        values["bands"] = _read_bands(values.pop("star_bands"), where, problems)
        values["part_maxima"] = _read_maxima(values["part_maxima"], where, problems)
        values["pending_until"] = _read_pending(values["pending_until"], where, problems)
        values["decided_by"] = _read_deciders(values["decided_by"], where, problems)
        values["round_windows"] = read_windows(values["round_windows"], where, problems)
        values["settings"] = read_settings(values["settings"], where, problems)
        version = VersionRow(**values)
        _check_deciders(version, problems)
        versions.append(version)
    _check_order(versions, problems)
    problems.raise_if_any()
    return versions, files


def _read_bands(rows: object, where: str, problems: Problems) -> dict[int, Decimal]:
    try:
        bands = {star: Decimal(lowest) for star, lowest in rows}
        stars, lowest = list(bands), list(bands.values())
    except (TypeError, ValueError, ArithmeticError):
        problems.add(where, _("khung điểm phải là danh sách cặp [sao, điểm thấp nhất]"))
        return {}
    falling = all(upper > lower for upper, lower in itertools.pairwise(lowest))
    if stars != [5, 4, 3, 2, 1] or not falling or lowest[-1] != 0 or lowest[0] > _ALL_POINTS:
        problems.add(where, _("khung điểm phải đi từ 5 sao xuống 1 sao, điểm giảm dần đến 0"))
    return bands


def _read_maxima(values: object, where: str, problems: Problems) -> dict[str, Decimal]:
    maxima = read_record(values, dict.fromkeys("ABC", number), f"{where}, part_maxima", problems) or {}
    if maxima and sum(maxima.values()) != _ALL_POINTS:
        problems.add(where, _("điểm tối đa của các phần phải cộng lại bằng 100"))
    return maxima


def _read_pending(values: object, where: str, problems: Problems) -> dict[str, dt.date]:
    shape = dict.fromkeys(RecognitionKind.values, day)
    return read_record(values, {}, f"{where}, pending_until", problems, shape) or {}


def _read_deciders(rows: list, where: str, problems: Problems) -> tuple[Decider, ...]:
    found = [read_record(raw, _DECIDER, f"{where}, decided_by", problems) for raw in rows]
    return tuple(Decider(**values) for values in found if values)


def _check_deciders(version: VersionRow, problems: Problems) -> None:
    """Every day of the version has one decider for 3, 4 and 5 stars."""
    for star in _RECOGNISED_STARS:
        expected: dt.date | None = version.effective_from
        last = None
        for decider in (one for one in version.decided_by if one.star == star):
            if decider.valid_from != expected:
                break
            last = decider.valid_to
            expected = last + _ONE_DAY if last else None
        else:
            if expected != version.effective_from and last == version.effective_to:
                continue
        problems.add(version.code, _("cấp công nhận %d sao không phủ kín thời gian hiệu lực") % star)


def _check_order(versions: list[VersionRow], problems: Problems) -> None:
    if not versions:
        problems.add(VERSIONS_FILE, _("không có bộ tiêu chí nào"))
    for version in versions:
        if version.effective_to and version.effective_to <= version.effective_from:
            problems.add(version.code, _("ngày hết hiệu lực phải sau ngày bắt đầu"))
    for earlier, later in itertools.pairwise(versions):
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from or earlier.code == later.code:
            problems.add(later.code, _("phải đứng sau và không trùng thời gian với bộ %s") % earlier.code)


def _read_version_file(path: Path, version: VersionRow):
    content = read_json(path, "rule_version", "groups", "sets")
    problems = Problems(path)
    if content["rule_version"] != version.code:
        problems.add(path.name, _("không phải tệp của bộ %s") % version.code)
    groups = read_groups(rows_of(content, "groups", problems), problems)
    sets = read_sets(rows_of(content, "sets", problems), groups, version.part_maxima, problems)
    problems.raise_if_any()
    return groups, sets


def _read_industries(path: Path, *, newest: str, groups: dict[str, dict[str, FileGroup]]) -> dict[str, dict[str, str]]:
    """Return, by version, the industry of the newest version that each own industry counts as."""
    problems = Problems(path)
    tops = {code: {group.code for group in own.values() if group.is_industry} for code, own in groups.items()}
    mapping: dict[str, dict[str, str]] = {code: {} for code in groups}
    for line, raw in enumerate(rows_of(read_json(path, "industries"), "industries", problems), start=1):
        where = _("ngành thứ %d") % line
        values = read_record(raw, _INDUSTRY, where, problems)
        if values is None:
            continue
        version, group, target = values["version"], values["group"], values["counts_as"]
        if version == newest or group not in tops.get(version, ()) or target not in tops[newest]:
            problems.add(
                where, _("%(version)s: không có ngành %(group)s hoặc %(target)s") % {**values, "target": target}
            )
            continue
        mapping[version][group] = target
    mapping[newest] = {code: code for code in tops[newest]}
    for version, codes in tops.items():
        for code in sorted(codes - mapping[version].keys()):
            problems.add(version, _("chưa nêu ngành %s tính vào ngành nào") % code)
    problems.raise_if_any()
    return mapping


def _group_rows(groups: dict[str, FileGroup], counts_as: dict[str, str]) -> tuple[GroupRow, ...]:
    rows = []
    for group in groups.values():
        top = group
        while top.parent is not None:
            top = groups[top.parent]
        rows.append(GroupRow(group.code, group.name, group.parent, group.number is not None, counts_as[top.code]))
    return tuple(rows)
