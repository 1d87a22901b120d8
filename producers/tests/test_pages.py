"""The pages of producers: scope, cost, what they show."""

import datetime as dt
import io
import unicodedata

import openpyxl
import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from producers.enums import Gender, LegalForm
from producers.models import Producer
from producers.services import RepresentativeData, update_producer
from producers.tests.factories import ProducerFactory, RepresentativeFactory
from products.tests.factories import ProductFactory
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db

LIST = reverse("producers:producer_list")


def _names(response):
    return [producer.name for producer in response.context["page"]]


class TestScope:
    """Rows of others are not there; pages of the role say why not."""

    def test_a_local_officer_sees_the_own_territory_with_the_predecessors(self, client):
        merger = SuccessionFactory()
        client.force_login(UserFactory(local_officer=True, unit=merger.to_unit))
        now, before = ProducerFactory(unit=merger.to_unit), ProducerFactory(unit=merger.from_unit)
        foreign = ProducerFactory()
        assert set(_names(client.get(LIST))) == {now.name, before.name}
        assert client.get(before.get_absolute_url()).status_code == 200
        assert client.get(foreign.get_absolute_url()).status_code == 404
        assert client.get(reverse("producers:producer_edit", args=[foreign.pk])).status_code == 404
        assert client.post(reverse("producers:producer_edit", args=[foreign.pk])).status_code == 404

    @pytest.mark.parametrize("role", ["office", "agency_officer", "leader", "administrator"])
    def test_those_who_read_the_province_see_all(self, client, role):
        client.force_login(UserFactory(**{role: True}))
        producer = ProducerFactory()
        assert _names(client.get(LIST)) == [producer.name]
        assert client.get(producer.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("role", ["agency_officer", "leader", "administrator"])
    def test_readers_get_no_buttons_and_their_posts_are_refused(self, client, role):
        client.force_login(UserFactory(**{role: True}))
        producer = ProducerFactory()
        edit, create = reverse("producers:producer_edit", args=[producer.pk]), reverse("producers:producer_create")
        for page in (LIST, producer.get_absolute_url()):
            content = client.get(page).content.decode()
            assert edit not in content
            assert create not in content
        for url in (edit, create):
            assert client.get(url).status_code == 403
            assert client.post(url, {"name": "x"}).status_code == 403
        assert Producer.objects.get().version == 1

    def test_a_council_member_gets_a_reason_at_the_list_and_404_at_a_producer(self, client):
        client.force_login(UserFactory(council_member=True))
        producer = ProducerFactory()
        for name in ("producer_list", "producer_export", "producer_create", "producer_twins"):
            assert client.get(reverse(f"producers:{name}")).status_code == 403
        assert "hội đồng" in client.get(LIST).content.decode()
        assert client.get(producer.get_absolute_url()).status_code == 404
        assert client.get(reverse("producers:producer_edit", args=[producer.pk])).status_code == 404


class TestCost:
    """Pages cost the same for one row as for three."""

    @pytest.mark.parametrize("count", [1, 3])
    def test_list(self, client, office, django_assert_num_queries, count):
        for _ in range(count):
            ProductFactory(producer=ProducerFactory(led_by_woman=True))
        with django_assert_num_queries(7):
            assert len(_names(client.get(LIST))) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_filtered_list_of_a_local_officer(self, client, officer, django_assert_num_queries, count):
        for number in range(count):
            ProducerFactory(unit=officer.unit, name=f"Hợp tác xã Sen {number}", led_by_woman=True)
        query = {"q": "sen", "unit": officer.unit.pk, "women": "on", "state": "active", "sort": "-products"}
        with django_assert_num_queries(8):
            assert len(_names(client.get(LIST, query))) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_page(self, client, office, django_assert_num_queries, count):
        producer = ProducerFactory()
        for year in range(count):
            RepresentativeFactory(
                producer=producer, since=dt.date(2018 + year, 1, 1), until=dt.date(2018 + year, 12, 31)
            )
        with django_assert_num_queries(5):
            client.get(producer.get_absolute_url())

    @pytest.mark.parametrize("count", [1, 3])
    def test_history(self, client, office, django_assert_num_queries, count):
        producer = RepresentativeFactory().producer
        for number in range(count):
            values = {"note": f"lần {number}", "unit": UnitFactory()}
            update_producer(actor=UserFactory(office=True), producer_id=producer.pk, version=None, **values)
        with django_assert_num_queries(7):
            response = client.get(producer.get_absolute_url(), {"tab": "history"})
        assert "Lịch sử" in response.content.decode()

    def test_export(self, client, office, django_assert_num_queries):
        for _ in range(3):
            ProducerFactory(led_by_woman=True)
        with django_assert_num_queries(5):
            client.get(reverse("producers:producer_export"))


class TestSearchAndOrder:
    """Marks do not matter in a search; the alphabet does in a list."""

    @pytest.mark.parametrize(
        "typed",
        ["sen hong", "SEN  HỒNG", unicodedata.normalize("NFD", "Sen Hồng Đồng"), "dong thap", "1400999", "0912345678"],
    )
    def test_words_without_marks_composed_or_not(self, client, office, typed):
        wanted = ProducerFactory(
            name="Công ty TNHH Sen Hồng Đồng Tháp",
            tax_code="1400999888",
            phone="0912345678",
            legal_form="limited_company",
        )
        ProducerFactory(name="Hợp tác xã Xoài Cát")
        assert _names(client.get(LIST, {"q": typed})) == [wanted.name]

    def test_the_order_is_vietnamese(self, client, office):
        for name in ("Đậu", "Dừa", "Ẩm thực", "An Khang", "Ớt", "Ông Sáu", "Xoài", "Êm"):
            ProducerFactory(name=name)
        order = ["An Khang", "Ẩm thực", "Dừa", "Đậu", "Êm", "Ông Sáu", "Ớt", "Xoài"]
        assert _names(client.get(LIST)) == order
        assert _names(client.get(LIST, {"sort": "-name"})) == order[::-1]

    def test_filters_narrow(self, client, office):
        merger = SuccessionFactory()
        old = ProducerFactory(name="A", unit=merger.from_unit, led_by_woman=True)
        ProducerFactory(name="B", unit=merger.to_unit, stopped=True, legal_form=LegalForm.HOUSEHOLD)
        ProducerFactory(name="C")
        assert _names(client.get(LIST, {"unit": merger.to_unit.pk})) == ["A", "B"]
        assert _names(client.get(LIST, {"unit": merger.from_unit.pk})) == ["A"]
        assert _names(client.get(LIST, {"state": "stopped"})) == ["B"]
        assert _names(client.get(LIST, {"state": "active"})) == ["A", "C"]
        assert _names(client.get(LIST, {"legal_form": "household"})) == ["B"]
        assert _names(client.get(LIST, {"women": "on"})) == [old.name]

    def test_a_local_officer_cannot_filter_by_a_foreign_unit(self, client, officer):
        ProducerFactory(unit=officer.unit)
        response = client.get(LIST, {"unit": UnitFactory().pk})
        assert "unit" in response.context["filter"].form.errors

    @pytest.mark.parametrize(
        "query",
        [
            {"page": "abc"},
            {"page": "-1"},
            {"page": "99999999999999999999"},
            {"size": "x"},
            {"size": "9999999"},
            {"sort": "password"},
            {"sort": "--name"},
            {"unit": "abc"},
            {"unit": "99999999999999999999999"},
            {"state": "x"},
            {"legal_form": "' OR 1=1"},
            {"women": "maybe"},
            {"q": "a\x00b"},
            {"q": "'\"):*&|!<->\\"},
            {"q": "x" * 5000},
        ],
    )
    def test_nonsense_in_the_address_is_no_error(self, client, office, query):
        ProducerFactory()
        assert client.get(LIST, query).status_code == 200
        assert client.get(reverse("producers:producer_export"), query).status_code == 200

    @pytest.mark.parametrize("query", [{"tab": "x"}, {"tab": "history"}, {"tab": "products"}])
    def test_tabs_of_a_page(self, client, office, query):
        assert client.get(ProducerFactory().get_absolute_url(), query).status_code == 200

    def test_a_key_beyond_all_numbers_is_404(self, client, office):
        assert client.get(f"{LIST}99999999999999999999999/").status_code == 404


def test_a_name_with_markup_is_shown_as_text(client, office):
    producer = ProducerFactory(name="<script>alert(1)</script>", note="{{ 7 }}<b>")
    for url in (LIST, producer.get_absolute_url(), f"{producer.get_absolute_url()}?tab=history"):
        content = client.get(url).content.decode()
        assert "<script>alert" not in content
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_history_says_who_changed_what_from_what_to_what(client, office):
    producer = RepresentativeFactory(name="Trần Văn Ba").producer
    writer = UserFactory(office=True, full_name="Nguyễn Thị Ghi")
    person = RepresentativeData("Lê Thị Hoa", Gender.FEMALE, dt.date(2023, 3, 1))
    update_producer(actor=writer, producer_id=producer.pk, version=None, phone="0912345678", representative=person)
    newest = client.get(producer.get_absolute_url(), {"tab": "history"}).context["history"][0]
    assert newest.who == "Nguyễn Thị Ghi"
    told = {(change.label, change.before, change.after) for change in newest.changes}
    assert ("Điện thoại", "", "0912345678") in told
    assert ("Người đại diện", "", "Lê Thị Hoa từ 01/03/2023") in told
    assert any(label.endswith("Đến hết ngày") and after == "28/02/2023" for label, _before, after in told)


def test_the_page_names_what_is_missing_with_links_into_the_form(client, office):
    producer = ProducerFactory(tax_code="1400123456")
    items = {item.text: item.url for item in client.get(producer.get_absolute_url()).context["missing"]}
    edit = reverse("producers:producer_edit", args=[producer.pk])
    assert items["Điện thoại"] == f"{edit}#id_phone"
    assert items["Người đại diện"] == f"{edit}#id_representative_name"
    assert "Mã số thuế" not in items
    assert 'id="id_phone"' in client.get(edit).content.decode()


def test_the_export_holds_the_filtered_rows_typed(client, office):
    unit = UnitFactory(name="Xã Mỹ An", parent=UnitFactory(district=True, name="Huyện Tháp Mười"))
    for name in ("=1+1", "Ớt", "An"):
        ProducerFactory(name=name, unit=unit, legal_form=LegalForm.HOUSEHOLD, registered_on=dt.date(2020, 2, 29))
    ProducerFactory(name="Khác")
    ProductFactory(producer=Producer.objects.get(name="An"))
    query = {"legal_form": "household", "sort": "-name"}
    response = client.get(reverse("producers:producer_export"), query)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]]
    assert [row[1] for row in rows] == _names(client.get(LIST, query))
    assert {row[4] for row in rows} == {"Huyện Tháp Mười"}
    assert rows[0][8] == dt.datetime(2020, 2, 29)  # noqa: DTZ001 - as openpyxl reads a date
    assert {row[1]: row[15] for row in rows} == {"=1+1": 0, "Ớt": 0, "An": 1}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert ".xlsx" in response["Content-Disposition"]
