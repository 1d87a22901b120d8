"""What the council looks at when it agrees on criteria with a minimum mark: no names, no totals."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from evaluations.enums import SheetState
from evaluations.models import Assignment, Criterion, Dossier, Option, ScoreLine, SelfScore


@dataclass(frozen=True)
class Level:
    """An option with how many members chose it."""

    option: Option
    sheets: int
    is_claimed: bool
    is_chosen: bool


@dataclass(frozen=True)
class MarkedCriterion:
    """A criterion with a mark: its options, what the members chose and what is agreed."""

    criterion: Criterion
    levels: Sequence[Level]
    sheets: int
    note: str

    @property
    def is_agreed(self) -> bool:
        """Whether an option is chosen here."""
        return any(level.is_chosen for level in self.levels)

    @property
    def is_split(self) -> bool:
        """Whether the members stand on both sides of a mark."""
        for mark in (one.option for one in self.levels if one.option.min_star):
            below = sum(one.sheets for one in self.levels if one.option.points < mark.points)
            if 0 < below < self.sheets:
                return True
        return False


def marked_criteria_of(
    dossier: Dossier, *, choices: Mapping[int, int] | None = None, notes: Mapping[int, str] | None = None
) -> list[MarkedCriterion]:
    """Return the criteria with a mark in the order of the decision, split ones first; six queries.

    Args:
        choices: option by criterion as it was typed; ``None`` shows what is stored.
        notes: as typed.
    """
    if choices is None:
        rows = list(dossier.agreed_options.all())
        choices, notes = {one.criterion_id: one.option_id for one in rows}, {one.criterion_id: one.note for one in rows}
    criteria = Criterion.objects.filter(criteria_set=dossier.criteria_set_id, options__min_star__isnull=False)
    counts, claims = _counts(dossier), _claims(dossier)
    found = [
        _marked(one, counts, claims.get(one.pk), choices.get(one.pk), (notes or {}).get(one.pk, ""))
        for one in criteria.distinct().order_by("position").prefetch_related("options")
    ]
    return sorted(found, key=lambda one: not one.is_split)


def _marked(criterion: Criterion, counts: Counter, claimed: int | None, chosen: int | None, note: str):
    levels = [
        Level(one, counts[one.pk], is_claimed=one.pk == claimed, is_chosen=one.pk == chosen)
        for one in criterion.options.all()
    ]
    return MarkedCriterion(criterion, levels, sum(one.sheets for one in levels), note)


def _counts(dossier: Dossier) -> Counter:
    """Return by option how many counting sheets chose it; nothing as long as one of them is not sent."""
    seats = Assignment.objects.counting().filter(dossier=dossier)
    if seats.exclude(sheet__state=SheetState.SENT).exists():
        return Counter()
    lines = ScoreLine.objects.filter(sheet__assignment__in=seats)
    return Counter(dict(lines.order_by().values_list("option").annotate(Count("pk"))))


def _claims(dossier: Dossier) -> dict[int, int]:
    return dict(SelfScore.objects.filter(dossier=dossier).order_by().values_list("criterion", "option"))
