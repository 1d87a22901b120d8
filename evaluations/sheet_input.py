"""What the scoring page sends: one option and one remark for each criterion, by their keys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.text import to_nfc
from evaluations.scorecard import ScoreCard

CHOICE, REMARK = "c", "n"
_LONGEST_KEY = 15


@dataclass(frozen=True)
class SheetInput:
    """A sheet as it was typed; an option that is no number is kept as 0, which the service refuses."""

    choices: Mapping[int, int] = field(default_factory=dict)
    remarks: Mapping[int, str] = field(default_factory=dict)
    comment: str = ""
    version: int | None = None


@dataclass(frozen=True)
class ChangedElsewhere:
    """A criterion that another window has stored otherwise than it stands on the page."""

    code: str
    title: str
    stored: str
    typed: str


def read_sheet(data: Mapping[str, str]) -> SheetInput:
    """Read the fields ``c<criterion>``, ``n<criterion>``, ``comment`` and ``version``."""
    return SheetInput(
        choices={key: _number(value) or 0 for key, value in _of_kind(data, CHOICE)},
        remarks={key: to_nfc(value) for key, value in _of_kind(data, REMARK) if value.strip()},
        comment=to_nfc(data.get("comment", "")),
        version=_number(data.get("version", "")),
    )


def changed_elsewhere(stored: ScoreCard, typed: ScoreCard) -> list[ChangedElsewhere]:
    """Return the criteria in which two cards of one set differ."""
    return [
        ChangedElsewhere(
            mine.criterion.code,
            mine.criterion.title,
            other.chosen.text if other.chosen else "",
            mine.chosen.text if mine.chosen else "",
        )
        for other, mine in zip(stored.cards, typed.cards, strict=True)
        if other.chosen != mine.chosen
    ]


def _of_kind(data: Mapping[str, str], kind: str) -> Iterable[tuple[int, str]]:
    for name in data:
        key = _number(name[1:]) if name.startswith(kind) else None
        if key is not None:
            yield key, data[name]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _LONGEST_KEY else None
