"""Closing the scoring of a dossier."""

import datetime as dt
from contextlib import suppress

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from evaluations import rules
from evaluations.enums import DossierState, SheetState
from evaluations.models import Assignment, Dossier, Result
from evaluations.scoring import star_for
from evaluations.services.writing import allow, require
from evaluations.workflow import step

_HOUR = dt.time(16)


@transaction.atomic
def close_scoring(*, actor, dossier_id: int, on: dt.date | None = None) -> Result:
    """Fix the result: sum of the sent totals, number of sheets, star by points.

    The dossier's row is locked, as saving and sending a sheet lock it: a late sheet is either counted
    or refused, never lost unseen.

    Args:
        on: the day of closing, today by default.

    Raises:
        PermissionDenied: not the office.
        Refused: not being scored, no sheet, or assigned sheets not yet sent (named).
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối chốt kết quả chấm."))
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round__rule_version").get(pk=dossier_id)
    require(
        dossier.state == DossierState.ACCEPTED,
        _("Hồ sơ đang ở bước “%(state)s” nên không chốt điểm được.") % {"state": dossier.get_state_display()},
    )
    points_sum, sheet_count = _sent_totals(dossier)
    star = star_for(points_sum, sheet_count, bands=list(dossier.round.rule_version.bands.all()))
    result = Result.objects.create(
        dossier=dossier,
        points_sum=points_sum,
        sheet_count=sheet_count,
        star_by_points=star,
        star=star,
        closed_at=_moment(on),
    )
    step(dossier, "score", actor=actor, on=on)
    return result


@transaction.atomic
def close_ready_dossiers(*, actor, round_id: int) -> list[Result]:
    """Close the scoring of every dossier of the round whose assigned sheets were all sent.

    Raises:
        PermissionDenied: not the office.
    """
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối chốt kết quả chấm."))
    ready = Dossier.objects.filter(round=round_id).closable().order_by("pk").values_list("pk", flat=True)
    results = []
    for dossier_id in list(ready):
        # Between reading and locking, a new member may have joined: such a dossier stays open.
        with suppress(Refused), transaction.atomic():
            results.append(close_scoring(actor=actor, dossier_id=dossier_id))
    return results


def waiting_for(dossier: Dossier) -> list[str]:
    """Return the names of members who were assigned and have not sent their sheet."""
    open_seats = Assignment.objects.counting().filter(dossier=dossier).exclude(sheet__state=SheetState.SENT)
    return list(open_seats.order_by("member__pk").values_list("member__user__full_name", flat=True))


def _sent_totals(dossier: Dossier):
    names = waiting_for(dossier)
    require(
        not names,
        _("Chưa chốt được: còn phiếu chưa gửi của %(names)s.") % {"names": ", ".join(names)},
    )
    sent = (
        Assignment.objects.counting()
        .filter(dossier=dossier)
        .aggregate(total=Sum("sheet__total"), count=Count("sheet", filter=Q(sheet__state=SheetState.SENT)))
    )
    require(sent["count"] > 0, _("Chưa chốt được: chưa có phiếu chấm nào. Hãy lập hội đồng và chờ các phiếu."))
    return sent["total"], sent["count"]


def _moment(on: dt.date | None) -> dt.datetime:
    if on is None or on == today():
        return timezone.now()
    return timezone.make_aware(dt.datetime.combine(on, _HOUR))
