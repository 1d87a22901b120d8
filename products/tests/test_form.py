"""The form of a product: rows without a script, photos, nothing typed is lost."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.tests.factories import UserFactory
from core.dates import today
from producers.tests.factories import ProducerFactory
from products import forms
from products.models import Product
from products.services import update_product
from products.tests.factories import (
    CertificateFactory,
    GroupFactory,
    IndustryFactory,
    ProductFactory,
    SalesChannelFactory,
    TaxonomyFactory,
)

pytestmark = pytest.mark.django_db

CREATE = reverse("products:product_create")


def _edit(product):
    return reverse("products:product_edit", args=[product.pk])


def _typed(producer, group, **changes):
    values = {"producer": producer.pk, "name": "Xoài sấy dẻo", "group": group.pk}
    for prefix in ("channels", "certificates"):
        values |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    return values | changes


def _as_shown(client, url, **changes):
    """Return what a browser would send back from the page, with ``changes``."""
    context = client.get(url).context
    values = {}
    for form in (context["form"], *context["channels"].forms, *context["certificates"].forms):
        for field in form:
            value = field.value()
            if isinstance(value, dt.date):
                value = value.strftime("%d/%m/%Y")
            if value not in (None, False) and field.name != "photo":
                values[field.html_name] = value
    for name in ("channels", "certificates"):
        values |= {field.html_name: field.value() for field in context[name].management_form}
    return values | changes


def _image(kind="JPEG", name="anh.jpg", **options):
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "orange").save(out, format=kind, **options)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/octet-stream")


@pytest.fixture
def own(officer):
    """A producer of the signed-in local officer."""
    return ProducerFactory(unit=officer.unit)


def test_producer_name_and_group_are_enough(client, own):
    response = client.post(CREATE, _typed(own, GroupFactory()))
    product = Product.objects.get()
    assert response.url == product.get_absolute_url()
    assert product.history.get().history_user.unit == own.unit


def test_every_field_and_row_is_stored(client, own):
    typed = _typed(
        own,
        GroupFactory(),
        description="Câu chuyện\nhai dòng",
        main_material="Xoài cát Hoà Lộc",
        material_origin="Xã Mỹ Xương",
        packaging="Hộp 500 g",
        **{
            "channels-TOTAL_FORMS": "2",
            "channels-0-kind": "online",
            "channels-0-name": "Shopee",
            "channels-0-since": "1/3/2021",
            "channels-1-kind": "export",
            "channels-1-name": "Nhật Bản",
            "channels-1-since": "01/01/2024",
            "channels-1-until": "31/12/2025",
            "certificates-0-kind": "vietgap",
            "certificates-0-number": "12/VG",
            "certificates-0-expires_on": "05/09/2027",
        },
    )
    client.post(CREATE, typed)
    product = Product.objects.get()
    assert product.description == "Câu chuyện\nhai dòng"
    assert list(product.channels.values_list("name", "since", "until")) == [
        ("Nhật Bản", dt.date(2024, 1, 1), dt.date(2025, 12, 31)),
        ("Shopee", dt.date(2021, 3, 1), None),
    ]
    assert product.certificates.get().expires_on == dt.date(2027, 9, 5)


def test_bad_input_keeps_everything_typed_and_links_each_error(client, own):
    typed = _typed(
        own,
        GroupFactory(),
        name="",
        description="giữ lại chữ này",
        stopped_on="hôm qua",
        **{
            "channels-0-kind": "online",
            "channels-0-name": "Tiki",
            "channels-0-since": "2021",
            "certificates-0-number": "99/X",
            "certificates-0-issued_on": "01/01/2024",
            "certificates-0-expires_on": "01/01/2023",
        },
    )
    response = client.post(CREATE, typed)
    content = response.content.decode()
    assert not Product.objects.exists()
    for value in ("giữ lại chữ này", "hôm qua", "Tiki", "2021", "99/X", "01/01/2023"):
        assert value in content
    for target in ("name", "stopped_on", "channels-0-since", "certificates-0-kind", "certificates-0-expires_on"):
        assert f'href="#id_{target}"' in content
        assert f'id="id_{target}"' in content


class TestRows:
    """Rows are added and removed by the server where there is no script."""

    def test_one_more_row_keeps_what_was_typed_and_saves_nothing(self, client, own):
        typed = _typed(own, GroupFactory(), name="Đang gõ", stopped_on="sai", add_channels="1")
        response = client.post(CREATE, typed | {"channels-0-name": "Tiki"})
        content = response.content.decode()
        assert not Product.objects.exists()
        assert 'name="channels-1-kind"' in content
        assert 'name="certificates-1-kind"' not in content
        for value in ("Đang gõ", "sai", "Tiki"):
            assert f'value="{value}"' in content
        assert "data-error-summary" not in content

    def test_rows_end_by_date_or_are_removed_when_they_were_wrong(self, client, own):
        product = ProductFactory(producer=own)
        kept, wrong = (SalesChannelFactory(product=product, name=name) for name in ("Giữ", "Nhầm"))
        CertificateFactory(product=product)
        typed = _as_shown(client, _edit(product))
        index = {typed[f"channels-{number}-name"]: number for number in range(2)}
        typed |= {f"channels-{index['Giữ']}-until": "31/12/2025", f"channels-{index['Nhầm']}-DELETE": "on"}
        assert client.post(_edit(product), typed).status_code == 302
        assert list(product.channels.values_list("pk", "until")) == [(kept.pk, dt.date(2025, 12, 31))]
        assert wrong.history.model.objects.filter(id=wrong.pk, history_type="-").exists()
        assert product.certificates.count() == 1

    def test_two_rows_that_say_the_same_are_refused(self, client, own):
        row = {"kind": "online", "name": "Tiki", "since": "01/01/2024"}
        rows = {f"channels-{number}-{name}": value for number in range(2) for name, value in row.items()}
        response = client.post(CREATE, _typed(own, GroupFactory(), **rows | {"channels-TOTAL_FORMS": "2"}))
        assert "Có hai dòng giống nhau" in response.content.decode()
        assert not Product.objects.exists()

    @pytest.mark.parametrize(
        "changes",
        [
            {"channels-TOTAL_FORMS": "abc"},
            {"channels-TOTAL_FORMS": "99999999999999999999"},
            {"channels-TOTAL_FORMS": "1000000", "add_channels": "1"},
            {"channels-TOTAL_FORMS": "x", "add_channels": "1"},
            {"channels-0-pk": "9" * 40, "channels-0-kind": "online"},
            {"producer": "9" * 40},
            {"group": "abc"},
            {"name": "a\x00b"},
        ],
    )
    def test_tampered_forms_are_no_error(self, client, own, changes):
        assert client.post(CREATE, _typed(own, GroupFactory()) | changes).status_code == 200
        assert not Product.objects.exists()

    def test_a_form_without_its_rows_is_refused_not_emptied(self, client, own):
        channel = SalesChannelFactory(product__producer=own)
        typed = {"producer": own.pk, "name": "x", "group": channel.product.group.pk}
        assert client.post(_edit(channel.product), typed).status_code == 200
        assert channel.product.channels.count() == 1


class TestPhoto:
    """Photos are known by content and made anew."""

    @pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.exe"), ("WEBP", "a")])
    def test_images_are_stored_by_what_they_are(self, client, own, kind, name):
        client.post(CREATE, _typed(own, GroupFactory(), photo=_image(kind, name)))
        suffix = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[kind]
        assert Path(Product.objects.get().photo.name).suffix == suffix

    def test_place_and_device_in_a_photo_are_dropped(self, client, own):
        exif = Image.Exif()
        exif[0x010F] = "MayAnhCuaToi"
        exif[0x8825] = {1: "N", 2: (10.0, 27.0, 0.0)}
        photo = _image(exif=exif)
        assert b"MayAnhCuaToi" in photo.read()
        photo.seek(0)
        client.post(CREATE, _typed(own, GroupFactory(), photo=photo))
        with Product.objects.get().photo.open("rb") as stored:
            content = stored.read()
        assert b"MayAnhCuaToi" not in content
        assert not Image.open(io.BytesIO(content)).getexif()

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            ("anh.jpg", b"<!doctype html><script>alert(1)</script>"),
            ("anh.png", b"MZ\x90\x00 exe"),
            ("anh.pdf", b"%PDF-1.4 x"),
            ("anh.jpg", b"\xff\xd8\xff cut off"),
            ("anh.gif", b"GIF89a"),
        ],
    )
    def test_other_files_are_refused_at_the_field_and_nothing_typed_is_lost(self, client, own, name, content):
        typed = _typed(own, GroupFactory(), description="giữ lại", photo=SimpleUploadedFile(name, content))
        response = client.post(CREATE, typed)
        assert "photo" in response.context["form"].errors
        assert "giữ lại" in response.content.decode()
        assert not Product.objects.exists()

    def test_a_good_photo_beside_another_error_has_to_be_chosen_again_and_the_page_says_so(self, client, own):
        response = client.post(CREATE, _typed(own, GroupFactory(), name="", photo=_image()))
        assert "Hãy chọn lại: Ảnh sản phẩm" in response.content.decode()

    def test_a_photo_stays_until_it_is_replaced_or_taken_away(self, client, own):
        client.post(CREATE, _typed(own, GroupFactory(), photo=_image()))
        product = Product.objects.get()
        first = product.photo.name
        client.post(_edit(product), _as_shown(client, _edit(product)))
        product.refresh_from_db()
        assert product.photo.name == first
        client.post(_edit(product), _as_shown(client, _edit(product), photo=_image("PNG", "b.png")))
        product.refresh_from_db()
        assert product.photo.name not in ("", first)
        client.post(_edit(product), _as_shown(client, _edit(product), remove_photo="on"))
        product.refresh_from_db()
        assert not product.photo


class TestGroups:
    """Groups of the classification in force; an older one may stay."""

    def test_only_assignable_groups_in_force_are_offered_by_industry(self, client, own):
        industry = IndustryFactory(name="Thực phẩm")
        wanted = GroupFactory(parent=industry)
        former = TaxonomyFactory(code="cu", effective_from=dt.date(2010, 1, 1), effective_to=dt.date(2018, 12, 31))
        old = GroupFactory(parent__taxonomy=former)
        coming = TaxonomyFactory(code="moi", effective_from=today() + dt.timedelta(days=1))
        GroupFactory(parent__taxonomy=coming)
        field = client.get(CREATE).context["form"].fields["group"]
        assert list(field.queryset) == [wanted]
        assert [label for label, _options in list(field.choices)[1:]] == ["Thực phẩm"]
        for group in (industry, old):
            response = client.post(CREATE, _typed(own, group))
            assert "group" in response.context["form"].errors

    def test_a_product_of_former_times_keeps_its_group(self, client, own):
        GroupFactory()
        former = TaxonomyFactory(code="cu", effective_from=dt.date(2010, 1, 1), effective_to=dt.date(2018, 12, 31))
        product = ProductFactory(producer=own, group=GroupFactory(parent__taxonomy=former))
        assert "Phân nhóm cũ đang dùng" in client.get(_edit(product)).content.decode()
        assert client.post(_edit(product), _as_shown(client, _edit(product), packaging="x")).status_code == 302
        product.refresh_from_db()
        assert product.packaging == "x"
        assert product.group.taxonomy == former


class TestProducers:
    """Whose product it is."""

    def test_a_producer_of_the_address_is_chosen(self, client, own):
        response = client.get(CREATE, {"producer": own.pk})
        assert f'<option value="{own.pk}" selected' in response.content.decode()

    @pytest.mark.parametrize("key", ["abc", "9" * 40, "-1", "0"])
    def test_a_wrong_producer_in_the_address_is_ignored(self, client, own, key):
        assert client.get(CREATE, {"producer": key}).status_code == 200

    def test_producers_out_of_sight_are_neither_offered_nor_taken(self, client, own):
        foreign = ProducerFactory(name="Chủ thể nơi khác")
        assert foreign.name not in client.get(CREATE, {"producer": foreign.pk}).content.decode()
        response = client.post(CREATE, _typed(foreign, GroupFactory()))
        assert "producer" in response.context["form"].errors

    def test_many_producers_are_looked_up_first(self, client, own, monkeypatch):
        monkeypatch.setattr(forms, "MOST_PRODUCERS", 1)
        ProducerFactory(unit=own.unit, name="HTX Sen Hồng")
        chooser = reverse("products:producer_choose")
        assert client.get(CREATE).url == chooser
        content = client.get(chooser, {"q": "sen hong"}).content.decode()
        assert "HTX Sen Hồng" in content
        assert own.name not in content
        page = client.get(CREATE, {"producer": own.pk}).content.decode()
        assert "HTX Sen Hồng" not in page
        assert chooser in page
        assert client.post(CREATE, _typed(own, GroupFactory())).status_code == 302

    def test_a_product_can_go_to_another_producer(self, client, own, monkeypatch):
        product, other = ProductFactory(producer=own), ProducerFactory(unit=own.unit)
        chooser = client.get(reverse("products:product_producer", args=[product.pk]))
        link = f"{_edit(product)}?producer={other.pk}"
        assert link in chooser.content.decode()
        assert client.get(link).context["form"]["producer"].value() == str(other.pk)
        client.post(link, _as_shown(client, link))
        product.refresh_from_db()
        assert product.producer == other

    def test_the_same_product_twice_is_refused_at_the_name(self, client, own):
        product = ProductFactory(producer=own, name="Xoài sấy dẻo")
        response = client.post(CREATE, _typed(own, product.group, name="Xoài  sấy dẻo"))
        assert "name" in response.context["form"].errors


def test_a_stale_edit_keeps_the_typed_text_and_rows_and_saves_the_second_time(client, office):
    product = ProductFactory(packaging="Hộp")
    changes = {"packaging": "Túi", "channels-0-kind": "shop", "channels-0-name": "OCOP", "channels-0-since": "1/1/2024"}
    typed = _as_shown(client, _edit(product), **changes)
    update_product(actor=UserFactory(office=True), product_id=product.pk, version=1, packaging="Lọ")
    shown = client.post(_edit(product), typed)
    form = shown.context["form"]
    assert [(one.label, one.stored, one.typed) for one in form.differences] == [("Quy cách đóng gói", "Lọ", "Túi")]
    assert 'value="OCOP"' in shown.content.decode()
    assert not product.channels.exists()
    client.post(_edit(product), typed | {"version": form["version"].value()})
    product.refresh_from_db()
    assert product.packaging == "Túi"
    assert product.channels.get().name == "OCOP"


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_costs_the_same_for_one_row_as_for_three(client, office, django_assert_num_queries, count):
    product = ProductFactory()
    for _ in range(count):
        SalesChannelFactory(product=product)
        CertificateFactory(product=product)
        GroupFactory()
        ProducerFactory()
    with django_assert_num_queries(10):
        client.get(_edit(product))
