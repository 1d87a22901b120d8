"""What was typed into a dossier, in words: for its log, its history and the page that compares two dossiers."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from core.components import Change, HistoryEntry
from core.dates import format_date
from core.numbers import format_number
from evaluations.enums import SectionKey
from evaluations.models import Dossier, DossierEdit

# What one person saved in one section within this time is one line: a page saves itself while he types.
_ONE_SITTING = dt.timedelta(minutes=1)
_LONGEST = 200
_BEFORE_THE_CHANGE = 40


def label_of(name: str) -> str:
    """Return the words for a field of a dossier."""
    label = str(Dossier._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def words_of(name: str, value) -> str:
    """Return the value of a field of a dossier as people read it; empty where there is none."""
    field = Dossier._meta.get_field(name)
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return format_number(value)
    return str(value)


def left_alone(edits: Iterable[DossierEdit], fields: Mapping[str, object]) -> set[str]:
    """Return the fields that others changed and that the writer still has as they were before.

    Args:
        edits: those that the writer has not seen, oldest first.
        fields: what he sends, by name.
    """
    before: dict[str, str] = {}
    for edit in edits:
        for label, old, _new in edit.changes:
            before.setdefault(label, old)
    return {name for name, value in fields.items() if before.get(label_of(name)) == words_of(name, value)}


def history_entries(edits: Iterable[DossierEdit]) -> list[HistoryEntry]:
    """Return the edits in words, oldest first; what belongs together stands in one entry.

    Args:
        edits: of one dossier, oldest first, with ``actor``.
    """
    sittings: list[_Sitting] = []
    for edit in edits:
        last = next((one for one in reversed(sittings) if one.takes(edit)), None)
        if last is None:
            last = _Sitting(edit.actor_id, edit.section, edit.at, edit, {})
            sittings.append(last)
        last.add(edit)
    entries = [(one, one.changes()) for one in sittings]
    return [
        HistoryEntry(one.last_at, str(one.first.actor.full_name), one.what(), changes=changes)
        for one, changes in entries
        if changes
    ]


@dataclass
class _Sitting:
    """Savings of one section by one person that follow each other closely."""

    actor_id: int
    section: str
    last_at: dt.datetime
    first: DossierEdit
    fields: dict

    def takes(self, edit: DossierEdit) -> bool:
        same = self.actor_id == edit.actor_id and self.section == edit.section
        return same and edit.at - self.last_at <= _ONE_SITTING

    def add(self, edit: DossierEdit) -> None:
        self.last_at = edit.at
        for label, before, after in edit.changes:
            self.fields[label] = (self.fields[label][0] if label in self.fields else before, after)

    def what(self) -> str:
        return _("Sửa phần “%(section)s”") % {"section": SectionKey(self.section).label}

    def changes(self) -> list[Change]:
        return [
            Change(label, *shortened(before, after))
            for label, (before, after) in self.fields.items()
            if before != after
        ]


def shortened(before: str, after: str) -> Sequence[str]:
    """Return two long texts from shortly before the place where they part."""
    if max(len(before), len(after)) <= _LONGEST:
        return before, after
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    start = max(0, (min(len(before), len(after)) if same is None else same) - _BEFORE_THE_CHANGE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    end = start + _LONGEST
    if not text:
        return text
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
