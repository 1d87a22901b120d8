"""The papers of a dossier by kind, with the kinds that the decision asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.enums import EvidenceKind
from evaluations.models import Dossier, Evidence, EvidenceCriterion

# 26/2026/QĐ-TTg, Điều 6 and Phụ lục III: registration and self-assessment belong to every dossier.
ALWAYS_NEEDED = (EvidenceKind.REGISTRATION_FORM, EvidenceKind.SELF_ASSESSMENT)


@dataclass(frozen=True)
class PaperGroup:
    """A kind of paper with the papers there are."""

    kind: EvidenceKind
    papers: Sequence[Evidence]

    @property
    def is_needed(self) -> bool:
        """Whether every dossier has it."""
        return self.kind in ALWAYS_NEEDED


def paper_groups(papers: Sequence[Evidence], *, with_empty: bool = False) -> list[PaperGroup]:
    """Return the papers by kind, in the order of the list of kinds.

    Args:
        with_empty: name the kinds of which there is no paper yet, for the unit that collects them.
    """
    groups = [PaperGroup(kind, [paper for paper in papers if paper.kind == kind]) for kind in EvidenceKind]
    return [group for group in groups if group.papers or with_empty]


def papers_by_criterion(dossier: Dossier) -> dict[int, list[Evidence]]:
    """Return the papers that prove each criterion, by its key; one query.

    Only what is in the dossier now: no paper that was taken off or replaced. Each has its paper of the
    wallet (``paper_file.paper``) at hand.
    """
    proofs = EvidenceCriterion.objects.filter(evidence__dossier=dossier, evidence__removed_at__isnull=True)
    found: dict[int, list[Evidence]] = {}
    for proof in proofs.select_related("evidence__paper_file__paper").order_by("evidence__kind", "evidence"):
        found.setdefault(proof.criterion_id, []).append(proof.evidence)
    return found
