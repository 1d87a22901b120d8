"""What was decided by a document, for its page: what stands, and what another decision cancelled."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from documents.models import OfficialDocument
from evaluations.models import Dossier, DossierMove, Round
from evaluations.rules import may_see_evaluations
from evaluations.services.cancelling import DECIDING
from products.models import Recognition


@dataclass(frozen=True)
class Outcomes:
    """Recognitions by a document that a person may see, cancelled ones too; moves without a recognition."""

    recognitions: Sequence[Recognition]
    others: Sequence[DossierMove]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.recognitions) + len(self.others)

    @property
    def standing(self) -> int:
        """How many recognitions still stand."""
        return sum(row.cancelled_on is None for row in self.recognitions)

    @property
    def stands(self) -> bool:
        """Whether anything of the decision stands."""
        return self.standing > 0 or any(not move.is_undone for move in self.others)

    @property
    def cancelled_by(self) -> OfficialDocument | None:
        """The decision that cancelled it, if one did."""
        by_rows = (row.cancelled_by for row in self.recognitions if row.cancelled_by_id)
        by_moves = (move.undone_by.document for move in self.others if move.is_undone)
        return next(by_rows, None) or next(by_moves, None)


def outcomes_of(document: OfficialDocument, user) -> Outcomes:
    """Return what ``user`` may see of a document's outcomes; two queries."""
    rows = Recognition.objects.visible_to(user).filter(document=document)
    rows = rows.select_related("product", "producer", "unit", "cancelled_by").order_by("product__sort_key", "pk")
    moves = []
    if may_see_evaluations(user) and not user.is_council_member:
        moves = DossierMove.objects.filter(
            dossier__in=Dossier.objects.visible_to(user), document=document, action__in=("refuse", "approve")
        ).select_related("dossier__product", "dossier__producer", "undone_by__document")
        moves = moves.order_by("dossier__product__sort_key", "pk")
        for move in moves:
            move.is_undone = hasattr(move, "undone_by")
    return Outcomes(list(rows), list(moves))


@dataclass(frozen=True)
class RoundDecision:
    """A decision on dossiers of a round: how many of its moves there are, and how many were cancelled."""

    document: OfficialDocument
    count: int
    undone: int

    @property
    def is_cancelled(self) -> bool:
        """Whether nothing of it stands in this round."""
        return self.undone == self.count


def decisions_of(turn: Round) -> list[RoundDecision]:
    """Return the decisions recorded for a round, newest first; two queries."""
    rows = DossierMove.objects.filter(dossier__round=turn, action__in=DECIDING, document__isnull=False).order_by()
    counts = {
        row["document"]: (row["count"], row["undone"])
        for row in rows.values("document").annotate(count=Count("pk"), undone=Count("undone_by"))
    }
    documents = OfficialDocument.objects.filter(pk__in=counts).order_by("-issued_on", "-pk")
    return [RoundDecision(one, *counts[one.pk]) for one in documents]
