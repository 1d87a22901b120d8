"""Closing the scoring of a dossier."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from core.guards import allow, require
from core.text import one_line
from evaluations import rules
from evaluations.closing import obstacles
from evaluations.enums import DossierState
from evaluations.models import Dossier, Result
from evaluations.tally import explain, tally_of
from evaluations.workflow import step

_HOUR = dt.time(16)


@dataclass
class Closed:
    """What became of closing a whole round: results, and dossiers that stay open with the reason."""

    results: list[Result] = field(default_factory=list)
    refused: list[tuple[Dossier, str]] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many were closed."""
        return len(self.results)


@transaction.atomic
def close_scoring(*, actor, dossier_id: int, on: dt.date | None = None, spread_reason: str = "") -> Result:
    """Fix the result: sum of the sent totals, number of sheets, star by points and after the minimum marks.

    The dossier's row is locked, as saving and sending a sheet lock it: a late sheet is either counted
    or refused, never lost unseen.

    Args:
        on: the day of closing, today by default.
        spread_reason: why the council closes though two totals still differ too much after it scored
            again; kept in the history of the dossier.

    Raises:
        PermissionDenied: not the office.
        Refused: not being scored; or what ``closing.obstacles`` names: sheets, their least number,
            quorum, spread, criteria to agree on.
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối chốt kết quả chấm."))
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round__rule_version").get(pk=dossier_id)
    require(
        dossier.state == DossierState.ACCEPTED,
        _("Hồ sơ đang ở bước “%(state)s” nên không chốt điểm được.") % {"state": dossier.get_state_display()},
    )
    reason, tally = one_line(spread_reason), tally_of(dossier)
    found = obstacles(dossier, tally, on=on or today(), spread_reason=reason)
    require(not found, _("Chưa chốt được. %(reasons)s") % {"reasons": " ".join(one.text for one in found)})
    cap = tally.cap
    result = Result.objects.create(
        dossier=dossier,
        points_sum=tally.points_sum,
        sheet_count=tally.sent,
        star_by_points=cap.star_by_points,
        star=cap.star,
        star_reason=explain(cap),
        attempt=tally.attempt,
        recused_count=tally.recused,
        closed_at=_moment(on),
    )
    step(dossier, "score", actor=actor, note=reason if tally.exceeds_spread else "", on=on)
    return result


def close_ready_dossiers(*, actor, round_id: int) -> Closed:
    """Close the scoring of every dossier of the round that can be closed; the others stay with their reason.

    Each in its own transaction: what one of them lacks does not hold up the rest.

    Raises:
        PermissionDenied: not the office.
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối chốt kết quả chấm."))
    ready = Dossier.objects.filter(round=round_id).closable().select_related("product").order_by("pk")
    closed = Closed()
    for dossier in list(ready):
        try:
            closed.results.append(close_scoring(actor=actor, dossier_id=dossier.pk))
        except Refused as error:
            closed.refused.append((dossier, str(error)))
    return closed


def _moment(on: dt.date | None) -> dt.datetime:
    if on is None or on == today():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(on, _HOUR))
