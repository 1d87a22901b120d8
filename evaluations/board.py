"""Reading a round: how many dossiers stand where, who has sent which sheet, what the sheets say."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from evaluations.enums import DossierState, SheetState
from evaluations.flags import Flag, flags_of
from evaluations.models import Assignment, CouncilMember, CouncilSession, Dossier, Option, Round, ScoreLine, ScoreSheet
from evaluations.quorum import Quorum, quorums_of
from evaluations.scoring import shown_mean
from evaluations.tally import tallies

NOT_BEGUN = _("Chưa chấm")
RECUSED = _("Không tham gia chấm")
_RECUSED_CODE = "recused"


@dataclass(frozen=True)
class Cell:
    """What one member has done with one dossier."""

    code: str
    label: str
    tone: str
    icon: str


@dataclass(frozen=True)
class BoardRow:
    """A dossier and its cells in the order of ``seats``; ``None`` where it is not assigned.

    ``mean`` only of a dossier whose scoring is closed; until then there are ``flags`` alone.
    """

    dossier: Dossier
    seats: Sequence[CouncilMember]
    cells: tuple[Cell | None, ...]
    flags: Sequence[Flag] = ()
    attempt: int = 1
    mean: Decimal | None = None

    @property
    def members(self) -> list[tuple[CouncilMember, Cell]]:
        """Those to whom it is assigned, with what they have done."""
        return [(seat, cell) for seat, cell in zip(self.seats, self.cells, strict=True) if cell]

    @property
    def assigned(self) -> int:
        """How many sheets are expected: recused members give none."""
        return sum(cell is not None and cell.code != _RECUSED_CODE for cell in self.cells)

    @property
    def sent(self) -> int:
        """How many have come."""
        return sum(cell is not None and cell.code == SheetState.SENT for cell in self.cells)

    @property
    def is_disqualified(self) -> bool:
        """Whether the dossier was excluded (``disqualification`` was read along)."""
        return hasattr(self.dossier, "disqualification")

    @property
    def is_closable(self) -> bool:
        """Whether nothing but closing is left to do."""
        return self.is_complete and not any(flag.is_blocking for flag in self.flags)

    @property
    def is_complete(self) -> bool:
        """Whether it is being scored and every sheet has come."""
        return self.dossier.state == DossierState.ACCEPTED and self.assigned > 0 and self.sent == self.assigned


@dataclass(frozen=True)
class Board:
    """Products × members."""

    members: Sequence[CouncilMember]
    rows: Sequence[BoardRow]


@dataclass(frozen=True)
class Sitting:
    """A session with who was there."""

    session: CouncilSession
    quorum: Quorum


@dataclass(frozen=True)
class StateCount:
    """How many dossiers stand at a step."""

    state: DossierState
    count: int


@dataclass(frozen=True)
class MissedByCouncil:
    """A mark that some sheets do not reach; ``sheets`` of ``of`` lie below it."""

    code: str
    title: str
    star: int
    sheets: int
    of: int


@dataclass
class SheetSummary:
    """What one member gave, part by part."""

    sheet: ScoreSheet
    parts: dict[str, Decimal] = field(default_factory=dict)

    @property
    def by_part(self) -> list[Decimal]:
        """Points of parts A, B, C in this order."""
        return [self.parts[code] for code in sorted(self.parts)]


def state_counts(dossiers) -> list[StateCount]:
    """Return the states that occur in a queryset of dossiers, in the order of the workflow."""
    found = dict(dossiers.order_by().values_list("state").annotate(Count("pk")))
    return [StateCount(state, found[state]) for state in DossierState if state in found]


def board_of(turn: Round, dossiers: Iterable[Dossier]) -> Board:
    """Return who has sent, begun or not begun a sheet for each of the dossiers, and what needs attention.

    Always seven queries, however many dossiers and members.

    Args:
        turn: with ``rule_version`` at hand.
        dossiers: of that round, with ``result`` at hand.
    """
    dossiers = list(dossiers)
    members = list(turn.members.select_related("user").order_by("pk"))
    cells = _cells(dossiers)
    sums = tallies(dossiers, turn.rule_version)
    return Board(
        members,
        [
            BoardRow(
                dossier,
                members,
                tuple(cells.get((dossier.pk, member.pk)) for member in members),
                flags=flags_of(dossier, sums[dossier.pk]),
                attempt=sums[dossier.pk].attempt,
                mean=_closed_mean(dossier, sums[dossier.pk].bands),
            )
            for dossier in dossiers
        ],
    )


def sittings_of(turn: Round) -> list[Sitting]:
    """Return the sessions of a round, the latest first, with their quorum; two queries."""
    sessions = list(turn.sessions.all())
    for session in sessions:
        session.round = turn
    quorums = quorums_of(sessions)
    return [Sitting(session, quorums[session.pk]) for session in sessions]


def _cells(dossiers: Sequence[Dossier]) -> dict[tuple[int, int], Cell]:
    rows = Assignment.objects.current().filter(dossier__in=dossiers).order_by()
    return {
        (dossier, member): _cell(state, is_recused=recusal is not None)
        for dossier, member, state, recusal in rows.values_list("dossier", "member", "sheet__state", "recusal")
    }


def _cell(state: str | None, *, is_recused: bool) -> Cell:
    if is_recused:
        return Cell(_RECUSED_CODE, RECUSED, "neutral", "ban")
    if state == SheetState.SENT:
        return Cell(state, SheetState.SENT.label, "success", "circle-check")
    if state == SheetState.DRAFT:
        return Cell(state, SheetState.DRAFT.label, "progress", "pencil")
    return Cell("", NOT_BEGUN, "neutral", "circle-dashed")


def _closed_mean(dossier: Dossier, bands) -> Decimal | None:
    result = getattr(dossier, "result", None)
    return shown_mean(result.points_sum, result.sheet_count, bands=bands) if result else None


def sheet_summaries(dossier: Dossier) -> list[SheetSummary]:
    """Return the sent sheets of a dossier with their points by part; two queries."""
    return _summaries(Assignment.objects.counting().filter(dossier=dossier))


def earlier_sheets(dossier: Dossier) -> list[SheetSummary]:
    """Return the sheets of earlier attempts, which no longer count; two queries."""
    return _summaries(Assignment.objects.filter(dossier=dossier, is_current=False))


def _summaries(assignments) -> list[SheetSummary]:
    sheets = ScoreSheet.objects.filter(assignment__in=assignments, state=SheetState.SENT)
    rows = sheets.select_related("assignment__member__user", "entered_by")
    summaries = {sheet.pk: SheetSummary(sheet) for sheet in rows.order_by("assignment__attempt", "assignment__member")}
    lines = ScoreLine.objects.filter(sheet__in=summaries, option__isnull=False).order_by()
    for sheet, part, points in lines.values_list("sheet", "criterion__part__code").annotate(Sum("option__points")):
        summaries[sheet].parts[part] = points
    return list(summaries.values())


def missed_by_council(dossiers: Iterable[Dossier]) -> dict[int, list[MissedByCouncil]]:
    """Return by dossier the marks that at least one sent sheet does not reach, the worst first; two queries.

    The decision does not say whose option counts for a mark when members differ (each sheet, the mean,
    or one that the council agrees on): the page shows how many sheets lie below, the council judges.
    """
    dossiers = list(dossiers)
    sets = {dossier.criteria_set_id for dossier in dossiers}
    marks = defaultdict(list)
    for option in Option.objects.filter(criterion__criteria_set__in=sets, min_star__isnull=False):
        marks[option.criterion_id].append(option)
    given = (
        ScoreLine.objects.filter(
            sheet__assignment__in=Assignment.objects.counting().filter(dossier__in=dossiers),
            sheet__state=SheetState.SENT,
            criterion__in=marks,
        )
        .order_by()
        .values_list("sheet__assignment__dossier", "criterion", "criterion__code", "criterion__title", "option__points")
        .annotate(Count("pk"))
    )
    sheets: dict[tuple, int] = defaultdict(int)
    below: dict[tuple, int] = defaultdict(int)
    for dossier, criterion, code, title, points, count in given:
        for mark in marks[criterion]:
            key = (dossier, code, title, mark.min_star)
            sheets[key] += count
            below[key] += count if points < mark.points else 0
    found = defaultdict(list)
    for (dossier, code, title, star), count in below.items():
        if count:
            found[dossier].append(MissedByCouncil(code, title, star, count, sheets[dossier, code, title, star]))
    for missed in found.values():
        missed.sort(key=lambda one: (-one.sheets, one.star, one.code))
    return dict(found)
