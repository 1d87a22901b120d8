"""Reading who scores what in a round: products × members, and which products lack members."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from evaluations.enums import SheetState
from evaluations.models import Assignment, CouncilMember, Dossier

FREE, DRAFT, SENT, RECUSED = "", "draft", "sent", "recused"
_LABELS = {
    DRAFT: SheetState.DRAFT.label,
    SENT: SheetState.SENT.label,
    RECUSED: _("Không chấm vì xung đột lợi ích"),
}
_ICONS = {DRAFT: "pencil", SENT: "circle-check", RECUSED: "ban"}
_TONES = {DRAFT: "progress", SENT: "success", RECUSED: "warning"}


@dataclass(frozen=True)
class Place:
    """One product and one member; ``fixed`` says why it cannot be changed (``FREE``: it can)."""

    dossier_id: int
    seat: CouncilMember
    is_given: bool
    fixed: str
    # What was stored when the page was first shown: only the difference to it is written.
    was_given: bool | None = None

    @property
    def key(self) -> str:
        """What the form carries for this place."""
        return f"{self.dossier_id}-{self.seat.pk}"

    @property
    def was(self) -> bool:
        """What the form remembers as stored."""
        return self.is_given if self.was_given is None else self.was_given

    @property
    def label(self):
        """Why it is fixed, in words."""
        return _LABELS.get(self.fixed, "")

    @property
    def icon(self) -> str:
        """The mark of a fixed place."""
        return _ICONS.get(self.fixed, "")

    @property
    def tone(self) -> str:
        """The tone of the mark."""
        return _TONES.get(self.fixed, "neutral")


@dataclass(frozen=True)
class Row:
    """A product with its places in the order of the seats; ``scorers`` counts all seats, shown or not."""

    dossier: Dossier
    places: tuple[Place, ...]
    scorers: int
    least: int

    @property
    def is_lacking(self) -> bool:
        """Whether fewer members score it than the rules ask for."""
        return self.scorers < self.least

    def with_ticks(self, given: set, before: set) -> "Row":
        """Return the row as it was ticked on a page that could not be saved."""
        return replace(self, places=tuple(_ticked(place, given, before) for place in self.places))


def table_of(dossiers: Iterable[Dossier], seats: Sequence[CouncilMember], *, least: int) -> list[Row]:
    """Return a row for each dossier (with ``scorers``, see ``with_scorers``); one query."""
    dossiers = list(dossiers)
    states = {
        (dossier, member): RECUSED if recusal else sheet or FREE
        for dossier, member, recusal, sheet in Assignment.objects.current()
        .filter(dossier__in=dossiers, member__in=seats)
        .values_list("dossier", "member", "recusal", "sheet__state")
    }
    return [Row(one, tuple(_place(one.pk, seat, states) for seat in seats), one.scorers, least) for one in dossiers]


def with_scorers(dossiers):
    """Add ``scorers`` to a queryset of dossiers: how many members score each."""
    counting = Assignment.objects.counting().filter(dossier=OuterRef("pk")).order_by().values("dossier")
    return dossiers.annotate(scorers=Coalesce(Subquery(counting.annotate(n=Count("pk")).values("n")), 0))


def _place(dossier_id: int, seat: CouncilMember, states: dict[tuple[int, int], str]) -> Place:
    fixed = states.get((dossier_id, seat.pk))
    return Place(dossier_id, seat, is_given=fixed not in {None, RECUSED}, fixed=fixed or FREE)


def _ticked(place: Place, given: set, before: set) -> Place:
    if place.fixed:
        return place
    pair = (place.dossier_id, place.seat.pk)
    return replace(place, is_given=pair in given, was_given=pair in before)
