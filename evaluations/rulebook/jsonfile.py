"""Criteria sets as JSON, in the form of the project's own data files (docs/data.md)."""

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from core.datafiles import BrokenFile, parse_json
from core.text import to_nfc
from evaluations.datafile import CriterionRow, OptionRow, SetRow

MAX_BYTES = 5 * 1024 * 1024
_KNOWN = {"about", "rule_version", "groups", "sets"}


class UnreadableJson(Exception):
    """The file is not read; the text says why."""


def json_bytes(rows: Sequence[SetRow], *, code: str) -> bytes:
    """Return ``rows`` as a JSON file that can be imported again."""
    about = {"what": _("Bộ tiêu chí xuất từ cổng"), "format": _("Như các tệp dữ liệu của cổng, xem docs/data.md")}
    content = {"about": about, "rule_version": code, "sets": [set_record(one) for one in rows]}
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def read_json_sets(raw: bytes) -> list:
    """Return the records under ``sets``, not checked yet; texts in composed form.

    Raises:
        UnreadableJson: no JSON, or not in this form.
    """
    if len(raw) > MAX_BYTES:
        raise UnreadableJson(_("Tệp lớn hơn 5 MB. Hãy tách thành nhiều tệp."))
    try:
        _text, content = parse_json(raw, Path("x.json"))
    except BrokenFile as error:
        raise UnreadableJson(_("Không đọc được tệp JSON: %s") % error.problems[0]) from error
    if not isinstance(content, dict) or not isinstance(content.get("sets"), list) or not content["sets"]:
        raise UnreadableJson(_("Tệp JSON phải có mục sets là danh sách các bộ (xem docs/data.md)."))
    unknown = sorted(set(content) - _KNOWN)
    if unknown:
        raise UnreadableJson(_("Tệp JSON có mục không dùng được: %s.") % ", ".join(unknown)[:200])
    return _composed(content["sets"])


def _composed(value):
    if isinstance(value, str):
        return to_nfc(value)
    if isinstance(value, list):
        return [_composed(item) for item in value]
    return {name: _composed(item) for name, item in value.items()} if isinstance(value, dict) else value


def set_record(one: SetRow) -> dict:
    """Return a set as the record of a data file."""
    return {
        "no": one.number,
        "group": one.group,
        "name": one.name,
        "disqualified_if": list(one.disqualified_if),
        "parts": [{"code": part.code, "title": part.title, "max": _number(part.max_points)} for part in one.parts],
        "criteria": [_criterion(item) for item in one.criteria],
    }


def _criterion(one: CriterionRow) -> dict:
    record = {"code": one.code, "part": one.part, "max": _number(one.max_points), "title": one.title}
    record |= {"note": one.note} if one.note else {}
    return record | ({"options": [_option(level) for level in one.options]} if one.options else {})


def _option(one: OptionRow) -> dict:
    record = {"points": _number(one.points), "text": one.text}
    record |= {"min_star": one.min_star} if one.min_star is not None else {}
    record |= {"case": one.case} if one.case else {}
    return record | ({"added": True} if one.is_added else {})


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
