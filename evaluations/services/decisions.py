"""One decision for many dossiers: all of it happens, or nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.guards import allow, require
from documents.models import OfficialDocument
from documents.services import record_document
from evaluations import rules
from evaluations.enums import CentralStep, DossierState, Level
from evaluations.models import CentralEvent, Dossier, DossierMove, Round
from evaluations.scoring import cut_mean
from evaluations.services.outcomes import (
    HIGHEST,
    Bounds,
    Outcome,
    central_points,
    highest_star,
    is_recognised,
    require_allowed,
)
from evaluations.workflow import step
from products.cancelling import lock_document, require_standing
from products.services import recognise_product


@transaction.atomic
def decide_dossiers(*, actor, round_id: int, document: OfficialDocument, outcomes: Sequence[Outcome]) -> list[Dossier]:
    """Carry out a decision: recognise what has 3 stars or more, approve for the ministry, refuse the rest.

    A scored dossier may get a lower star than the council proposes, with a reason, never a higher one.
    Who recognises which star is a setting of the rules (``Bounds``); 5 is decided for rounds of the
    central level, whose dossiers are not scored here. Dossiers whose criteria are not public are decided
    from accepted, on paper scores; approved ones by the points of the ministry, where it gave less than 90.

    Raises:
        PermissionDenied: not the office.
        Refused: any outcome is not allowed; then none is carried out.
        ValidationError: a recognition would break a constraint; the same.
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối ghi quyết định công nhận."))
    require(bool(outcomes), _("Hãy chọn ít nhất một sản phẩm."))
    turn = Round.objects.select_related("rule_version").get(pk=round_id)
    by_dossier = {outcome.dossier_id: outcome for outcome in outcomes}
    require(len(by_dossier) == len(outcomes), _("Một hồ sơ có hai kết quả trong cùng quyết định."))
    lock_document(document)
    _require_standing(document)
    dossiers = [one for one in _lock(by_dossier) if one.pk in by_dossier and one.round_id == turn.pk]
    require(len(dossiers) == len(by_dossier), _("Có hồ sơ không thuộc đợt này. Hãy mở lại trang rồi chọn lại."))
    bounds = Bounds.of(turn.rule_version, document.issued_on)
    for dossier in dossiers:
        _decide(dossier, by_dossier[dossier.pk], turn=turn, document=document, actor=actor, bounds=bounds)
    return dossiers


@transaction.atomic
def record_decision(
    *,
    actor,
    round_id: int,
    outcomes: Sequence[Outcome],
    document: OfficialDocument | None = None,
    new_document: Mapping | None = None,
) -> list[Dossier]:
    """Record the document where it is new, and carry it out: both or neither.

    Args:
        document: a decision on record, or
        new_document: what ``documents.services.record_document`` takes.

    Raises:
        PermissionDenied, Refused, ValidationError: as ``decide_dossiers`` and ``record_document``.
    """
    if document is None:
        document = record_document(actor=actor, **new_document)
    return decide_dossiers(actor=actor, round_id=round_id, document=document, outcomes=outcomes)


def _lock(wanted) -> list[Dossier]:
    """Lock the dossiers, and those of the province behind dossiers of the central level, in one order."""
    keys = set(wanted)
    keys |= set(
        Dossier.objects.filter(pk__in=keys, level=Level.CENTRAL, previous_dossier__isnull=False).values_list(
            "previous_dossier", flat=True
        )
    )
    rows = Dossier.objects.filter(pk__in=keys).with_central_points().select_related("product__producer", "result")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _require_standing(document: OfficialDocument) -> None:
    """A cancelled decision decides nothing more, also where it had only refused."""
    require_standing(document)
    undone = DossierMove.objects.filter(document=document).filter(Q(undone_by__isnull=False))
    require(
        not undone.exists(),
        _("%(citation)s đã bị huỷ. Hãy chọn quyết định khác.") % {"citation": document.citation},
    )


def _decide(dossier: Dossier, outcome: Outcome, *, turn: Round, document, actor, bounds: Bounds) -> None:
    require_allowed(dossier, outcome, document, bounds)
    if outcome.approves:
        note = _("%(citation)s: phê duyệt kết quả, đề nghị trung ương.") % {"citation": document.citation}
        step(dossier, "approve", actor=actor, note=note, on=document.issued_on, document=document)
        return
    recognises = is_recognised(dossier, outcome)
    points = _points_of(dossier, outcome)
    reason = _store_star(dossier, outcome, bounds)
    if recognises:
        recognise_product(
            product=dossier.product,
            star=outcome.star,
            kind=dossier.kind,
            document=document,
            rule_version=turn.rule_version.code,
            points=points,
            dossier_id=dossier.pk,
            validity_months=turn.rule_version.validity_months,
        )
    note = document.citation if recognises or not outcome.star_reason else outcome.star_reason
    if recognises and reason:
        note = f"{note}. {reason}"
    action = "recognise" if recognises else "refuse"
    step(dossier, action, actor=actor, note=note, on=document.issued_on, document=document)
    if dossier.level == Level.CENTRAL:
        _end_track(dossier, outcome, document=document, actor=actor)


def _points_of(dossier: Dossier, outcome: Outcome) -> Decimal | None:
    """Return the mean to keep with the recognition, cut, not rounded."""
    points = central_points(dossier)
    if points is not None:
        return points
    result = getattr(dossier, "result", None)
    return cut_mean(result.points_sum, result.sheet_count) if result else outcome.points


def _store_star(dossier: Dossier, outcome: Outcome, bounds: Bounds) -> str:
    """Write the decided star beside the council's proposal; return why it is lower."""
    result = getattr(dossier, "result", None)
    if result is None:
        return ""
    reason = outcome.star_reason.strip()
    # Nobody chose less than was proposed: the province cannot give more.
    if not reason and outcome.star < result.star and outcome.star >= highest_star(dossier, bounds):
        reason = _ministry_words(dossier)
    result.decided_star, result.decided_reason = outcome.star, reason
    result.save(update_fields=["decided_star", "decided_reason"])
    return reason


def _ministry_words(dossier: Dossier) -> str:
    if dossier.state == DossierState.APPROVED:
        return _("Theo điểm của trung ương.")
    return _("Hạng 5 sao do cấp trung ương công nhận; tỉnh công nhận 4 sao.")


def _end_track(dossier: Dossier, outcome: Outcome, *, document, actor) -> None:
    """Note the ministry's result; with 5 stars the province's dossier ends with it, without a second recognition."""
    CentralEvent.objects.create(
        dossier=dossier,
        kind=CentralStep.RESULT,
        on=document.issued_on,
        document=document,
        points=outcome.points,
        note=outcome.star_reason.strip(),
        recorded_by=actor,
    )
    if outcome.star < HIGHEST or not dossier.previous_dossier_id:
        return
    # Locked with its dossier of the central level (``_lock``).
    origin = Dossier.objects.select_related("result").get(pk=dossier.previous_dossier_id)
    if origin.state != DossierState.APPROVED:
        return
    if hasattr(origin, "result"):
        origin.result.decided_star, origin.result.decided_reason = HIGHEST, ""
        origin.result.save(update_fields=["decided_star", "decided_reason"])
    note = _("%(citation)s: trung ương công nhận 5 sao.") % {"citation": document.citation}
    step(origin, "recognise", actor=actor, note=note, on=document.issued_on, document=document)
