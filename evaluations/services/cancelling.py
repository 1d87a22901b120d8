"""Cancelling a decision: what it recognised, refused or approved is undone together, by another decision."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core.guards import allow, require
from documents.models import OfficialDocument
from documents.services import record_document
from evaluations import rules
from evaluations.enums import OPEN_STATES, DossierState, Level
from evaluations.models import Dossier, DossierMove, Result
from evaluations.workflow import step
from products.cancelling import (
    cancel_recognitions,
    lock_document,
    named,
    recognised_by,
    require_canceller,
    resting_on,
)
from products.models import Recognition

DECIDING = ("recognise", "refuse", "approve")
_CONCLUDED = (DossierState.RECOGNISED, DossierState.NOT_RECOGNISED, DossierState.APPROVED)


@dataclass(frozen=True)
class Plan:
    """What cancelling a decision undoes: recognitions, and the moves of dossiers; ``problems`` forbid it."""

    document: OfficialDocument
    recognitions: Sequence[Recognition]
    moves: Sequence[DossierMove]
    problems: Sequence[str]

    @property
    def refused(self) -> list[DossierMove]:
        """Moves that refused or approved: dossiers without a recognition of this decision."""
        recognised = {row.dossier_id for row in self.recognitions}
        return [move for move in self.moves if move.dossier_id not in recognised]

    @property
    def tally(self) -> str:
        """What is undone, in words."""
        parts = []
        if self.recognitions:
            parts.append(_("huỷ công nhận của %(count)s sản phẩm") % {"count": len(self.recognitions)})
        if self.refused:
            parts.append(_("huỷ kết quả khác của %(count)s sản phẩm") % {"count": len(self.refused)})
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the decision stands."""
        return not self.recognitions and not self.moves


def plan_of(document: OfficialDocument) -> Plan:
    """Return what stands of a decision and why it cannot be cancelled, if so; a constant number of queries."""
    recognitions = recognised_by(document)
    moves = _moves_of(document, recognitions)
    problems = list(_problems(recognitions, moves))
    return Plan(document, recognitions, moves, problems)


@transaction.atomic
def cancel_decision(
    *,
    actor,
    document: OfficialDocument,
    by: OfficialDocument | None = None,
    new_document: Mapping | None = None,
    reason: str = "",
    expected: int | None = None,
) -> Plan:
    """Cancel ``document`` by another decision: recognitions, refusals and approvals of it, all or none.

    Every dossier goes back to the step where the decision found it, so that the right one can be taken.

    Args:
        by: the decision that cancels, on record; or
        new_document: what ``documents.services.record_document`` takes.
        expected: how many products the page said; another number is refused.

    Raises:
        PermissionDenied: not the office.
        Refused: nothing stands, something later rests on it (named), or ``by`` is no decision or older.
        ValidationError: the new document is wrong.
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối ghi quyết định huỷ quyết định."))
    if by is None:
        by = record_document(actor=actor, **new_document)
    lock_document(document)
    require_canceller(document, by)
    _lock_dossiers(document)
    plan = plan_of(document)
    require(not plan.is_empty, _("%(document)s không còn gì để huỷ.") % {"document": document.citation})
    require(not plan.problems, " ".join(plan.problems))
    require(
        expected is None or expected == count_of(plan),
        _("Số sản phẩm của quyết định vừa thay đổi. Hãy xem lại danh sách rồi xác nhận lần nữa."),
    )
    if plan.recognitions:
        cancel_recognitions(actor=actor, document=document, by=by)
    note = _("%(document)s bị huỷ theo %(by)s.") % {"document": document.citation, "by": by.citation}
    if reason.strip():
        note = f"{note} {reason.strip()}"
    for move in plan.moves:
        Result.objects.filter(dossier=move.dossier_id).update(decided_star=None, decided_reason="")
        step(move.dossier, "cancel", actor=actor, note=note, on=by.issued_on, document=by, undoes=move)
    return plan


def count_of(plan: Plan) -> int:
    """Return how many lines the decision has: products recognised, refused or approved by it."""
    return len(plan.recognitions) + len(plan.refused)


def _moves_of(document: OfficialDocument, recognitions: Sequence[Recognition]) -> list[DossierMove]:
    """Return the moves of the decision that stand; those recorded before moves named it, by the recognition."""
    rows = DossierMove.objects.filter(undone_by__isnull=True).select_related(
        "dossier__product", "dossier__producer", "dossier__round"
    )
    moves = list(rows.filter(document=document, action__in=DECIDING).order_by("dossier__product__sort_key", "dossier"))
    known = {move.dossier_id for move in moves}
    others = [row.dossier_id for row in recognitions if row.dossier_id and row.dossier_id not in known]
    older = rows.filter(dossier__in=others, document__isnull=True, to_state=DossierState.RECOGNISED)
    last = {move.dossier_id: move for move in older.order_by("at", "pk")}
    return moves + list(last.values())


def _lock_dossiers(document: OfficialDocument) -> None:
    """Lock the decision's dossiers, and those of the province behind dossiers of the central level."""
    keys = {move.dossier_id for move in _moves_of(document, recognised_by(document))}
    origins = Dossier.objects.filter(pk__in=keys, previous_dossier__isnull=False)
    keys |= set(origins.values_list("previous_dossier", flat=True))
    list(Dossier.objects.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _problems(recognitions: Sequence[Recognition], moves: Sequence[DossierMove]) -> Iterator[str]:
    """Say what was built on the decision since: it has to be undone first."""
    dossiers = [move.dossier for move in moves]
    if names := [row.product.name for row in resting_on(recognitions)]:
        yield _("Đã có công nhận sau quyết định này: %(names)s. Hãy huỷ quyết định sau trước.") % {
            "names": named(names)
        }
    if names := [move.dossier.product.name for move in moves if move.dossier.state != move.to_state]:
        yield _("Hồ sơ đã được quyết định tiếp: %(names)s. Hãy huỷ quyết định sau trước.") % {"names": named(names)}
    if names := _names(_followers(recognitions, dossiers)):
        yield _("Đang có hồ sơ khác dựa vào kết quả này: %(names)s. Hãy rút hoặc kết thúc hồ sơ đó trước.") % {
            "names": named(names)
        }
    if names := _names(_used_by_the_province(dossiers)):
        yield _("Tỉnh đã quyết định theo kết quả của trung ương: %(names)s. Hãy huỷ quyết định của tỉnh trước.") % {
            "names": named(names)
        }


def _followers(recognitions, dossiers):
    """Dossiers that began from a recognition or an approved result of the decision, or that took the open place."""
    own = [one.pk for one in dossiers]
    going_on = Dossier.objects.filter(state__in=OPEN_STATES).exclude(pk__in=own)
    renewals = going_on.filter(previous_recognition__in=[row.pk for row in recognitions])
    rivals = going_on.filter(
        product__in=[one.product_id for one in dossiers if one.level == Level.PROVINCE], level=Level.PROVINCE
    ) | going_on.filter(
        product__in=[one.product_id for one in dossiers if one.level == Level.CENTRAL], level=Level.CENTRAL
    )
    approved = [one.pk for one in dossiers if one.state == DossierState.APPROVED]
    sent = Dossier.objects.filter(previous_dossier__in=approved, level=Level.CENTRAL).exclude(
        state=DossierState.WITHDRAWN
    )
    return Dossier.objects.filter(pk__in=renewals.values("pk")) | rivals | sent


def _used_by_the_province(dossiers):
    """Dossiers of the province that went on from a refusal of the ministry among ``dossiers``."""
    refused = [one for one in dossiers if one.level == Level.CENTRAL and one.state == DossierState.NOT_RECOGNISED]
    origins = [one.previous_dossier_id for one in refused if one.previous_dossier_id]
    went_on = DossierMove.objects.filter(
        dossier__in=origins, from_state=DossierState.APPROVED, undone_by__isnull=True
    ).exclude(dossier__state=DossierState.APPROVED)
    return Dossier.objects.filter(pk__in=went_on.values("dossier"))


def _names(dossiers) -> list[str]:
    return list(dossiers.order_by("product__sort_key").values_list("product__name", flat=True).distinct())
