"""Pages of campaigns and forms: what they show, what they write, how many queries they make."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from campaigns.asking import elements_of
from campaigns.asking_letter import asking_paper, read_asking
from campaigns.board import board_of, rates_of
from campaigns.enums import CampaignKind
from campaigns.models import Campaign, Form, UnitReport
from campaigns.tests.factories import CampaignFactory, FormFactory, LockExceptionFactory, UnitReportFactory
from core.dates import format_date, today
from notices.models import Notice
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def page(office):
    return as_(office)


def as_(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def address(name, *args):
    return reverse(f"campaigns:{name}", args=args)


def test_the_office_prepares_chooses_units_and_opens(page, office):
    form = FormFactory(year=2022, published=True)
    agencies = UnitFactory.create_batch(2, agency=True)
    commune = UnitFactory()
    UserFactory(agency_officer=True, unit=agencies[0])
    day = today()
    usual = text_of(page.get(address("campaign_create"), {"kind": "annual", "year": "2026"}))
    assert 'value="15/12/2025"' in usual
    assert 'value="14/12/2026"' in usual
    typed = {"kind": "ad_hoc", "year": str(day.year), "name": "Báo cáo nhanh", "form": form.pk}
    typed |= {"first": format_date(day - dt.timedelta(days=60)), "last": format_date(day)}
    wrong = typed | {"due_on": format_date(day), "lock_on": format_date(day)}
    again = text_of(page.post(address("campaign_create"), wrong))
    assert "Hạn gửi phải sau ngày cuối của kỳ số liệu." in again
    assert "Báo cáo nhanh" in again
    later = format_date(day + dt.timedelta(days=9))
    response = page.post(address("campaign_create"), typed | {"due_on": later, "lock_on": later})
    campaign = Campaign.objects.get()
    assert response.url == address("campaign_units", campaign.pk)
    assert set(campaign.reports.values_list("unit", flat=True)) == {*(one.pk for one in agencies), commune.pk}
    page.post(address("campaign_units", campaign.pk), {"remove": [commune.pk]})
    page.post(address("campaign_units", campaign.pk), {"group": "communes"})
    assert campaign.reports.count() == 3
    shown = text_of(page.get(address("campaign_open", campaign.pk)))
    assert "3 đơn vị sẽ được đề nghị báo cáo; 1 cán bộ" in shown
    assert agencies[1].name in shown
    assert page.post(address("campaign_open", campaign.pk)).url == campaign.get_absolute_url()
    campaign.refresh_from_db()
    assert campaign.is_open
    assert Notice.objects.count() == 1


def test_the_three_days_stand_on_every_screen(page, office):
    campaign = UnitReportFactory().campaign
    for name in ("campaign_detail", "campaign_edit", "campaign_units", "board", "campaign_reminders"):
        assert campaign.days_text in text_of(page.get(address(name, campaign.pk))), name
    assert campaign.days_text in text_of(page.get(address("exception_create", campaign.pk)))


def test_new_days_ask_for_a_reason_and_keep_what_was_typed(page):
    campaign = CampaignFactory(opened=True)
    due = format_date(campaign.due_on + dt.timedelta(days=1))
    typed = {"name": campaign.name, "due_on": due, "lock_on": format_date(campaign.lock_on), "version": 1}
    again = text_of(page.post(address("campaign_edit", campaign.pk), typed))
    assert "Hãy ghi lý do" in again
    assert f'value="{due}"' in again
    assert page.post(address("campaign_edit", campaign.pk), typed | {"reason": "Nghỉ bù"}).status_code == 302
    assert "Nghỉ bù" in text_of(page.get(campaign.get_absolute_url()))
    stale = text_of(page.post(address("campaign_edit", campaign.pk), typed | {"reason": "Nữa"}))
    assert "Có người khác vừa lưu" in stale


def test_an_exception_is_granted_shown_and_ended(page):
    report = UnitReportFactory(campaign=CampaignFactory(opened=True, locked=True))
    campaign = report.campaign
    typed = {"unit": report.unit_id, "until": format_date(today()), "reason": "Bão số 3"}
    assert page.post(address("exception_create", campaign.pk), typed).status_code == 302
    shown = text_of(page.get(campaign.get_absolute_url()))
    assert "Bão số 3" in shown
    assert "Đang áp dụng" in shown
    page.post(address("exception_end", campaign.pk, campaign.exceptions.get().pk))
    assert "Đã kết thúc" in text_of(page.get(campaign.get_absolute_url()))


def test_an_officer_sees_the_own_report_and_no_other_unit(office):
    report, other = UnitReportFactory(), UnitFactory(agency=True, name="Sở Không Liên Quan")
    UnitReportFactory(campaign=report.campaign, unit=other)
    officer = as_(UserFactory(agency_officer=True, unit=report.unit))
    shown = text_of(officer.get(report.campaign.get_absolute_url()))
    assert report.get_absolute_url() in shown
    assert other.name not in shown
    assert "0/1" in text_of(officer.get(address("campaign_list")))
    assert officer.get(address("board", report.campaign.pk)).status_code == 403


def seven_units(campaign):
    """A unit in each standing; the campaign was due ten days ago."""
    late = timezone.now() - dt.timedelta(days=7)
    on_time = timezone.now() - dt.timedelta(days=30)
    return {
        "not_started": UnitReportFactory(campaign=campaign),
        "in_progress": UnitReportFactory(campaign=campaign, in_progress=True),
        "on_time": UnitReportFactory(campaign=campaign, sent=True, first_sent_at=on_time),
        "late": UnitReportFactory(campaign=campaign, sent=True, first_sent_at=late),
        "returned": UnitReportFactory(campaign=campaign, returned=True, first_sent_at=on_time),
        "accepted": UnitReportFactory(campaign=campaign, accepted=True, first_sent_at=late, unit=UnitFactory()),
    }


def test_the_board_says_who_is_where_and_adds_up():
    campaign = CampaignFactory(opened=True, overdue=True)
    reports = seven_units(campaign)
    exception = LockExceptionFactory(campaign=campaign, unit=reports["not_started"].unit)
    rows = {row.report.pk: row for row in board_of(campaign, UnitReport.objects.for_list(), today())}
    words = {name: rows[one.pk].sent_cell.label for name, one in reports.items()}
    days = (today() - campaign.due_on).days
    assert words["not_started"] == f"Quá hạn {days} ngày"
    assert words["on_time"] == "Đúng hạn"
    assert words["late"] == f"Trễ {days - 7} ngày"
    assert rows[reports["returned"].pk].returned_cell.label == "Chờ gửi lại"
    # Before the lock an exception says nothing yet.
    assert rows[reports["not_started"].pk].lock_cell is None
    after = campaign.lock_on + dt.timedelta(days=1)
    LockExceptionFactory(campaign=campaign, unit=reports["late"].unit, until=after)
    locked = {row.report.pk: row for row in board_of(campaign, UnitReport.objects.for_list(), after)}
    assert locked[reports["in_progress"].pk].lock_cell.label == "Đã khoá"
    assert locked[reports["late"].pk].lock_cell.label == f"Được nhập đến {format_date(after)}"
    agencies, localities, both = rates_of(list(rows.values()))
    assert (agencies.asked, agencies.sent, agencies.on_time, agencies.late, agencies.returned) == (5, 2, 2, 1, 1)
    assert (localities.asked, localities.accepted) == (1, 1)
    assert (both.asked, both.sent, both.started) == (6, 3, 5)
    assert both.sent_percent == 50
    assert exception.until >= today()


def test_the_board_filters_and_exports(page):
    campaign = CampaignFactory(opened=True, overdue=True)
    reports = seven_units(campaign)
    shown = text_of(page.get(address("board", campaign.pk), {"standing": "accepted"}))
    assert reports["accepted"].unit.name in shown
    assert reports["late"].unit.name not in shown
    assert "1/6" in shown
    for unknown in ({"standing": "khong-co"}, {"group": "1"}, {"q": "x" * 300}):
        assert page.get(address("board", campaign.pk), unknown).status_code == 200
    response = page.get(address("board_export", campaign.pk), {"group": "agencies"})
    assert response.content.startswith(b"PK")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_boards_make_the_same_queries_for_any_number(page, count, django_assert_num_queries):
    campaign = CampaignFactory(opened=True, locked=True)
    for _number in range(count):
        report = UnitReportFactory(campaign=campaign)
        UserFactory(agency_officer=True, unit=report.unit)
        LockExceptionFactory(campaign=campaign, unit=report.unit)
        UnitReportFactory()
    for name, args, queries in (
        ("campaign_list", (), 7),
        ("campaign_detail", (campaign.pk,), 7),
        ("campaign_units", (campaign.pk,), 7),
        ("campaign_open", (campaign.pk,), 7),
        ("board", (campaign.pk,), 11),
        ("campaign_reminders", (campaign.pk,), 10),
        ("form_list", (), 4),
        ("form_detail", (campaign.form_id,), 7),
    ):
        with django_assert_num_queries(queries):
            text_of(page.get(address(name, *args)))


def test_reminders_are_previewed_copied_and_sent(page, office):
    report, alone = UnitReportFactory(), None
    campaign = report.campaign
    alone = UnitReportFactory(campaign=campaign)
    sent = UnitReportFactory(campaign=campaign, sent=True)
    officer = UserFactory(agency_officer=True, unit=report.unit)
    shown = text_of(page.get(address("campaign_reminders", campaign.pk)))
    assert officer.full_name in shown
    assert "Không có người nhận" in shown
    assert f"{alone.unit.name} (chưa bắt đầu)" in shown
    assert sent.unit.name not in shown
    page.post(address("campaign_reminders", campaign.pk), {"unit": [report.unit_id, sent.unit_id]})
    assert [one.user for one in Notice.objects.exclude(user__role="office")] == [officer]
    assert "Đã nhắc" in text_of(page.get(address("campaign_reminders", campaign.pk)))


def test_a_form_is_copied_written_and_published_by_pages(page):
    source = FormFactory(year=2022, published=True)
    assert text_of(page.get(source.get_absolute_url())).count("……………") == 3
    page.post(address("form_copy", source.pk), {"year": "2027", "name": "Mẫu 2027"})
    draft = Form.objects.get(year=2027)
    section = draft.sections.get(position=1)
    typed = {"code": "bulletins", "name": "Bản tin", "unit_of_measure": "bản tin", "kind": "integer"}
    typed |= {"audience": CampaignKind.ANNUAL, "factor": "10", "version": str(draft.version)}
    again = text_of(page.post(address("element_create", draft.pk, section.pk), typed))
    assert "Bản tin" in again
    typed["audience"] = "agencies"
    assert page.post(address("element_create", draft.pk, section.pk), typed).status_code == 302
    stale = text_of(page.post(address("element_create", draft.pk, section.pk), typed | {"code": "more"}))
    assert "Có người khác vừa lưu" in stale
    fields = {"title": "Kiến nghị", "kind": "narrative", "narrative": "", "hint": ""}
    assert "Hãy chọn nội dung" in text_of(page.post(address("section_create", draft.pk), fields))
    element = elements_of(draft).get(code="bulletins")
    page.post(address("element_act", draft.pk, element.pk, "up"))
    assert [one.code for one in elements_of(draft)][-2:] == ["bulletins", "revenue"]
    compared = text_of(page.get(address("form_compare"), {"left": source.pk, "right": draft.pk}))
    assert "bulletins" in compared
    page.post(address("form_publish", draft.pk))
    draft.refresh_from_db()
    assert not draft.is_draft
    response = page.get(address("section_edit", draft.pk, section.pk))
    assert response.url == draft.get_absolute_url()


def test_the_letter_names_the_days_the_form_and_the_units(page):
    report = UnitReportFactory()
    campaign = report.campaign
    response = page.get(address("asking_letter", campaign.pk), {"dang": "docx"})
    assert response.content.startswith(b"PK")
    paper = asking_paper(read_asking(campaign))
    assert paper.addressees == (report.unit.name,)
    assert format_date(campaign.lock_on) in paper.blocks[2].text
    form, units = paper.appendices
    assert [row.cells[1] for row in form.blocks[1].rows] == ["Hội chợ đã tham gia", "Gian hàng", "Doanh thu"]
    assert units.blocks[0].rows[0].cells == ("1", report.unit.name)
    assert page.get(address("asking_letter", campaign.pk), {"dang": "odt"}).status_code == 404
