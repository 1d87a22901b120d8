"""What waits for those who make and send dossiers: the units, and the office for the central level."""

import datetime as dt

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from core.numbers import format_number
from evaluations.enums import OPEN_STATES, DossierState, Level
from evaluations.models import Dossier, DossierMove, Round, SupplementRequest
from indicators.standing import EXPIRY_DAYS
from reports.home.figures import scope_of
from reports.home.items import Todo, due, each_or_all, first_few, waiting_since
from reports.registry import get

# A renewal takes months, so its deadline warns earlier than others.
_RENEWAL_SOON_DAYS = 60
_NOTE_LENGTH = 140


def dossiers_to_send(user: User, day: dt.date) -> list[Todo]:
    """Dossiers that came back and drafts; two queries."""
    level = Level.CENTRAL if user.is_office else Level.PROVINCE
    own = Dossier.objects.visible_to(user).at_level(level).select_related("product", "round")
    return [
        *_returned(own.filter(state=DossierState.RETURNED), day),
        *_drafts(own.filter(state=DossierState.DRAFT), day),
    ]


def _returned(rows, day: dt.date) -> list[Todo]:
    last = DossierMove.objects.filter(dossier=OuterRef("pk"), action="return").order_by("-at", "-pk")
    asked = SupplementRequest.objects.filter(dossier=OuterRef("pk"), answered_at__isnull=True)
    rows = rows.annotate(
        returned_at=Subquery(last.values("at")[:1]),
        reason=Subquery(last.values("note")[:1]),
        due_on=Subquery(asked.values("due_on")[:1]),
    )

    def since(dossier):
        moment = dossier.returned_at
        if dossier.due_on:
            return due(dossier.due_on, day)
        return waiting_since(timezone.localdate(moment) if moment else dossier.submitted_on)

    return each_or_all(
        first_few(rows.order_by("returned_at", "pk")),
        each=lambda one: Todo(
            text=_("Bổ sung hồ sơ “%(product)s”") % {"product": one.product},
            meta=Truncator(one.reason or str(one.round)).chars(_NOTE_LENGTH),
            url=one.get_absolute_url(),
            icon="arrow-back-up",
            deadline=since(one),
        ),
        together=lambda count, first: Todo(
            text=_("Bổ sung %(count)s hồ sơ bị trả lại") % {"count": format_number(count)},
            url=_dossiers(DossierState.RETURNED),
            icon="arrow-back-up",
            deadline=since(first),
        ),
    )


def _drafts(rows, day: dt.date) -> list[Todo]:
    return each_or_all(
        first_few(rows.order_by("round__closes_on", "pk")),
        each=lambda one: Todo(
            text=_("Hoàn thiện và trình hồ sơ “%(product)s”") % {"product": one.product},
            meta=str(one.round),
            url=one.get_absolute_url(),
            icon="pencil",
            deadline=due(one.round.closes_on, day),
        ),
        together=lambda count, first: Todo(
            text=_("Hoàn thiện và trình %(count)s hồ sơ nháp") % {"count": format_number(count)},
            meta=_("Hạn sớm nhất: %(round)s") % {"round": first.round},
            url=_dossiers(DossierState.DRAFT),
            icon="pencil",
            deadline=due(first.round.closes_on, day),
        ),
    )


def products_to_renew(user: User, day: dt.date) -> list[Todo]:
    """Products whose star ends within ``EXPIRY_DAYS`` while nobody has begun a dossier; one query."""
    begun = Dossier.objects.filter(product=OuterRef("product"), state__in=OPEN_STATES)
    ending = get("standing.expiring.products").rows(scope_of(user, day))
    rows = ending.filter(~Exists(begun), product__stopped_on__isnull=True).select_related("product")
    return each_or_all(
        first_few(rows.order_by("valid_until", "product__sort_key", "pk")),
        each=lambda one: Todo(
            text=_("Chuẩn bị đánh giá lại “%(product)s”") % {"product": one.product},
            meta=_("%(star)s sao, sắp hết hạn và chưa có hồ sơ") % {"star": one.star},
            url=one.product.get_absolute_url(),
            icon="hourglass",
            deadline=due(one.valid_until, day, soon_days=_RENEWAL_SOON_DAYS),
        ),
        together=lambda count, first: Todo(
            text=_("Chuẩn bị đánh giá lại %(count)s sản phẩm") % {"count": format_number(count)},
            meta=_("Hết hạn trong %(days)s ngày tới và chưa có hồ sơ; sớm nhất là “%(product)s”")
            % {"days": EXPIRY_DAYS, "product": first.product},
            url=f"{reverse('products:product_list')}?expiring=6&sort=until",
            icon="hourglass",
            deadline=due(first.valid_until, day, soon_days=_RENEWAL_SOON_DAYS),
        ),
    )


def open_rounds(user: User, day: dt.date) -> list[Todo]:
    """Rounds of the province that take dossiers now; one query."""
    sent = Dossier.objects.visible_to(user).exclude(state=DossierState.WITHDRAWN)
    rows = Round.objects.visible_to(user).filter(level=Level.PROVINCE).taking_dossiers_on(day)
    return [
        Todo(
            text=_("%(round)s đang nhận hồ sơ") % {"round": one.name},
            meta=_("Đơn vị đã lập %(count)s hồ sơ") % {"count": format_number(one.dossier_count)}
            if one.dossier_count
            else _("Đơn vị chưa lập hồ sơ nào"),
            url=one.get_absolute_url(),
            icon="lock-open",
            deadline=due(one.closes_on, day),
        )
        for one in rows.with_dossier_count(sent).order_by("closes_on", "pk")
    ]


def _dossiers(state: str) -> str:
    return f"{reverse('evaluations:dossier_list')}?state={state}"
