"""Pages of editions: what is shown, to whom, in which words; the same number of queries for one and three."""

import datetime as dt
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import UserFactory
from products.tests.factories import RecognitionFactory
from reports.consolidating.services import create_consolidation
from reports.enums import ReportState, Stage
from reports.models import Passage, Report
from reports.tests.editions import GROUP, edition_data, figure, stored_edition
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def office():
    return UserFactory(office=True)


@pytest.fixture
def year(office):
    return create_consolidation(actor=office, kind="annual", year=2022)


def page(client, user, name, *args) -> str:
    client.force_login(user)
    answer = client.get(reverse(f"reports:{name}", args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_draft_offers_to_freeze_and_a_frozen_one_to_issue(client, office, year):
    draft = stored_edition(year, Stage.DRAFT)
    text = page(client, office, "report_detail", draft.pk)
    assert "Dự thảo" in text
    assert reverse("reports:edition_freeze", args=[draft.pk]) in text
    frozen = stored_edition(year, Stage.FROZEN)
    text = page(client, office, "report_detail", frozen.pk)
    assert reverse("reports:edition_issue", args=[frozen.pk]) in text
    text = page(client, UserFactory(leader=True), "report_detail", frozen.pk)
    assert "Bản số 1" in text
    for name in ("edition_issue", "consolidation_detail"):
        assert reverse(f"reports:{name}", args=[frozen.pk if name == "edition_issue" else year.pk]) not in text
    for kind in ("pdf", "docx", "xlsx"):
        assert reverse("reports:report_file", args=[frozen.pk, kind]) in text


def test_the_file_is_that_of_the_last_stage_and_earlier_ones_are_kept(client, office, year):
    report = stored_edition(year, Stage.ISSUED)
    client.force_login(UserFactory(leader=True))
    answer = client.get(reverse("reports:report_file", args=[report.pk, "pdf"]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 issued"
    client.force_login(office)
    answer = client.get(reverse("reports:edition_file", args=[report.pk, "draft", "pdf"]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 draft"


def test_an_edition_on_a_unit_is_not_for_the_officers_of_that_unit(client, office):
    """It counts dossiers and money, whoever works there."""
    officer = UserFactory(local_officer=True)
    report = stored_edition(
        create_consolidation(actor=office, kind="annual", year=2022, unit=officer.unit), Stage.ISSUED
    )
    agency = UserFactory(agency_officer=True)
    for who, sees in ((officer, False), (agency, False), (UserFactory(leader=True), True), (office, True)):
        assert Report.objects.visible_to(who).filter(pk=report.pk).exists() is sees


def test_a_file_that_was_changed_on_disk_is_not_served(client, office, year):
    report = stored_edition(year, Stage.FROZEN)
    Path(report.files.get(stage=Stage.FROZEN, format="pdf").file.path).write_bytes(b"%PDF-1.7 forged")
    client.force_login(office)
    answer = client.get(reverse("reports:report_file", args=[report.pk, "pdf"]), follow=True)
    assert "không còn giống tệp đã lập" in answer.content.decode()


def test_a_fixed_edition_is_there_while_its_files_are_drawn_anew(client, year):
    report = stored_edition(year, Stage.FROZEN)
    Report.objects.filter(pk=report.pk).update(state=ReportState.FAILED, error="Máy chủ dừng.", progress=0)
    text = page(client, UserFactory(leader=True), "report_detail", report.pk)
    assert "Sản phẩm được công nhận" in text
    assert reverse("reports:report_file", args=[report.pk, "pdf"]) in text


def test_freezing_says_what_it_means_and_leads_on(client, office, year):
    draft = stored_edition(year, Stage.DRAFT)
    assert "không sửa được nữa" in page(client, office, "edition_freeze", draft.pk)
    answer = client.post(reverse("reports:edition_freeze", args=[draft.pk]))
    assert answer.url == draft.get_absolute_url()
    draft.refresh_from_db()
    assert (draft.stage, draft.edition, draft.state) == (Stage.FROZEN, 1, ReportState.QUEUED)


def test_freezing_names_the_passages_whose_figures_changed_and_waits_for_a_word(client, office, year):
    draft = stored_edition(year, Stage.DRAFT)
    Passage.objects.filter(consolidation=year, key="recognised").update(
        edited="Có 4 sản phẩm.",
        edited_at=timezone.now(),
        basis={"recognised.products": "4"},
        figures={"recognised.products": "5"},
    )
    text = page(client, office, "edition_freeze", draft.pk)
    assert "Có 4 sản phẩm." in text
    assert "recognised.products" not in text
    address = reverse("reports:edition_freeze", args=[draft.pk])
    assert "xem lại" in client.post(address, follow=True).content.decode()
    client.post(address, {"has_looked": "1"})
    draft.refresh_from_db()
    assert draft.stage == Stage.FROZEN


def test_issuing_keeps_what_was_typed_and_then_records_the_document(client, office, year):
    frozen = stored_edition(year, Stage.FROZEN)
    address = reverse("reports:edition_issue", args=[frozen.pk])
    text = page(client, office, "edition_issue", frozen.pk)
    assert 'value="BC-VPĐP"' in text
    fields = {
        "number": "7",
        "symbol": "BC-VPĐP",
        "issued_on": "05/01/2023",
        "issuer": UnitFactory(agency=True).pk,
        "subject": "Báo cáo năm 2022",
        "signer": "Nguyễn Văn Ký",
        "signer_capacity": "CHÁNH VĂN PHÒNG",
    }
    typed = {f"document-{name}": value for name, value in fields.items()}
    wrong = client.post(address, typed | {"document-number": ""})
    assert wrong.status_code == 200
    assert "Nguyễn Văn Ký" in wrong.content.decode()
    assert client.post(address, typed | {"document-signer": ""}).status_code == 200
    answer = client.post(address, typed)
    assert answer.url == frozen.get_absolute_url()
    frozen.refresh_from_db()
    assert (frozen.stage, frozen.document.reference) == (Stage.ISSUED, "07/BC-VPĐP")
    again = client.post(address, typed | {"document-number": "8"})
    assert again.url == frozen.get_absolute_url()
    frozen.refresh_from_db()
    assert frozen.document.reference == "07/BC-VPĐP"


def test_rows_read_as_they_were_whatever_has_changed_since(client, office, year):
    """The product was renamed, its producer too, the recognition is unknown to the reader: the page stays."""
    recognition = RecognitionFactory(document__issued_on=dt.date(2022, 12, 1))
    words = {
        recognition.pk: (recognition.product_id, "Tên cũ", "Chủ thể cũ", "Xã cũ, Huyện cũ", "4 sao"),
        987654: (55, "Trà đã mất", "Cơ sở Sen", "Xã Mỹ Quí", "3 sao"),
    }
    data = edition_data(
        figures=(figure("recognised.products", 2, words), *edition_data().figures[1:]), rows_in_words={GROUP: words}
    )
    report = stored_edition(year, Stage.FROZEN, data=data)
    recognition.product.name = "Tên mới"
    recognition.product.save()
    text = page(client, UserFactory(leader=True), "report_figure", report.pk, "recognised.products")
    assert "Tên cũ" in text
    assert "Trà đã mất" in text
    assert "Tên mới" not in text
    assert recognition.product.get_absolute_url() in text


def test_a_figure_that_nothing_counts_any_more_still_opens(client, office, year):
    gone = figure("recognised.gone", 1, (1,), name="Chỉ tiêu đã bỏ")
    report = stored_edition(year, Stage.FROZEN, data=edition_data(figures=(gone, *edition_data().figures)))
    assert "Chỉ tiêu đã bỏ" in page(client, office, "report_detail", report.pk)
    assert "Gạo sạch" in page(client, office, "report_figure", report.pk, "recognised.gone")


def test_what_changed_since_the_edition_before_is_told(client, office, year):
    stored_edition(year, Stage.ISSUED)
    later = edition_data(figures=(figure("recognised.products", 1, (1,)), *edition_data().figures[1:]))
    report = stored_edition(year, Stage.DRAFT, data=later)
    text = page(client, office, "edition_differences", report.pk)
    assert "−1 sản phẩm (2 → 1); bớt 1" in text
    assert "Trà sen (Cơ sở Sen, Xã Mỹ Quí)" in text
    assert reverse("reports:edition_differences", args=[report.pk]) in page(client, office, "report_detail", report.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_edition_asks_the_same_for_one_and_for_three(
    client, office, year, count, django_assert_num_queries
):
    figures = tuple(figure(f"recognised.star{star}.products", 2, (1, 2)) for star in range(count))
    report = stored_edition(year, Stage.FROZEN, data=edition_data(figures=figures))
    client.force_login(office)
    client.get(report.get_absolute_url())
    with django_assert_num_queries(7):
        client.get(report.get_absolute_url())


@pytest.mark.parametrize("count", [1, 3])
def test_the_rows_of_a_figure_ask_the_same_for_one_and_for_three(
    client, office, year, count, django_assert_num_queries
):
    words = {at: (at, f"Gạo {at}", "HTX", "Xã", "3 sao") for at in range(1, count + 1)}
    data = edition_data(figures=(figure("recognised.products", count, words),), rows_in_words={GROUP: words})
    report = stored_edition(year, Stage.FROZEN, data=data)
    client.force_login(office)
    address = reverse("reports:report_figure", args=[report.pk, "recognised.products"])
    client.get(address)
    with django_assert_num_queries(7):
        client.get(address)
