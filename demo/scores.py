"""What the members of a council give, so that a dossier ends with the star it is to have. Pure."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

# How far the members are from the middle: at most ten points between two of them.
_SPREADS = (
    (-3, -1, 0, 1, 3),
    (-4, 0, 1, 1, 2),
    (-2, -2, 0, 1, 4),
    (-5, 1, 1, 1, 3),
    (-1, 0, 0, 1, 2),
    (-3, -2, 0, 2, 2),
)
# Whole points around which the members give, with room for the spread within the band of the star.
_MIDDLES = {5: (92, 94), 4: (72, 86), 3: (52, 68), 2: (37, 47)}
_STEPS = 400


@dataclass(frozen=True)
class Choice:
    """An option of a criterion."""

    key: int
    points: Decimal
    min_star: int | None = None


@dataclass(frozen=True)
class Question:
    """A scored criterion with its options, the fewest points first."""

    key: int
    choices: tuple[Choice, ...]


def totals_for(star: int, count: int, luck: random.Random) -> list[int]:
    """Return a total for each of ``count`` members whose mean lies within the band of ``star`` (2 to 5)."""
    middle = luck.randint(*_MIDDLES[star])
    return [middle + step for step in luck.sample(luck.choice(_SPREADS), count)]


def middle_of(star: int) -> int:
    """Return a total in the middle of the band of ``star`` (2 to 5)."""
    least, most = _MIDDLES[star]
    return (least + most) // 2


def fill_sheet(questions: Sequence[Question], total: int, *, star: int, luck: random.Random) -> dict[int, int]:
    """Return option by criterion, adding up to ``total`` as nearly as the options allow.

    Options marked for ``star`` or less are reached, so that no minimum mark lowers the star.
    """
    chosen = [_first_choice(question, total, star, luck) for question in questions]
    lowest = [_floor(question, star) for question in questions]
    missing = total - sum(q.choices[at].points for q, at in zip(questions, chosen, strict=True))
    for _step in range(_STEPS):
        moves = list(_moves(questions, chosen, lowest, missing))
        if not moves:
            break
        place, step, gained = luck.choice(moves)
        chosen[place] += step
        missing -= gained
    return {question.key: question.choices[at].key for question, at in zip(questions, chosen, strict=True)}


def _moves(questions: Sequence[Question], chosen: list[int], lowest: list[int], missing: Decimal):
    """Yield place, step and gain of every change of one option that brings the sum nearer, not beyond."""
    step = 1 if missing > 0 else -1
    for place, (question, at) in enumerate(zip(questions, chosen, strict=True)):
        if lowest[place] <= at + step < len(question.choices):
            gained = question.choices[at + step].points - question.choices[at].points
            if 0 < gained * step <= abs(missing):
                yield place, step, gained


def _first_choice(question: Question, total: int, star: int, luck: random.Random) -> int:
    """The option nearest to the share of the total that members tend to give, a little by chance."""
    most = question.choices[-1].points
    aim = float(most) * min(1.0, max(0.0, total / 100 + luck.uniform(-0.25, 0.25)))
    nearest = min(range(len(question.choices)), key=lambda at: abs(float(question.choices[at].points) - aim))
    return max(nearest, _floor(question, star))


def _floor(question: Question, star: int) -> int:
    marked = [at for at, choice in enumerate(question.choices) if choice.min_star and 3 <= choice.min_star <= star]
    return max(marked, default=0)
