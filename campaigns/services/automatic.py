"""The two yearly campaigns open by themselves; asked again, and by two clocks at once, each opens once."""

import datetime as dt
import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.asking import form_for, usual_units
from campaigns.models import Campaign
from campaigns.periods import Proposal, to_open_on
from campaigns.recipients import office_people
from campaigns.services.campaigns import add_units, ask_units
from core.dates import today
from core.locks import hold
from notices.services import notify

logger = logging.getLogger(__name__)


@transaction.atomic
def ensure_campaigns(*, day: dt.date | None = None) -> list[Campaign]:
    """Open the yearly campaigns that are due on ``day`` (today) and missing; return them.

    One that the office has prepared or opened itself for the same kind and days is left to it. Whoever comes
    second waits and then finds the first one's; beside that a constraint keeps one for each period.
    """
    if not settings.CAMPAIGNS_OPEN_AUTOMATICALLY:
        return []
    hold("campaigns.automatic")
    wanted = to_open_on(day or today(), days_before=settings.CAMPAIGNS_OPEN_DAYS_BEFORE_END)
    found = [_open(one) for one in wanted if not _is_there(one)]
    return [one for one in found if one is not None]


def _is_there(one: Proposal) -> bool:
    return Campaign.objects.filter(kind=one.kind, first=one.first, last=one.last).exists()


def _open(one: Proposal) -> Campaign | None:
    form = form_for(one.year)
    units = list(usual_units(one.due_on).values_list("pk", flat=True))
    if form is None or not units:
        logger.warning("campaign %s %s was not opened: no published form or no units", one.kind, one.year)
        return None
    campaign = Campaign.objects.create(
        kind=one.kind,
        year=one.year,
        name=one.name,
        first=one.first,
        last=one.last,
        due_on=one.due_on,
        lock_on=one.lock_on,
        form=form,
        is_automatic=True,
    )
    add_units(campaign, units)
    ask_units(campaign, actor=None, at=timezone.now())
    notify(
        users=office_people(),
        subject=_("Đợt báo cáo đã tự mở: %(name)s") % {"name": campaign.name},
        body=_("%(days)s\nĐã đề nghị %(count)s đơn vị báo cáo theo %(form)s.")
        % {"days": campaign.days_text, "count": len(units), "form": form},
        url=campaign.get_absolute_url(),
        key=f"campaign-{campaign.pk}-opened",
        mail=False,
    )
    return campaign
