"""The screen that takes stars back: choose, read again, act."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.dates import today
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from products.models import Revocation
from products.tests.factories import ProductFactory, RecognitionFactory, RevocationFactory
from units.tests.factories import ProvinceFactory

pytestmark = pytest.mark.django_db

URL = reverse("products:revocation_create")


def _recognised(**values):
    return RecognitionFactory(document=DocumentFactory(issued_on=today() - dt.timedelta(days=100)), **values)


@pytest.fixture
def decision():
    return DocumentFactory(issued_on=today() - dt.timedelta(days=1), subject="Thu hồi công nhận")


def _typed(rows, decision, **changes):
    values = {
        "recognition": [row.pk for row in rows],
        "ground": "below_criteria",
        "source": "existing",
        "decision": decision.pk if decision else "",
    }
    return values | changes


def _new_decision(**changes):
    values = {
        "number": "1446",
        "symbol": "QĐ-UBND-HC",
        "issued_on": (today() - dt.timedelta(days=1)).strftime("%d/%m/%Y"),
        "issuer": ProvinceFactory().pk,
        "subject": "Thu hồi công nhận sản phẩm",
    }
    return {f"document-{name}": value for name, value in (values | changes).items()} | {"source": "new", "decision": ""}


def _found(response):
    return [row.product.name for row in response.context["found"]]


def test_only_stars_in_force_without_a_revocation_are_offered(client, office):
    alive = _recognised()
    ProductFactory()
    RecognitionFactory(document=DocumentFactory(issued_on=dt.date(2015, 1, 1)))
    RevocationFactory(
        recognition=_recognised(),
        document=DocumentFactory(issued_on=today()),
        effective_on=today() + dt.timedelta(days=9),
    )
    assert _found(client.get(URL)) == [alive.product.name]


def test_a_search_keeps_what_was_chosen_and_typed(client, office):
    chosen = _recognised(product__name="Xoài sấy dẻo")
    wanted = _recognised(product__name="Mít sấy giòn")
    _recognised(product__name="Khô cá lóc")
    typed = _typed([chosen], None, act="search", q="mit say", note="giữ lại", ground="")
    response = client.post(URL, typed)
    content = response.content.decode()
    assert _found(response) == [wanted.product.name]
    assert f'value="{chosen.pk}" id="choose-{chosen.pk}" checked' in content
    assert "giữ lại" in content
    assert "data-error-summary" not in content


def test_the_page_of_a_product_brings_it_along(client, office):
    row = _recognised()
    assert [one.pk for one in client.get(URL, {"product": row.product.pk}).context["chosen"]] == [row.pk]
    assert client.get(URL, {"product": "9" * 40}).status_code == 200


def test_the_summary_restates_the_act_and_writes_nothing(client, office, decision):
    rows = [_recognised() for _ in range(3)]
    content = client.post(URL, _typed(rows, decision, act="check")).content.decode()
    assert "Thu hồi công nhận của 3 sản phẩm?" in content
    assert "Thu hồi 3 sản phẩm" in content
    assert decision.citation in content
    assert decision.issued_on.strftime("%d/%m/%Y") in content
    assert all(row.product.name in content for row in rows)
    assert not Revocation.objects.exists()


def test_the_final_act_revokes_all_by_the_chosen_decision(client, office, decision):
    rows = [_recognised() for _ in range(3)]
    response = client.post(URL, _typed(rows, decision, act="save", note="theo kết luận"))
    assert response.url == f"{reverse('products:product_list')}?star=lapsed"
    assert Revocation.objects.filter(document=decision, note="theo kết luận").count() == 3


def test_one_product_leads_back_to_its_page(client, office, decision):
    row = _recognised()
    response = client.post(URL, _typed([row], decision, act="save"))
    assert response.url == f"{row.product.get_absolute_url()}?tab=recognitions"


def test_a_new_decision_is_recorded_with_its_file_in_the_same_act(client, office):
    row = _recognised()
    typed = _typed([row], None) | _new_decision()
    summary = client.post(URL, typed | {"act": "check"})
    assert 'name="document-file"' in summary.content.decode()
    assert not OfficialDocument.objects.filter(number=1446).exists()
    upload = SimpleUploadedFile("qd.pdf", b"%PDF-1.4 quyet dinh")
    client.post(URL, typed | {"act": "save", "document-file": upload})
    document = OfficialDocument.objects.get(number=1446)
    assert document.kind == DocumentKind.DECISION
    assert document.file.size
    assert row.revocation.document == document


def test_what_the_summary_carries_is_what_a_browser_sends_back(client, office):
    row = _recognised()
    summary = client.post(URL, _typed([row], None, act="check") | _new_decision())
    carried = dict(summary.context["carried"])
    client.post(URL, carried | {"act": "save"})
    assert row.revocation.document.number == 1446


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"recognition": []}, "__all__"),
        ({"ground": ""}, "ground"),
        ({"ground": "x"}, "ground"),
        ({"decision": ""}, "decision"),
        ({"decision": "9" * 40}, "decision"),
        ({"effective_on": "01/01/2020"}, "effective_on"),
        ({"effective_on": "mai"}, "effective_on"),
        ({"source": "x"}, "source"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_written(client, office, decision, changes, field):
    row = _recognised()
    for act in ("check", "save"):
        response = client.post(URL, _typed([row], decision, act=act) | changes)
        assert response.status_code == 200
        assert field in response.context["given"].form.errors
    assert not Revocation.objects.exists()


def test_a_wrong_new_decision_is_named_and_nothing_is_written(client, office):
    row = _recognised()
    typed = _typed([row], None, act="check") | _new_decision(number="", subject="")
    assert set(client.post(URL, typed).context["given"].decision.errors) == {"number", "subject"}
    bad_file = {"document-file": SimpleUploadedFile("qd.html", b"<script>")}
    response = client.post(URL, _typed([row], None, act="save") | _new_decision() | bad_file)
    assert "file" in response.context["given"].decision.errors
    assert not Revocation.objects.exists()
    assert not OfficialDocument.objects.filter(number=1446).exists()


def test_what_another_person_revoked_meanwhile_is_named(client, office, decision):
    rows = [_recognised(), _recognised(product__name="Đã bị thu hồi")]
    RevocationFactory(recognition=rows[1], document=DocumentFactory(issued_on=today()))
    response = client.post(URL, _typed(rows, decision, act="save"))
    assert "Đã bị thu hồi" in str(response.context["given"].form.errors)
    assert Revocation.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_row_as_for_three(client, office, django_assert_num_queries, count):
    products = [_recognised().product.pk for _ in range(count)]
    for _ in range(count):
        _recognised()
    with django_assert_num_queries(9):
        client.get(URL, {"product": products})
