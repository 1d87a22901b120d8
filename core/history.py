"""History in words: who changed what, from what, to what – from the rows of django-simple-history.

The number of queries depends on the sources and on the related models that they show, not on the
number of changes.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from core import dates, numbers
from core.components import Change, HistoryEntry

# Rows that one writer stored within this time belong to one act.
_ONE_ACT = dt.timedelta(seconds=2)
_LONGEST = 200


@dataclass(frozen=True)
class Source:
    """Historical rows of one object, or of the rows under it.

    Attributes:
        rows: a queryset of historical rows (of one model).
        fields: names to show, in reading order.
        noun: what a row under the object is called; empty for the object itself.
        describe: a historical row of the kind ``noun`` in words.
        files: fields that name a stored file; its random name would tell nobody anything.
    """

    rows: models.QuerySet
    fields: Sequence[str]
    noun: str = ""
    describe: Callable = str
    files: frozenset = frozenset()


@dataclass
class _Step:
    """One stored change: the row before (``None`` for a new one) and after."""

    source: Source
    before: object | None
    after: object

    @property
    def is_main(self) -> bool:
        return not self.source.noun


def entries(sources: Iterable[Source], *, created: str, changed: str) -> list[HistoryEntry]:
    """Return acts, newest first.

    Args:
        sources: the object itself (without ``noun``) and what belongs to it.
        created, changed: words for the act that made the object and for every other act.
    """
    steps = [step for source in sources for step in _steps(source)]
    steps.sort(key=lambda step: (step.after.history_date, not step.is_main))
    related = _related(steps)
    found = []
    for act in _acts(steps):
        is_new = any(step.is_main and step.before is None for step in act)
        changes = [change for step in act for change in _changes(step, related)]
        if is_new or changes:
            first = act[0].after
            who = str(first.history_user) if first.history_user_id and first.history_user else _("Hệ thống")
            what = created if is_new else changed
            note = first.history_change_reason or ""
            found.append(HistoryEntry(when=first.history_date, who=who, what=what, note=note, changes=changes))
    return found[::-1]


def _steps(source: Source) -> Iterable[_Step]:
    last: dict = {}
    for row in source.rows.select_related("history_user").order_by("history_date", "history_id"):
        yield _Step(source, last.get(row.id), row)
        last[row.id] = row


def _acts(steps: Sequence[_Step]) -> Iterable[list[_Step]]:
    act: list[_Step] = []
    for step in steps:
        same = act and act[0].after.history_user_id == step.after.history_user_id
        if same and step.after.history_date - act[0].after.history_date <= _ONE_ACT:
            act.append(step)
            continue
        if act:
            yield act
        act = [step]
    if act:
        yield act


def _related(steps: Sequence[_Step]) -> dict:
    """Return the rows that foreign keys of the shown fields name, by model: one query a model."""
    wanted = defaultdict(set)
    for step in steps:
        for name in step.source.fields:
            field = step.after._meta.get_field(name)
            if field.is_relation:
                wanted[field.related_model].add(getattr(step.after, field.attname))
    return {model: model._base_manager.in_bulk(keys - {None}) for model, keys in wanted.items()}


def _changes(step: _Step, related: dict) -> Iterable[Change]:
    if step.after.history_type == "-":
        yield Change(step.source.noun, step.source.describe(step.after), "")
        return
    if step.before is None:
        if step.source.noun:
            yield Change(step.source.noun, "", step.source.describe(step.after))
        return
    for name in step.source.fields:
        field = step.after._meta.get_field(name)
        old, new = getattr(step.before, field.attname), getattr(step.after, field.attname)
        if old != new and name in step.source.files:
            yield Change(_label(step, field), _("tệp trước") if old else "", _("tệp mới") if new else "")
        elif old != new:
            yield Change(_label(step, field), _in_words(field, old, related), _in_words(field, new, related))


def _label(step: _Step, field) -> str:
    label = str(field.verbose_name)
    label = label[:1].upper() + label[1:]
    return f"{step.source.noun} ({step.source.describe(step.after)}) – {label}" if step.source.noun else label


def _in_words(field, value, related: dict) -> str:
    if value in (None, ""):
        return ""
    if field.is_relation:
        return str(related[field.related_model].get(value, value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    return _scalar(field, value)


def _scalar(field, value) -> str:
    if isinstance(value, dt.date):
        return dates.format_date(value)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return numbers.format_number(value)
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
