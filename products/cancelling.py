"""A decision that was wrong is cancelled by another decision (26/2026/QĐ-TTg, Điều 10.1.b)."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from core.dates import format_date
from core.errors import Refused
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from products.models import Product, Recognition
from products.rules import may_cancel_decisions

_NAMES_SHOWN = 5


def recognised_by(document: OfficialDocument) -> list[Recognition]:
    """Return what still stands of the decision, by name of product, with ``is_revoked``; one query."""
    rows = Recognition.objects.filter(document=document, cancelled_on__isnull=True)
    rows = list(rows.select_related("product", "producer", "unit", "revocation").order_by("product__sort_key", "pk"))
    for row in rows:
        row.is_revoked = hasattr(row, "revocation")
    return rows


def cancelled_of(document: OfficialDocument) -> list[Recognition]:
    """Return what the decision had recognised before it was cancelled, with the decision that did it."""
    rows = Recognition.objects.filter(document=document, cancelled_on__isnull=False)
    return list(rows.select_related("product", "producer", "unit", "cancelled_by").order_by("product__sort_key", "pk"))


def is_cancelled(document: OfficialDocument) -> bool:
    """Return whether another decision has cancelled this one's recognitions."""
    return Recognition.objects.filter(document=document, cancelled_on__isnull=False).exists()


def resting_on(recognitions: Iterable[Recognition]) -> list[Recognition]:
    """Return those with a later recognition of the product, of another decision, that stands; one query.

    A renewal or upgrade took its kind and its right from the earlier star: it is cancelled first.
    """
    keys = [row.pk for row in recognitions]
    later = (
        Recognition.objects.filter(
            product=OuterRef("product"), valid_from__gt=OuterRef("valid_from"), cancelled_on__isnull=True
        )
        .exclude(document=OuterRef("document"))
        .order_by("valid_from")
    )
    rows = Recognition.objects.filter(pk__in=keys).annotate(
        later_on=Subquery(later.values("decided_on")[:1]), later_star=Subquery(later.values("star")[:1])
    )
    return list(rows.filter(later_on__isnull=False).select_related("product").order_by("product__sort_key", "pk"))


@transaction.atomic
def cancel_recognitions(*, actor, document: OfficialDocument, by: OfficialDocument) -> list[Recognition]:
    """Note on every recognition of ``document`` that ``by`` cancels it: all of them or none.

    From the day of ``by`` they count nowhere; a day before still knows them. The earlier star of a
    product, where its term has not run out, is in force again.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: ``by`` is no decision, the same one or older; nothing of the decision stands; or a later
            recognition of a product rests on it (the text names them).
    """
    if not may_cancel_decisions(actor):
        raise PermissionDenied(_("Chỉ Văn phòng Điều phối được ghi quyết định huỷ quyết định."))
    lock_document(document)
    require_canceller(document, by)
    keys = Recognition.objects.filter(document=document, cancelled_on__isnull=True).values("product")
    # Lets no renewal and no revocation of these products come in between.
    list(Product.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    rows = recognised_by(document)
    if not rows:
        raise Refused(_("%(citation)s không còn công nhận nào để huỷ.") % {"citation": document.citation})
    _refuse_resting(rows)
    for row in rows:
        row.cancelled_on, row.cancelled_by = by.issued_on, by
    Recognition.objects.bulk_update(rows, ["cancelled_on", "cancelled_by"])
    return rows


def require_canceller(document: OfficialDocument, by: OfficialDocument) -> None:
    """Stop here unless ``by`` may cancel ``document``.

    Raises:
        Refused: it is no decision, the same one, or older.
    """
    for one in (document, by):
        if one.kind != DocumentKind.DECISION:
            raise Refused(_("Văn bản %(ref)s không phải là quyết định.") % {"ref": one.reference})
    if document.pk == by.pk:
        raise Refused(_("Một quyết định không tự huỷ chính nó. Hãy chọn quyết định huỷ."))
    if by.issued_on < document.issued_on:
        raise Refused(
            _("Quyết định huỷ ký ngày %(by)s, trước quyết định bị huỷ (ngày %(of)s). Hãy kiểm tra ngày ban hành.")
            % {"by": format_date(by.issued_on), "of": format_date(document.issued_on)}
        )


def lock_document(document: OfficialDocument) -> None:
    """Hold the decision until the end of the transaction: nothing is recognised by it while it is cancelled."""
    OfficialDocument.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)


def require_standing(document: OfficialDocument) -> None:
    """Stop here where the decision was cancelled: it recognises nothing any more.

    Raises:
        Refused: with what to do.
    """
    if is_cancelled(document):
        raise Refused(
            _("%(citation)s đã bị huỷ nên không dùng để công nhận được. Hãy chọn quyết định khác.")
            % {"citation": document.citation}
        )


def named(names: Sequence[str]) -> str:
    """Return the first few names for a refusal, with a sign that there are more."""
    return "; ".join(names[:_NAMES_SHOWN]) + ("…" if len(names) > _NAMES_SHOWN else "")


def _refuse_resting(rows: Sequence[Recognition]) -> None:
    resting = resting_on(rows)
    if not resting:
        return
    names = [
        _("%(product)s (%(star)s sao, ngày %(day)s)")
        % {"product": row.product.name, "star": row.later_star, "day": format_date(row.later_on)}
        for row in resting
    ]
    raise Refused(
        _("Chưa huỷ được vì sản phẩm đã được công nhận sau quyết định này: %(names)s. Hãy huỷ quyết định sau trước.")
        % {"names": named(names)}
    )
