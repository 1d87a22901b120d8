"""Whether a session of a council could decide. The law leaves the share to the province's own Quy chế.

A session keeps the seats and offices of its own day (``Attendance``): a council that grows or changes its
chair later neither makes nor unmakes an earlier session.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from evaluations.enums import CouncilOffice, Presence
from evaluations.models import Attendance, CouncilSession, Round, RuleVersion

_WHOLE = 100


@dataclass(frozen=True)
class Quorum:
    """How many of a council were there, and how many it needs.

    ``needs_chair`` says whether the chair must be one of them; a vice-chair does not stand in for him.
    """

    present: int
    seats: int
    needed: int
    chair_present: bool
    needs_chair: bool = True

    @property
    def is_met(self) -> bool:
        """Whether enough members were there, and the chair where he must be."""
        return self.present >= self.needed and (self.chair_present or not self.needs_chair)


def needed_of(seats: int, percent: int) -> int:
    """Return how many of ``seats`` are at least ``percent`` of them, counted in whole numbers.

    Where a share is asked for, a session of nobody is none, also of an empty council.
    """
    return max(-(-seats * percent // _WHOLE), 1) if percent else 0


def count(attendances: Iterable[tuple[str, str]], *, rules: RuleVersion) -> Quorum:
    """Return the quorum of pairs of office (``CouncilOffice``) and presence (``Presence``), one a seat."""
    pairs = list(attendances)
    present = [office for office, presence in pairs if presence == Presence.PRESENT]
    return Quorum(
        present=len(present),
        seats=len(pairs),
        needed=needed_of(len(pairs), rules.quorum_percent),
        chair_present=CouncilOffice.CHAIR in present,
        needs_chair=rules.quorum_needs_chair,
    )


def quorum_of(session: CouncilSession) -> Quorum:
    """Return the quorum of a session (its round and rule version were best read along)."""
    return quorums_of([session])[session.pk]


def quorums_of(sessions: Iterable[CouncilSession]) -> dict[int, Quorum]:
    """Return the quorum of each session by its key: one query for all attendances."""
    sessions = list(sessions)
    pairs: dict[int, list[tuple[str, str]]] = {session.pk: [] for session in sessions}
    rows = Attendance.objects.filter(session__in=pairs).values_list("session", "office", "presence")
    for session_id, office, presence in rows:
        pairs[session_id].append((office, presence))
    return {session.pk: count(pairs[session.pk], rules=session.round.rule_version) for session in sessions}


def has_quorum(turn: Round, *, on: dt.date) -> bool:
    """Whether some session of the round that was held by ``on`` could decide.

    Rules that ask for neither a share nor the chair need no session.
    """
    rules = turn.rule_version
    if not rules.quorum_percent and not rules.quorum_needs_chair:
        return True
    sessions = turn.sessions.filter(held_on__lte=on).select_related("round__rule_version")
    return any(quorum.is_met for quorum in quorums_of(sessions).values())
