"""Sending and answering: what is sent is kept whole, what is changed later is listed with its reason."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.tests.factories import UserFactory
from campaigns.enums import ReportState
from campaigns.models import Campaign, Correction, ReportMove, SentVersion
from campaigns.people import signers_of
from campaigns.services.answering import (
    Incomplete,
    Unconfirmed,
    accept_report,
    correct_value,
    reopen_report,
    return_report,
    send_report,
    take_back_report,
)
from campaigns.services.filling import save_values
from campaigns.tests.factories import (
    CampaignFactory,
    LockExceptionFactory,
    UnitReportFactory,
    earlier,
    fill,
    officer_of,
    send,
)
from campaigns.versions import changes_since_accepted, differences
from core.dates import today
from core.errors import Refused, Stale
from notices.models import Notice
from units.tests.factories import SuccessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def report():
    return UnitReportFactory()


def test_a_version_keeps_everything_as_it_was(report):
    officer = fill(report, fair_stalls=5, revenue=Decimal("12.5"))
    save_values(actor=officer, report_id=report.pk, values={}, notes={"fairs": "Hai trong tỉnh"})
    sent = send_report(actor=officer, report_id=report.pk)
    values = {one["code"]: (one["value"], one["note"]) for one in sent.values}
    assert values == {"fairs": ("3", "Hai trong tỉnh"), "fair_stalls": ("5", ""), "revenue": ("12.5", "")}
    assert [one["key"] for one in sent.narratives] == ["results", "difficulties", "tasks", "proposals"]
    assert sent.narratives[0]["text"] == "Đã tham gia hội chợ."
    report.refresh_from_db()
    assert (report.state, report.sent_by, report.was_late()) == (ReportState.SENT, officer, False)


def test_only_who_may_sign_sends(report):
    signer = fill(report)
    colleague = officer_of(report, may_sign=False)
    with pytest.raises(PermissionDenied, match="ký gửi"):
        send_report(actor=colleague, report_id=report.pk)
    assert signers_of(report) == [signer]
    send_report(actor=signer, report_id=report.pk)


def test_who_signs_for_a_unit_that_was_merged_is_found():
    merger = SuccessionFactory()
    report = UnitReportFactory(unit=merger.from_unit)
    signer = UserFactory(local_officer=True, unit=merger.to_unit, may_sign=True)
    UserFactory(local_officer=True, may_sign=True)
    assert signers_of(report) == [signer]


def test_what_is_missing_or_wrong_blocks_sending(report):
    officer = officer_of(report)
    save_values(actor=officer, report_id=report.pk, values={"fair_stalls": -1, "revenue": Decimal("1.5")})
    with pytest.raises(Incomplete) as refused:
        send_report(actor=officer, report_id=report.pk)
    assert [(one.code, bool(one.text)) for one in refused.value.problems] == [
        ("fairs", True),
        ("fair_stalls", True),
        ("", True),
    ]
    report.refresh_from_db()
    assert report.state == ReportState.IN_PROGRESS
    assert not SentVersion.objects.exists()


def test_what_looks_odd_is_sent_when_confirmed_and_kept_in_words(report):
    before = earlier(200, kind=report.campaign.kind)
    send(UnitReportFactory(campaign=before, unit=report.unit), fairs=3, fair_stalls=4)
    officer = fill(report, fairs=30)
    with pytest.raises(Unconfirmed) as odd:
        send_report(actor=officer, report_id=report.pk, confirmed=["change:fair_stalls"])
    assert [one.key for one in odd.value.checks] == ["change:fairs"]
    keys = ["change:fairs", "change:fair_stalls"]
    sent = send_report(actor=officer, report_id=report.pk, confirmed=keys, notes={"fairs": "Thêm 27 phiên chợ"})
    assert sent.confirmed == [
        "Hội chợ đã tham gia: Tăng 10 lần so với kỳ trước (3 cuộc, nay 30 cuộc)",
        "Gian hàng: Kỳ trước có 4 gian, kỳ này để trống",
    ]
    assert sent.values[0]["note"] == "Thêm 27 phiên chợ"


def test_numbers_that_changed_after_the_page_was_opened_are_not_sent(report):
    officer = fill(report)
    report.refresh_from_db()
    save_values(actor=officer_of(report), report_id=report.pk, values={"fairs": 8})
    with pytest.raises(Stale):
        send_report(actor=officer, report_id=report.pk, version=report.version)
    report.refresh_from_db()
    send_report(actor=officer, report_id=report.pk, version=report.version)


def test_late_is_a_label_and_the_lock_is_a_wall():
    late = UnitReportFactory(campaign=CampaignFactory(opened=True, overdue=True))
    send(late)
    late.refresh_from_db()
    assert late.was_late()
    locked = UnitReportFactory(campaign=earlier(9))
    officer = fill(locked)
    yesterday = today() - dt.timedelta(days=1)
    Campaign.objects.filter(pk=locked.campaign_id).update(due_on=yesterday, lock_on=yesterday)
    with pytest.raises(Refused, match="khoá"):
        send_report(actor=officer, report_id=locked.pk)
    LockExceptionFactory(campaign=locked.campaign, unit=locked.unit)
    send_report(actor=officer, report_id=locked.pk)


def test_the_unit_takes_back_until_the_due_day(office):
    report = UnitReportFactory(campaign=earlier(3))
    officer = send(report).sent_by
    take_back_report(actor=officer, report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.versions.count()) == (ReportState.IN_PROGRESS, 1)
    send(report, officer, fairs=4)
    Campaign.objects.filter(pk=report.campaign_id).update(due_on=today() - dt.timedelta(days=1))
    with pytest.raises(Refused, match="quá hạn"):
        take_back_report(actor=officer, report_id=report.pk)
    with pytest.raises(PermissionDenied):
        take_back_report(actor=office, report_id=report.pk)
    assert [one.number for one in report.versions.all()] == [2, 1]


def test_the_office_returns_with_a_note_and_the_unit_sends_again(report, office):
    officer = send(report).sent_by
    with pytest.raises(Refused, match="lý do"):
        return_report(actor=office, report_id=report.pk, note=" ")
    return_report(actor=office, report_id=report.pk, note="Thiếu doanh thu")
    assert Notice.objects.get(user=officer).body == "Thiếu doanh thu"
    again = send(report, officer, revenue=12)
    changes = differences(report.versions.get(number=1), again)
    assert [(one.label, one.before, one.after) for one in changes] == [("Doanh thu", "– triệu đồng", "12 triệu đồng")]
    with pytest.raises(PermissionDenied):
        accept_report(actor=officer, report_id=report.pk)
    accept_report(actor=office, report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.accepted_by) == (ReportState.ACCEPTED, office)
    assert Notice.objects.filter(user=office).count() == 2
    actions = list(ReportMove.objects.filter(report=report).values_list("action", flat=True))
    assert actions == ["start", "send", "return", "send", "accept"]


def test_a_number_corrected_after_acceptance_is_listed_with_its_reason(report, office):
    officer = send(report, fairs=3, fair_stalls=5).sent_by
    accept_report(actor=office, report_id=report.pk)
    assert changes_since_accepted(report) == []
    for value, reason in ((5, "Bỏ sót một cuộc"), (4, "Đếm hai lần")):
        correct_value(actor=office, report_id=report.pk, code="fairs", value=Decimal(value), reason=reason)
    (change,) = changes_since_accepted(report)
    assert change.words == "Hội chợ đã tham gia: 3 → 4 cuộc"
    assert [one.split(" (")[0] for one in change.reasons] == ["Bỏ sót một cuộc", "Đếm hai lần"]
    assert report.values.get(element__code="fairs").value == 4
    assert report.versions.get().values[0]["value"] == "3"
    assert Notice.objects.filter(user=officer, subject__contains="sửa").count() == 2


def test_a_report_opened_again_lists_what_the_unit_changed(report, office):
    officer = send(report, fairs=3).sent_by
    accept_report(actor=office, report_id=report.pk)
    correct_value(actor=office, report_id=report.pk, code="fairs", value=Decimal(5), reason="Sót")
    reopen_report(actor=office, report_id=report.pk, note="Bổ sung gian hàng")
    send(report, officer, fairs=5, fair_stalls=7)
    accept_report(actor=office, report_id=report.pk)
    changes = {one.code: (one.before, one.after, len(one.reasons)) for one in changes_since_accepted(report)}
    assert changes == {"fairs": (3, 5, 1), "fair_stalls": (None, 7, 1)}


@pytest.mark.parametrize(
    ("code", "value", "reason"),
    [("fairs", 3, "Không đổi"), ("fairs", 4, " "), ("fairs", -1, "Âm"), ("fairs", None, "Trống"), ("khac", 4, "Lạ")],
)
def test_a_correction_needs_a_reason_and_a_number_that_the_form_allows(report, office, code, value, reason):
    send(report, fairs=3)
    accept_report(actor=office, report_id=report.pk)
    value = None if value is None else Decimal(value)
    with pytest.raises(Refused):
        correct_value(actor=office, report_id=report.pk, code=code, value=value, reason=reason)
    assert not Correction.objects.exists()


def test_only_the_office_corrects_and_only_what_it_accepted(report, office):
    officer = send(report).sent_by
    with pytest.raises(Refused, match="đã duyệt"):
        correct_value(actor=office, report_id=report.pk, code="fairs", value=Decimal(4), reason="Sót")
    accept_report(actor=office, report_id=report.pk)
    with pytest.raises(PermissionDenied):
        correct_value(actor=officer, report_id=report.pk, code="fairs", value=Decimal(4), reason="Sót")


def test_the_history_and_the_versions_are_never_rewritten(report, office):
    send(report)
    accept_report(actor=office, report_id=report.pk)
    correct_value(actor=office, report_id=report.pk, code="fairs", value=Decimal(5), reason="Sót")
    for model, change in (
        (SentVersion, {"values": []}),
        (ReportMove, {"note": "x"}),
        (Correction, {"reason": "x"}),
    ):
        for act in (lambda: model.objects.update(**change), lambda: model.objects.first().delete()):  # noqa: B023
            with pytest.raises(IntegrityError), transaction.atomic():
                act()


def test_a_moment_of_the_past_is_taken_from_the_caller(report):
    officer = fill(report)
    moment = timezone.now() - dt.timedelta(hours=30)
    sent = send_report(actor=officer, report_id=report.pk, at=moment)
    report.refresh_from_db()
    assert (sent.sent_at, report.first_sent_at) == (moment, moment)
