"""Recording and correcting official documents."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.errors import Stale
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import is_cited, record_document, update_document
from documents.tests.factories import DocumentFactory
from units.tests.factories import ProvinceFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return UserFactory(office=True)


def _fields(**changes):
    fields = {
        "kind": DocumentKind.DECISION,
        "number": 1446,
        "symbol": "QĐ-UBND-HC",
        "issued_on": dt.date(2022, 12, 29),
        "issuer": ProvinceFactory(),
        "subject": "Công nhận sản phẩm OCOP năm 2022",
    }
    return fields | changes


def test_a_document_is_recorded_with_its_file_and_the_hash_of_it(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = record_document(actor=office, **_fields(file=ContentFile(b"%PDF-1.7 quyet dinh", name="x.pdf")))
    assert document.citation == "Quyết định số 1446/QĐ-UBND-HC ngày 29/12/2022"
    assert document.sha256 == hashlib.sha256(b"%PDF-1.7 quyet dinh").hexdigest()
    with document.file.open() as stored:
        assert stored.read() == b"%PDF-1.7 quyet dinh"
    assert document.history.get().history_user == office


@pytest.mark.parametrize("role", ["local_officer", "agency_officer", "council_member", "leader", "administrator"])
def test_nobody_but_the_office_records_or_corrects(role):
    actor = UserFactory(**{role: True})
    with pytest.raises(PermissionDenied, match="Văn phòng Điều phối"):
        record_document(actor=actor, **_fields())
    document = DocumentFactory()
    with pytest.raises(PermissionDenied):
        update_document(actor=actor, document_id=document.pk, version=1, subject="Khác")
    assert OfficialDocument.objects.get().subject == document.subject


def test_number_and_symbol_are_given_once_a_year_by_an_issuer(office):
    record_document(actor=office, **_fields())
    with pytest.raises(ValidationError, match="Số, ký hiệu này đã có trong năm đó"):
        record_document(actor=office, **_fields(issued_on=dt.date(2022, 1, 5), subject="Việc khác"))
    record_document(actor=office, **_fields(issued_on=dt.date(2021, 12, 29)))
    record_document(actor=office, **_fields(symbol="KH-UBND"))
    record_document(actor=office, **_fields(issuer=UnitFactory(agency=True)))
    assert OfficialDocument.objects.count() == 4


def test_decomposed_letters_are_the_same_symbol(office):
    record_document(actor=office, **_fields(symbol="KH-VPĐỔI"))
    with pytest.raises(ValidationError, match="đã có trong năm đó"):
        record_document(actor=office, **_fields(symbol="KH-VPĐO\u0302\u0309I"))


def test_the_database_itself_keeps_numbers_apart():
    first = DocumentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(number=first.number, issuer=first.issuer, issued_on=dt.date(2022, 3, 1))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 0}, "__all__"),
        ({"symbol": "QĐ/UBND"}, "symbol"),
        ({"symbol": "QĐ UBND"}, "symbol"),
        ({"symbol": ""}, "symbol"),
        ({"subject": "   "}, "subject"),
        ({"kind": "song"}, "kind"),
        ({"issued_on": dt.date(2100, 1, 1)}, "issued_on"),
        ({"issued_on": dt.date(2003, 12, 31)}, "issuer"),
    ],
)
def test_a_wrong_field_is_refused_and_nothing_is_written(office, changes, field):
    with pytest.raises(ValidationError) as refused:
        record_document(actor=office, **_fields(**changes))
    assert field in refused.value.error_dict
    assert not OfficialDocument.objects.exists()


def test_a_correction_keeps_what_stood_before(office):
    document = record_document(actor=office, **_fields())
    update_document(actor=office, document_id=document.pk, version=1, subject="Công nhận và xếp hạng sản phẩm")
    first, last = document.history.order_by("history_id")
    assert (first.subject, last.subject) == ("Công nhận sản phẩm OCOP năm 2022", "Công nhận và xếp hạng sản phẩm")


def test_two_writers_do_not_overwrite_each_other_unseen(office):
    document = record_document(actor=office, **_fields())
    update_document(actor=office, document_id=document.pk, version=1, subject="Người thứ nhất")
    with pytest.raises(Stale):
        update_document(actor=office, document_id=document.pk, version=1, subject="Người thứ hai")
    document.refresh_from_db()
    assert document.subject == "Người thứ nhất"


def test_kind_and_day_are_fixed_once_a_row_cites_the_document(office):
    document = record_document(actor=office, **_fields())
    moved = {"issued_on": dt.date(2022, 12, 28)}
    update_document(actor=office, document_id=document.pk, version=1, **moved)
    assert not is_cited(document)
    DocumentFactory(replaces=document)
    assert is_cited(document)
    with pytest.raises(ValidationError, match="không sửa được nữa") as refused:
        update_document(actor=office, document_id=document.pk, version=2, issued_on=dt.date(2022, 12, 1))
    assert set(refused.value.error_dict) == {"issued_on"}
    update_document(actor=office, document_id=document.pk, version=2, **moved, subject="Trích yếu đúng")
    document.refresh_from_db()
    assert (document.issued_on, document.subject) == (dt.date(2022, 12, 28), "Trích yếu đúng")


def test_what_an_issued_report_prints_is_fixed_once_a_row_cites_it(office):
    document = record_document(actor=office, **_fields(kind=DocumentKind.REPORT))
    update_document(actor=office, document_id=document.pk, version=1, number=15, signer="Trần Văn Ký")
    DocumentFactory(replaces=document)
    values = {"number": 16, "symbol": "BC-KHÁC", "signer": "Người khác", "signer_capacity": "CHỦ TỊCH"}
    with pytest.raises(ValidationError, match="không sửa được nữa") as refused:
        update_document(actor=office, document_id=document.pk, version=2, **values)
    assert set(refused.value.error_dict) == set(values)
    same = {"number": 15, "signer": " Trần Văn Ký "}
    update_document(actor=office, document_id=document.pk, version=2, **same, subject="Trích yếu đúng")


def test_history_cites_nothing(office):
    document = DocumentFactory()
    other = DocumentFactory(replaces=document)
    other.replaces = None
    other.save()
    assert not is_cited(document)
