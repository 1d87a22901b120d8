"""The register of documents: who reads, who records, and what a wrong form keeps."""

import datetime as dt
import io
import threading
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image
from pytest_django.asserts import assertContains, assertNotContains

from accounts.enums import Role
from accounts.tests.factories import UserFactory
from documents.enums import DocumentKind
from documents.forms import DocumentForm
from documents.models import OfficialDocument
from documents.services import record_document
from documents.tests.factories import DocumentFactory
from tests.patience import PATIENCE_SECONDS
from units.tests.factories import ProvinceFactory, UnitFactory

pytestmark = pytest.mark.django_db

LIST, CREATE = reverse("documents:document_list"), reverse("documents:document_create")
PDF = b"%PDF-1.7 quyet dinh cong nhan"
OTHER_ROLES = sorted(set(Role) - {Role.OFFICE})


@pytest.fixture
def office(client):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


def _typed(**changes):
    typed = {
        "kind": DocumentKind.DECISION,
        "number": "1446",
        "symbol": "QĐ-UBND-HC",
        "issued_on": "29/12/2022",
        "issuer": ProvinceFactory().pk,
        "subject": "Công nhận sản phẩm OCOP năm 2022",
        "signer": "Nguyễn Văn Thử",
        "signer_capacity": "KT. CHỦ TỊCH - PHÓ CHỦ TỊCH",
    }
    return typed | changes


def _page(document, name="detail"):
    return reverse(f"documents:document_{name}", args=[document.pk])


@pytest.mark.parametrize("role", sorted(Role))
def test_everybody_who_is_signed_in_reads(client, role):
    document = DocumentFactory()
    client.force_login(UserFactory(**{role: True}))
    assertContains(client.get(LIST), document.reference)
    assertContains(client.get(_page(document)), document.subject)


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_nobody_but_the_office_records_or_edits(client, role):
    document = DocumentFactory()
    client.force_login(UserFactory(**{role: True}))
    assertNotContains(client.get(LIST), CREATE)
    assertNotContains(client.get(_page(document)), _page(document, "edit"))
    for url in (CREATE, _page(document, "edit")):
        assert client.get(url).status_code == 403
        assertContains(client.post(url, _typed()), "Chỉ Văn phòng Điều phối", status_code=403)
    assert OfficialDocument.objects.get().subject == document.subject


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_row_as_for_three(client, office, django_assert_num_queries, count):
    for number in range(count):
        DocumentFactory(issuer=UnitFactory(agency=True), issued_on=dt.date(2020 + number, 5, 5))
    with django_assert_num_queries(6):
        response = client.get(LIST)
    assert len(response.context["page"].object_list) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_change_as_for_three(client, office, django_assert_num_queries, count):
    document = DocumentFactory()
    for number in range(count):
        document.subject, document.issuer = f"Trích yếu {number}", UnitFactory(agency=True)
        document.save()
    with django_assert_num_queries(6):
        client.get(_page(document))


def test_the_list_is_searched_and_filtered(client, office):
    plan = DocumentFactory(
        kind=DocumentKind.PLAN, symbol="KH-UBND", subject="Kế hoạch OCOP", issued_on=dt.date(2021, 3, 1)
    )
    decision = DocumentFactory(number=1446)
    for query, expected in (
        ({}, [decision, plan]),
        ({"q": "ke hoach"}, [plan]),
        ({"q": "1446"}, [decision]),
        ({"kind": "plan"}, [plan]),
        ({"year": "2022"}, [decision]),
        ({"sort": "issued"}, [plan, decision]),
        ({"q": "khong co"}, []),
    ):
        assert list(client.get(LIST, query).context["page"]) == expected
    assert client.get(LIST, {"year": "x", "kind": "x", "sort": "x", "page": "x"}).status_code == 200


def test_a_decision_is_recorded_with_its_file_and_downloaded(client, office):
    upload = SimpleUploadedFile("../../quyet dinh.exe.pdf", PDF, content_type="text/html")
    response = client.post(CREATE, _typed(file=upload), follow=True)
    document = OfficialDocument.objects.get()
    assertContains(response, "Đã ghi Quyết định số 1446/QĐ-UBND-HC ngày 29/12/2022")
    assert "quyet" not in document.file.name
    download = client.get(_page(document, "file"))
    assert b"".join(download.streaming_content) == PDF
    assert download["Content-Type"] == "application/pdf"
    assert download["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "sandbox" in download["Content-Security-Policy"]


def _docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def _picture(kind):
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "teal").save(out, format=kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix"), [(PDF, "pdf"), (_docx(), "docx"), (_picture("JPEG"), "jpg"), (_picture("PNG"), "png")]
)
def test_a_file_is_known_by_its_content(client, office, content, suffix):
    client.post(CREATE, _typed(file=SimpleUploadedFile("tep.bin", content)))
    assert OfficialDocument.objects.get().file.name.endswith(f".{suffix}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<html><script>alert(1)</script>", "không thuộc loại được nhận"),
        (b"MZ\x90\x00", "không thuộc loại được nhận"),
        (_picture("WEBP"), "không thuộc loại được nhận"),
        (b"\x89PNG\r\n\x1a\n broken", "Không đọc được ảnh"),
        (b"", "trống"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "lớn hơn 20 MB"),
    ],
)
def test_another_file_is_refused_and_what_was_typed_stays(client, office, content, message):
    response = client.post(CREATE, _typed(file=SimpleUploadedFile("tệp lạ.pdf", content)))
    assertContains(response, message)
    assertContains(response, "Công nhận sản phẩm OCOP năm 2022")
    assert not OfficialDocument.objects.exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": ""}, "Hãy nhập mục này"),
        ({"number": "0"}, "bắt đầu từ 1"),
        ({"number": "-3"}, "bắt đầu từ 1"),
        ({"number": "99999999999999999999"}, "99999"),
        ({"number": "một"}, "không phải là số nguyên"),
        ({"symbol": "QĐ/UBND"}, "Ký hiệu chỉ gồm"),
        ({"symbol": "x" * 41}, "40"),
        ({"issued_on": "31/02/2022"}, "Không đọc được ngày"),
        ({"issued_on": "29/12/2099"}, "sau hôm nay"),
        ({"issued_on": "29/12/1999"}, "không hoạt động vào ngày ban hành"),
        ({"issuer": "abc"}, "Hãy chọn lại"),
        ({"kind": "song"}, "Hãy chọn lại"),
        ({"subject": "\x00"}, "ký tự không đọc được"),
    ],
)
def test_bad_input_is_answered_in_words_and_kept(client, office, changes, message):
    response = client.post(CREATE, _typed(**changes))
    assertContains(response, message)
    assertContains(response, "Nguyễn Văn Thử")
    for name, value in changes.items():
        if name in {"number", "symbol", "issued_on"} and value:
            assertContains(response, f'value="{value}"')
    assert not OfficialDocument.objects.exists()


def test_a_taken_number_is_named(client, office):
    DocumentFactory(number=1446, issued_on=dt.date(2022, 1, 3))
    response = client.post(CREATE, _typed())
    assertContains(response, "Văn bản số 1446/QĐ-UBND-HC năm 2022 của cơ quan này đã có")
    assert OfficialDocument.objects.count() == 1


def test_a_correction_is_saved_and_told_in_the_history(client, office):
    document = DocumentFactory(number=1446)
    data = _typed(version=document.version, subject="Công nhận và xếp hạng")
    response = client.post(_page(document, "edit"), data, follow=True)
    assertContains(response, "Công nhận và xếp hạng")
    document.refresh_from_db()
    assert (document.version, document.signer) == (2, "Nguyễn Văn Thử")
    assertContains(response, str(office))


def test_a_stored_file_stays_when_the_form_brings_none(client, office):
    document = record_document(
        actor=office,
        kind="decision",
        number=1446,
        symbol="QĐ-UBND-HC",
        issued_on=dt.date(2022, 12, 29),
        issuer=ProvinceFactory(),
        subject="Công nhận",
        file=ContentFile(PDF, name="x.pdf"),
    )
    client.post(_page(document, "edit"), _typed(version=1))
    stored = OfficialDocument.objects.get()
    assert (stored.file.name, stored.sha256) == (document.file.name, document.sha256)


def test_a_correction_over_another_one_is_shown_first(client, office):
    document = DocumentFactory(number=1446)
    client.post(_page(document, "edit"), _typed(version=1, subject="Người thứ nhất"))
    response = client.post(_page(document, "edit"), _typed(version=1, subject="Người thứ hai"))
    assertContains(response, "Có người khác vừa lưu")
    assertContains(response, "Người thứ nhất")
    assertContains(response, "Người thứ hai")
    assert OfficialDocument.objects.get().subject == "Người thứ nhất"
    again = client.post(_page(document, "edit"), _typed(version=2, subject="Người thứ hai"))
    assert again.status_code == 302


def test_kind_and_day_of_a_cited_document_are_shown_but_not_changed(client, office):
    document = DocumentFactory(number=1446)
    DocumentFactory(replaces=document)
    data = _typed(version=1, issued_on="01/01/2021", kind="plan", subject="Trích yếu đúng")
    assert client.post(_page(document, "edit"), data).status_code == 302
    document.refresh_from_db()
    assert (document.kind, document.issued_on) == (DocumentKind.DECISION, dt.date(2022, 12, 29))
    assert document.subject == "Trích yếu đúng"


def test_a_missing_file_is_not_found_and_the_page_says_so(client, office):
    without, lost = DocumentFactory(), DocumentFactory(file="documents/officialdocument/00/lost.pdf")
    assert client.get(_page(without, "file")).status_code == 404
    assert client.get(_page(lost, "file")).status_code == 404
    assertContains(client.get(_page(lost)), "không còn trong kho lưu trữ")
    assert client.get(reverse("documents:document_file", args=[10**19])).status_code == 404


def test_what_looks_like_markup_stays_text(client, office):
    document = DocumentFactory(subject='"><svg onload="alert(1)">', signer="<b>A</b>")
    for url in (LIST, _page(document), _page(document, "edit")):
        assertNotContains(client.get(url), "<svg onload")


def test_the_form_fits_into_another_screen(office):
    data = {f"document-{name}": value for name, value in _typed().items() if name != "kind"}
    form = DocumentForm(data, prefix="document", kind=DocumentKind.DECISION)
    assert form.is_valid(), form.errors
    document = record_document(actor=office, **form.cleaned_document())
    assert document.citation == "Quyết định số 1446/QĐ-UBND-HC ngày 29/12/2022"
    assert "kind" not in form.fields


@pytest.mark.django_db(transaction=True)
def test_of_two_writers_of_the_same_number_one_reads_a_message(client):
    office, issuer = UserFactory(office=True), ProvinceFactory()
    barrier, outcomes = threading.Barrier(2), []

    def write():
        try:
            barrier.wait(PATIENCE_SECONDS)
            fields = {"kind": "decision", "number": 7, "symbol": "QĐ-UBND", "subject": "Công nhận"}
            record_document(actor=office, issuer=issuer, issued_on=dt.date(2022, 12, 29), **fields)
            outcomes.append("")
        except Exception as error:  # noqa: BLE001 - the kind of error is what is tested
            outcomes.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert OfficialDocument.objects.count() == 1
    assert sorted(bool(outcome) for outcome in outcomes) == [False, True]
    assert "đã có trong năm đó" in max(outcomes)
