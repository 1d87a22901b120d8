"""Certificates on paper: what they say, who gets them, and the list of those that lapsed."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.tests.factories import UserFactory
from core.dates import today
from documents.tests.factories import DocumentFactory
from evaluations.enums import DossierState
from evaluations.tests.factories import DossierFactory
from products.models import Recognition, Revocation
from products.tests.factories import RevocationFactory
from recognitions.certificate import certificates_html, page_of, qr_image
from recognitions.lapsed import lapsed_on
from recognitions.models import AwardCertificate
from recognitions.tests.factories import AwardCertificateFactory, ending_on
from units.tests.factories import UnitFactory

LIST, ISSUE, LAPSED = (reverse(f"recognitions:{name}") for name in ("certificates", "certificate_issue", "lapsed"))


def in_days(left: int, **values) -> Recognition:
    return ending_on(today() + dt.timedelta(days=left), **values)


@pytest.fixture
def office(client, db):
    person = UserFactory(office=True)
    client.force_login(person)
    return person


def pages_of(response) -> list[str]:
    assert response["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]


def test_the_pdf_says_what_was_decided(client, office, settings):
    settings.PORTAL_URL = "https://ocop.example.vn"
    document = DocumentFactory(
        issued_on=dt.date(2026, 2, 5), signer="Nguyễn Văn Ký", signer_capacity="KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"
    )
    row = ending_on(
        dt.date(2029, 2, 5), star=4, document=document, product__name="Xoài cát", product__producer__name="HTX Xoài"
    )
    made = AwardCertificateFactory(recognition=row, issued_on=dt.date(2026, 2, 5), number=7)
    response = client.get(reverse("recognitions:certificate_file", args=[made.pk]))
    reader = PdfReader(io.BytesIO(response.content))
    assert (float(reader.pages[0].mediabox.width), float(reader.pages[0].mediabox.height)) == pytest.approx(
        (841.89, 595.28), abs=0.5
    )
    (text,) = pages_of(response)
    for words in (
        "GIẤY CHỨNG NHẬN",
        "ĐẠT HẠNG 4 SAO",
        "Xoài cát",
        "HTX Xoài",
        row.unit.name,
        document.citation,
        "đến hết ngày 05/02/2029",
        "Số: 0007/2026/GCN-OCOP",
        "ngày 05 tháng 02 năm 2026",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Ký",
    ):
        assert words in text
    page = page_of(AwardCertificate.objects.for_print().get(), base="https://ocop.example.vn")
    assert page.qr == qr_image(f"https://ocop.example.vn/tra-cuu/{made.code}/")
    assert (page.stars, page.capacity) == ("★★★★", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))


def test_the_longest_names_stay_on_one_page_each(client, office):
    for _number in range(2):
        row = in_days(
            500, product__name=("Mắm cá linh " * 21)[:250], product__producer__name=("Hợp tác xã " * 23)[:250]
        )
        AwardCertificateFactory(recognition=row)
    texts = pages_of(client.get(reverse("recognitions:certificates_print")))
    assert len(texts) == 2
    assert all("GCN-OCOP" in text for text in texts)


def test_what_people_typed_is_text(db):
    made = AwardCertificateFactory(recognition=in_days(500, product__name="<img src=x> & co"))
    html = certificates_html(AwardCertificate.objects.for_print().filter(pk=made.pk), base="http://x")
    assert "&lt;img src=x&gt; &amp; co" in html


def test_too_many_or_none_are_refused_in_words(client, office):
    assert client.get(reverse("recognitions:certificates_print")).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries(client, office, django_assert_num_queries, count):
    for _number in range(count):
        AwardCertificateFactory()
    with django_assert_num_queries(7):
        assert len(client.get(LIST).context["page"].object_list) == count


def test_the_office_issues_for_a_decision_what_it_ticked(client, office):
    document = DocumentFactory()
    first, second, third = (in_days(500, document=document, product__name=name) for name in ("A", "B", "C"))
    RevocationFactory(recognition=third, effective_on=today())
    page = client.get(ISSUE, {"decision": document.pk})
    assert [row for row, ticked in page.context["rows"] if ticked] == [first, second]
    query = f"{ISSUE}?decision={document.pk}"
    again = client.post(query, {"id": [second.pk], "issued_on": "31/02/2026"})
    assert [(row, ticked) for row, ticked in again.context["rows"]] == [(first, False), (second, True)]
    refused = client.post(query, {"id": [third.pk], "issued_on": f"{today():%d/%m/%Y}"})
    assert "bị thu hồi" in refused.content.decode()
    done = client.post(query, {"id": [second.pk], "issued_on": f"{today():%d/%m/%Y}"})
    assert done.url == f"{LIST}?decision={document.pk}"
    assert AwardCertificate.objects.get().recognition == second


def test_the_list_of_lapsed_ones_leaves_out_what_is_extended_revoked_or_long_gone(db):
    lapsed, renewed, revoked, old, busy = (in_days(left) for left in (-1, -1, -1, -181, -180))
    DossierFactory(
        product=renewed.product,
        kind="renewal",
        state=DossierState.SUBMITTED,
        submitted_on=today() - dt.timedelta(days=40),
    )
    upgrade = DossierFactory(product=busy.product, kind="upgrade", state=DossierState.SUBMITTED, submitted_on=today())
    RevocationFactory(recognition=revoked, effective_on=today())
    rows, too_old = lapsed_on(Recognition.objects.all(), today())
    assert {(one.recognition, one.dossier) for one in rows} == {(lapsed, None), (busy, upgrade)}
    assert too_old == 1
    assert old.pk


def test_lapsed_ones_go_to_the_revocation_and_into_a_draft(client, office):
    row = in_days(-10, product__name="Nem Lai Vung", product__producer__unit=UnitFactory(name="Xã Tân Thành"))
    assert [one.recognition for one in client.get(LAPSED).context["rows"]] == [row]
    revocation = client.get(reverse("products:revocation_create"), {"recognition": row.pk})
    assert list(revocation.context["chosen"]) == [row]
    draft = " ".join(pages_of(client.get(reverse("recognitions:lapsed_draft"), {"recognition": row.pk})))
    assert "Nem Lai Vung" in draft
    assert "không đánh giá lại" in draft
    word = client.get(reverse("recognitions:lapsed_draft"), {"recognition": row.pk, "dang": "docx"})
    assert word.content.startswith(b"PK")
    assert client.get(reverse("recognitions:lapsed_draft")).status_code == 302
    assert not Revocation.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_lapsed_ones_takes_the_same_queries(client, office, django_assert_num_queries, count):
    for _number in range(count):
        in_days(-10)
    with django_assert_num_queries(7):
        assert len(client.get(LAPSED).context["rows"]) == count
