"""A dossier that begins where the last one of its product ended (26/2026/QĐ-TTg, Điều 6: đánh giá lại, nâng hạng)."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.guards import require
from core.saving import save_checked
from evaluations.carrying import carry_scores, same_criterion
from evaluations.enums import DossierState, EvidenceKind, SectionKey
from evaluations.models import Criterion, Dossier, Evidence, EvidenceCriterion, Round, SelfScore
from evaluations.sections import SECTION_FIELDS, papers_of
from evaluations.services.dossiers import create_dossier
from products.models import Product

# What was of its own time: the kind is chosen anew, the day of receipt and the changes are of this time.
_OF_ITS_TIME = frozenset({"kind", "received_on", "changes"})
COPIED_FIELDS = tuple(
    name
    for key in (SectionKey.REGISTRATION, SectionKey.BACKGROUND, SectionKey.RESULTS, SectionKey.PLAN)
    for name in SECTION_FIELDS[key]
    if name not in _OF_ITS_TIME
)
# Papers that each application signs anew.
SIGNED_ANEW = frozenset({EvidenceKind.REGISTRATION_FORM, EvidenceKind.SELF_ASSESSMENT, EvidenceKind.UNIT_PROPOSAL})
_FINISHED = (DossierState.SCORED, DossierState.APPROVED, DossierState.RECOGNISED, DossierState.NOT_RECOGNISED)


def previous_dossier_of(actor, product: Product) -> Dossier | None:
    """Return the last dossier of the product that was assessed, of those that ``actor`` may see."""
    rows = Dossier.objects.visible_to(actor).filter(product=product, state__in=_FINISHED)
    return rows.select_related("round").order_by("-submitted_on", "-pk").first()


@transaction.atomic
def start_from_previous(*, actor, round: Round, product: Product, kind: str) -> Dossier:  # noqa: A002 - the domain's word
    """Return a new draft with the content of the product's last dossier.

    Copied are the texts and figures, the self-assessment by the codes of the criteria, and the papers
    (the same stored files; of a paper in the wallet its newest). What has expired, changed or could not go
    over is said by ``evaluations.comparing``; ``previous_dossier`` names where it all comes from.

    Raises:
        PermissionDenied: the role or the unit does not make dossiers for this round or product.
        Refused: no earlier dossier. ValidationError: the product has an open dossier already.
    """
    previous = previous_dossier_of(actor, product)
    require(
        previous is not None,
        _("Sản phẩm “%(product)s” chưa có hồ sơ nào đã được đánh giá. Hãy lập hồ sơ mới.") % {"product": product},
    )
    dossier = create_dossier(actor=actor, round=round, product=product, kind=kind)
    for name in COPIED_FIELDS:
        setattr(dossier, name, getattr(previous, name))
    dossier.previous_dossier = previous
    save_checked(dossier, actor=actor)
    criteria = _criteria(dossier)
    _copy_scores(previous, dossier, criteria)
    _copy_papers(previous, dossier, criteria, actor)
    return dossier


def _criteria(dossier: Dossier) -> list[Criterion]:
    rows = Criterion.objects.filter(criteria_set=dossier.criteria_set_id, is_scored=True)
    return list(rows.order_by("position").prefetch_related("options"))


def _copy_scores(previous: Dossier, dossier: Dossier, criteria: list[Criterion]) -> None:
    carried = carry_scores(previous.self_scores.select_related("criterion", "option"), criteria)
    SelfScore.objects.bulk_create(
        SelfScore(dossier=dossier, criterion_id=key, option=option, text=text)
        for key, (option, text) in carried.scores.items()
    )


def _copy_papers(previous: Dossier, dossier: Dossier, criteria: list[Criterion], actor) -> None:
    proofs: list[EvidenceCriterion] = []
    present: set[str] = set()
    for old in papers_of(previous):
        new = _copy(old, dossier, actor)
        if new is None or new.sha256 in present:
            continue
        present.add(new.sha256)
        new.save()
        linked = (same_criterion(one.criterion, criteria) for one in old.proofs.select_related("criterion"))
        proofs += [EvidenceCriterion(evidence=new, criterion=one) for one in linked if one is not None]
    EvidenceCriterion.objects.bulk_create(proofs)


def _copy(old: Evidence, dossier: Dossier, actor) -> Evidence | None:
    """Return the paper for the new dossier; ``None`` for one that is signed anew or was put away."""
    if old.kind in SIGNED_ANEW:
        return None
    stored = old
    if old.paper_file_id:
        if old.paper_file.paper.put_away_at:
            return None
        stored = old.paper_file.paper.files.first() or old.paper_file
    return Evidence(
        dossier=dossier,
        kind=old.kind,
        title=old.title,
        file=stored.file.name,
        sha256=stored.sha256,
        size=stored.size,
        uploaded_by=actor,
        paper_file=stored if old.paper_file_id else None,
    )
