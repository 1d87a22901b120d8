"""Writing the history of stars: recognitions and revocations, each by a decision."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dates import add_months, format_date
from core.errors import Refused
from core.text import one_line
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import record_document
from products.cancelling import lock_document, require_standing
from products.models import Product, Recognition, Revocation
from products.rules import may_record_recognitions, may_revoke_recognitions

_NAMES_SHOWN = 5


@transaction.atomic
def recognise_product(
    *,
    product: Product,
    star: int,
    kind: str,
    document: OfficialDocument,
    rule_version: str,
    points: Decimal | None = None,
    dossier_id: int | None = None,
    validity_months: int = 36,
) -> Recognition:
    """Return the new recognition, valid from the day of the decision for ``validity_months``.

    Producer, legal form, unit and group are copied as they are now. Who may decide is checked by the
    caller (``record_recognitions``, or the decision on dossiers).

    Raises:
        Refused: the document is no decision, or the product stopped before it.
        ValidationError: a star, points or a second recognition of that day.
    """
    _require_decision(document)
    product = Product.objects.select_related("producer").select_for_update(of=("self",)).get(pk=product.pk)
    if product.stopped_on and product.stopped_on <= document.issued_on:
        raise Refused(
            _("Sản phẩm “%(name)s” đã ngừng sản xuất từ %(day)s, trước ngày quyết định.")
            % {"name": product.name, "day": format_date(product.stopped_on)}
        )
    recognition = Recognition(
        product=product,
        star=star,
        kind=kind,
        document=document,
        decided_on=document.issued_on,
        valid_from=document.issued_on,
        valid_until=add_months(document.issued_on, validity_months),
        points=points,
        rule_version=rule_version,
        dossier_id=dossier_id,
        producer_id=product.producer_id,
        legal_form=product.producer.legal_form,
        unit_id=product.producer.unit_id,
        group_id=product.group_id,
    )
    try:
        recognition.full_clean()
    except ValidationError as error:
        raise ValidationError(f"{product.name}: {' '.join(error.messages)}") from error
    recognition.save(force_insert=True)
    return recognition


@transaction.atomic
def record_recognitions(
    *,
    actor,
    document: OfficialDocument,
    rule_version: str,
    entries: Sequence[tuple[Product, int, str, Decimal | None]],
    validity_months: int = 36,
) -> list[Recognition]:
    """Write down what an older decision recognised: all of it or nothing.

    Args:
        entries: product, star, ``RecognitionKind``, points (or ``None``).

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused, ValidationError: as ``recognise_product``.
    """
    if not may_record_recognitions(actor):
        raise PermissionDenied(_("Chỉ Văn phòng Điều phối được ghi quyết định công nhận."))
    lock_document(document)
    require_standing(document)
    return [
        recognise_product(
            product=product,
            star=star,
            kind=kind,
            document=document,
            rule_version=rule_version,
            points=points,
            validity_months=validity_months,
        )
        for product, star, kind, points in entries
    ]


@transaction.atomic
def revoke_recognitions(
    *, actor, document: OfficialDocument, recognition_ids: Sequence[int], ground: str, effective_on=None, note: str = ""
) -> list[Revocation]:
    """Take recognitions back by one decision: all of them or none.

    Args:
        recognition_ids: recognitions in force on ``effective_on``, or run out shortly before.
        ground: a ``RevocationGround``.
        effective_on: first day without the star; the day of the decision by default.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: nothing chosen, no decision, a day before the decision, or a recognition that is not
            ``revocable_on`` it (revoked, long run out or replaced); the text names the products.
        ValidationError: the ground or the note is wrong.
    """
    if not may_revoke_recognitions(actor):
        raise PermissionDenied(_("Chỉ Văn phòng Điều phối được ghi quyết định thu hồi."))
    _require_decision(document)
    effective_on = effective_on or document.issued_on
    if effective_on < document.issued_on:
        raise Refused(_("Ngày thu hồi có hiệu lực không được trước ngày quyết định."))
    _lock_products(recognition_ids)
    recognitions = find_revocable(recognition_ids, effective_on)
    revocations = []
    for recognition in recognitions:
        revocation = Revocation(
            recognition=recognition,
            document=document,
            decided_on=document.issued_on,
            effective_on=effective_on,
            ground=ground,
            note=one_line(note),
        )
        revocation.full_clean()
        revocation.save(force_insert=True)
        revocations.append(revocation)
    return revocations


@transaction.atomic
def revoke_by_decision(*, actor, document: OfficialDocument | dict, **values) -> list[Revocation]:
    """Record the decision first where it is not in the register yet (``record_document``'s values), then revoke.

    Raises:
        As ``record_document`` and ``revoke_recognitions``; nothing is written then.
    """
    if isinstance(document, dict):
        document = record_document(actor=actor, **document)
    return revoke_recognitions(actor=actor, document=document, **values)


def find_revocable(ids: Sequence[int], day: dt.date) -> list[Recognition]:
    """Return these recognitions, by name of product.

    Raises:
        Refused: none given, or one is not ``revocable_on`` the day or has a revocation already.
    """
    wanted = set(ids)
    if not wanted:
        raise Refused(_("Hãy chọn ít nhất một sản phẩm để thu hồi."))
    found = Recognition.objects.filter(pk__in=wanted).select_related("product", "producer", "unit", "revocation")
    rows = list(found.order_by("product__sort_key", "pk"))
    alive = set(Recognition.objects.filter(pk__in=wanted).revocable_on(day).values_list("pk", flat=True))
    wrong = [row.product.name for row in rows if row.pk not in alive or hasattr(row, "revocation")]
    if wrong or len(rows) != len(wanted):
        names = "; ".join(wrong[:_NAMES_SHOWN]) + ("…" if len(wrong) > _NAMES_SHOWN else "")
        raise Refused(
            _(
                "Không thu hồi được vì công nhận không có hiệu lực vào ngày %(day)s hoặc đã có quyết định thu hồi:"
                " %(names)s. Hãy bỏ chọn rồi ghi lại."
            )
            % {"day": format_date(day), "names": names or _("một số dòng đã chọn")}
        )
    return rows


def _lock_products(recognition_ids: Sequence[int]) -> None:
    """Let no renewal and no second revocation of these products come in between."""
    products = Product.objects.filter(recognitions__in=set(recognition_ids)).order_by("pk")
    list(products.select_for_update(of=("self",)).values_list("pk", flat=True))


def _require_decision(document: OfficialDocument) -> None:
    if document.kind != DocumentKind.DECISION:
        raise Refused(_("Văn bản %(ref)s không phải là quyết định.") % {"ref": document.reference})
