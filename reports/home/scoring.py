"""What waits for a council member."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.numbers import format_number
from evaluations.enums import SheetState
from evaluations.models import Assignment
from reports.home.items import Todo

# How many products of the queue the start page names.
_SHOWN = 8


def rounds_to_score(user: User, _day: dt.date) -> list[Todo]:
    """Rounds in which sheets are still to be sent, with what is done; one query."""
    sent = Q(sheet__state=SheetState.SENT)
    rounds = (
        _mine(user)
        .order_by()
        .values(turn=F("dossier__round"), name=F("dossier__round__name"), closed=F("dossier__round__closes_on"))
        .annotate(
            total=Count("pk"),
            sent=Count("pk", filter=sent),
            left=Count("pk", filter=Q(pk__in=_mine(user).waiting().values("pk"))),
        )
        .filter(left__gt=0)
        .order_by("closed", "turn")
    )
    return [
        Todo(
            text=_("Chấm điểm %(count)s sản phẩm") % {"count": format_number(one["left"])},
            meta=_("%(round)s · đã gửi %(sent)s/%(total)s phiếu")
            % {"round": one["name"], "sent": one["sent"], "total": one["total"]},
            url=reverse("evaluations:round_detail", args=[one["turn"]]),
            icon="clipboard-check",
        )
        for one in rounds
    ]


def next_to_score(user: User) -> Sequence[Assignment]:
    """Return the first products that wait for the member's sheet, in working order; one query."""
    rows = _mine(user).waiting().for_queue().select_related("dossier__product", "dossier__round", "sheet")
    order = ("dossier__round__closes_on", "dossier__round", "dossier__product__sort_key", "dossier")
    return list(rows.order_by(*order)[:_SHOWN])


def _mine(user: User):
    """Return the own assignments that have a sheet to fill: some criteria are not public."""
    return Assignment.objects.visible_to(user).filter(dossier__criteria_set__isnull=False)
