"""One decision for many dossiers: all of it happens, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import OfficialDocument
from documents.services import record_document
from evaluations import rules
from evaluations.enums import DossierState, Level
from evaluations.models import Dossier, Round
from evaluations.scoring import cut_mean, star_for
from evaluations.services.writing import allow, require
from evaluations.workflow import step
from products.services import recognise_product

LOWEST_RECOGNISED = 3
HIGHEST_OF_PROVINCE = 4
HIGHEST = 5


@dataclass(frozen=True)
class Outcome:
    """What the decision says of one dossier.

    Attributes:
        star: 1 to 5; below 3 the product is not recognised (26/2026/QĐ-TTg, Điều 4).
        star_reason: why the star is below that of the points; becomes the note of a refusal too.
        points: the mean of paper sheets, only where nothing was scored here.
    """

    dossier_id: int
    star: int
    star_reason: str = ""
    points: Decimal | None = None


@transaction.atomic
def decide_dossiers(*, actor, round_id: int, document: OfficialDocument, outcomes: Sequence[Outcome]) -> list[Dossier]:
    """Carry out a decision: recognise what has 3 stars or more, refuse the rest.

    A scored dossier may get a lower star than its points earn, with a reason, never a higher one. The
    province recognises up to 4 stars; 5 is decided for rounds of the central level, whose dossiers are
    not scored here. Dossiers whose criteria are not public are decided from accepted, on paper scores.

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
    dossiers = list(
        turn.dossiers.filter(pk__in=by_dossier)
        .select_related("product__producer", "result")
        .order_by("pk")
        .select_for_update(of=("self",))
    )
    require(len(dossiers) == len(by_dossier), _("Có hồ sơ không thuộc đợt này. Hãy mở lại trang rồi chọn lại."))
    bands = list(turn.rule_version.bands.all())
    for dossier in dossiers:
        _decide(dossier, by_dossier[dossier.pk], turn=turn, document=document, actor=actor, bands=bands)
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


def is_decidable(dossier: Dossier) -> bool:
    """Whether the dossier waits for a decision: scored, or at a step where nothing is scored here."""
    if dossier.level == Level.CENTRAL:
        return dossier.state == DossierState.SUBMITTED
    if dossier.criteria_set_id is None:
        return dossier.state == DossierState.ACCEPTED
    return dossier.state == DossierState.SCORED


def highest_star(dossier: Dossier) -> int:
    """Return the highest star that the decision may give."""
    if dossier.level == Level.CENTRAL:
        return HIGHEST
    result = getattr(dossier, "result", None)
    return min(HIGHEST_OF_PROVINCE, result.star_by_points) if result else HIGHEST_OF_PROVINCE


def _decide(dossier: Dossier, outcome: Outcome, *, turn: Round, document, actor, bands) -> None:
    _require_allowed(dossier, outcome, document, bands)
    is_recognised = outcome.star >= _lowest_star(dossier)
    points = _store_star(dossier, outcome)
    if is_recognised:
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
    note = document.citation if is_recognised or not outcome.star_reason else outcome.star_reason
    step(dossier, "recognise" if is_recognised else "refuse", actor=actor, note=note, on=document.issued_on)


def _lowest_star(dossier: Dossier) -> int:
    """The central council makes a product 5 stars or leaves it as it is."""
    return HIGHEST if dossier.level == Level.CENTRAL else LOWEST_RECOGNISED


def _require_allowed(dossier: Dossier, outcome: Outcome, document, bands) -> None:
    name = {"product": dossier.product}
    require(
        is_decidable(dossier),
        _("“%(product)s” chưa có kết quả để quyết định, hoặc đã được quyết định.") % name,
    )
    require(1 <= outcome.star <= HIGHEST, _("Hạng sao của “%(product)s” phải từ 1 đến 5.") % name)
    require(
        outcome.star <= highest_star(dossier),
        _("“%(product)s”: hạng sao không được cao hơn %(star)s sao.") % {**name, "star": highest_star(dossier)},
    )
    require(
        document.issued_on >= dossier.submitted_on,
        _("Quyết định ký trước ngày trình hồ sơ của “%(product)s”. Hãy kiểm tra ngày ban hành.") % name,
    )
    result = getattr(dossier, "result", None)
    if result is None:
        _require_points(dossier, outcome, bands)
    elif outcome.star < min(result.star_by_points, HIGHEST_OF_PROVINCE):
        require(
            bool(outcome.star_reason.strip()),
            _("“%(product)s”: hãy ghi lý do xếp thấp hơn hạng theo điểm.") % name,
        )


def _require_points(dossier: Dossier, outcome: Outcome, bands) -> None:
    if outcome.points is None:
        return
    name = {"product": dossier.product}
    require(0 <= outcome.points <= 100, _("Điểm của “%(product)s” phải từ 0 đến 100.") % name)
    require(
        outcome.star <= star_for(outcome.points, 1, bands=bands),
        _("“%(product)s”: hạng sao cao hơn hạng theo điểm.") % name,
    )


def _store_star(dossier: Dossier, outcome: Outcome) -> Decimal | None:
    """Write the star into the result and return the mean to keep with the recognition, cut, not rounded."""
    result = getattr(dossier, "result", None)
    if result is None:
        return outcome.points
    result.star = outcome.star
    result.star_reason = outcome.star_reason.strip()
    if result.star < result.star_by_points and not result.star_reason:
        result.star_reason = _("Hạng 5 sao do cấp trung ương công nhận; tỉnh công nhận 4 sao.")
    result.save(update_fields=["star", "star_reason"])
    return cut_mean(result.points_sum, result.sheet_count)
