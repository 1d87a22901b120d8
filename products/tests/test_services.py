"""Writing products, channels, certificates, recognitions and revocations."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from accounts.tests.factories import UserFactory
from core.errors import Refused, Stale
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.tests.factories import DocumentFactory
from producers.tests.factories import ProducerFactory
from products.enums import CertificateKind, ChannelKind, RecognitionKind, RevocationGround
from products.models import Certificate, Product, Recognition, Revocation, SalesChannel
from products.services import (
    CertificateData,
    ChannelData,
    create_product,
    recognise_product,
    record_recognitions,
    revoke_by_decision,
    revoke_recognitions,
    update_product,
)
from products.tests.factories import (
    GroupFactory,
    IndustryFactory,
    ProductFactory,
    RecognitionFactory,
    RevocationFactory,
    SalesChannelFactory,
)

pytestmark = pytest.mark.django_db

SINCE = dt.date(2021, 3, 1)
SHOPEE = ChannelData(ChannelKind.ONLINE, "Shopee", SINCE)


@pytest.fixture
def office():
    return UserFactory(office=True)


class TestProducts:
    """What may be written about a product, and by whom."""

    def test_a_product_with_channels_and_certificates(self):
        officer = UserFactory(local_officer=True)
        producer = ProducerFactory(unit=officer.unit)
        paper = CertificateData(CertificateKind.VIETGAP, number=" 12/VG ", issued_on=SINCE)
        product = create_product(
            actor=officer,
            producer=producer,
            name=" Xoài  sấy dẻo",
            group=GroupFactory(),
            channels=[SHOPEE],
            certificates=[paper],
            photo=ContentFile(b"jpeg", name="x.jpg"),
        )
        assert product.name == "Xoài sấy dẻo"
        assert product.photo.name.startswith("products/product/")
        assert product.channels.get().name == "Shopee"
        assert product.certificates.get().number == "12/VG"
        for model in (SalesChannel, Certificate):
            assert model.history.get().history_user == officer

    @pytest.mark.parametrize("role", ["agency_officer", "council_member", "leader", "administrator"])
    def test_other_roles_neither_add_nor_edit(self, role):
        actor, product = UserFactory(**{role: True}), ProductFactory()
        with pytest.raises(PermissionDenied):
            create_product(actor=actor, producer=product.producer, name="x", group=product.group)
        with pytest.raises((PermissionDenied, Product.DoesNotExist)):
            update_product(actor=actor, product_id=product.pk, version=1, description="x")

    def test_a_local_officer_writes_only_for_producers_of_the_territory(self):
        officer = UserFactory(local_officer=True)
        own, foreign = ProductFactory(producer__unit=officer.unit), ProductFactory()
        with pytest.raises(PermissionDenied):
            create_product(actor=officer, producer=foreign.producer, name="x", group=own.group)
        with pytest.raises(PermissionDenied):
            update_product(actor=officer, product_id=own.pk, version=1, producer=foreign.producer)
        with pytest.raises(Product.DoesNotExist):
            update_product(actor=officer, product_id=foreign.pk, version=1, description="x")

    def test_a_whole_industry_is_no_group_for_a_product(self, office):
        with pytest.raises(ValidationError) as refused:
            create_product(actor=office, producer=ProducerFactory(), name="x", group=IndustryFactory())
        assert "group" in refused.value.error_dict

    def test_a_producer_has_a_product_once(self, office):
        product = ProductFactory(name="Xoài sấy")
        with pytest.raises(ValidationError):
            create_product(actor=office, producer=product.producer, name="Xoài  sấy", group=product.group)

    def test_a_stale_version_is_refused_with_its_rows(self, office):
        product = ProductFactory()
        update_product(actor=office, product_id=product.pk, version=1, description="trước")
        with pytest.raises(Stale):
            update_product(actor=office, product_id=product.pk, version=1, channels=[SHOPEE])
        assert not product.channels.exists()

    def test_rows_that_are_left_out_are_removed_with_history_and_unnamed_lists_stay(self, office):
        kept, wrong = SalesChannelFactory(name="Giữ"), None
        wrong = SalesChannelFactory(product=kept.product, name="Nhầm")
        corrected = ChannelData(ChannelKind.SHOP, "Giữ", SINCE, until=dt.date(2024, 1, 1), pk=kept.pk)
        update_product(actor=office, product_id=kept.product.pk, version=1, channels=[corrected])
        kept.refresh_from_db()
        assert (kept.kind, kept.until) == (ChannelKind.SHOP, dt.date(2024, 1, 1))
        assert list(kept.product.channels.all()) == [kept]
        removed = SalesChannel.history.filter(id=wrong.pk).latest()
        assert (removed.history_type, removed.history_user) == ("-", office)
        update_product(actor=office, product_id=kept.product.pk, version=None, description="khác")
        assert kept.product.channels.count() == 1

    def test_a_row_of_another_product_is_not_touched(self, office):
        foreign = SalesChannelFactory(name="Của người khác")
        product = ProductFactory()
        data = ChannelData(ChannelKind.SHOP, "Mới", SINCE, pk=foreign.pk)
        update_product(actor=office, product_id=product.pk, version=1, channels=[data])
        foreign.refresh_from_db()
        assert foreign.name == "Của người khác"
        assert product.channels.get().name == "Mới"

    def test_rows_that_did_not_change_get_no_history(self, office):
        channel = SalesChannelFactory(name="Shopee", since=SINCE)
        same = ChannelData(channel.kind, channel.name, channel.since, pk=channel.pk)
        update_product(actor=office, product_id=channel.product.pk, version=1, channels=[same])
        assert channel.history.count() == 1

    @pytest.mark.parametrize(
        "rows",
        [
            {"channels": [ChannelData(ChannelKind.ONLINE, "Shopee", SINCE, until=dt.date(2020, 1, 1))]},
            {"channels": [SHOPEE, SHOPEE]},
            {"channels": [ChannelData("x", "Shopee", SINCE)]},
            {"certificates": [CertificateData("x")]},
        ],
    )
    def test_a_wrong_row_saves_nothing_at_all(self, office, rows):
        with pytest.raises(ValidationError):
            create_product(actor=office, producer=ProducerFactory(), name="x", group=GroupFactory(), **rows)
        assert not Product.objects.exists()


class TestRecognitions:
    """Stars are written once, from a decision."""

    def test_a_recognition_copies_the_day_and_runs_36_months(self):
        product = ProductFactory()
        document = DocumentFactory(issued_on=dt.date(2024, 2, 29))
        row = recognise_product(
            product=product,
            star=4,
            kind=RecognitionKind.NEW,
            document=document,
            rule_version="148",
            points=Decimal("75.5"),
            dossier_id=7,
        )
        assert (row.decided_on, row.valid_from, row.valid_until) == (
            document.issued_on,
            document.issued_on,
            dt.date(2027, 2, 28),
        )
        assert (row.producer, row.unit, row.group) == (product.producer, product.producer.unit, product.group)
        assert row.legal_form == product.producer.legal_form

    @pytest.mark.parametrize("star", [0, 2, 6])
    def test_only_three_to_five_stars_are_recognised(self, star):
        with pytest.raises(ValidationError):
            recognise_product(
                product=ProductFactory(), star=star, kind="new", document=DocumentFactory(), rule_version="26"
            )

    def test_a_letter_is_no_decision(self):
        letter = DocumentFactory(kind=DocumentKind.LETTER)
        with pytest.raises(Refused):
            recognise_product(product=ProductFactory(), star=3, kind="new", document=letter, rule_version="26")

    def test_a_product_that_stopped_before_the_decision_is_refused(self):
        with pytest.raises(Refused):
            recognise_product(
                product=ProductFactory(stopped=True), star=3, kind="new", document=DocumentFactory(), rule_version="26"
            )

    def test_a_batch_is_all_or_nothing_and_for_the_office(self, office):
        document, one, two = DocumentFactory(), ProductFactory(), ProductFactory()
        with pytest.raises(ValidationError):
            record_recognitions(
                actor=office,
                document=document,
                rule_version="1048",
                entries=[(one, 3, "new", None), (two, 4, "new", None), (one, 5, "new", None)],
            )
        assert not Recognition.objects.exists()
        with pytest.raises(PermissionDenied):
            record_recognitions(
                actor=UserFactory(local_officer=True),
                document=document,
                rule_version="1048",
                entries=[(one, 3, "new", None)],
            )
        rows = record_recognitions(
            actor=office, document=document, rule_version="1048", entries=[(one, 3, "new", None), (two, 4, "new", 80)]
        )
        assert [row.star for row in rows] == [3, 4]


class TestRevocations:
    """Taking stars back: all of a decision or none of it."""

    def revoke(self, actor, rows, **values):
        values = {"document": DocumentFactory(issued_on=dt.date(2023, 12, 29))} | values
        ids = [row.pk for row in rows]
        return revoke_recognitions(actor=actor, recognition_ids=ids, ground=RevocationGround.STOPPED, **values)

    def test_a_decision_revokes_many_from_its_own_day(self, office):
        rows = [RecognitionFactory() for _ in range(3)]
        revocations = self.revoke(office, rows, note=" ghi  chú ")
        assert {row.recognition_id for row in revocations} == {row.pk for row in rows}
        assert {row.effective_on for row in revocations} == {dt.date(2023, 12, 29)}
        assert revocations[0].note == "ghi chú"
        assert not Product.objects.in_force_on(dt.date(2023, 12, 29)).exists()

    @pytest.mark.parametrize("role", ["local_officer", "leader", "administrator", "agency_officer", "council_member"])
    def test_only_the_office_revokes(self, role):
        with pytest.raises(PermissionDenied):
            self.revoke(UserFactory(**{role: True}), [RecognitionFactory()])
        assert not Revocation.objects.exists()

    def test_what_is_not_in_force_is_refused_by_name_and_nothing_is_written(self, office):
        alive = RecognitionFactory()
        revoked = RevocationFactory(document__issued_on=dt.date(2023, 1, 1)).recognition
        expired = RecognitionFactory(document__issued_on=dt.date(2019, 1, 1))
        replaced = RecognitionFactory(document__issued_on=dt.date(2021, 1, 1))
        RecognitionFactory(product=replaced.product, document__issued_on=dt.date(2022, 1, 1))
        before = Revocation.objects.count()
        for wrong in (revoked, expired, replaced):
            with pytest.raises(Refused) as refused:
                self.revoke(office, [alive, wrong])
            assert wrong.product.name in str(refused.value)
            assert alive.product.name not in str(refused.value).split(":")[1].split(";")
        assert Revocation.objects.count() == before

    def test_a_revocation_that_takes_effect_later_cannot_be_given_twice(self, office):
        row = RecognitionFactory()
        self.revoke(office, [row], effective_on=dt.date(2024, 6, 1))
        with pytest.raises(Refused):
            self.revoke(office, [row])

    def test_nothing_chosen_a_letter_or_a_day_before_the_decision_is_refused(self, office):
        row = RecognitionFactory()
        with pytest.raises(Refused):
            self.revoke(office, [])
        with pytest.raises(Refused):
            self.revoke(office, [row], document=DocumentFactory(kind=DocumentKind.LETTER))
        with pytest.raises(Refused):
            self.revoke(office, [row], effective_on=dt.date(2023, 12, 28))
        assert not Revocation.objects.exists()

    def test_a_refused_revocation_leaves_no_new_document_behind(self, office):
        expired = RecognitionFactory(document__issued_on=dt.date(2010, 1, 1))
        decision = {
            "kind": DocumentKind.DECISION,
            "number": 12,
            "symbol": "QĐ-UBND",
            "issued_on": dt.date(2024, 1, 1),
            "issuer": office.unit,
            "subject": "Thu hồi",
        }
        with pytest.raises(Refused):
            revoke_by_decision(actor=office, document=decision, recognition_ids=[expired.pk], ground="stopped")
        assert not OfficialDocument.objects.filter(number=12, symbol="QĐ-UBND").exists()
