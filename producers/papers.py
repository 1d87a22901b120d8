"""Papers of the producers' wallets: kept once, with every scan that was ever sent."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import Refused
from core.files import sha256_of
from core.saving import save_checked
from core.text import one_line
from producers.models import Paper, PaperFile, Producer
from producers.rules import may_edit_producer

FIELDS = ("kind", "name", "number", "issuer", "issued_on", "expires_on")


@transaction.atomic
def add_paper(*, actor, producer_id: int, upload: ContentFile | None = None, **values) -> Paper:
    """Return the new paper of the producer, with its first scan where one is given.

    Args:
        upload: what ``core.files.clean_upload`` returned.
        values: any of ``FIELDS``; kind and name are needed.

    Raises:
        PermissionDenied: ``actor`` may not edit the producer.
        Producer.DoesNotExist: ``actor`` does not see it.
        Refused: the wallet has this very paper already, as when a form is sent twice.
        ValidationError: a field is wrong.
    """
    producer = Producer.objects.visible_to(actor).select_for_update(of=("self",)).get(pk=producer_id)
    _require_writer(actor, producer)
    paper = Paper(producer=producer)
    _take(paper, values)
    _require_new(paper)
    save_checked(paper, actor=actor)
    if upload is not None:
        _add_file(paper, upload, actor)
    return paper


@transaction.atomic
def update_paper(*, actor, paper_id: int, version: int | None, **values) -> Paper:
    """Return the paper with its new values; those that are not named stay.

    Args:
        version: the version that the writer saw; ``None`` for writers without a form.

    Raises:
        PermissionDenied: ``actor`` may not edit the producer. Stale: somebody else saved in between.
        Paper.DoesNotExist: ``actor`` does not see it. ValidationError: a field is wrong.
    """
    paper = _lock(actor, paper_id)
    paper.require_version(version)
    _take(paper, values)
    save_checked(paper, actor=actor)
    return paper


@transaction.atomic
def add_paper_file(*, actor, paper_id: int, upload: ContentFile) -> PaperFile:
    """Add a newer scan; those before stay as they were sent.

    Raises:
        PermissionDenied, Paper.DoesNotExist: as ``update_paper``.
        Refused: the same file is the newest scan already.
    """
    return _add_file(_lock(actor, paper_id), upload, actor)


@transaction.atomic
def put_away(*, actor, paper_id: int) -> Paper:
    """Offer the paper no longer for new dossiers; those that use it keep it. Twice does no harm.

    Raises:
        PermissionDenied, Paper.DoesNotExist: as ``update_paper``.
    """
    paper = _lock(actor, paper_id)
    if paper.put_away_at is None:
        paper.put_away_at = timezone.now()
        _save_state(paper, actor)
    return paper


@transaction.atomic
def take_back(*, actor, paper_id: int) -> Paper:
    """Offer the paper again. Twice does no harm.

    Raises:
        PermissionDenied, Paper.DoesNotExist: as ``update_paper``.
    """
    paper = _lock(actor, paper_id)
    if paper.put_away_at is not None:
        paper.put_away_at = None
        _save_state(paper, actor)
    return paper


def _lock(actor, paper_id: int) -> Paper:
    rows = Paper.objects.visible_to(actor).select_for_update(of=("self",)).select_related("producer")
    paper = rows.get(pk=paper_id)
    _require_writer(actor, paper.producer)
    return paper


def _save_state(paper: Paper, actor) -> None:
    paper.version += 1
    save_checked(paper, actor=actor)


def _require_writer(actor, producer: Producer) -> None:
    if not may_edit_producer(actor, producer):
        raise PermissionDenied(_("Chỉ cán bộ địa phương và Văn phòng Điều phối được sửa giấy tờ của chủ thể."))


def _take(paper: Paper, values: dict) -> None:
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"a paper has no {sorted(unknown)}")
    for name, value in values.items():
        setattr(paper, name, one_line(value) if isinstance(value, str) else value)
    if paper.issued_on and paper.expires_on and paper.expires_on < paper.issued_on:
        raise ValidationError({"expires_on": _("Ngày hết hạn phải sau ngày cấp.")})


def _require_new(paper: Paper) -> None:
    facts = {name: getattr(paper, name) for name in FIELDS}
    if Paper.objects.in_use().filter(producer=paper.producer, **facts).exists():
        raise Refused(
            _("Chủ thể đã có đúng giấy tờ này. Có bản chụp mới thì thêm tệp ở trang của giấy; giấy khác thì ghi số.")
        )


def _add_file(paper: Paper, upload: ContentFile, actor) -> PaperFile:
    content = upload.read()
    newest = paper.files.first()
    stored = PaperFile(paper=paper, sha256=sha256_of(content), size=len(content), uploaded_by=actor)
    if newest is not None and newest.sha256 == stored.sha256:
        raise Refused(_("Tệp này giống hệt tệp mới nhất đang có, nên không cần thêm."))
    stored.file.save(upload.name, ContentFile(content), save=False)
    stored.save()
    return stored
