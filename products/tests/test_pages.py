"""The lists and pages of products: scope, cost, filters, what they show."""

import datetime as dt
import io
import unicodedata

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.tests.factories import UserFactory
from core.dates import today
from documents.tests.factories import DocumentFactory
from producers.tests.factories import ProducerFactory
from products.enums import ChannelKind
from products.models import Product
from products.services import ChannelData, update_product
from products.tests.factories import (
    CertificateFactory,
    GroupFactory,
    ProductFactory,
    RecognitionFactory,
    RevocationFactory,
    SalesChannelFactory,
)
from units.tests.factories import SuccessionFactory

pytestmark = pytest.mark.django_db

LIST = reverse("products:product_list")
EXPORT = reverse("products:product_export")


def _names(response):
    return [product.name for product in response.context["page"]]


def _recognised(days_ago: int, **values):
    return RecognitionFactory(document=DocumentFactory(issued_on=today() - dt.timedelta(days=days_ago)), **values)


class TestScope:
    """Rows of others are not there; pages of the role say why not."""

    def test_a_local_officer_sees_the_own_territory_with_the_predecessors(self, client):
        merger = SuccessionFactory()
        client.force_login(UserFactory(local_officer=True, unit=merger.to_unit))
        now = ProductFactory(producer__unit=merger.to_unit)
        before = ProductFactory(producer__unit=merger.from_unit, photo=ContentFile(b"x", name="x.jpg"))
        foreign = ProductFactory(photo=ContentFile(b"x", name="x.jpg"))
        assert set(_names(client.get(LIST))) == {now.name, before.name}
        assert client.get(before.get_absolute_url()).status_code == 200
        photo = client.get(reverse("products:product_photo", args=[before.pk]))
        assert (photo.status_code, b"".join(photo.streaming_content)) == (200, b"x")
        for name in ("product_detail", "product_edit", "product_photo", "product_producer"):
            assert client.get(reverse(f"products:{name}", args=[foreign.pk])).status_code == 404
        assert client.post(reverse("products:product_edit", args=[foreign.pk])).status_code == 404
        assert client.get(reverse("products:producer_products", args=[foreign.producer.pk])).status_code == 404
        assert client.get(reverse("products:producer_products", args=[before.producer.pk])).status_code == 200

    @pytest.mark.parametrize("role", ["office", "agency_officer", "leader", "administrator"])
    def test_those_who_read_the_province_see_all(self, client, role):
        client.force_login(UserFactory(**{role: True}))
        product = ProductFactory()
        assert _names(client.get(LIST)) == [product.name]
        assert client.get(product.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize("role", ["agency_officer", "leader", "administrator"])
    def test_readers_get_no_buttons_and_their_posts_are_refused(self, client, role):
        client.force_login(UserFactory(**{role: True}))
        product = _recognised(10).product
        edit = reverse("products:product_edit", args=[product.pk])
        create, revoke = reverse("products:product_create"), reverse("products:revocation_create")
        for page in (LIST, product.get_absolute_url()):
            content = client.get(page).content.decode()
            assert not [url for url in (edit, create, revoke) if url in content]
        for url in (edit, create, revoke):
            assert client.get(url).status_code == 403
            assert client.post(url, {"name": "x"}).status_code == 403
        assert Product.objects.get().version == 1

    def test_a_local_officer_does_not_revoke(self, client, officer):
        product = _recognised(10, product__producer__unit=officer.unit).product
        assert reverse("products:revocation_create") not in client.get(product.get_absolute_url()).content.decode()
        assert client.get(reverse("products:revocation_create")).status_code == 403
        assert client.post(reverse("products:revocation_create"), {"act": "save"}).status_code == 403

    def test_a_council_member_gets_a_reason_at_the_lists_and_404_at_a_product(self, client):
        client.force_login(UserFactory(council_member=True))
        product = ProductFactory(photo=ContentFile(b"x", name="x.jpg"))
        for name in ("product_list", "product_export", "product_create", "revocation_create", "producer_choose"):
            assert client.get(reverse(f"products:{name}")).status_code == 403
        assert "hội đồng" in client.get(LIST).content.decode()
        for name in ("product_detail", "product_edit", "product_photo"):
            assert client.get(reverse(f"products:{name}", args=[product.pk])).status_code == 404

    def test_agencies_have_no_tab_of_dossiers(self, client):
        client.force_login(UserFactory(agency_officer=True))
        response = client.get(ProductFactory().get_absolute_url(), {"tab": "dossiers"})
        assert response.context["tab"] == "info"
        assert "dossiers" not in response.context["tabs"]


class TestCost:
    """Pages cost the same for one row as for three."""

    @pytest.mark.parametrize("count", [1, 3])
    def test_list(self, client, office, django_assert_num_queries, count):
        for _ in range(count):
            _recognised(10)
        with django_assert_num_queries(8):
            assert len(_names(client.get(LIST))) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_with_every_filter(self, client, officer, django_assert_num_queries, count):
        group = GroupFactory()
        for number in range(count):
            producer = ProducerFactory(unit=officer.unit, led_by_woman=True)
            product = ProductFactory(producer=producer, name=f"Xoài {number}", group=group)
            SalesChannelFactory(product=product)
            _recognised(1000, product=product)
        query = {
            "q": "xoai thu",
            "unit": officer.unit.pk,
            "star": "3",
            "group": f"g-{group.pk}",
            "legal_form": "cooperative",
            "expiring": "12",
            "channel": "online",
            "state": "going",
            "women": "on",
            "sort": "-until",
        }
        with django_assert_num_queries(9):
            assert len(_names(client.get(LIST, query))) == count

    @pytest.mark.parametrize("count", [1, 3])
    def test_products_of_a_producer(self, client, office, django_assert_num_queries, count):
        producer = ProducerFactory()
        for number in range(count):
            _recognised(10, product=ProductFactory(producer=producer, name=f"Xoài {number}"))
        with django_assert_num_queries(4):
            client.get(reverse("products:producer_products", args=[producer.pk]))

    @pytest.mark.parametrize("count", [1, 3])
    def test_page(self, client, office, django_assert_num_queries, count):
        product = ProductFactory()
        for number in range(count):
            _recognised(10 + number, product=product)
            SalesChannelFactory(product=product)
            CertificateFactory(product=product)
        with django_assert_num_queries(7):
            client.get(product.get_absolute_url())

    @pytest.mark.parametrize("count", [1, 3])
    def test_recognitions(self, client, office, django_assert_num_queries, count):
        product = ProductFactory()
        for number in range(count):
            RevocationFactory(recognition=_recognised(2000 + number, product=product))
        with django_assert_num_queries(5):
            client.get(product.get_absolute_url(), {"tab": "recognitions"})

    @pytest.mark.parametrize("count", [1, 3])
    def test_history(self, client, office, django_assert_num_queries, count):
        product = SalesChannelFactory(product=CertificateFactory().product).product
        for number in range(count):
            values = {"description": f"lần {number}", "group": GroupFactory(), "producer": ProducerFactory()}
            update_product(actor=UserFactory(office=True), product_id=product.pk, version=None, **values)
        with django_assert_num_queries(10):
            client.get(product.get_absolute_url(), {"tab": "history"})

    def test_export(self, client, office, django_assert_num_queries):
        for _ in range(3):
            _recognised(10)
        with django_assert_num_queries(5):
            client.get(EXPORT)


class TestSearchAndOrder:
    """Marks do not matter in a search; the alphabet does in a list."""

    @pytest.mark.parametrize(
        "typed",
        [
            "xoai say deo",
            "XOÀI SẤY",
            unicodedata.normalize("NFD", "Xoài sấy dẻo"),
            "deo xoai",
            "xoai dong thap",
            "hoa loc",
        ],
    )
    def test_words_of_the_product_and_its_producer(self, client, office, typed):
        producer = ProducerFactory(name="Công ty TNHH Đồng Tháp Xanh")
        wanted = ProductFactory(name="Xoài sấy dẻo", producer=producer, main_material="Xoài cát Hoà Lộc")
        ProductFactory(name="Mít sấy giòn")
        assert _names(client.get(LIST, {"q": typed})) == [wanted.name]

    def test_the_order_is_vietnamese(self, client, office):
        for name in ("Đậu phộng", "Dừa sáp", "Ổi", "Ớt", "Ẩm", "An", "Khô cá lóc", "Khô cá sặc"):
            ProductFactory(name=name)
        order = ["An", "Ẩm", "Dừa sáp", "Đậu phộng", "Khô cá lóc", "Khô cá sặc", "Ổi", "Ớt"]
        assert _names(client.get(LIST)) == order

    def test_stars_sort_with_the_starless_last_both_ways(self, client, office):
        ProductFactory(name="Không")
        _recognised(10, star=3, product__name="Ba")
        _recognised(20, star=5, product__name="Năm")
        assert _names(client.get(LIST, {"sort": "-star"})) == ["Năm", "Ba", "Không"]
        assert _names(client.get(LIST, {"sort": "star"})) == ["Ba", "Năm", "Không"]
        assert _names(client.get(LIST, {"sort": "until"})) == ["Năm", "Ba", "Không"]

    def test_filters_by_star(self, client, office):
        ProductFactory(name="Chưa")
        _recognised(10, star=3, product__name="Ba")
        _recognised(1000, star=4, product__name="Bốn sắp hết")
        _recognised(1200, star=4, product__name="Bốn hết")
        RevocationFactory(
            recognition=_recognised(100, star=5, product__name="Năm thu hồi"),
            document=DocumentFactory(issued_on=today()),
        )
        wanted = {
            "any": ["Ba", "Bốn sắp hết"],
            "3": ["Ba"],
            "4": ["Bốn sắp hết"],
            "5": [],
            "none": ["Chưa"],
            "lapsed": ["Bốn hết", "Năm thu hồi"],
        }
        for value, names in wanted.items():
            assert _names(client.get(LIST, {"star": value})) == names
        assert _names(client.get(LIST, {"expiring": "6"})) == ["Bốn sắp hết"]

    def test_filters_by_group_unit_form_channel_state_and_leader(self, client, office):
        merger = SuccessionFactory()
        group = GroupFactory()
        producer = ProducerFactory(unit=merger.from_unit, led_by_woman=True, legal_form="farm")
        wanted = ProductFactory(name="Một", group=group, producer=producer)
        SalesChannelFactory(product=wanted, kind=ChannelKind.EXPORT)
        other = ProductFactory(name="Hai", stopped=True)
        SalesChannelFactory(product=other, kind=ChannelKind.EXPORT, until=dt.date(2022, 1, 1))
        for query in (
            {"group": f"g-{group.pk}"},
            {"group": f"n-{group.counts_as}"},
            {"unit": merger.to_unit.pk},
            {"legal_form": "farm"},
            {"channel": "export"},
            {"state": "going"},
            {"women": "on"},
            {"producer": producer.pk},
        ):
            assert _names(client.get(LIST, query)) == ["Một"], query
        assert _names(client.get(LIST, {"state": "stopped"})) == ["Hai"]

    @pytest.mark.parametrize(
        "query",
        [
            {"page": "abc"},
            {"page": "99999999999999999999"},
            {"star": "x"},
            {"star": "9" * 30},
            {"group": "g-99999999999999999999999"},
            {"group": "n-"},
            {"unit": "9" * 30},
            {"producer": "9" * 30},
            {"producer": "abc"},
            {"expiring": "999999"},
            {"channel": "x"},
            {"sort": "-"},
            {"q": "a\x00b"},
            {"q": "' | ! & <-> :* \\"},
        ],
    )
    def test_nonsense_in_the_address_is_no_error(self, client, office, query):
        ProductFactory()
        assert client.get(LIST, query).status_code == 200
        assert client.get(EXPORT, query).status_code == 200

    def test_the_filter_by_producer_does_not_reach_out_of_sight(self, client, officer):
        foreign = ProductFactory()
        response = client.get(LIST, {"producer": foreign.producer.pk})
        assert foreign.producer.name not in response.content.decode()


class TestPage:
    """What the page of a product says."""

    def test_the_header_tells_star_and_validity(self, client, office):
        row = _recognised(10, star=4)
        content = client.get(row.product.get_absolute_url()).content.decode()
        assert "4★" in content
        assert f"Có giá trị đến {row.valid_until:%d/%m/%Y}" in content

    def test_recognitions_tell_what_became_of_each(self, client, office):
        product = ProductFactory()
        first = _recognised(900, product=product)
        second = _recognised(100, product=product, star=4)
        RevocationFactory(
            recognition=second, document=DocumentFactory(issued_on=today()), note="theo kết luận thanh tra"
        )
        content = client.get(product.get_absolute_url(), {"tab": "recognitions"}).content.decode()
        assert f"bằng công nhận 4 sao ngày {second.valid_from:%d/%m/%Y}" in content
        assert "theo kết luận thanh tra" in content
        assert first.document.citation in content

    def test_history_says_who_changed_what(self, client, office):
        product = SalesChannelFactory(name="Shopee", since=dt.date(2021, 3, 1)).product
        writer = UserFactory(office=True, full_name="Nguyễn Thị Ghi")
        product.photo = "products/product/ab/secret.jpg"
        product.save()
        group = GroupFactory(name="Rau củ")
        row = ChannelData(ChannelKind.SHOP, "OCOP Tháp Mười", dt.date(2024, 1, 1))
        update_product(actor=writer, product_id=product.pk, version=None, group=group, channels=[row])
        response = client.get(product.get_absolute_url(), {"tab": "history"})
        newest = response.context["history"][0]
        told = {(change.label, change.before, change.after) for change in newest.changes}
        assert newest.who == "Nguyễn Thị Ghi"
        assert ("Nhóm sản phẩm", product.group.name, "Rau củ") in told
        assert ("Kênh bán hàng", "", "Cửa hàng, điểm giới thiệu OCOP: OCOP Tháp Mười, từ 01/01/2024") in told
        assert ("Kênh bán hàng", "Sàn thương mại điện tử: Shopee, từ 01/03/2021", "") in told
        assert "secret.jpg" not in response.content.decode()

    def test_what_is_missing_leads_into_the_form(self, client, office):
        product = ProductFactory(description="có")
        items = {item.text: item.url for item in client.get(product.get_absolute_url()).context["missing"]}
        edit = reverse("products:product_edit", args=[product.pk])
        content = client.get(edit).content.decode()
        assert items["Kênh bán hàng"] == f"{edit}#phan-kenh"
        assert "Mô tả, câu chuyện sản phẩm" not in items
        assert all(f'id="{url.partition("#")[2]}"' in content for url in items.values())

    @pytest.mark.parametrize("tab", ["info", "dossiers", "recognitions", "history", "x", ""])
    def test_every_tab_opens(self, client, office, tab):
        assert client.get(_recognised(10).product.get_absolute_url(), {"tab": tab}).status_code == 200

    def test_a_name_with_markup_is_shown_as_text(self, client, office):
        row = _recognised(10, product__name="<img src=x onerror=alert(1)>", product__description="<script>x</script>")
        page = row.product.get_absolute_url()
        for url in (LIST, page, f"{page}?tab=recognitions", reverse("products:product_edit", args=[row.product.pk])):
            content = client.get(url).content.decode()
            assert "<img src=x" not in content
            assert "<script>x" not in content
            assert "&lt;img src=x" in content

    def test_a_photo_that_is_gone_is_404(self, client, office):
        product = ProductFactory(photo=ContentFile(b"x", name="x.jpg"))
        product.photo.storage.delete(product.photo.name)
        assert client.get(reverse("products:product_photo", args=[product.pk])).status_code == 404
        assert client.get(reverse("products:product_photo", args=[ProductFactory().pk])).status_code == 404


def test_the_export_holds_the_filtered_rows_typed(client, office):
    for name in ("=HYPERLINK(1)", "Ớt", "An", "+84"):
        _recognised(10, star=4, product__name=name)
    _recognised(10, star=3, product__name="Khác")
    query = {"star": "4", "sort": "-name"}
    response = client.get(EXPORT, query)
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = [row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]]
    assert [row[1] for row in rows] == _names(client.get(LIST, query)) == ["Ớt", "=HYPERLINK(1)", "An", "+84"]
    assert {row[8] for row in rows} == {4}
    assert {row[9].date() for row in rows} == {today() - dt.timedelta(days=10)}
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_pages_and_page_sizes(client, office):
    group, producer = GroupFactory(), ProducerFactory()
    Product.objects.bulk_create(
        Product(name=f"Sản phẩm {number}", group=group, producer=producer) for number in range(60)
    )
    assert len(_names(client.get(LIST, {"size": "50"}))) == 50
    assert _names(client.get(LIST, {"size": "50", "page": "2"}))[-1] == "Sản phẩm 59"
    assert _names(client.get(LIST, {"size": "50", "page": "99"})) == _names(
        client.get(LIST, {"size": "50", "page": "2"})
    )
