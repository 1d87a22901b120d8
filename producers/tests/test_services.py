"""Writing producers and who stands for them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts.tests.factories import UserFactory
from core.errors import Stale
from producers.enums import Gender, LegalForm
from producers.models import Producer, Representative
from producers.services import RepresentativeData, create_producer, update_producer
from producers.tests.factories import ProducerFactory, RepresentativeFactory
from units.tests.factories import SuccessionFactory, UnitFactory

pytestmark = pytest.mark.django_db

START = dt.date(2018, 1, 15)


@pytest.fixture
def office():
    return UserFactory(office=True)


def _values(**changes):
    return {"name": "Hợp tác xã Sen Hồng", "legal_form": LegalForm.COOPERATIVE, **changes}


def test_a_local_officer_adds_a_producer_in_the_own_territory():
    officer = UserFactory(local_officer=True)
    person = RepresentativeData("Lê Thị Hoa", Gender.FEMALE, START, is_disabled=True)
    producer = create_producer(actor=officer, representative=person, **_values(unit=officer.unit))
    assert producer.pk
    assert producer.representatives.get().is_disabled
    assert producer.history.get().history_user == officer
    assert Representative.history.get(producer_id=producer.pk).history_user == officer


@pytest.mark.parametrize("role", ["agency_officer", "council_member", "leader", "administrator"])
def test_other_roles_neither_add_nor_edit(role):
    actor = UserFactory(**{role: True})
    producer = ProducerFactory()
    with pytest.raises(PermissionDenied):
        create_producer(actor=actor, **_values(unit=producer.unit))
    with pytest.raises((PermissionDenied, Producer.DoesNotExist)):
        update_producer(actor=actor, producer_id=producer.pk, version=1, note="x")
    assert Producer.objects.get().note == ""


def test_a_local_officer_neither_adds_nor_moves_nor_edits_outside_the_territory():
    officer = UserFactory(local_officer=True)
    elsewhere = UnitFactory()
    own = ProducerFactory(unit=officer.unit)
    foreign = ProducerFactory(unit=elsewhere)
    with pytest.raises(PermissionDenied):
        create_producer(actor=officer, **_values(unit=elsewhere))
    with pytest.raises(PermissionDenied):
        update_producer(actor=officer, producer_id=own.pk, version=1, unit=elsewhere)
    with pytest.raises(Producer.DoesNotExist):
        update_producer(actor=officer, producer_id=foreign.pk, version=1, note="x")


def test_a_merged_commune_writes_for_its_predecessors():
    merger = SuccessionFactory()
    officer = UserFactory(local_officer=True, unit=merger.to_unit)
    producer = ProducerFactory(unit=merger.from_unit)
    update_producer(actor=officer, producer_id=producer.pk, version=1, phone="0912 345 678")
    producer.refresh_from_db()
    assert producer.phone == "0912 345 678"
    assert producer.unit == merger.from_unit


def test_a_producer_belongs_to_a_commune_not_to_an_agency(office):
    with pytest.raises(ValidationError) as refused:
        create_producer(actor=office, **_values(unit=UnitFactory(agency=True)))
    assert "unit" in refused.value.error_dict


def test_names_are_stored_composed_and_tidy(office):
    producer = create_producer(actor=office, **_values(name="  Hợp tác  xã Sen ", unit=UnitFactory()))
    assert producer.name == "Hợp tác xã Sen"


@pytest.mark.parametrize("field", ["tax_code", "registration_number"])
def test_numbers_are_unique_where_given(office, field):
    unit = UnitFactory()
    ProducerFactory(**{field: "1400123456"})
    ProducerFactory()
    ProducerFactory()
    with pytest.raises(ValidationError):
        create_producer(actor=office, **_values(unit=unit, **{field: " 1400123456 "}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Producer.objects.create(unit=unit, **_values(**{field: "1400123456"}))


@pytest.mark.parametrize("tax_code", ["123", "14001234567", "1400123456-1", "14001234ab", "=1400123456"])
def test_a_tax_code_has_the_form_of_one(office, tax_code):
    with pytest.raises(ValidationError) as refused:
        create_producer(actor=office, **_values(unit=UnitFactory(), tax_code=tax_code))
    assert "tax_code" in refused.value.error_dict


def test_a_stale_version_is_refused_and_changes_nothing(office):
    producer = ProducerFactory()
    update_producer(actor=office, producer_id=producer.pk, version=1, note="trước")
    with pytest.raises(Stale):
        update_producer(actor=office, producer_id=producer.pk, version=1, note="sau")
    producer.refresh_from_db()
    assert (producer.note, producer.version) == ("trước", 2)


def test_an_unknown_field_is_a_fault_of_the_code(office):
    with pytest.raises(TypeError):
        create_producer(actor=office, **_values(unit=UnitFactory(), star=5))


class TestRepresentative:
    """Who stands for a producer is dated: a report of the past asks for that day."""

    def change(self, producer, office, *data):
        update_producer(actor=office, producer_id=producer.pk, version=None, representative=RepresentativeData(*data))
        return list(producer.representatives.order_by("since").values_list("name", "since", "until"))

    @pytest.fixture
    def producer(self):
        return RepresentativeFactory(name="Trần Văn Ba", since=START).producer

    def test_a_later_one_takes_over_and_closes_the_earlier(self, producer, office):
        rows = self.change(producer, office, "Lê Thị Hoa", Gender.FEMALE, dt.date(2023, 3, 1))
        assert rows == [
            ("Trần Văn Ba", START, dt.date(2023, 2, 28)),
            ("Lê Thị Hoa", dt.date(2023, 3, 1), None),
        ]
        assert Producer.objects.led_by_women_on(dt.date(2023, 3, 1)).exists()
        assert not Producer.objects.led_by_women_on(dt.date(2023, 2, 28)).exists()

    def test_the_same_day_corrects(self, producer, office):
        assert self.change(producer, office, "Trần Văn Bảy", Gender.MALE, START) == [("Trần Văn Bảy", START, None)]

    def test_the_same_name_corrects_the_day(self, producer, office):
        earlier = dt.date(2017, 5, 1)
        assert self.change(producer, office, "TRẦN VĂN BA", Gender.MALE, earlier) == [("TRẦN VĂN BA", earlier, None)]

    def test_an_earlier_one_is_refused_with_what_to_do(self, producer, office):
        with pytest.raises(ValidationError) as refused:
            self.change(producer, office, "Lê Thị Hoa", Gender.FEMALE, dt.date(2017, 1, 1))
        assert "15/01/2018" in refused.value.message_dict["representative_since"][0]
        assert producer.representatives.get().name == "Trần Văn Ba"

    def test_the_same_again_writes_nothing(self, producer, office):
        self.change(producer, office, "Trần Văn Ba", Gender.MALE, START)
        assert Representative.history.filter(producer_id=producer.pk).count() == 1

    def test_a_correction_does_not_reach_into_the_time_of_the_one_before(self, producer, office):
        self.change(producer, office, "Lê Thị Hoa", Gender.FEMALE, dt.date(2023, 3, 1))
        with pytest.raises(ValidationError) as refused:
            self.change(producer, office, "Lê Thị Hoa", Gender.FEMALE, dt.date(2022, 1, 1))
        assert "representative_since" in refused.value.error_dict

    def test_the_database_keeps_one_at_a_time(self, producer):
        with pytest.raises(IntegrityError), transaction.atomic():
            RepresentativeFactory(producer=producer, since=dt.date(2020, 1, 1))
