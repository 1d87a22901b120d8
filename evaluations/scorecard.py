"""A criteria set with what one member chose, as plain values for the scoring pages.

Built from what is stored or from what was just typed, always with three queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from evaluations.beside import Beside
from evaluations.models import Criterion, Option, Part, ScoreSheet
from evaluations.scoring import Mark, missed_marks, star_for, star_within_marks

LOWEST_STAR_WITH_DECISION = 3


@dataclass(frozen=True)
class CriterionCard:
    """A scored criterion: its options, the one chosen and the remark."""

    criterion: Criterion
    options: tuple[Option, ...]
    chosen: Option | None
    comment: str
    beside: Beside = field(default_factory=Beside)

    @property
    def is_filled(self) -> bool:
        """Whether an option is chosen."""
        return self.chosen is not None

    @property
    def marks(self) -> list[Mark]:
        """The least options for 3, 4 and 5 stars."""
        return [Mark(self.criterion.pk, one.min_star, one.points) for one in self.options if one.min_star]

    @property
    def mark_attributes(self) -> str:
        """The marks for the script of the page: ``3:1 4:2``."""
        return " ".join(f"{mark.star}:{mark.points}" for mark in self.marks)


@dataclass(frozen=True)
class Heading:
    """A criterion that is the sum of its children."""

    criterion: Criterion


@dataclass(frozen=True)
class PartCard:
    """Part A, B or C: headings and criteria in the order of the decision."""

    part: Part
    items: tuple[CriterionCard | Heading, ...]

    @property
    def cards(self) -> list[CriterionCard]:
        """The criteria that are scored."""
        return [item for item in self.items if isinstance(item, CriterionCard)]

    @property
    def total(self) -> Decimal:
        """Points chosen so far."""
        return sum((card.chosen.points for card in self.cards if card.chosen), Decimal(0))

    @property
    def filled(self) -> int:
        """How many criteria have a choice."""
        return sum(card.is_filled for card in self.cards)


@dataclass(frozen=True)
class MissedMark:
    """A criterion whose chosen option lies below the least one for a star."""

    criterion: Criterion
    star: int


@dataclass(frozen=True)
class ScoreCard:
    """The whole sheet with its running totals."""

    parts: tuple[PartCard, ...]
    bands: tuple

    @property
    def cards(self) -> list[CriterionCard]:
        """All scored criteria, in order."""
        return [card for part in self.parts for card in part.cards]

    @property
    def total(self) -> Decimal:
        """Points chosen so far, of 100."""
        return sum((part.total for part in self.parts), Decimal(0))

    @property
    def count(self) -> int:
        """How many criteria are scored."""
        return len(self.cards)

    @property
    def filled(self) -> int:
        """How many have a choice."""
        return sum(part.filled for part in self.parts)

    @property
    def unfilled(self) -> list[Criterion]:
        """Criteria without a choice."""
        return [card.criterion for card in self.cards if not card.is_filled]

    @property
    def star(self) -> int:
        """The star of the points chosen so far."""
        return star_for(self.total, 1, bands=self.bands)

    @property
    def missed(self) -> list[MissedMark]:
        """Marks not reached, of the stars up to the one that the points give."""
        chosen = {card.criterion.pk: card.chosen.points for card in self.cards if card.chosen}
        by_key = {card.criterion.pk: card.criterion for card in self.cards}
        marks = [mark for card in self.cards for mark in card.marks]
        found = missed_marks(marks, chosen, up_to=self.star)
        return [MissedMark(by_key[mark.criterion], mark.star) for mark in found]

    @property
    def star_within_marks(self) -> int:
        """The star that the points give, lowered by missed marks."""
        return star_within_marks(self.star, [Mark(one.criterion.pk, one.star, Decimal(0)) for one in self.missed])

    @property
    def band_ticks(self) -> list:
        """Bands from 3 stars on, lowest first, for the star line."""
        shown = [band for band in self.bands if band.star >= LOWEST_STAR_WITH_DECISION]
        return sorted(shown, key=lambda band: band.star)


def with_beside(card: ScoreCard, beside: Mapping[int, Beside]) -> ScoreCard:
    """Return the card with what stands beside each criterion."""

    def filled(item):
        found = beside.get(item.criterion.pk) if isinstance(item, CriterionCard) else None
        return replace(item, beside=found) if found else item

    return replace(card, parts=tuple(replace(part, items=tuple(map(filled, part.items))) for part in card.parts))


def stored_choices(sheet: ScoreSheet | None) -> tuple[dict[int, int], dict[int, str]]:
    """Return option and remark by criterion as the sheet holds them."""
    lines = list(sheet.lines.all()) if sheet else []
    choices = {line.criterion_id: line.option_id for line in lines if line.option_id}
    return choices, {line.criterion_id: line.comment for line in lines if line.comment}


def build_card(
    criteria_set_id: int, *, bands: Iterable, choices: Mapping[int, int], comments: Mapping[int, str]
) -> ScoreCard:
    """Return the criteria of the set with these choices; an option of another criterion counts as none."""
    parts = list(Part.objects.filter(criteria_set=criteria_set_id).order_by("code"))
    criteria = Criterion.objects.filter(criteria_set=criteria_set_id).order_by("position").prefetch_related("options")
    items: dict[int, list] = {part.pk: [] for part in parts}
    for criterion in criteria:
        items[criterion.part_id].append(_item(criterion, choices, comments))
    return ScoreCard(
        parts=tuple(PartCard(part, tuple(items[part.pk])) for part in parts),
        bands=tuple(bands),
    )


def _item(criterion: Criterion, choices: Mapping[int, int], comments: Mapping[int, str]) -> CriterionCard | Heading:
    if not criterion.is_scored:
        return Heading(criterion)
    options: Sequence[Option] = tuple(criterion.options.all())
    chosen = next((one for one in options if one.pk == choices.get(criterion.pk)), None)
    return CriterionCard(criterion, options, chosen, comments.get(criterion.pk, ""))
