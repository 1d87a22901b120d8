"""Saving numbers, texts and files: always possible for the unit, until it has sent or the lock has come."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from campaigns.enums import Audience, NarrativeKey, ReportState
from campaigns.merging import read_token, token_of
from campaigns.models import Attachment
from campaigns.reading import read
from campaigns.services.campaigns import set_units
from campaigns.services.filling import Conflict, add_attachment, remove_attachment, save_narrative, save_values
from campaigns.tests.factories import (
    CampaignFactory,
    ElementFactory,
    FormFactory,
    LockExceptionFactory,
    UnitReportFactory,
    officer_of,
    publish,
    send,
)
from core.dates import today
from core.errors import Refused
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def results_of(report):
    return report.campaign.form.sections.get(narrative=NarrativeKey.RESULTS)


def test_the_first_save_starts_the_report_and_empty_boxes_stay_empty():
    report = UnitReportFactory()
    officer = officer_of(report)
    save_values(actor=officer, report_id=report.pk, values={"fairs": 3, "fair_stalls": None, "revenue": Decimal("1.5")})
    report.refresh_from_db()
    assert report.state == ReportState.IN_PROGRESS
    assert {row.element.code: row.value for row in report.values.all()} == {"fairs": 3, "revenue": Decimal("1.5")}
    assert report.moves.get().action == "start"
    version = report.version
    save_values(actor=officer, report_id=report.pk, values={"fairs": 3})
    report.refresh_from_db()
    assert report.version == version


def test_an_explanation_and_a_text_are_kept():
    report = UnitReportFactory()
    officer = officer_of(report)
    save_values(actor=officer, report_id=report.pk, values={}, notes={"fairs": "Gộp hai đợt"})
    save_narrative(actor=officer, report_id=report.pk, section_id=results_of(report).pk, text=" Dòng một\r\nDòng hai ")
    filled = read(report)
    assert filled.values["fairs"].note == "Gộp hai đợt"
    assert filled.text_of(results_of(report).pk) == "Dòng một\nDòng hai"


def test_only_the_unit_writes_also_one_that_took_over():
    old = SuccessionFactory()
    report = UnitReportFactory(unit=old.from_unit)
    save_values(actor=UserFactory(local_officer=True, unit=old.to_unit), report_id=report.pk, values={"fairs": 1})
    for stranger in (
        UserFactory(agency_officer=True),
        UserFactory(local_officer=True),
        UserFactory(office=True),
        UserFactory(leader=True),
        officer_of(report, is_active=False),
    ):
        with pytest.raises(PermissionDenied):
            save_values(actor=stranger, report_id=report.pk, values={"fairs": 2})
    assert report.values.get().value == 1


def test_nothing_is_written_into_a_campaign_that_is_not_open():
    report = UnitReportFactory(campaign=CampaignFactory())
    with pytest.raises(PermissionDenied):
        save_values(actor=officer_of(report), report_id=report.pk, values={"fairs": 1})


def test_what_is_not_asked_of_the_unit_is_not_taken():
    form = FormFactory()
    section = form.sections.get(kind="numbers")
    ElementFactory(section=section, code="localities", audience=Audience.LOCALITIES)
    agency, other, commune = UnitFactory(agency=True), UnitFactory(agency=True), UnitFactory()
    ElementFactory(section=section, code="union", audience=Audience.AGENCIES, unit_codes=[agency.code])
    publish(form)
    campaign = CampaignFactory(opened=True, form=form)
    asked = {}
    for unit in (agency, other, commune):
        report = UnitReportFactory(campaign=campaign, unit=unit)
        asked[unit] = {one.code for one in read(report).elements} - {"fairs", "fair_stalls", "revenue"}
    assert asked == {agency: {"union"}, other: set(), commune: {"localities"}}
    with pytest.raises(ValidationError, match="union"):
        save_values(actor=officer_of(report), report_id=report.pk, values={"union": 1})


@pytest.mark.parametrize("days", [0, 1])
def test_after_the_lock_nothing_is_written_without_an_exception(days):
    report = UnitReportFactory(campaign=CampaignFactory(opened=True, locked=True))
    officer = officer_of(report)
    acts = (
        lambda: save_values(actor=officer, report_id=report.pk, values={"fairs": 1}),
        lambda: save_narrative(actor=officer, report_id=report.pk, section_id=results_of(report).pk, text="A"),
        lambda: add_attachment(actor=officer, report_id=report.pk, name="a", upload=ContentFile(b"a", name="x.pdf")),
    )
    for act in acts:
        with pytest.raises(Refused, match="khoá"):
            act()
    LockExceptionFactory(campaign=report.campaign, unit=report.unit, until=today() + dt.timedelta(days=days))
    for act in acts:
        act()
    assert (report.values.count(), report.narratives.count(), report.attachments.count()) == (1, 1, 1)


def test_what_was_sent_is_not_written_into():
    report = UnitReportFactory()
    sent = send(report)
    with pytest.raises(Refused, match="Đã gửi"):
        save_values(actor=sent.sent_by, report_id=report.pk, values={"fairs": 9})


def test_two_officers_in_one_section_lose_nothing():
    report = UnitReportFactory()
    first, second = officer_of(report), officer_of(report)
    opened = read_token(token_of({"fairs": "", "fair_stalls": "", "revenue": ""}))
    save_values(actor=first, report_id=report.pk, values={"fairs": 3, "revenue": None}, seen=opened)
    # The second window still shows the empty box of the first officer.
    save_values(actor=second, report_id=report.pk, values={"fairs": None, "fair_stalls": 5}, seen=opened)
    assert {row.element.code: row.value for row in report.values.all()} == {"fairs": 3, "fair_stalls": 5}
    with pytest.raises(Conflict) as conflict:
        save_values(actor=second, report_id=report.pk, values={"fairs": 4, "revenue": 7}, seen=opened)
    assert conflict.value.keys == {"fairs"}
    assert {row.element.code: row.value for row in report.values.all()} == {"fairs": 3, "fair_stalls": 5}


def test_two_officers_in_one_text_see_a_conflict():
    report = UnitReportFactory()
    section, opened = results_of(report).pk, read_token(token_of({"text": ""}))
    for text in ("Của tôi", "Của tôi"):
        save_narrative(actor=officer_of(report), report_id=report.pk, section_id=section, text=text, seen=opened)
    with pytest.raises(Conflict):
        save_narrative(actor=officer_of(report), report_id=report.pk, section_id=section, text="Khác", seen=opened)
    assert report.narratives.get().text == "Của tôi"


def test_a_file_is_kept_once_and_taken_away_it_stays_in_what_was_sent():
    report = UnitReportFactory()
    officer = officer_of(report)
    upload = {"name": "Biểu số liệu", "upload": ContentFile(b"%PDF-1", name="x.pdf")}
    row = add_attachment(actor=officer, report_id=report.pk, **upload)
    with pytest.raises(Refused, match="đã có"):
        add_attachment(actor=officer, report_id=report.pk, name="B", upload=ContentFile(b"%PDF-1", name="x.pdf"))
    sent = send(report, officer)
    assert sent.files == [{"id": row.pk, "name": "Biểu số liệu", "sha256": row.sha256}]
    with pytest.raises(Refused):
        remove_attachment(actor=officer, attachment_id=row.pk)
    other = UnitReportFactory()
    second = add_attachment(
        actor=(mine := officer_of(other)), report_id=other.pk, name="C", upload=ContentFile(b"%PDF-2", name="x.pdf")
    )
    remove_attachment(actor=mine, attachment_id=second.pk)
    assert not read(other).files
    assert Attachment.objects.get(pk=second.pk).file


def test_a_stored_file_is_never_changed_or_deleted():
    report = UnitReportFactory()
    row = add_attachment(
        actor=officer_of(report), report_id=report.pk, name="A", upload=ContentFile(b"%PDF", name="x.pdf")
    )
    for act in (lambda: Attachment.objects.update(sha256="0" * 64), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_a_unit_that_was_taken_out_meanwhile_is_told_so():
    report = UnitReportFactory()
    officer = officer_of(report)
    set_units(actor=UserFactory(office=True), campaign_id=report.campaign_id, remove=[report.unit_id])
    with pytest.raises(Refused, match="không còn"):
        save_values(actor=officer, report_id=report.pk, values={"fairs": 1})


def test_the_unit_above_does_not_write_for_the_one_below_but_the_successor_does():
    report = UnitReportFactory()
    unit = report.unit
    above, after = UnitFactory(), UnitFactory()
    SuccessionFactory(from_unit=unit, to_unit=after)
    type(unit).objects.filter(pk=unit.pk).update(parent=above, path=f"{above.path}{unit.code}/")
    report.unit.refresh_from_db()
    for writer, may in ((above, False), (after, True)):
        person = UserFactory(local_officer=True, unit=writer, may_sign=True)
        if may:
            save_values(actor=person, report_id=report.pk, values={"fairs": 3})
            continue
        with pytest.raises(PermissionDenied):
            save_values(actor=person, report_id=report.pk, values={"fairs": 3})
