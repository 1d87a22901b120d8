"""What a decision may say of a dossier: who recognises which star, from which step, by whose points."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.guards import require
from documents.enums import DocumentKind
from evaluations.enums import DecidingLevel, DossierState, Level
from evaluations.models import Dossier, RuleVersion
from evaluations.scoring import Band, star_for

LOWEST_RECOGNISED = 3
HIGHEST_OF_PROVINCE = 4
HIGHEST = 5


@dataclass(frozen=True)
class Outcome:
    """What the decision says of one dossier.

    Attributes:
        star: 1 to 5; below 3 the product is not recognised (26/2026/QĐ-TTg, Điều 4).
        star_reason: why the star is below that of the council; becomes the note of a refusal too.
        points: the mean of paper sheets, or of the ministry's council; only where nothing was scored here.
        approves: 90 points and more: approve the result and propose 5 stars to the ministry (Điều 7.3);
            then ``star`` says nothing, the product is recognised later.
    """

    dossier_id: int
    star: int
    star_reason: str = ""
    points: Decimal | None = None
    approves: bool = False


@dataclass(frozen=True)
class Bounds:
    """What bounds every outcome of a decision: star bands, and the highest star below the ministry."""

    bands: Sequence[Band]
    most: int = HIGHEST_OF_PROVINCE

    @classmethod
    def of(cls, version: RuleVersion, day: dt.date) -> "Bounds":
        """Read the bands and the deciders of a version; two queries."""
        return cls(list(version.bands.all()), most_of_province(version.deciders.all(), day))


def most_of_province(deciders: Iterable, day: dt.date) -> int:
    """Return the highest star that province or district recognise on ``day``, by ``Decider`` rows.

    Without a row for that day: 4 stars, as under every decision so far (26/2026/QĐ-TTg, Điều 4).
    """
    in_force = [one for one in deciders if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)]
    if not in_force:
        return HIGHEST_OF_PROVINCE
    return max((one.star for one in in_force if one.level != DecidingLevel.CENTRAL), default=LOWEST_RECOGNISED - 1)


def central_points(dossier: Dossier) -> Decimal | None:
    """Return what the ministry gave below 90 points to an approved dossier (read ``with_central_points``)."""
    return getattr(dossier, "central_points", None) if dossier.state == DossierState.APPROVED else None


def is_decidable(dossier: Dossier) -> bool:
    """Whether the dossier waits for a decision; the same rule as ``DossierQuerySet.decidable``."""
    if dossier.level == Level.CENTRAL:
        return dossier.state == DossierState.SUBMITTED
    if dossier.state == DossierState.APPROVED:
        return central_points(dossier) is not None
    if dossier.criteria_set_id is None:
        return dossier.state == DossierState.ACCEPTED
    return dossier.state == DossierState.SCORED


def may_be_approved(dossier: Dossier) -> bool:
    """Whether the result reaches 90 points, so that the province approves it and proposes 5 stars."""
    result = getattr(dossier, "result", None)
    return dossier.state == DossierState.SCORED and result is not None and result.star_by_points == HIGHEST


def highest_star(dossier: Dossier, bounds: Bounds) -> int:
    """Return the highest star that the decision may give: of the ministry's points, or of the council's proposal."""
    if dossier.level == Level.CENTRAL:
        return HIGHEST
    points = central_points(dossier)
    if points is not None:
        return min(bounds.most, star_for(points, 1, bands=bounds.bands))
    result = getattr(dossier, "result", None)
    return min(bounds.most, result.star) if result else bounds.most


def lowest_star(dossier: Dossier) -> int:
    """Return the least star that recognises: the ministry gives 5 or leaves the product as it is."""
    return HIGHEST if dossier.level == Level.CENTRAL else LOWEST_RECOGNISED


def is_recognised(dossier: Dossier, outcome: Outcome) -> bool:
    """Whether the outcome recognises the product now."""
    return not outcome.approves and outcome.star >= lowest_star(dossier)


def require_allowed(dossier: Dossier, outcome: Outcome, document, bounds: Bounds) -> None:
    """Stop here where the decision may not say this of the dossier.

    Raises:
        Refused: step, star, reason, points or day are wrong; the product is named.
    """
    name = {"product": dossier.product}
    require(
        is_decidable(dossier),
        _("“%(product)s” chưa có kết quả để quyết định, hoặc đã được quyết định.") % name,
    )
    require(
        document.issued_on >= dossier.submitted_on,
        _("Quyết định ký trước ngày trình hồ sơ của “%(product)s”. Hãy kiểm tra ngày ban hành.") % name,
    )
    # What the ministry writes about less than 90 points may be a letter; all else is decided.
    needs_decision = dossier.level != Level.CENTRAL or is_recognised(dossier, outcome)
    require(
        document.kind == DocumentKind.DECISION or not needs_decision,
        _("Văn bản %(ref)s không phải là quyết định.") % {"ref": document.reference},
    )
    if outcome.approves:
        require(may_be_approved(dossier), _("“%(product)s” không đạt từ 90 điểm nên không đề nghị trung ương.") % name)
        return
    _require_star(dossier, outcome, bounds)


def _require_star(dossier: Dossier, outcome: Outcome, bounds: Bounds) -> None:
    name, best = {"product": dossier.product}, highest_star(dossier, bounds)
    require(1 <= outcome.star <= HIGHEST, _("Hạng sao của “%(product)s” phải từ 1 đến 5.") % name)
    require(
        outcome.star <= best,
        _("“%(product)s”: hạng sao không được cao hơn %(star)s sao.") % {**name, "star": best},
    )
    if hasattr(dossier, "result"):
        require(
            outcome.star >= best or bool(outcome.star_reason.strip()),
            _("“%(product)s”: hãy ghi lý do xếp thấp hơn hạng đề nghị.") % name,
        )
    else:
        _require_points(dossier, outcome, bounds)


def _require_points(dossier: Dossier, outcome: Outcome, bounds: Bounds) -> None:
    name = {"product": dossier.product}
    refused_by_ministry = dossier.level == Level.CENTRAL and not is_recognised(dossier, outcome)
    if outcome.points is None:
        require(
            not (refused_by_ministry and _waits_at_the_province(dossier)),
            _("“%(product)s”: hãy ghi điểm của trung ương; tỉnh quyết định tiếp theo điểm đó.") % name,
        )
        return
    require(0 <= outcome.points <= 100, _("Điểm của “%(product)s” phải từ 0 đến 100.") % name)
    earned = star_for(outcome.points, 1, bands=bounds.bands)
    if refused_by_ministry:
        require(
            earned < HIGHEST or bool(outcome.star_reason.strip()),
            _("“%(product)s”: điểm đạt 5 sao mà không được công nhận. Hãy ghi lý do.") % name,
        )
        return
    require(outcome.star <= earned, _("“%(product)s”: hạng sao cao hơn hạng theo điểm.") % name)


def _waits_at_the_province(dossier: Dossier) -> bool:
    """Whether an approved dossier of the province goes on from the ministry's points."""
    origin = dossier.previous_dossier
    return origin is not None and origin.state == DossierState.APPROVED
