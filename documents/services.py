"""Writing official documents."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.files import sha256_of
from core.saving import save_checked
from core.text import to_nfc
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.rules import may_record_documents

# What recognitions, revocations and reports copy from a document when it takes effect.
FIXED_ONCE_CITED = ("kind", "issued_on")
# What the files of an issued report print besides; they never change, so the record of it does not either.
PRINTED_ON_REPORTS = ("number", "symbol", "issuer", "signer", "signer_capacity")
_TEXTS = ("symbol", "subject", "signer", "signer_capacity")


@transaction.atomic
def record_document(
    *, actor, kind, number, symbol, issued_on, issuer, subject, signer="", signer_capacity="", file=None
) -> OfficialDocument:
    """Return the new document.

    Args:
        actor: somebody of the office.
        kind: a ``DocumentKind``.
        number, symbol: ``1446`` and ``QĐ-UBND-HC`` of ``1446/QĐ-UBND-HC``.
        file: what ``core.files.clean_upload`` returned, or ``None``.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        ValidationError: a field is wrong, or number and symbol are taken in that year.
    """
    _require_office(actor)
    document = OfficialDocument(kind=kind, number=number, issued_on=issued_on, issuer=issuer)
    _take_texts(document, symbol=symbol, subject=subject, signer=signer, signer_capacity=signer_capacity)
    _take_file(document, file)
    save_checked(document, actor=actor)
    return document


@transaction.atomic
def update_document(*, actor, document_id, version, file=None, **fields) -> OfficialDocument:
    """Return the corrected document.

    Args:
        version: the version that the writer saw.
        file: a new file, or ``None`` to keep the stored one.
        fields: those of ``record_document``; ``fixed_fields`` are fixed once something cites the document.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Stale: somebody else saved it in between.
        ValidationError: a field is wrong, taken, or fixed.
    """
    _require_office(actor)
    document = OfficialDocument.objects.select_for_update(of=("self",)).get(pk=document_id)
    document.require_version(version)
    _refuse_fixed(document, fields)
    for name in set(fields) - set(_TEXTS):
        setattr(document, name, fields[name])
    _take_texts(document, **{name: fields[name] for name in _TEXTS if name in fields})
    _take_file(document, file)
    save_checked(document, actor=actor)
    return document


def is_cited(document: OfficialDocument) -> bool:
    """Return whether any row of any app points to the document."""
    relations = (one for one in document._meta.get_fields(include_hidden=True) if one.auto_created and not one.concrete)
    return any(
        # History keeps old values without a constraint; it cites nothing.
        relation.field.db_constraint
        and relation.related_model._base_manager.filter(**{relation.field.name: document.pk}).exists()
        for relation in relations
    )


def fixed_fields(document: OfficialDocument) -> tuple[str, ...]:
    """Return the fields that no longer change; none while nothing cites the document."""
    return _fixed_once_cited(document) if is_cited(document) else ()


def _fixed_once_cited(document: OfficialDocument) -> tuple[str, ...]:
    return (*FIXED_ONCE_CITED, *(PRINTED_ON_REPORTS if document.kind == DocumentKind.REPORT else ()))


def _require_office(actor) -> None:
    if not may_record_documents(actor):
        raise PermissionDenied(_("Chỉ Văn phòng Điều phối được ghi và sửa văn bản."))


def _refuse_fixed(document: OfficialDocument, fields: dict) -> None:
    sent = {name: to_nfc(value).strip() if name in _TEXTS else value for name, value in fields.items()}
    fixed = _fixed_once_cited(document)
    changed = [name for name in fixed if name in sent and sent[name] != getattr(document, name)]
    if changed and is_cited(document):
        message = _(
            "Văn bản đã là căn cứ của hồ sơ, công nhận, thu hồi hoặc báo cáo đã ban hành"
            " nên mục này không sửa được nữa. Hãy ghi văn bản đúng thành một văn bản khác."
        )
        raise ValidationError(dict.fromkeys(changed, message))


def _take_texts(document: OfficialDocument, **texts: str) -> None:
    for name, value in texts.items():
        setattr(document, name, to_nfc(value).strip())


def _take_file(document: OfficialDocument, file: ContentFile | None) -> None:
    if file is None:
        return
    document.file = file
    document.sha256 = sha256_of(file.read())
    file.seek(0)
