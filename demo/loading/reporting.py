"""What units reported: the year 2022 as its plan tells it, the last period of today, and a campaign that is open.

The campaign of 2022 asks about the calendar year, as the plan of 29/04/2023 counts; districts' own numbers and
everything after 2022 are invented.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils import timezone

from accounts.models import User
from campaigns.asked import asked_of
from campaigns.asking import usual_units
from campaigns.enums import CampaignKind
from campaigns.loading import load_forms
from campaigns.models import Campaign, UnitReport
from campaigns.periods import proposal
from campaigns.services.answering import Unconfirmed, accept_report, return_report, send_report
from campaigns.services.campaigns import create_campaign, open_campaign
from campaigns.services.filling import save_narrative, save_values
from core.datafiles import read_json
from demo.dice import dice
from demo.loading.world import World
from demo.places import district_key
from notices.services import mark_read
from units.models import Unit

_FILE = Path(__file__).parent.parent / "data" / "unit_reports.json"
_MIDDAY = dt.time(10, 30)
_BEFORE = "2004-01-01"
_FIRST_DAY = dt.date(2022, 1, 1)
_LAST_DAY = dt.date(2022, 12, 31)
# Of the year: when units of 2022 sent, in days before (−) or after the due day.
_SENT = {"SKHDT": 3, "866": 2, "871": 5}
# Of a hundred of the numbers of 2022: what half a year of today is like.
_HALF_A_YEAR = 55
_SILENT_EVERY = 7
_MOST_LOCALITIES = 20


def load_reports_of_2022(world: World) -> None:
    """Ask, fill in, send and accept the two campaigns of 2022; called while there are districts."""
    load_forms()
    told = _told()
    agencies = {_agency(world, code, _BEFORE): words for code, words in told["agencies_2022"].items()}
    half = proposal(CampaignKind.SEMIANNUAL, 2022)
    first = _open(world, half.kind, 2022, agencies, on=dt.date(2022, 6, 1))
    asked = _agency(world, "SKHDT", _BEFORE)
    _report(world, first, asked, {"texts": told["half_2022"]["SKHDT"]}, on=dt.date(2022, 6, 21))
    districts = {world.units[district_key(code)]: values for code, values in told["districts_2022"].items()}
    year = _open(
        world,
        CampaignKind.ANNUAL,
        2022,
        [*agencies, *districts],
        on=dt.date(2022, 12, 15),
        first=_FIRST_DAY,
        last=_LAST_DAY,
        due_on=dt.date(2023, 1, 15),
        lock_on=dt.date(2023, 4, 28),
    )
    for unit, words in agencies.items():
        values = {code: Decimal(value) for code, value in words["values"].items()}
        texts = {key: text for key, text in words.items() if key != "values"}
        _report(world, year, unit, {"values": values, "texts": texts}, on=_day_of(year, unit))
    for unit, values in districts.items():
        texts = {"results": _district_results(unit, values)}
        numbers = {code: Decimal(value) for code, value in values.items()}
        _report(world, year, unit, {"values": numbers, "texts": texts}, on=_day_of(year, unit))
    mark_read(user=world.office)


def load_reports_of_today(world: World) -> None:
    """The last half-year or year that is locked, with a few units silent; and a campaign that waits for answers."""
    last = _last_locked(world.today)
    communes = [one.unit for one in world.officers.values() if one.unit.is_commune and one.unit.valid_to is None]
    localities = communes[:_MOST_LOCALITIES]
    agencies = list(usual_units(last.due_on).filter(kind="agency"))
    done = _open(world, last.kind, last.year, [*agencies, *localities], on=last.last - dt.timedelta(days=14))
    for at, unit in enumerate([*agencies, *localities]):
        if at % _SILENT_EVERY != _SILENT_EVERY - 1:
            late = 2 if at % 5 == 4 else 0
            _report(world, done, unit, _invented(done, unit), on=last.due_on + dt.timedelta(days=late))
    _open(
        world,
        CampaignKind.AD_HOC,
        world.today.year,
        [*agencies, *localities],
        on=world.today,
        name=f"Báo cáo đột xuất tình hình thực hiện Chương trình OCOP tháng {world.today.month}/{world.today.year}",
        first=world.today.replace(month=1, day=1) - dt.timedelta(days=17),
        last=world.today - dt.timedelta(days=1),
        due_on=world.today + dt.timedelta(days=7),
        lock_on=world.today + dt.timedelta(days=20),
    )
    mark_read(user=world.office)


def _open(world: World, kind: str, year: int, units: Iterable[Unit], *, on: dt.date, **fields) -> Campaign:
    """Prepare a campaign and open it on a day; nobody is told of what is past."""
    ids = [unit.pk for unit in units]
    campaign = create_campaign(actor=world.office, kind=kind, year=year, unit_ids=ids, **fields)
    return open_campaign(actor=world.office, campaign_id=campaign.pk, at=_at(on), tell=on == world.today)


def _report(world: World, campaign: Campaign, unit: Unit, told: Mapping, *, on: dt.date) -> None:
    """Fill one unit's report in, send it and accept it; one of them is returned first."""
    report = campaign.reports.get(unit=unit)
    person = _signer(world, unit)
    _fill(report, person, told, at=_at(on))
    _send(report, person, at=_at(on, hours=1))
    if unit.code == "SKHDT" and told.get("values"):
        note = "Đề nghị bổ sung nguyên nhân chưa vận hành Không gian khởi nghiệp."
        return_report(actor=world.office, report_id=report.pk, note=note, at=_at(on, hours=3))
        _send(report, person, at=_at(on, hours=5))
    accept_report(actor=world.office, report_id=report.pk, at=_at(on + dt.timedelta(days=2)))


def _fill(report: UnitReport, person: User, told: Mapping, *, at: dt.datetime) -> None:
    if told.get("values"):
        save_values(actor=person, report_id=report.pk, values=told["values"], at=at)
    sections = {one.section.narrative: one.section for one in _asked(report) if one.is_narrative}
    for key, text in told["texts"].items():
        save_narrative(actor=person, report_id=report.pk, section_id=sections[key].pk, text=text, at=at)


def _send(report: UnitReport, person: User, *, at: dt.datetime) -> None:
    """Send; what looks odd against the period before is confirmed."""
    try:
        send_report(actor=person, report_id=report.pk, at=at)
    except Unconfirmed as odd:
        send_report(actor=person, report_id=report.pk, confirmed=[one.key for one in odd.checks], at=at)


def _signer(world: World, unit: Unit) -> User:
    if unit.is_commune or unit.is_district:
        return world.officer_of(f"{unit.code}@{unit.valid_from}")
    return world.agency_officer_of(unit)


def _asked(report: UnitReport):
    return asked_of(report.unit, report.campaign.form_id)


def _agency(world: World, code: str, since: str) -> Unit:
    return world.units[f"{code}@{since}"]


def _day_of(campaign: Campaign, unit: Unit) -> dt.date:
    return campaign.due_on + dt.timedelta(days=_SENT.get(unit.code, -2))


def _at(day: dt.date, *, hours: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, _MIDDAY)) + dt.timedelta(hours=hours)


def _last_locked(today: dt.date):
    """Return the last period of today's units whose lock has passed."""
    found = [proposal(kind, year) for year in (today.year - 1, today.year) for kind in ("semiannual", "annual")]
    return max((one for one in found if one.lock_on < today), key=lambda one: one.last)


def _district_results(unit: Unit, values: Mapping) -> str:
    return (
        f"{unit.name} hướng dẫn chủ thể hoàn thiện hồ sơ, phối hợp Mặt trận Tổ quốc và các đoàn thể tuyên truyền; "
        f"các chủ thể trên địa bàn sử dụng {values['workers']} lao động thường xuyên."
    )


def _invented(campaign: Campaign, unit: Unit) -> dict:
    """Return made-up numbers for everything that the unit is asked, and a few words."""
    values = {}
    known = {code: value for words in _told()["agencies_2022"].values() for code, value in words["values"].items()}
    for asked in asked_of(unit, campaign.form_id):
        for element in asked.elements:
            if element.indicator:
                continue
            share = _HALF_A_YEAR + dice(f"{campaign.kind}{campaign.year}{element.code}").randrange(20)
            base = known.get(element.code) or 3 + dice(f"{unit.code}{element.code}").randrange(40)
            values[element.code] = Decimal(max(1, base * share // 100))
    for lower, upper in (("jobs_created", "workers"), ("made_in_mark_businesses", "made_in_mark_products")):
        if lower in values and upper in values:
            values[lower] = min(values[lower], values[upper])
    words = f"{unit.name} triển khai các nhiệm vụ của Chương trình OCOP được giao trong kỳ (số liệu minh hoạ)."
    texts = {"results": words, "tasks": "Tiếp tục hỗ trợ chủ thể hoàn thiện hồ sơ đánh giá lại đúng hạn."}
    return {"values": values, "texts": texts}


@cache
def _told() -> dict:
    return read_json(_FILE, "agencies_2022", "districts_2022", "half_2022")
