"""Sending reminders: by the clock at its steps, by the office when it wishes.

A unit that sends at the same moment either is reminded before its sending or not at all: the reports stay
locked while their reminders are written, and only those that have not been sent are taken.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns import rules
from campaigns.enums import EventKind
from campaigns.models import Campaign, CampaignEvent
from campaigns.recipients import office_people
from campaigns.reminding import UnitReminder, digest_of, missing_reports, step_on, units_to_remind
from core.dates import today
from core.guards import allow, require
from notices.services import notify


@transaction.atomic
def remind_units(*, actor, campaign_id: int, unit_ids: Iterable[int], day: dt.date | None = None) -> list[UnitReminder]:
    """Remind the chosen units that have not sent, by hand; a person gets it once a day. Return whom.

    Raises:
        PermissionDenied: not the office.
        Refused: the campaign is not open.
    """
    allow(rules.may_manage_campaigns(actor), _("Chỉ Văn phòng Điều phối gửi nhắc báo cáo."))
    campaign = Campaign.objects.get(pk=campaign_id)
    require(campaign.is_open, _("Đợt báo cáo chưa mở nên chưa có gì để nhắc."))
    day = day or today()
    return _send(campaign, day, key=f"hand-{day:%Y%m%d}", actor=actor, wanted=set(unit_ids))


def send_due_reminders(*, day: dt.date | None = None) -> int:
    """Send the steps that the open campaigns have reached and that were not sent; return to how many units."""
    day = day or today()
    rows = Campaign.objects.filter(opened_at__isnull=False, lock_on__gte=day).order_by("pk")
    return sum(_send_step(key, day) for key in rows.values_list("pk", flat=True))


@transaction.atomic
def _send_step(campaign_id: int, day: dt.date) -> int:
    # Two clocks at once: the second waits for the campaign's row, and then sees what the first has logged.
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    step = step_on(campaign, day)
    done = CampaignEvent.objects.filter(campaign=campaign, kind=EventKind.REMINDED)
    if step is None or done.filter(changes__contains=[[step.key, step.text]]).exists():
        return 0
    return len(_send(campaign, day, key=step.key, actor=None, changes=[[step.key, step.text]]))


def _send(campaign, day, *, key: str, actor, wanted: set[int] | None = None, changes=()) -> list[UnitReminder]:
    rows = missing_reports(campaign) if wanted is None else missing_reports(campaign).filter(unit__in=wanted)
    # In the order of keys, as whoever else takes several of them.
    locked = sorted(rows.order_by("pk").select_for_update(of=("self",)), key=lambda one: (one.unit.sort_key, one.pk))
    reminders = units_to_remind(campaign, day, rows=locked)
    for one in reminders:
        notify(
            users=one.recipients,
            subject=one.subject,
            body=one.body,
            url=one.report.get_absolute_url(),
            key=f"campaign-{campaign.pk}-{key}-{one.report.unit_id}",
        )
    if reminders:
        subject, body = digest_of(campaign, reminders)
        CampaignEvent.objects.create(
            campaign=campaign, kind=EventKind.REMINDED, actor=actor, changes=list(changes), note=body
        )
        people = office_people()
        notify(users=people, subject=subject, body=body, url=campaign.get_absolute_url(), mail=False)
    return reminders
