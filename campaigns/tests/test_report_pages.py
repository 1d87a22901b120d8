"""Pages of a unit's report: filling in, conflicts, checks to confirm, the answer, what outsiders read."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from campaigns.enums import NarrativeKey, ReportState
from campaigns.models import Correction
from campaigns.services.answering import accept_report, correct_value, return_report, take_back_report
from campaigns.services.filling import save_narrative, save_values
from campaigns.tests.factories import (
    CampaignFactory,
    ElementFactory,
    FormFactory,
    FormSectionFactory,
    LockExceptionFactory,
    UnitReportFactory,
    earlier,
    fill,
    officer_of,
    publish,
    send,
)
from core.dates import add_months, today
from products.tests.factories import ProductFactory, RecognitionFactory
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def report():
    return UnitReportFactory()


@pytest.fixture
def officer(client, report):
    user = officer_of(report)
    client.force_login(user)
    return user


@pytest.fixture
def office(client):
    user = UserFactory(office=True)
    client.force_login(user)
    return user


def page(name, report, *args):
    return reverse(f"campaigns:{name}", args=[report.pk, *args])


def numbers(report):
    return page("report_section", report, report.campaign.form.sections.get(kind="numbers").pk)


def results(report):
    return page("report_section", report, report.campaign.form.sections.get(narrative=NarrativeKey.RESULTS).pk)


def boxes(response):
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


@pytest.mark.usefixtures("officer")
class TestFilling:
    def test_the_report_is_a_list_of_tasks_with_what_is_missing(self, client, report):
        response = client.get(page("unit_report", report))
        assertContains(response, f"{numbers(report)}#id_v_fairs")
        assertContains(response, f"{results(report)}#id_text")
        assertContains(response, "0/5 phần đã đủ")
        assertContains(response, report.campaign.days_text)
        fill(report)
        assertContains(client.get(page("unit_report", report)), "2/5 phần đã đủ")

    def test_numbers_typed_in_vietnamese_ways_are_saved_and_the_next_section_opens(self, client, report):
        typed = boxes(client.get(numbers(report)))
        typed |= {"v_fairs": "1.234", "v_fair_stalls": "1 234", "v_revenue": "12,5"}
        assertRedirects(client.post(numbers(report), typed | {"then": "next"}), results(report))
        assert {row.element.code: row.value for row in report.values.all()} == {
            "fairs": 1234,
            "fair_stalls": 1234,
            "revenue": Decimal("12.5"),
        }

    @pytest.mark.parametrize("wrong", ["nhiều", "12.345.6", "1234567890123456789", "1,234"])
    def test_bad_input_is_named_and_everything_typed_is_kept(self, client, report, wrong):
        typed = boxes(client.get(numbers(report))) | {"v_fairs": wrong, "v_fair_stalls": "7"}
        response = client.post(numbers(report), typed)
        assertContains(response, "#id_v_fairs")
        shown = boxes(response)
        assert (shown["v_fairs"], shown["v_fair_stalls"]) == (wrong, "7")
        assert not report.values.exists()

    def test_a_page_that_saves_itself_is_answered_in_json_and_loses_nothing_of_another(self, client, report):
        typed = boxes(client.get(numbers(report)))
        answer = client.post(numbers(report), typed | {"v_fairs": "3"}, headers=AUTOSAVE)
        assert answer.status_code == 200
        save_values(actor=officer_of(report), report_id=report.pk, values={"fair_stalls": 9})
        typed |= {"v_fairs": "4", "version": answer.json()["version"]}
        answer = client.post(numbers(report), typed, headers=AUTOSAVE)
        # The box of the other officer still stands empty in this window, and goes on doing so.
        typed |= {"v_fairs": "5", "version": answer.json()["version"]}
        assert client.post(numbers(report), typed, headers=AUTOSAVE).status_code == 200
        assert {row.element.code: row.value for row in report.values.all()} == {"fairs": 5, "fair_stalls": 9}
        wrong = client.post(numbers(report), typed | {"v_fairs": "x"}, headers=AUTOSAVE)
        assert (wrong.status_code, "Hội chợ" in wrong.json()["message"]) == (422, True)

    def test_two_officers_see_both_versions_and_nothing_is_overwritten_unseen(self, client, report):
        typed = boxes(client.get(numbers(report)))
        save_values(actor=officer_of(report), report_id=report.pk, values={"fairs": 8, "fair_stalls": 6})
        mine = typed | {"v_fairs": "3"}
        assert client.post(numbers(report), mine, headers=AUTOSAVE).status_code == 409
        response = client.post(numbers(report), mine)
        assertContains(response, "Bản đang lưu")
        assert [(one.stored, one.typed) for one in response.context["form"].differences] == [("8", "3")]
        again = boxes(response)
        assert (again["v_fairs"], again["v_fair_stalls"]) == ("3", "6")
        assertRedirects(client.post(numbers(report), again), numbers(report))
        assert {row.element.code: row.value for row in report.values.all()} == {"fairs": 3, "fair_stalls": 6}

    def test_a_text_that_two_wrote_is_shown_twice(self, client, report):
        typed = boxes(client.get(results(report)))
        section = report.campaign.form.sections.get(narrative=NarrativeKey.RESULTS).pk
        save_narrative(actor=officer_of(report), report_id=report.pk, section_id=section, text="Của đồng nghiệp")
        response = client.post(results(report), typed | {"text": "Của tôi"})
        for text in ("Của đồng nghiệp", "Của tôi", "Bản đang lưu"):
            assertContains(response, text)
        client.post(results(report), boxes(response))
        assert report.narratives.get().text == "Của tôi"

    def test_the_last_period_stands_beside_and_its_text_is_one_press_away(self, client, report):
        send(UnitReportFactory(campaign=earlier(200), unit=report.unit), fairs=1375, text="Kỳ trước <b>")
        assertContains(client.get(numbers(report)), "1.375")
        response = client.get(results(report))
        assertContains(response, "Kỳ trước &lt;b&gt;")
        client.post(results(report), boxes(response) | {"text": "Mới", "take": "last"})
        assert report.narratives.get().text == "Mới\n\nKỳ trước <b>"

    def test_files_are_added_and_taken_away(self, client, report):
        upload = SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
        client.post(page("report_files", report), {"name": "Biểu có dấu", "file": upload})
        row = report.attachments.get()
        response = client.get(reverse("campaigns:attachment_file", args=[row.pk]))
        assert b"".join(response.streaming_content) == b"%PDF-1.4 x"
        wrong = client.post(page("report_files", report), {"name": "B", "file": SimpleUploadedFile("a.pdf", b"MZ")})
        assertContains(wrong, "chọn lại")
        client.post(reverse("campaigns:attachment_remove", args=[row.pk]))
        row.refresh_from_db()
        assert row.removed_at

    def test_after_the_lock_the_pages_say_so(self, client, officer):
        locked = UnitReportFactory(campaign=CampaignFactory(opened=True, locked=True), unit=officer.unit)
        assertContains(client.get(page("unit_report", locked)), "đã khoá")
        assertContains(client.get(numbers(locked)), "khoá", status_code=403)
        LockExceptionFactory(campaign=locked.campaign, unit=locked.unit, reason="Mất điện")
        assertContains(client.get(page("unit_report", locked)), "Mất điện")
        assert client.get(numbers(locked)).status_code == 200


class TestWhatThePortalCounts:
    @pytest.fixture
    def report(self):
        form = FormFactory(content=False)
        ElementFactory(section=FormSectionFactory(form=form), code="stock", indicator="standing.products")
        campaign = CampaignFactory(opened=True, form=publish(form))
        unit = UnitFactory()
        RecognitionFactory(product=ProductFactory(producer__unit=unit), document__issued_on=add_months(today(), -6))
        return UnitReportFactory(campaign=campaign, unit=unit)

    @pytest.mark.usefixtures("officer")
    def test_it_stands_in_the_box_until_somebody_types_and_can_be_taken_again(self, client, report):
        first = client.get(numbers(report))
        assert boxes(first)["v_stock"] == "1"
        assertContains(first, "Hệ thống điền sẵn")
        client.post(numbers(report), boxes(first) | {"v_stock": ""})
        again = client.get(numbers(report))
        assert boxes(again)["v_stock"] == ""
        client.post(numbers(report), boxes(again) | {"take": "stock"})
        assert report.values.get().value == 1

    @pytest.mark.usefixtures("officer")
    def test_another_number_is_asked_about_before_sending(self, client, report):
        client.post(numbers(report), boxes(client.get(numbers(report))) | {"v_stock": "5"})
        assertContains(
            client.get(page("report_check", report)), "Hệ thống tính 1 lượt, báo cáo ghi 5 lượt: đúng không?"
        )


@pytest.mark.usefixtures("officer")
class TestSending:
    def test_what_blocks_is_listed_with_links_and_nothing_is_sent(self, client, report):
        response = client.get(page("report_check", report))
        assertContains(response, f"{numbers(report)}#id_v_fairs")
        assertNotContains(response, 'value="send"')
        client.post(page("report_check", report), {"then": "send", "version": "1"})
        assert not report.versions.exists()

    def test_odd_numbers_are_confirmed_one_by_one(self, client, report, officer):
        send(UnitReportFactory(campaign=earlier(200), unit=report.unit), fairs=3)
        fill(report, officer, fairs=30)
        url = page("report_check", report)
        response = client.get(url)
        assertContains(response, "Tăng 10 lần so với kỳ trước (3 cuộc, nay 30 cuộc): đúng không?")
        typed = {"version": boxes(response)["version"], "note_fairs": "Thêm phiên chợ", "then": "send"}
        refused = client.post(url, typed)
        assertContains(refused, "Hãy đánh dấu nếu số này đúng")
        assert boxes(refused)["note_fairs"] == "Thêm phiên chợ"
        assert not report.versions.exists()
        assertRedirects(client.post(url, typed | {"ok_change_fairs": "on"}), page("unit_report", report))
        assert report.versions.get().confirmed[0].startswith("Hội chợ đã tham gia: Tăng 10 lần")
        assert report.versions.get().values[0]["note"] == "Thêm phiên chợ"
        # A second press of the same button.
        assertRedirects(client.post(url, typed), page("unit_report", report))
        assert report.versions.count() == 1

    def test_an_explanation_is_kept_without_sending(self, client, report, officer):
        send(UnitReportFactory(campaign=earlier(200), unit=report.unit), fairs=3)
        fill(report, officer, fairs=30)
        client.post(page("report_check", report), {"note_fairs": "Vì sao", "then": "explain"})
        assert report.values.get(element__code="fairs").note == "Vì sao"
        assert not report.versions.exists()

    def test_numbers_changed_meanwhile_are_looked_at_again(self, client, report, officer):
        fill(report, officer)
        typed = boxes(client.get(page("report_check", report)))
        save_values(actor=officer_of(report), report_id=report.pk, values={"fairs": 9})
        response = client.post(page("report_check", report), typed | {"then": "send"}, follow=True)
        assertContains(response, "vừa được sửa")
        assert not report.versions.exists()

    def test_who_may_not_sign_is_told_whom_to_ask(self, client, report):
        signer = officer_of(report, full_name="Trần Ký")
        fill(report, signer)
        client.force_login(officer_of(report, may_sign=False))
        for name in ("unit_report", "report_check"):
            assertContains(client.get(page(name, report)), "Trần Ký")
        assertNotContains(client.get(page("report_check", report)), 'value="send"')
        assert client.post(page("report_check", report), {"then": "send"}).status_code == 403
        assert not report.versions.exists()

    def test_what_was_sent_is_taken_back(self, client, report, officer):
        send(report, officer)
        assertContains(client.get(page("unit_report", report)), "Rút lại để sửa")
        client.post(page("report_move", report), {"action": "take_back"})
        report.refresh_from_db()
        assert report.state == ReportState.IN_PROGRESS


@pytest.mark.usefixtures("office")
class TestAnswering:
    def test_outside_the_unit_only_what_was_sent_is_read(self, client, report):
        officer = fill(report, text="Đang viết dở")
        for role in ("office", "leader", "administrator"):
            client.force_login(UserFactory(**{role: True}))
            response = client.get(page("unit_report", report))
            assertContains(response, "Đang nhập")
            assertNotContains(response, "Đang viết dở")
            assert client.get(page("report_paper", report)).status_code == 404
        send(report, officer, text="Đã viết xong")
        assertContains(client.get(page("unit_report", report)), "Đã viết xong")

    def test_a_return_needs_a_note_and_keeps_what_was_typed(self, client, report):
        send(report)
        response = client.post(page("report_move", report), {"action": "return", "note": ""})
        assertContains(response, "Hãy ghi rõ lý do")
        client.post(page("report_move", report), {"action": "return", "note": "Thiếu số liệu quý II"})
        report.refresh_from_db()
        assert report.state == ReportState.RETURNED
        client.force_login(officer_of(report))
        assertContains(client.get(page("unit_report", report)), "Thiếu số liệu quý II")

    def test_what_was_sent_anew_is_not_accepted_unseen(self, client, report, office):
        officer = send(report, fairs=3).sent_by
        seen = client.get(page("unit_report", report)).context["report"].version
        take_back_report(actor=officer, report_id=report.pk)
        send(report, officer, fairs=300)
        typed = {"action": "accept", "note": "Đủ", "version": seen}
        response = client.post(page("report_move", report), typed)
        assertContains(response, "vừa thay đổi")
        report.refresh_from_db()
        assert report.state == ReportState.SENT
        fresh = response.context["answer_form"]["version"].value()
        client.post(page("report_move", report), typed | {"version": fresh})
        report.refresh_from_db()
        assert (report.state, report.accepted_by) == (ReportState.ACCEPTED, office)

    def test_a_number_is_corrected_with_its_reason_and_listed(self, client, report, office):
        send(report, fairs=3)
        accept_report(actor=office, report_id=report.pk)
        url = page("report_correct", report, "fairs")
        typed = boxes(client.get(url))
        wrong = client.post(url, typed | {"value": "4", "reason": ""})
        assert boxes(wrong)["value"] == "4"
        assertRedirects(client.post(url, typed | {"value": "4", "reason": "Đếm sót"}), page("unit_report", report))
        assertContains(client.get(page("unit_report", report)), "1 số đã sửa sau khi duyệt")
        assertContains(client.get(page("unit_report", report)), "đơn vị gửi: 3")
        stale = client.post(url, typed | {"value": "5", "reason": "Nữa"})
        assertContains(stale, "Có người khác vừa lưu")
        assert Correction.objects.get().after == 4
        campaign = report.campaign
        assertContains(client.get(page("late_changes", campaign)), "Đếm sót")
        assert client.get(page("late_changes_export", campaign)).content.startswith(b"PK")

    def test_an_unknown_move_or_number_is_not_found(self, client, report, office):
        send(report)
        accept_report(actor=office, report_id=report.pk)
        assert client.post(page("report_move", report), {"action": "send"}).status_code == 404
        assert client.get(page("report_correct", report, "khac")).status_code == 404
        assert client.get(page("report_version", report, 2)).status_code == 404

    def test_versions_are_shown_and_compared(self, client, report, office):
        officer = send(report, fairs=3).sent_by
        return_report(actor=office, report_id=report.pk, note="Xem lại")
        send(report, officer, fairs=4)
        assertContains(client.get(page("report_version", report, 1)), "Bản 1 đã gửi")
        response = client.get(page("report_compare", report))
        assert [(one.before, one.after) for one in response.context["changes"]] == [("3 cuộc", "4 cuộc")]
        assertContains(client.get(page("report_compare", report) + "?truoc=2&sau=2"), "Hai bản giống nhau")


def measured(client, django_assert_num_queries, url, count):
    client.get(url)
    with django_assert_num_queries(count):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_the_database_the_same_for_one_row_and_for_three(client, django_assert_num_queries, rows):
    form = FormFactory()
    section = form.sections.get(kind="numbers")
    for at in range(rows):
        ElementFactory(section=section, code=f"more_{at}")
    campaign = CampaignFactory(opened=True, form=publish(form))
    typed = UnitReportFactory(campaign=campaign)
    officer = fill(typed)
    office = UserFactory(office=True)
    for _each in range(rows):
        report = UnitReportFactory(campaign=campaign)
        sender = send(report).sent_by
        for number in range(rows):
            return_report(actor=office, report_id=report.pk, note="Xem lại")
            send(report, sender, fairs=10 + number)
        accept_report(actor=office, report_id=report.pk)
        for number in range(rows):
            correct_value(actor=office, report_id=report.pk, code="fairs", value=Decimal(50 + number), reason="Sót")
    client.force_login(officer)
    measured(client, django_assert_num_queries, page("unit_report", typed), 14)
    measured(client, django_assert_num_queries, numbers(typed), 10)
    measured(client, django_assert_num_queries, results(typed), 10)
    measured(client, django_assert_num_queries, page("report_check", typed), 10)
    client.force_login(office)
    measured(client, django_assert_num_queries, page("unit_report", report), 12)
    measured(client, django_assert_num_queries, page("late_changes", campaign), 8)
