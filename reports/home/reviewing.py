"""What waits for the office: dossiers to check, scorings to close, decisions, councils."""

import datetime as dt

from django.db.models import Count, Exists, F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.numbers import format_number
from evaluations.enums import DossierState, Level
from evaluations.models import CouncilMember, Dossier, DossierMove, Round, ScoreSheet
from reports.home.items import Deadline, Todo, due, waiting_since


def dossiers_to_check(user: User, _day: dt.date) -> list[Todo]:
    """Dossiers that units sent, round by round; one query."""
    page = reverse("evaluations:dossier_list")
    return [
        Todo(
            text=_("Kiểm tra %(what)s mới trình") % {"what": _what(one)},
            meta=one["round_name"],
            url=_page_of(one) or f"{page}?round={one['round_id']}&state={DossierState.SUBMITTED}",
            icon="list-check",
            deadline=waiting_since(one["since"]),
        )
        for one in _by_round(_dossiers(user).filter(state=DossierState.SUBMITTED), since=_last_sent())
    ]


def dossiers_to_close(user: User, _day: dt.date) -> list[Todo]:
    """Dossiers whose score sheets have all come, round by round; one query."""
    return [
        Todo(
            text=_("Chốt kết quả chấm của %(what)s") % {"what": _what(one)},
            meta=_("%(round)s · đã đủ phiếu chấm") % {"round": one["round_name"]},
            url=_page_of(one) or reverse("evaluations:round_detail", args=[one["round_id"]]),
            icon="lock",
            deadline=waiting_since(one["since"]),
        )
        for one in _by_round(_dossiers(user).closable(), since=_last_sheet())
    ]


def dossiers_to_decide(user: User, _day: dt.date) -> list[Todo]:
    """Dossiers that wait for a decision, round by round; one query."""
    return [
        Todo(
            text=_("Ghi quyết định cho %(what)s") % {"what": _what(one)},
            meta=one["round_name"],
            url=reverse("evaluations:round_decision", args=[one["round_id"]]),
            icon="gavel",
            deadline=Deadline(one["since"], _("Chờ quyết định"), "decision", "gavel"),
        )
        for one in _by_round(_dossiers(user).decidable(), since=_closed())
    ]


def councils_to_appoint(user: User, day: dt.date) -> list[Todo]:
    """Rounds of the province that take dossiers and have no council yet; one query."""
    seats = CouncilMember.objects.filter(round=OuterRef("pk"))
    rows = Round.objects.visible_to(user).filter(~Exists(seats), level=Level.PROVINCE).taking_dossiers_on(day)
    return [
        Todo(
            text=_("Lập hội đồng cho %(round)s") % {"round": one.name},
            meta=_("Hồ sơ chỉ được giao chấm khi đợt đã có hội đồng."),
            url=reverse("evaluations:round_council", args=[one.pk]),
            icon="users-group",
            deadline=due(one.closes_on, day),
        )
        for one in rows.order_by("closes_on", "pk")
    ]


def _dossiers(user: User):
    return Dossier.objects.visible_to(user).at_level(Level.PROVINCE)


def _by_round(dossiers, *, since):
    """Return a dict for each round: how many, the oldest ``since``, and the one dossier where it is only one."""
    grouped = dossiers.order_by().annotate(waits_since=since).values("round_id", round_name=F("round__name"))
    return grouped.annotate(
        count=Count("pk"), since=Min("waits_since"), only=Min("pk"), product=Min("product__name")
    ).order_by("since", "round_id")


def _last_sent():
    """The day on which a dossier came, or came again."""
    moves = DossierMove.objects.filter(dossier=OuterRef("pk"), action="submit").order_by("-at")
    return Coalesce(TruncDate(Subquery(moves.values("at")[:1])), "submitted_on")


def _last_sheet():
    """The day on which the last score sheet came."""
    sheets = ScoreSheet.objects.filter(assignment__dossier=OuterRef("pk")).order_by("-sent_at")
    return TruncDate(Subquery(sheets.values("sent_at")[:1]))


def _closed():
    """The day on which the scoring was closed; what is not scored here waits since it was sent."""
    return Coalesce(TruncDate("result__closed_at"), "submitted_on")


def _what(group: dict) -> str:
    if group["count"] == 1:
        return _("hồ sơ “%(product)s”") % {"product": group["product"]}
    return _("%(count)s hồ sơ") % {"count": format_number(group["count"])}


def _page_of(group: dict) -> str:
    return reverse("evaluations:dossier_detail", args=[group["only"]]) if group["count"] == 1 else ""
