"""What a round's council gave: products with the sheets of every member, read once for several papers.

Totals of a product are here only after its scoring was closed: before, nobody prints them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from evaluations.enums import DossierState, RecusalGround, SheetState
from evaluations.models import Assignment, CouncilMember, Dossier, DossierMove, Round, StarBand
from evaluations.scoring import shown_mean

CLOSED = (
    DossierState.SCORED,
    DossierState.APPROVED,
    DossierState.RECOGNISED,
    DossierState.NOT_RECOGNISED,
)


@dataclass(frozen=True)
class Seat:
    """A member of the council as the papers name him."""

    pk: int
    name: str
    office: str
    office_label: str
    position: str
    agency: str


@dataclass(frozen=True)
class Recused:
    """A member who did not score a product, and why."""

    member: str
    ground: str
    reason: str


@dataclass(frozen=True)
class Rescored:
    """A product that was scored again: which attempt, why, by whom."""

    attempt: int
    reason: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A product with its closed result.

    Attributes:
        totals: of the counting sheets by the key of the seat.
        recused: those who did not score it.
        points: the mean as printed (never across a star that it has not earned).
        star: of the decision, or what the council proposes; reason: why it is below ``star_by_points``.
        spread_reason: why the council closed though two totals still differed too much.
    """

    dossier_id: int
    product: str
    producer: str
    address: str
    unit: str
    group: str
    kind: str
    state: str
    points: Decimal
    star_by_points: int
    star: int
    reason: str
    attempt: int
    closed_at: dt.datetime
    totals: dict[int, Decimal] = field(default_factory=dict)
    recused: dict[int, Recused] = field(default_factory=dict)
    rescored: tuple[Rescored, ...] = ()
    spread_reason: str = ""


@dataclass(frozen=True)
class Excluded:
    """A product whose dossier was excluded (``Hồ sơ bị loại khi``)."""

    product: str
    producer: str
    ground: str
    reason: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class RoundResults:
    """A round's closed results; ``open_count`` products are still being scored."""

    seats: tuple[Seat, ...]
    entries: tuple[Entry, ...]
    excluded: tuple[Excluded, ...]
    open_count: int

    @property
    def stars(self) -> list[int]:
        """The star of every product."""
        return [entry.star for entry in self.entries]

    @property
    def by_star(self) -> list[tuple[int, list[Entry]]]:
        """The products by star, the highest first."""
        return [(star, [one for one in self.entries if one.star == star]) for star in sorted(set(self.stars))[::-1]]


def read_results(turn: Round) -> RoundResults:
    """Return the closed results of a round; six queries however many products and members."""
    dossiers = list(
        Dossier.objects.filter(round=turn)
        .filter(Q(state__in=CLOSED, result__isnull=False) | Q(disqualification__isnull=False))
        .select_related("product__group", "criteria_set", "producer", "unit", "result", "disqualification")
        .order_by("product__sort_key", "pk")
    )
    bands = list(StarBand.objects.filter(rule_version=turn.rule_version_id))
    seats = seats_of(turn)
    scored = [one for one in dossiers if hasattr(one, "result")]
    scoring, spread = _scoring_of(scored, seats), _spread_reasons(scored)
    return RoundResults(
        seats=seats,
        entries=tuple(_entry(one, scoring[one.pk], spread.get(one.pk, ""), bands) for one in dossiers if _counts(one)),
        excluded=tuple(_excluded(one) for one in dossiers if hasattr(one, "disqualification")),
        open_count=Dossier.objects.filter(round=turn, state=DossierState.ACCEPTED).count(),
    )


def seats_of(turn: Round) -> tuple[Seat, ...]:
    """Return the council: chair, vice-chairs, members, secretary last, as decisions list them; one query."""
    order = {"chair": 0, "vice_chair": 1, "member": 2, "secretary": 3}
    members = CouncilMember.objects.filter(round=turn).select_related("user").order_by("pk")
    return tuple(_seat(one) for one in sorted(members, key=lambda one: (order[one.office], one.pk)))


def place_of(dossier: Dossier) -> str:
    """Return the address with the commune, which is not said twice."""
    address, unit = dossier.producer.address.strip().rstrip(".,"), dossier.unit.name
    return address if unit.lower() in address.lower() else ", ".join(filter(None, (address, unit)))


def _counts(dossier: Dossier) -> bool:
    return hasattr(dossier, "result") and not hasattr(dossier, "disqualification")


def _seat(member: CouncilMember) -> Seat:
    user = member.user
    return Seat(member.pk, user.full_name, member.office, member.get_office_display(), user.position, member.agency)


def _scoring_of(dossiers: Iterable[Dossier], seats: Sequence[Seat]) -> dict[int, dict]:
    """Return by dossier the totals, the recusals and the later attempts; one query."""
    names = {seat.pk: seat.name for seat in seats}
    found: dict[int, dict] = defaultdict(lambda: {"totals": {}, "recused": {}, "attempts": defaultdict(list)})
    rows = Assignment.objects.filter(dossier__in=list(dossiers)).order_by("dossier", "attempt", "member")
    for dossier, member, attempt, current, reason, state, total, ground, why in rows.values_list(
        "dossier",
        "member",
        "attempt",
        "is_current",
        "reason",
        "sheet__state",
        "sheet__total",
        "recusal__ground",
        "recusal__reason",
    ):
        facts, name = found[dossier], names.get(member, "")
        if ground:
            facts["recused"][member] = Recused(name, str(RecusalGround(ground).label), why)
        elif current and state == SheetState.SENT:
            facts["totals"][member] = total
        if attempt > 1:
            facts["attempts"][attempt, reason].append(name)
    return found


def _spread_reasons(dossiers: Iterable[Dossier]) -> dict[int, str]:
    """Return by dossier the note with which its scoring was closed for the last time; one query."""
    moves = DossierMove.objects.filter(dossier__in=list(dossiers), action="score").order_by("at", "pk")
    return dict(moves.values_list("dossier", "note"))


def _entry(dossier: Dossier, scoring: dict, spread_reason: str, bands: Sequence[StarBand]) -> Entry:
    result = dossier.result
    return Entry(
        dossier_id=dossier.pk,
        product=dossier.product.name,
        producer=dossier.producer.name,
        address=place_of(dossier),
        unit=dossier.unit.name,
        group=(dossier.criteria_set or dossier.product.group).name,
        kind=dossier.get_kind_display(),
        state=dossier.state,
        points=shown_mean(result.points_sum, result.sheet_count, bands=bands),
        star_by_points=result.star_by_points,
        star=result.final_star,
        reason=result.final_reason,
        attempt=result.attempt,
        closed_at=result.closed_at,
        totals=scoring["totals"],
        recused=scoring["recused"],
        rescored=tuple(
            Rescored(attempt, reason, tuple(names)) for (attempt, reason), names in scoring["attempts"].items()
        ),
        spread_reason=spread_reason,
    )


def _excluded(dossier: Dossier) -> Excluded:
    row = dossier.disqualification
    return Excluded(dossier.product.name, dossier.producer.name, row.ground, row.reason, row.recorded_at)


def still_open_note(count: int) -> str:
    """Return the line that says how many products are not in a paper yet; empty for none."""
    text = _("Còn %(count)d sản phẩm chưa chốt điểm, chưa có trong văn bản này.")
    return text % {"count": count} if count else ""
