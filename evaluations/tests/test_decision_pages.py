"""The decision screen: choose, look again, record; everything typed stays until it is done."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from accounts.tests.factories import UserFactory
from core.dates import format_date, today
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from evaluations.decision_forms import APPROVED
from evaluations.enums import DossierState as S
from evaluations.enums import MarkRule
from evaluations.models import Dossier
from evaluations.tests.factories import DossierFactory, RoundFactory, close
from products.models import Recognition
from units.tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db
# Totals of 85, 65, 45 and 100 points; 75 with criterion 1.2 below its mark for four stars.
FOUR, THREE, TWO, FIVE, MARK_MISSED = {"3": 20}, {"3": 0}, {"3": 0, "1.1": 0}, {}, {"1.2": 0}


@pytest.fixture
def turn():
    return RoundFactory()


@pytest.fixture
def url(client, turn):
    client.force_login(UserFactory(office=True))
    return reverse("evaluations:round_decision", args=[turn.pk])


def scored(turn, *totals):
    return close(DossierFactory(round=turn, accepted=True), *totals)


def row(dossier, star, reason="", chosen=True):
    fields = {f"d{dossier.pk}-star": str(star), f"d{dossier.pk}-star_reason": reason}
    return fields | ({f"d{dossier.pk}-chosen": "on"} if chosen else {})


def new_document(**changes):
    fields = {
        "number": "1446",
        "symbol": "QĐ-UBND-HC",
        "issued_on": format_date(today()),
        "issuer": str(ProvinceFactory().pk),
        "subject": "Công nhận sản phẩm OCOP",
        "signer": "",
        "signer_capacity": "",
    } | changes
    return {"source": "new"} | {f"document-{name}": value for name, value in fields.items()}


def test_the_screen_suggests_the_star_of_the_points(client, turn, url):
    dossiers = {star: scored(turn, points) for star, points in ((4, FOUR), (3, THREE), (0, TWO))}
    five = scored(turn, FIVE)
    forms = {form.dossier.pk: form for form in client.get(url).context["forms"].rows}
    for star, dossier in dossiers.items():
        assert forms[dossier.pk]["star"].value() == star
    assert forms[five.pk]["star"].value() == APPROVED
    assert [value for value, _label in forms[five.pk].fields["star"].choices] == [APPROVED, 4, 3, 0]
    assert [value for value, _label in forms[dossiers[3].pk].fields["star"].choices] == [3, 0]


def test_the_star_after_the_marks_is_suggested_with_the_councils_reason(client, url):
    turn = RoundFactory(rule_version__mark_rule=MarkRule.MOST_SHEETS)
    capped, divided = scored(turn, MARK_MISSED, MARK_MISSED), scored(turn, MARK_MISSED, FOUR)
    response = client.get(reverse("evaluations:round_decision", args=[turn.pk]))
    forms = {form.dossier.pk: form for form in response.context["forms"].rows}
    assert [value for value, _label in forms[capped.pk].fields["star"].choices] == [3, 0]
    assertContains(response, capped.result.star_reason)
    assert forms[divided.pk]["star"].value() == 4
    missed = forms[divided.pk].missed
    assert [(one.code, one.star, one.sheets, one.of) for one in missed] == [("1.2", 4, 1, 2)]


def test_the_decision_is_restated_and_then_recorded_with_its_file(client, turn, url):
    four, three, two, left = (scored(turn, points) for points in (FOUR, THREE, TWO, FOUR))
    fields = row(four, 4) | row(three, 3) | row(two, 0) | row(left, 4, chosen=False) | new_document()
    review = client.post(url, fields | {"step": "review"})
    assertContains(review, "Công nhận 2 sản phẩm (1 4★, 1 3★), không công nhận 1 sản phẩm")
    assertContains(review, "Quyết định số 1446/QĐ-UBND-HC ngày")
    assert not OfficialDocument.objects.exists()
    assert set(Dossier.objects.values_list("state", flat=True)) == {S.SCORED}
    again = dict(review.context["repeated"])
    upload = SimpleUploadedFile("qd.pdf", b"%PDF-1.7 quyet dinh")
    done = client.post(url, again | {"step": "confirm", "document-file": upload}, follow=True)
    assertRedirects(done, turn.get_absolute_url())
    assertContains(done, "Đã ghi quyết định: công nhận 2 sản phẩm (1 4★, 1 3★), không công nhận 1 sản phẩm")
    states = dict(Dossier.objects.values_list("pk", "state"))
    assert states == {four.pk: S.RECOGNISED, three.pk: S.RECOGNISED, two.pk: S.NOT_RECOGNISED, left.pk: S.SCORED}
    assert OfficialDocument.objects.get().file.name.endswith(".pdf")


def test_a_decision_on_record_is_chosen(client, turn, url):
    dossier, document = scored(turn, FOUR), DocumentFactory(issued_on=today())
    fields = row(dossier, 4) | {"source": "existing", "document": str(document.pk)}
    assertContains(client.post(url, fields | {"step": "review"}), document.citation)
    client.post(url, fields | {"step": "confirm"})
    assert Recognition.objects.get().document == document


def test_going_back_shows_what_was_typed(client, turn, url):
    dossier = scored(turn, FOUR)
    fields = row(dossier, 3, "Thiếu hợp đồng") | new_document()
    response = client.post(url, fields | {"step": "back"})
    form = response.context["forms"].rows[0]
    assert (form["star"].value(), form["star_reason"].value()) == ("3", "Thiếu hợp đồng")
    assert response.context["forms"].document["number"].value() == "1446"
    assertNotContains(response, "Chưa lưu được")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"star": "3"}, "Hãy ghi lý do xếp thấp hơn"),
        ({"star": "5"}, ""),
        ({"star": "x"}, ""),
        ({"chosen": ""}, "Hãy chọn ít nhất một sản phẩm"),
        ({"star": "3", "star_reason": "a" * 501}, ""),
    ],
)
def test_a_wrong_row_is_named_and_everything_typed_stays(client, turn, url, changes, message):
    dossier = scored(turn, FOUR)
    fields = row(dossier, 4) | new_document() | {"step": "confirm"}
    for name, value in changes.items():
        fields[f"d{dossier.pk}-{name}"] = value
    response = client.post(url, {name: value for name, value in fields.items() if value})
    assertContains(response, message)
    assert response.context["forms"].document["subject"].value() == "Công nhận sản phẩm OCOP"
    assert not OfficialDocument.objects.exists()
    dossier.refresh_from_db()
    assert dossier.state == S.SCORED


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"number": ""}, "Số"),
        ({"issued_on": "32/01/2026"}, "Không đọc được ngày"),
        ({"issued_on": "01/01/2020"}, "trước ngày trình hồ sơ"),
    ],
)
def test_a_wrong_document_records_nothing(client, turn, url, changes, message):
    dossier = scored(turn, FOUR)
    response = client.post(url, row(dossier, 3, "Lý do") | new_document(**changes) | {"step": "confirm"})
    assertContains(response, message)
    assert response.context["forms"].rows[0]["star_reason"].value() == "Lý do"
    assert not OfficialDocument.objects.exists()
    assert not Recognition.objects.exists()


def test_a_wrong_file_records_nothing(client, turn, url):
    dossier = scored(turn, FOUR)
    upload = SimpleUploadedFile("qd.pdf", b"MZ program")
    fields = row(dossier, 4) | new_document() | {"step": "confirm", "document-file": upload}
    assertContains(client.post(url, fields), "không thuộc loại được nhận")
    assert not OfficialDocument.objects.exists()


def test_choosing_no_decision_on_record_is_named(client, turn, url):
    fields = row(scored(turn, FOUR), 4) | {"source": "existing", "step": "confirm"}
    assertContains(client.post(url, fields), "Hãy chọn quyết định, hoặc ghi quyết định mới")


def test_a_second_press_finds_nothing_left_to_decide(client, turn, url):
    dossier = scored(turn, FOUR)
    fields = row(dossier, 4) | new_document() | {"step": "confirm"}
    client.post(url, fields)
    assertContains(client.post(url, fields), "Chưa có hồ sơ nào chờ quyết định")
    assert Recognition.objects.count() == 1


def test_paper_scores_are_typed_where_nothing_was_scored_here(client, turn, url):
    dossier = DossierFactory(round=turn, accepted=True, without_criteria=True)
    fields = row(dossier, 4) | new_document() | {"step": "confirm"}
    refused = client.post(url, fields | {f"d{dossier.pk}-points": "69,99"})
    assertContains(refused, "hạng sao cao hơn hạng theo điểm")
    client.post(url, fields | {f"d{dossier.pk}-points": "78,25"})
    assert Recognition.objects.get().points == Decimal("78.25")


def test_the_central_level_gives_five_stars_or_none(client):
    dossier = DossierFactory(central=True, submitted=True)
    client.force_login(UserFactory(office=True))
    url = reverse("evaluations:round_decision", args=[dossier.round_id])
    form = client.get(url).context["forms"].rows[0]
    assert [value for value, _label in form.fields["star"].choices] == [5, 0]
    client.post(url, row(dossier, 0, "Đạt 88 điểm") | new_document() | {"step": "confirm"})
    dossier.refresh_from_db()
    assert dossier.state == S.NOT_RECOGNISED
    assert dossier.moves.get().note == "Đạt 88 điểm"
