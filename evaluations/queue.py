"""The dossiers that a member scores in a round, one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluations.enums import SheetState
from evaluations.models import Assignment


@dataclass(frozen=True)
class Queue:
    """The own assignments of a round in working order, seen from one dossier."""

    assignments: Sequence[Assignment]
    position: int

    @property
    def count(self) -> int:
        """How many products the member scores in this round."""
        return len(self.assignments)

    @property
    def sent(self) -> int:
        """How many sheets are sent."""
        return sum(one.sheet_state == SheetState.SENT for one in self.assignments)

    @property
    def following(self) -> Assignment | None:
        """The next one that still waits for its sheet, going round past the end; never this one."""
        turned = [*self.assignments[self.position :], *self.assignments[: self.position - 1]]
        return next((one for one in turned if one.is_waiting), None)


def queue_of(assignments: Iterable[Assignment], dossier_id: int) -> Queue:
    """Return the queue with the position (from 1) of that dossier; the rows come from ``for_queue``."""
    rows = list(assignments)
    position = next(place for place, one in enumerate(rows, start=1) if one.dossier_id == dossier_id)
    return Queue(rows, position)
