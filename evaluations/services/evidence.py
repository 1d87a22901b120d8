"""Papers of a dossier: sent or taken from the wallet, linked to criteria, replaced, taken off.

Nothing that was sent is overwritten: a newer file is a new row, the old one stays in the history.
"""

from collections.abc import Iterable, Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date
from core.errors import Refused
from core.files import sha256_of
from core.guards import require
from core.text import one_line
from evaluations.conditions import current_criteria_set
from evaluations.enums import EvidenceKind
from evaluations.models import Criterion, Dossier, Evidence, EvidenceCriterion
from evaluations.services.editing import lock_for_editing
from producers.enums import PaperKind
from producers.models import Paper, PaperFile

_LONGEST_TITLE = Evidence._meta.get_field("title").max_length
# The kind under which a paper of the wallet stands in a dossier.
KIND_OF_PAPER = {
    PaperKind.BUSINESS_REGISTRATION: EvidenceKind.BUSINESS_REGISTRATION,
    PaperKind.PRODUCTION_LICENCE: EvidenceKind.PRODUCTION_LICENCE,
    PaperKind.MATERIAL_CONTRACT: EvidenceKind.MATERIAL_ORIGIN,
    PaperKind.ENVIRONMENT: EvidenceKind.ENVIRONMENT,
    PaperKind.LABOUR_LIST: EvidenceKind.LOCAL_LABOUR,
    PaperKind.ACCOUNTS: EvidenceKind.GROWTH,
    PaperKind.TRADEMARK: EvidenceKind.INTELLECTUAL_PROPERTY,
    PaperKind.DECLARATION: EvidenceKind.DECLARATION,
    PaperKind.TEST_REPORT: EvidenceKind.TEST_REPORT,
    PaperKind.TRACEABILITY: EvidenceKind.TRACEABILITY,
    PaperKind.QUALITY_SYSTEM: EvidenceKind.QUALITY_SYSTEM,
    PaperKind.AWARD: EvidenceKind.AWARD,
    PaperKind.OTHER: EvidenceKind.OTHER,
}


@transaction.atomic
def add_evidence(
    *, actor, dossier_id: int, kind: str, title: str, upload: ContentFile, criteria: Iterable[int] = ()
) -> Evidence:
    """Add a paper; ``upload`` has been through ``core.files.clean_upload``.

    Args:
        criteria: keys of the scored criteria of the dossier's set that the paper proves.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it, the same file is in the dossier, or a criterion is not of its set.
        ValidationError: a field is wrong.
    """
    dossier = lock_for_editing(actor, dossier_id)
    paper = _uploaded(dossier, upload, actor, kind=kind, title=title)
    _link(paper, dossier, criteria)
    return paper


@transaction.atomic
def add_from_wallet(*, actor, dossier_id: int, papers: Iterable[int], criteria: Iterable[int] = ()) -> list[Evidence]:
    """Add papers of the producer's wallet, each with its newest file, which is not stored again.

    Args:
        papers: keys of papers of the dossier's producer.
        criteria: as ``add_evidence``, for all of them.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it; a paper is of another producer, put away, without a file, or in
            the dossier already. Nothing is added then.
    """
    dossier = lock_for_editing(actor, dossier_id)
    wanted = set(papers)
    own = Paper.objects.visible_to(actor).in_use().filter(producer=dossier.producer_id, pk__in=wanted)
    rows = list(own.order_by("kind", "name", "pk"))
    require(
        bool(rows) and len(rows) == len(wanted),
        _("Hãy chọn giấy tờ đang dùng trong danh sách của chủ thể. Có thể giấy vừa được cất đi: hãy mở lại trang."),
    )
    criteria = list(criteria)
    added = []
    for row in rows:
        paper = _from_wallet(dossier, _newest_file(row), actor)
        _link(paper, dossier, criteria)
        added.append(paper)
    return added


@transaction.atomic
def replace_evidence(*, actor, evidence_id: int, upload: ContentFile | None = None) -> Evidence:
    """Put a newer file in the place of a paper; kind, title and criteria go on, the old row stays.

    Args:
        upload: as ``add_evidence``; ``None`` takes the newest file of the paper in the wallet.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it; the paper was replaced or taken off meanwhile; there is no newer file.
    """
    old = Evidence.objects.get(pk=evidence_id)
    dossier = lock_for_editing(actor, old.dossier_id)
    old = Evidence.objects.select_related("paper_file__paper").get(pk=evidence_id)
    require(old.removed_at is None, _("Tài liệu này vừa được thay hoặc bỏ khỏi hồ sơ. Hãy mở lại trang."))
    linked = list(old.proofs.values_list("criterion", flat=True))
    _take_off(old)
    if upload is None:
        require(old.paper_file_id is not None, _("Hãy chọn tệp mới để thay."))
        new = _from_wallet(dossier, _newest_file(old.paper_file.paper), actor, replaces=old)
    else:
        new = _uploaded(dossier, upload, actor, kind=old.kind, title=old.title, replaces=old)
    EvidenceCriterion.objects.bulk_create(EvidenceCriterion(evidence=new, criterion_id=one) for one in linked)
    return new


@transaction.atomic
def link_criteria(*, actor, evidence_id: int, criteria: Iterable[int]) -> Evidence:
    """Say which criteria a paper proves; those that are not named are no longer proved by it.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it, the paper was taken off, or a criterion is not of the dossier's set.
    """
    paper = Evidence.objects.get(pk=evidence_id)
    dossier = lock_for_editing(actor, paper.dossier_id)
    paper.refresh_from_db()
    require(paper.removed_at is None, _("Tài liệu này vừa được thay hoặc bỏ khỏi hồ sơ. Hãy mở lại trang."))
    _link(paper, dossier, criteria)
    return paper


@transaction.atomic
def remove_evidence(*, actor, evidence_id: int) -> Evidence:
    """Take a paper off the dossier; row and file stay.

    Raises:
        PermissionDenied: role or scope forbid it.
        Refused: the state forbids it.
    """
    paper = Evidence.objects.get(pk=evidence_id)
    lock_for_editing(actor, paper.dossier_id)
    paper.refresh_from_db()
    if paper.removed_at is None:
        _take_off(paper)
    return paper


def _take_off(paper: Evidence) -> None:
    paper.removed_at = timezone.now()
    paper.save(update_fields=["removed_at"])


def _uploaded(dossier: Dossier, upload: ContentFile, actor, **fields) -> Evidence:
    content = upload.read()
    fields["title"] = one_line(fields["title"])
    paper = Evidence(dossier=dossier, sha256=sha256_of(content), size=len(content), uploaded_by=actor, **fields)
    _require_new(paper)
    paper.full_clean(exclude=["file"])
    paper.file.save(upload.name, ContentFile(content), save=False)
    paper.save()
    return paper


def _from_wallet(dossier: Dossier, stored: PaperFile, actor, *, replaces: Evidence | None = None) -> Evidence:
    paper = stored.paper
    title = _("%(name)s số %(number)s") % {"name": paper.name, "number": paper.number} if paper.number else paper.name
    evidence = Evidence(
        dossier=dossier,
        kind=replaces.kind if replaces else KIND_OF_PAPER[PaperKind(paper.kind)],
        title=title[:_LONGEST_TITLE],
        file=stored.file.name,
        sha256=stored.sha256,
        size=stored.size,
        uploaded_by=actor,
        paper_file=stored,
        replaces=replaces,
    )
    _require_new(evidence)
    evidence.full_clean()
    evidence.save()
    return evidence


def _newest_file(paper: Paper) -> PaperFile:
    stored = paper.files.select_related("paper").first()
    require(
        stored is not None,
        _("Giấy “%(name)s” chưa có tệp. Hãy thêm tệp ở trang của giấy rồi chọn lại.") % {"name": paper},
    )
    return stored


def _require_new(paper: Evidence) -> None:
    """Refuse a file that the dossier has: also the one that is to be replaced is no newer version of itself."""
    same = Evidence.objects.filter(dossier=paper.dossier, sha256=paper.sha256)
    if paper.replaces_id and same.filter(pk=paper.replaces_id).exists():
        text = _("Tệp mới giống hệt tệp đang có của “%(title)s”, nên không có gì để thay.")
        raise Refused(text % {"title": paper.replaces.title})
    present = same.present().first()
    if present is not None:
        text = _("Tệp này đã có trong hồ sơ: “%(title)s”, thêm ngày %(day)s. Một tệp có thể minh chứng nhiều tiêu chí.")
        raise Refused(text % {"title": present.title, "day": format_date(present.uploaded_at)})


def _link(paper: Evidence, dossier: Dossier, criteria: Iterable[int]) -> None:
    wanted = set(criteria)
    own = _own_criteria(dossier, wanted)
    require(
        set(own) == wanted, _("Có tiêu chí không thuộc bộ tiêu chí của sản phẩm này. Hãy mở lại trang rồi chọn lại.")
    )
    paper.proofs.exclude(criterion__in=wanted).delete()
    EvidenceCriterion.objects.bulk_create(
        [EvidenceCriterion(evidence=paper, criterion_id=one) for one in own], ignore_conflicts=True
    )


def _own_criteria(dossier: Dossier, wanted: set[int]) -> Sequence[int]:
    if not wanted:
        return []
    criteria_set = current_criteria_set(dossier)
    scored = Criterion.objects.filter(criteria_set=criteria_set, is_scored=True, pk__in=wanted)
    return list(scored.values_list("pk", flat=True))
