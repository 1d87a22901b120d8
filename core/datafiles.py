"""Reading the project's own data files: every mistake is named, at once, with its place.

A file is UTF-8 JSON with an ``about`` key (what, source, remarks). Loaders describe a record by a
``Shape``: the name of each field and the reader that turns its JSON value into ours.
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Reader = Callable[[object], object]
Shape = Mapping[str, Reader]
# What PostgreSQL refuses in a text or a page cannot show: control characters and lone surrogates.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class BrokenFile(Exception):
    """A data file that cannot be loaded; ``problems`` holds a line for each mistake."""

    def __init__(self, path: Path, problems: list[str]):
        self.path = path
        self.problems = tuple(problems)
        count = len(problems)
        title = ngettext("%(file)s: có %(count)d lỗi", "%(file)s: có %(count)d lỗi", count)
        super().__init__("\n".join([title % {"file": path.name, "count": count}, *(f"- {line}" for line in problems)]))


class Problems:
    """Collects the mistakes of one file."""

    def __init__(self, path: Path):
        self.path = path
        self.lines: list[str] = []

    def add(self, where: str, text: str) -> None:
        """Note a mistake at ``where`` (a record that a person can find in the file)."""
        self.lines.append(f"{where}: {text}")

    def raise_if_any(self) -> None:
        """Stop here when something was noted.

        Raises:
            BrokenFile: with all mistakes so far.
        """
        if self.lines:
            raise BrokenFile(self.path, self.lines)


def read_json(path: Path, *keys: str) -> dict:
    """Return the content of a data file; numbers with a point come as ``Decimal``.

    Args:
        keys: what must stand at the top beside ``about``, and nothing else.

    Raises:
        BrokenFile: no JSON, a key twice, not composed (NFC), or other keys than those.
    """
    problems = Problems(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BrokenFile(path, [_("không đọc được: %s") % error]) from error
    text, content = parse_json(raw, path)
    if not unicodedata.is_normalized("NFC", text):
        problems.add(path.name, _("chữ có dấu phải ở dạng dựng sẵn (NFC)"))
    wanted = {"about", *keys}
    if not isinstance(content, dict) or set(content) != wanted:
        problems.add(path.name, _("phải có đúng các mục %s") % ", ".join(sorted(wanted)))
    problems.raise_if_any()
    return content


def parse_json(raw: bytes, path: Path) -> tuple[str, object]:
    """Return the text of a JSON file and its content; numbers with a point come as ``Decimal``.

    Raises:
        BrokenFile: not UTF-8, no JSON, nested too deep, or a key twice.
    """
    try:
        text = raw.decode("utf-8-sig")
        return text, json.loads(text, parse_float=Decimal, object_pairs_hook=_without_twins)
    except (ValueError, RecursionError) as error:
        raise BrokenFile(path, [_("không đọc được: %s") % error]) from error


def read_record(
    row: object, shape: Shape, where: str, problems: Problems, optional: Shape | None = None
) -> dict | None:
    """Return the values of one record, or ``None`` after noting what is wrong with it.

    Optional fields that are absent are absent from the result.
    """
    if not isinstance(row, dict):
        problems.add(where, _("phải là một bản ghi"))
        return None
    known = {**shape, **(optional or {})}
    noted = len(problems.lines)
    for name in shape.keys() - row.keys():
        problems.add(where, _("thiếu mục %s") % name)
    values = {}
    for name, value in row.items():
        if name not in known:
            problems.add(where, _("không có mục %s") % name)
            continue
        try:
            values[name] = known[name](value)
        except ValueError as error:
            problems.add(where, f"{name}: {error}")
    return values if len(problems.lines) == noted else None


def rows_of(content: dict, key: str, problems: Problems) -> list:
    """Return the list under ``key``; anything else is noted and read as empty."""
    if isinstance(content[key], list):
        return content[key]
    problems.add(key, _("phải là danh sách"))
    return []


def text(value: object) -> str:
    """Read a text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(_("phải là chữ, không để trống"))
    if _UNSTORABLE.search(value):
        raise ValueError(_("có ký tự điều khiển không lưu được"))
    return value


def text_up_to(most: int) -> Reader:
    """Read a text of at most ``most`` characters that is not empty."""

    def read(value: object) -> str:
        if len(text(value)) > most:
            raise ValueError(_("dài quá %d ký tự") % most)
        return value

    return read


def whole(value: object) -> int:
    """Read a whole number, 0 or more."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(_("phải là số nguyên không âm"))
    return value


def number(value: object) -> Decimal:
    """Read a number."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError(_("phải là số"))
    return Decimal(value)


def day(value: object) -> dt.date:
    """Read a day written ``2025-07-01``."""
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(_("phải là ngày viết theo dạng 2025-07-01")) from None


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise ValueError(_("phải là true hoặc false"))
    return value


def maybe(reader: Reader) -> Reader:
    """Read null as ``None``, anything else by ``reader``."""
    return lambda value: None if value is None else reader(value)


def many(reader: Reader) -> Reader:
    """Read a list, each item by ``reader``."""

    def read(value: object) -> list:
        if not isinstance(value, list):
            raise ValueError(_("phải là danh sách"))
        return [reader(item) for item in value]

    return read


def one_of(choices) -> Reader:
    """Read one of the texts in ``choices``."""

    def read(value: object) -> str:
        if value not in choices:
            raise ValueError(_("không phải một trong %s") % ", ".join(choices))
        return value

    return read


def anything(value: object) -> object:
    """Leave the value as it is; the loader reads it itself."""
    return value


def _without_twins(pairs: list[tuple[str, object]]) -> dict:
    content = dict(pairs)
    if len(content) != len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(_("mục %s có hai lần") % next(name for name in names if names.count(name) > 1))
    return content
