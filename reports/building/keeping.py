"""A report's data as JSON and back without loss: what an edition stores and is drawn from again and again.

Values that JSON has no words for carry a tag: ``{"@": "Decimal", "v": "39.50"}``. Texts that are
translated late are stored as they read. A field that was added later reads as its default; one that is
no more is passed over, so that old editions stay readable.
"""

import datetime as dt
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from core.periods import Window
from reports.building import data as parts
from reports.building.data import ReportData
from reports.periods import Period

_TAG, _VALUE = "@", "v"
_CLASSES = {
    one.__name__: one
    for one in (
        Period,
        Window,
        *(
            value
            for value in vars(parts).values()
            if isinstance(value, type) and is_dataclass(value) and value.__module__ == parts.__name__
        ),
    )
}


def to_json(data: ReportData) -> dict:
    """Return the data as what JSON can hold.

    Raises:
        TypeError: a value of a kind that nobody taught this module.
    """
    return _out(data)


def from_json(stored: dict) -> ReportData:
    """Return the data that ``to_json`` was given."""
    return _in(stored)


def lines_to_json(lines) -> list:
    """Return lines of text as what JSON can hold."""
    return [_out(line) for line in lines]


def lines_from_json(stored: list) -> tuple:
    """Return the lines that ``lines_to_json`` was given."""
    return tuple(_in(line) for line in stored)


def _out(value: Any) -> Any:
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if type(value).__name__ in _CLASSES:
        return {_TAG: type(value).__name__} | {one.name: _out(getattr(value, one.name)) for one in fields(value)}
    raise TypeError(f"no words in JSON for {type(value).__name__}")


def _tagged(kind: str, value: Any) -> dict:
    return {_TAG: kind, _VALUE: value}


# In this order: an enum is a string too, a moment is a day too.
_WRITERS = (
    (Promise, str),
    (str, str.__str__),
    ((bool, int, float, type(None)), lambda value: value),
    (Decimal, lambda value: _tagged("Decimal", str(value))),
    (dt.datetime, lambda value: _tagged("datetime", value.isoformat())),
    (dt.date, lambda value: _tagged("date", value.isoformat())),
    ((tuple, list), lambda value: [_out(one) for one in value]),
    (dict, lambda value: _tagged("dict", [[_out(key), _out(one)] for key, one in value.items()])),
)
_READERS = {
    "Decimal": Decimal,
    "date": dt.date.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "dict": lambda pairs: {_in(key): _in(one) for key, one in pairs},
}


def _in(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_in(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = value[_TAG]
    if kind in _READERS:
        return _READERS[kind](value[_VALUE])
    wanted = _CLASSES[kind]
    known = {one.name for one in fields(wanted)}
    return wanted(**{name: _in(one) for name, one in value.items() if name in known})
