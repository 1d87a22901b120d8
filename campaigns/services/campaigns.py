"""Campaigns: prepared, opened, their days changed with a reason, units added and taken out, exceptions.

Every act locks the campaign's row first, then reports of it. What happened stays as ``CampaignEvent``.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import rules
from campaigns.asking import askable_units, form_for
from campaigns.enums import CampaignKind, EventKind, ReportState
from campaigns.models import Campaign, CampaignEvent, LockException, UnitReport
from campaigns.periods import proposal
from campaigns.recipients import officers_by_unit
from core.dates import format_date, today
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from notices.services import notify
from units.models import Unit

CAMPAIGN_FIELDS = (
    "kind",
    "year",
    "name",
    "first",
    "last",
    "due_on",
    "lock_on",
    "form",
    "directive",
    "document",
    "note",
)
# What may change once units have been asked; the days only with a reason.
OPEN_FIELDS = ("name", "due_on", "lock_on", "directive", "document", "note")
_DAYS = ("due_on", "lock_on")


@transaction.atomic
def create_campaign(*, actor, kind: str, year: int, unit_ids: Iterable[int] = (), **fields) -> Campaign:
    """Prepare a campaign; units are asked when it opens.

    Args:
        unit_ids: whom it will ask.
        fields: of ``CAMPAIGN_FIELDS``; days, name and form that are left out or ``None`` are the usual ones
            of the kind and year (``periods.proposal``, ``asking.form_for``).

    Raises:
        PermissionDenied: not the office.
        Refused: no form is published, a day is missing, or a unit does not exist on the due day.
        ValidationError: days do not fit together.
    """
    _allow_office(actor)
    campaign = Campaign(kind=kind, year=year)
    usual = proposal(kind, year)
    given = {name: value for name, value in fields.items() if value is not None}
    if usual:
        given = {name: getattr(usual, name) for name in ("name", "first", "last", *_DAYS)} | given
    given.setdefault("form", form_for(year))
    require(given["form"] is not None, _("Chưa có biểu mẫu nào được ban hành. Hãy ban hành biểu mẫu trước."))
    _set(campaign, given, CAMPAIGN_FIELDS)
    missing = [name for name in ("first", "last", *_DAYS) if getattr(campaign, name) is None]
    require(not missing, _("Báo cáo đột xuất cần kỳ số liệu, hạn gửi và ngày khoá. Hãy nhập đủ."))
    _require_days_of_its_year(campaign)
    save_checked(campaign, actor=actor)
    _add(campaign, unit_ids)
    return campaign


@transaction.atomic
def update_campaign(
    *, actor, campaign_id: int, version: int | None, fields: Mapping[str, object], reason: str = ""
) -> Campaign:
    """Change a campaign; once it is open only ``OPEN_FIELDS``, and its days only with a reason.

    Units that have not sent are told of new days.

    Raises:
        PermissionDenied: not the office.
        Refused: the campaign is open and something else would change, or there is no reason.
        Stale: somebody else changed it since.
        ValidationError: days do not fit together.
    """
    campaign = _locked(actor, campaign_id)
    campaign.require_version(version)
    before = {name: getattr(campaign, name) for name in CAMPAIGN_FIELDS}
    _set(campaign, fields, CAMPAIGN_FIELDS)
    changed = [name for name in CAMPAIGN_FIELDS if getattr(campaign, name) != before[name]]
    if campaign.is_open:
        fixed = [name for name in changed if name not in OPEN_FIELDS]
        require(not fixed, _("Đợt đã mở nên không đổi được loại báo cáo, kỳ số liệu và biểu mẫu."))
    else:
        _require_days_of_its_year(campaign)
    days = [name for name in changed if name in _DAYS]
    reason = to_nfc(reason).strip()
    require(
        bool(reason) or not (campaign.is_open and days),
        _("Hãy ghi lý do đổi hạn gửi, ngày khoá để các đơn vị được biết."),
    )
    save_checked(campaign, actor=actor)
    if campaign.is_open and days:
        words = [[_label(name), format_date(before[name]), format_date(getattr(campaign, name))] for name in days]
        _log(campaign, EventKind.CHANGED, actor, changes=words, note=reason)
        _tell_of_new_days(campaign, reason)
    return campaign


@transaction.atomic
def set_units(*, actor, campaign_id: int, add: Iterable[int] = (), remove: Iterable[int] = ()) -> tuple[int, int]:
    """Ask more units or fewer; return how many were added and taken out.

    Units added to an open campaign are told at once; a unit that has begun to write stays.

    Raises:
        PermissionDenied: not the office.
        Refused: a unit to take out has begun, or a unit to add does not exist on the due day.
    """
    campaign = _locked(actor, campaign_id)
    removed = _remove(campaign, remove)
    added = _add(campaign, add)
    if campaign.is_open:
        if removed:
            _log(campaign, EventKind.UNITS_REMOVED, actor, note=_names(removed))
        if added:
            _log(campaign, EventKind.UNITS_ADDED, actor, note=_names(one.unit for one in added))
            _ask(campaign, added)
    return len(added), len(removed)


@transaction.atomic
def open_campaign(*, actor, campaign_id: int, at: dt.datetime | None = None, tell: bool = True) -> Campaign:
    """Ask the units: from now on they see the campaign and may write.

    Args:
        at: the moment of opening, now by default; for campaigns of the past.
        tell: leave a notice for the officers of every unit.

    Raises:
        PermissionDenied: not the office.
        Refused: open already, without units, with a form that is not published, or its lock has passed.
    """
    campaign = _locked(actor, campaign_id)
    return ask_units(campaign, actor=actor, at=at or timezone.now(), tell=tell)


def ask_units(campaign: Campaign, *, actor, at: dt.datetime, tell: bool = True) -> Campaign:
    """Open a locked campaign; ``actor`` ``None``: the clock."""
    require(not campaign.is_open, _("Đợt báo cáo đã mở rồi."))
    require(not campaign.form.is_draft, _("Biểu mẫu của đợt chưa ban hành. Hãy ban hành biểu mẫu hoặc chọn bản khác."))
    require(
        not campaign.is_locked_on(timezone.localdate(at)),
        _("Ngày khoá %(day)s đã qua. Hãy đổi hạn gửi và ngày khoá rồi mở.") % {"day": format_date(campaign.lock_on)},
    )
    reports = list(campaign.reports.select_related("unit"))
    require(bool(reports), _("Chưa chọn đơn vị nào. Hãy chọn đơn vị báo cáo trước khi mở."))
    gone = [one.unit for one in reports if not one.unit.exists_on(campaign.due_on)]
    require(not gone, _("Đơn vị không còn vào ngày hạn gửi: %(units)s. Hãy bỏ chọn.") % {"units": _names(gone)})
    campaign.opened_at, campaign.opened_by = at, actor
    campaign.version += 1
    campaign.save()
    _log(
        campaign, EventKind.OPENED, actor, note=_("Đề nghị %(count)s đơn vị báo cáo.") % {"count": len(reports)}, at=at
    )
    if tell:
        _ask(campaign, reports)
    return campaign


@transaction.atomic
def delete_campaign(*, actor, campaign_id: int) -> None:
    """Take away a campaign that has not been opened.

    Raises:
        PermissionDenied: not the office.
        Refused: it is open.
    """
    campaign = _locked(actor, campaign_id)
    require(not campaign.is_open, _("Đợt báo cáo đã mở nên không xoá được."))
    campaign.reports.all().delete()
    campaign.delete()


@transaction.atomic
def grant_exception(*, actor, campaign_id: int, unit_id: int, until: dt.date, reason: str) -> LockException:
    """Let one unit write after the lock, until the end of a day.

    Raises:
        PermissionDenied: not the office.
        Refused: the campaign is not open, does not ask the unit, the day does not lie ahead, or no reason.
    """
    campaign = _locked(actor, campaign_id)
    reason = to_nfc(reason).strip()
    require(campaign.is_open, _("Đợt báo cáo chưa mở."))
    report = campaign.reports.select_related("unit").filter(unit=unit_id).first()
    require(report is not None, _("Đơn vị này không thuộc đợt báo cáo. Hãy chọn lại."))
    require(until > campaign.lock_on, _("Ngày kết thúc phải sau ngày khoá của đợt."))
    require(until >= today(), _("Ngày kết thúc đã qua. Hãy chọn từ hôm nay trở đi."))
    require(bool(reason), _("Hãy ghi lý do cho phép nhập sau khi khoá."))
    row = LockException(campaign=campaign, unit_id=unit_id, until=until, reason=reason, granted_by=actor)
    save_checked(row, actor=actor)
    words = [[_("Được nhập đến hết ngày"), "", format_date(until)]]
    _log(campaign, EventKind.EXCEPTION, actor, changes=words, note=f"{report.unit.name}: {reason}")
    notify(
        users=officers_by_unit([report.unit])[unit_id],
        subject=_("%(unit)s được nhập báo cáo đến hết %(day)s") % {"unit": report.unit, "day": format_date(until)},
        body=f"{campaign.name}\n{campaign.days_text}\n{reason}",
        url=report.get_absolute_url(),
    )
    return row


@transaction.atomic
def end_exception(*, actor, exception_id: int) -> LockException:
    """End an exception before its day.

    Raises:
        PermissionDenied: not the office.
        Refused: it has ended already.
    """
    _allow_office(actor)
    row = LockException.objects.select_related("unit").get(pk=exception_id)
    campaign = _locked(actor, row.campaign_id)
    row = LockException.objects.select_for_update(of=("self",)).select_related("unit").get(pk=exception_id)
    require(row.ended_at is None and row.until >= today(), _("Ngoại lệ này đã kết thúc rồi."))
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    _log(campaign, EventKind.EXCEPTION_ENDED, actor, note=row.unit.name)
    return row


def add_units(campaign: Campaign, unit_ids: Iterable[int]) -> list[UnitReport]:
    """Add units to a campaign that is being prepared, for the clock."""
    return _add(campaign, unit_ids)


def _add(campaign: Campaign, unit_ids: Iterable[int]) -> list[UnitReport]:
    wanted = set(unit_ids)
    there = set(campaign.reports.values_list("unit", flat=True)) if wanted else set()
    units = list(askable_units(campaign.due_on).filter(pk__in=wanted - there))
    gone = Unit.objects.filter(pk__in=wanted - there).exclude(pk__in=[one.pk for one in units])
    require(
        len(units) == len(wanted - there),
        _("Chỉ hỏi được cơ quan, huyện, xã đang hoạt động vào ngày hạn gửi. Hãy bỏ chọn: %(units)s.")
        % {"units": _names(gone)},
    )
    return UnitReport.objects.bulk_create(UnitReport(campaign=campaign, unit=unit) for unit in units)


def _remove(campaign: Campaign, unit_ids: Iterable[int]) -> list[Unit]:
    rows = campaign.reports.filter(unit__in=set(unit_ids)).select_related("unit").order_by("pk")
    reports = list(rows.select_for_update(of=("self",)))
    begun = [one.unit for one in reports if one.state != ReportState.NOT_STARTED]
    require(not begun, _("Đơn vị đã bắt đầu nhập nên không bớt được: %(units)s.") % {"units": _names(begun)})
    for one in reports:
        one.delete()
    return [one.unit for one in reports]


def _ask(campaign: Campaign, reports: list[UnitReport]) -> None:
    officers = officers_by_unit(one.unit for one in reports)
    for report in reports:
        notify(
            users=officers[report.unit_id],
            subject=_("Đề nghị báo cáo: %(name)s") % {"name": campaign.name},
            body="\n".join(filter(None, [report.unit.name, campaign.days_text, campaign.note])),
            url=report.get_absolute_url(),
            key=f"campaign-{campaign.pk}-asked-{report.unit_id}",
        )


def _tell_of_new_days(campaign: Campaign, reason: str) -> None:
    waiting = list(campaign.reports.exclude(state__in=[ReportState.SENT, ReportState.ACCEPTED]).select_related("unit"))
    officers = officers_by_unit(one.unit for one in waiting)
    for report in waiting:
        notify(
            users=officers[report.unit_id],
            subject=_("Đổi hạn gửi, ngày khoá: %(name)s") % {"name": campaign.name},
            body=f"{campaign.days_text}\n{reason}",
            url=report.get_absolute_url(),
        )


def _locked(actor, campaign_id: int) -> Campaign:
    _allow_office(actor)
    return Campaign.objects.select_for_update(of=("self",)).select_related("form").get(pk=campaign_id)


def _allow_office(actor) -> None:
    allow(rules.may_manage_campaigns(actor), _("Chỉ Văn phòng Điều phối mở và quản lý đợt báo cáo."))


def _log(campaign, kind, actor, *, changes=(), note: str = "", at: dt.datetime | None = None) -> None:
    CampaignEvent.objects.create(
        campaign=campaign, kind=kind, actor=actor, changes=list(changes), note=note, at=at or timezone.now()
    )


def _set(campaign: Campaign, fields: Mapping[str, object], known: tuple[str, ...]) -> None:
    unknown = set(fields) - set(known)
    if unknown:
        raise TypeError(f"not fields of a campaign: {sorted(unknown)}")
    for name, value in fields.items():
        text = one_line(value) if name == "name" else value
        setattr(campaign, name, to_nfc(text).strip() if isinstance(text, str) else text)


def _require_days_of_its_year(campaign: Campaign) -> None:
    """The year stands in names and titles: the numbers under it must not be of another one."""
    fits = campaign.kind == CampaignKind.AD_HOC or campaign.last is None or campaign.last.year == campaign.year
    text = _("Kỳ số liệu của báo cáo năm %(year)s phải kết thúc trong năm %(year)s. Hãy kiểm tra lại năm và các ngày.")
    require(fits, text % {"year": campaign.year})


def _label(name: str) -> str:
    return str(Campaign._meta.get_field(name).verbose_name).capitalize()


def _names(units: Iterable[Unit]) -> str:
    return ", ".join(sorted(one.name for one in units))
