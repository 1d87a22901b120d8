"""The form of a producer: nothing typed is lost, refusals say what to do."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.tests.factories import UserFactory
from producers.enums import LegalForm
from producers.models import Producer
from producers.services import update_producer
from producers.tests.factories import ProducerFactory, RepresentativeFactory
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db

CREATE = reverse("producers:producer_create")
TWINS = reverse("producers:producer_twins")


def _typed(unit, **changes):
    values = {
        "name": "Hợp tác xã Sen Hồng",
        "legal_form": LegalForm.COOPERATIVE,
        "unit": unit.pk,
        "phone": "0912345678",
    }
    return values | changes


def _edit(producer):
    return reverse("producers:producer_edit", args=[producer.pk])


def _as_shown(client, url, **changes):
    """Return what a browser would send back from the page, with ``changes``."""
    form = client.get(url).context["form"]
    values = {}
    for field in form:
        value = field.value()
        if isinstance(value, dt.date):
            value = value.strftime("%d/%m/%Y")
        if value not in (None, False):
            values[field.html_name] = value
    return values | changes


def test_name_form_and_unit_are_enough(client, officer):
    response = client.post(CREATE, {"name": "Cơ sở Ba Mía", "legal_form": "household", "unit": officer.unit.pk})
    producer = Producer.objects.get()
    assert response.url == producer.get_absolute_url()
    assert producer.history.get().history_user == officer


def test_the_unit_of_a_local_officer_is_chosen_already(client, officer):
    assert client.get(CREATE).context["form"]["unit"].value() == officer.unit.pk


def test_every_field_is_stored(client, office):
    unit = UnitFactory()
    typed = _typed(
        unit,
        tax_code="1400123456",
        registration_number="51A8000123",
        registered_on="05/09/2019",
        address="Ấp 3",
        email="sen@example.vn",
        active_since="1/2/2019",
        stopped_on="2024-12-31",
        note="Ghi chú\nhai dòng",
        representative_name="Lê Thị Hoa",
        representative_gender="female",
        representative_since="05/09/2019",
        representative_is_ethnic_minority="on",
    )
    client.post(CREATE, typed)
    producer = Producer.objects.get()
    assert (producer.registered_on, producer.active_since) == (dt.date(2019, 9, 5), dt.date(2019, 2, 1))
    assert (producer.stopped_on, producer.note) == (dt.date(2024, 12, 31), "Ghi chú\nhai dòng")
    person = producer.representatives.get()
    assert (person.name, person.gender, person.is_ethnic_minority) == ("Lê Thị Hoa", "female", True)


def test_bad_input_keeps_everything_typed_and_links_each_error(client, office):
    typed = {
        "name": "",
        "legal_form": "",
        "unit": "999999",
        "tax_code": "12",
        "phone": "gọi sau",
        "email": "sen@",
        "registered_on": "32/13/2020",
        "active_since": "01/01/0209",
        "note": "giữ lại chữ này",
        "representative_name": "Lê Thị Hoa",
    }
    response = client.post(CREATE, typed)
    content = response.content.decode()
    assert response.status_code == 200
    assert not Producer.objects.exists()
    for value in ("gọi sau", "sen@", "32/13/2020", "01/01/0209", "giữ lại chữ này", "Lê Thị Hoa"):
        assert value in content
    assert set(response.context["form"].errors) == {
        "name",
        "legal_form",
        "unit",
        "tax_code",
        "phone",
        "email",
        "registered_on",
        "active_since",
        "representative_gender",
        "representative_since",
    }
    for name in response.context["form"].errors:
        assert f'href="#id_{name}"' in content
        assert f'id="id_{name}"' in content


class TestUnits:
    """A producer is entered in a commune of today; one of former times keeps its unit."""

    def test_only_communes_of_the_territory_that_exist_today_are_offered(self, client):
        merger = SuccessionFactory()
        client.force_login(UserFactory(local_officer=True, unit=merger.to_unit))
        UnitFactory()
        UnitFactory(agency=True)
        assert list(client.get(CREATE).context["form"].fields["unit"].queryset) == [merger.to_unit]
        refused = client.post(CREATE, _typed(merger.from_unit))
        assert "unit" in refused.context["form"].errors

    def test_an_edited_producer_keeps_its_former_unit(self, client):
        merger = SuccessionFactory()
        client.force_login(UserFactory(local_officer=True, unit=merger.to_unit))
        producer = ProducerFactory(unit=merger.from_unit)
        client.post(_edit(producer), _as_shown(client, _edit(producer), note="sửa"))
        producer.refresh_from_db()
        assert (producer.note, producer.unit) == ("sửa", merger.from_unit)


class TestTwins:
    """The same firm under another spelling is noticed before it is stored twice."""

    @pytest.mark.parametrize(
        "name", ["Cty TNHH sen việt", "CÔNG TY TNHH MTV SEN VIỆT", "Công ty cổ phần Sen Viet", "Sen Việt"]
    )
    def test_names_that_differ_in_marks_case_or_company_words_are_twins(self, client, officer, name):
        ProducerFactory(name="Công ty TNHH Sen Việt", unit=officer.unit)
        ProducerFactory(name="Công ty TNHH Sen Việt Nam", unit=officer.unit)
        twins = client.get(TWINS, {"name": name}).context["twins"]
        assert [twin.name for twin in twins] == ["Công ty TNHH Sen Việt"]

    def test_outside_the_territory_only_the_unit_is_told(self, client, officer):
        foreign = ProducerFactory(name="Hợp tác xã Sen Việt", phone="0900111222")
        content = client.get(TWINS, {"name": "HTX sen viet"}).content.decode()
        assert foreign.unit.name in content
        assert foreign.name not in content
        assert foreign.get_absolute_url() not in content

    def test_saving_asks_once_and_stores_after_the_answer(self, client, officer):
        ProducerFactory(name="HTX Sen Hồng", unit=officer.unit)
        asked = client.post(CREATE, _typed(officer.unit))
        assert asked.context["form"]["phone"].value() == "0912345678"
        assert 'name="twin_confirmed"' in asked.content.decode()
        assert Producer.objects.count() == 1
        client.post(CREATE, _typed(officer.unit, twin_confirmed="on"))
        assert Producer.objects.count() == 2

    def test_a_producer_is_no_twin_of_itself(self, client, officer):
        producer = ProducerFactory(name="HTX Sen Hồng", unit=officer.unit)
        assert not client.get(TWINS, {"name": "Hợp tác xã Sen Hồng", "except": producer.pk}).context["twins"]
        client.post(_edit(producer), _as_shown(client, _edit(producer), name="Hợp tác xã Sen Hồng"))
        producer.refresh_from_db()
        assert producer.name == "Hợp tác xã Sen Hồng"

    def test_a_known_twin_does_not_ask_again_when_the_name_stays(self, client, officer):
        ProducerFactory(name="HTX Sen Hồng", unit=officer.unit)
        producer = ProducerFactory(name="Hợp tác xã Sen Hồng", unit=officer.unit)
        client.post(_edit(producer), _as_shown(client, _edit(producer), note="đã xem"))
        producer.refresh_from_db()
        assert producer.note == "đã xem"

    @pytest.mark.parametrize("query", [{}, {"name": ""}, {"name": "\x00"}, {"name": "x", "except": "9" * 30}])
    def test_nonsense_finds_nothing(self, client, officer, query):
        response = client.get(TWINS, query)
        assert response.status_code == 200
        assert not response.context["twins"]


class TestUniqueness:
    """The message says whose number it is, as far as it may, and what to do."""

    def test_a_number_of_a_producer_in_sight_names_it(self, client, officer):
        ProducerFactory(name="HTX Khóm", unit=officer.unit, tax_code="1400123456")
        error = client.post(CREATE, _typed(officer.unit, tax_code="1400123456")).context["form"].errors["tax_code"][0]
        assert "HTX Khóm" in error
        assert "mở chủ thể đó" in error

    def test_a_number_outside_the_territory_names_only_the_unit(self, client, officer):
        foreign = ProducerFactory(name="HTX Khóm", registration_number="51A80")
        typed = _typed(officer.unit, registration_number="51A80")
        error = client.post(CREATE, typed).context["form"].errors["registration_number"][0]
        assert foreign.unit.name in error
        assert "HTX Khóm" not in error

    def test_the_own_number_is_no_double(self, client, officer):
        producer = ProducerFactory(unit=officer.unit, tax_code="1400123456")
        assert client.post(_edit(producer), _as_shown(client, _edit(producer))).status_code == 302


def test_a_stale_edit_keeps_the_typed_text_shows_the_stored_one_and_saves_the_second_time(client, office):
    producer = ProducerFactory(phone="0911111111")
    typed = _as_shown(client, _edit(producer), note="tôi nhập", phone="0922222222")
    update_producer(actor=UserFactory(office=True), producer_id=producer.pk, version=1, phone="0933333333")
    shown = client.post(_edit(producer), typed)
    form = shown.context["form"]
    assert form["note"].value() == "tôi nhập"
    told = {difference.label: (difference.stored, difference.typed) for difference in form.differences}
    assert told["Điện thoại"] == ("0933333333", "0922222222")
    assert "đang lưu “0933333333”, bạn nhập “0922222222”" in shown.content.decode()
    producer.refresh_from_db()
    assert (producer.phone, producer.note) == ("0933333333", "")
    client.post(_edit(producer), typed | {"version": form["version"].value()})
    producer.refresh_from_db()
    assert (producer.phone, producer.note) == ("0922222222", "tôi nhập")


def test_the_page_is_headed_by_the_stored_name_not_by_the_typed_one(client, office):
    producer = ProducerFactory(name="Tên đang lưu")
    content = client.post(_edit(producer), {"name": "Tên đang gõ"}).content.decode()
    assert "Sửa Tên đang lưu" in content
    assert 'value="Tên đang gõ"' in content


def test_a_new_representative_takes_over_and_an_earlier_one_is_refused_at_the_field(client, office):
    producer = RepresentativeFactory(name="Trần Văn Ba", since=dt.date(2020, 1, 1)).producer
    early = _as_shown(client, _edit(producer), representative_name="Lê Thị Hoa", representative_since="01/01/2019")
    assert "representative_since" in client.post(_edit(producer), early).context["form"].errors
    client.post(_edit(producer), early | {"representative_since": "01/01/2024", "representative_gender": "female"})
    assert list(producer.representatives.values_list("name", "until")) == [
        ("Lê Thị Hoa", None),
        ("Trần Văn Ba", dt.date(2023, 12, 31)),
    ]


def test_saving_can_go_on_to_the_first_product(client, officer):
    response = client.post(CREATE, _typed(officer.unit, then_product="1"))
    assert response.url == f"{reverse('products:product_create')}?producer={Producer.objects.get().pk}"
