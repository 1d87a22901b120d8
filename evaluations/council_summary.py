"""The council of a round in short, for the page of the round."""

from dataclasses import dataclass
from functools import cached_property

from evaluations import rules
from evaluations.models import CouncilSession, Round
from evaluations.quorum import Quorum, quorums_of


@dataclass(frozen=True)
class SessionLine:
    """A session and whether it could decide."""

    session: CouncilSession
    quorum: Quorum


class CouncilSummary:
    """How many sit on council and team, the sessions, and what the person may do.

    Args:
        turn: the round, with rule version and decisions read along.
        user: somebody who may see sessions.
    """

    def __init__(self, turn: Round, user):
        self._turn, self._user = turn, user
        self.seats = turn.members.count()
        self.team = turn.team.count()
        self.may_manage = rules.may_manage_rounds(user)
        self.may_record = rules.keeps_minutes(user, turn)
        self.states_interests = rules.may_state_interests(user)

    @cached_property
    def sessions(self) -> list[SessionLine]:
        """The sessions, the last one first; two queries, where the page shows them."""
        sessions = list(CouncilSession.objects.visible_to(self._user).filter(round=self._turn))
        for session in sessions:
            session.round = self._turn
        quorums = quorums_of(sessions)
        return [SessionLine(one, quorums[one.pk]) for one in sessions]


def summary_of(turn: Round, user) -> CouncilSummary | None:
    """Return the council in short, or ``None`` for those who do not see councils at work."""
    return CouncilSummary(turn, user) if rules.may_see_sessions(user) else None
