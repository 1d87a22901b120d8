"""The papers of a dossier by kind, with the kinds that the decision asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from evaluations.enums import EvidenceKind
from evaluations.models import Dossier, Evidence, EvidenceCriterion
from producers.models import PaperFile

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


def newest_scan(paper: Evidence) -> PaperFile | None:
    """Return the newest scan of the paper's wallet paper where it is another than the one in the dossier."""
    if paper.paper_file_id is None:
        return None
    newest = PaperFile.objects.filter(paper=paper.paper_file.paper_id).first()
    return newest if newest and newest.pk != paper.paper_file_id else None


def versions_of(paper: Evidence, seen: QuerySet) -> list[Evidence]:
    """Return every version of a paper among ``seen`` (what the person may see), the newest first; one query."""
    rows = {one.pk: one for one in seen.filter(dossier=paper.dossier_id).select_related("uploaded_by")}
    after = {one.replaces_id: one for one in rows.values() if one.replaces_id}
    newest = paper
    while newest.pk in after:
        newest = after[newest.pk]
    found = [newest]
    while found[-1].replaces_id in rows:
        found.append(rows[found[-1].replaces_id])
    return found
