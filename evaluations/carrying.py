"""What goes over from one dossier of a product to the next: levels by the code of the criterion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evaluations.models import Criterion, Option, SelfScore


@dataclass(frozen=True)
class Carried:
    """Option and text by criterion of the new set, and what found no place there.

    Attributes:
        scores: by key of the new criterion; the option is ``None`` where only the text went over.
        left: criteria of the old set whose level did not go over, in their order.
    """

    scores: dict[int, tuple[Option | None, str]] = field(default_factory=dict)
    left: Sequence[Criterion] = ()


def carry_scores(old: Iterable[SelfScore], criteria: Iterable[Criterion]) -> Carried:
    """Return how the old self-scores stand in the new criteria.

    A level goes over where the criterion of the same code has a level with the same words, or just one
    with the same points and as many points in all: another rule may mean something else by a number.

    Args:
        old: with ``criterion`` and ``option``.
        criteria: the scored criteria of the new dossier, with ``options`` prefetched.
    """
    by_code = {one.code: one for one in criteria}
    scores, left = {}, []
    for score in sorted(old, key=lambda one: one.criterion.position):
        criterion = by_code.get(score.criterion.code)
        option = _same_level(score, criterion) if criterion and score.option else None
        if score.option and option is None:
            left.append(score.criterion)
        if criterion and (option or score.text):
            scores[criterion.pk] = (option, score.text)
    return Carried(scores, left)


def same_criterion(old: Criterion, criteria: Iterable[Criterion]) -> Criterion | None:
    """Return the criterion of the new set with the same code; ``None`` where there is none."""
    return next((one for one in criteria if one.code == old.code), None)


def _same_level(score: SelfScore, criterion: Criterion) -> Option | None:
    options = list(criterion.options.all())
    if score.criterion_id == criterion.pk:
        return next((one for one in options if one.pk == score.option_id), None)
    points = [one for one in options if one.points == score.option.points]
    worded = [one for one in points if one.text.strip() == score.option.text.strip()]
    if worded:
        return worded[0]
    return points[0] if len(points) == 1 and criterion.max_points == score.criterion.max_points else None
