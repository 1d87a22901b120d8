"""Making and changing dossiers and their papers."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile

from accounts.tests.factories import UserFactory
from core.errors import Refused, Stale
from evaluations import services
from evaluations.enums import DossierState, EvidenceKind
from evaluations.tests.factories import CriteriaSetFactory, DossierFactory, EvidenceFactory, RoundFactory
from products.enums import RecognitionKind
from products.tests.factories import ProductFactory

pytestmark = pytest.mark.django_db
NEW = RecognitionKind.NEW


def officer_of(product):
    return UserFactory(local_officer=True, unit=product.producer.unit)


def test_an_officer_begins_a_dossier_for_a_product_of_the_own_unit():
    turn, product = RoundFactory(), ProductFactory()
    criteria = CriteriaSetFactory(rule_version=turn.rule_version, group=product.group)
    dossier = services.create_dossier(
        actor=officer_of(product), round=turn, product=product, kind=NEW, summary="Mới", workers=4
    )
    assert dossier.state == DossierState.DRAFT
    assert (dossier.producer, dossier.unit) == (product.producer, product.producer.unit)
    assert (dossier.criteria_set, dossier.level) == (criteria, turn.level)


@pytest.mark.parametrize("role", ["agency_officer", "office", "council_member", "leader", "administrator"])
def test_only_units_make_dossiers_for_the_province(role):
    with pytest.raises(PermissionDenied):
        services.create_dossier(
            actor=UserFactory(**{role: True}), round=RoundFactory(), product=ProductFactory(), kind=NEW
        )


def test_a_product_of_another_unit_is_refused():
    with pytest.raises(PermissionDenied):
        services.create_dossier(
            actor=UserFactory(local_officer=True), round=RoundFactory(), product=ProductFactory(), kind=NEW
        )


def test_the_office_makes_the_dossier_for_the_central_level_and_a_unit_does_not():
    turn, product = RoundFactory(central=True), ProductFactory()
    with pytest.raises(PermissionDenied):
        services.create_dossier(actor=officer_of(product), round=turn, product=product, kind=NEW)
    made = services.create_dossier(actor=UserFactory(office=True), round=turn, product=product, kind="upgrade")
    assert made.level == "central"


def test_a_product_has_one_dossier_in_a_round_and_one_open_at_a_level():
    dossier = DossierFactory()
    officer = officer_of(dossier.product)
    for turn, reason in ((dossier.round, "trong đợt"), (RoundFactory(), "chưa kết thúc")):
        with pytest.raises(ValidationError, match=reason):
            services.create_dossier(actor=officer, round=turn, product=dossier.product, kind=NEW)


def test_a_draft_is_changed_by_its_unit_and_counts_its_versions():
    dossier = DossierFactory()
    officer = officer_of(dossier.product)
    changed = services.update_dossier(actor=officer, dossier_id=dossier.pk, version=1, summary="Khác", workers=9)
    assert (changed.summary, changed.workers, changed.version) == ("Khác", 9, 2)
    with pytest.raises(Stale):
        services.update_dossier(actor=officer, dossier_id=dossier.pk, version=1, summary="Cũ")
    dossier.refresh_from_db()
    assert dossier.summary == "Khác"


@pytest.mark.parametrize("trait", ["submitted", "accepted", "withdrawn"])
def test_a_sent_dossier_is_not_changed(trait):
    dossier = DossierFactory(**{trait: True})
    officer = officer_of(dossier.product)
    with pytest.raises(Refused, match="không sửa được"):
        services.update_dossier(actor=officer, dossier_id=dossier.pk, version=None, summary="Khác")
    with pytest.raises(Refused):
        services.add_evidence(
            actor=officer, dossier_id=dossier.pk, kind="story", title="A", upload=ContentFile(b"%PDF-", "x.pdf")
        )


@pytest.mark.parametrize("role", ["local_officer", "office", "leader", "council_member"])
def test_nobody_else_changes_a_dossier(role):
    dossier = DossierFactory(returned=True)
    with pytest.raises(PermissionDenied):
        services.update_dossier(actor=UserFactory(**{role: True}), dossier_id=dossier.pk, version=None, summary="Khác")


def test_a_wrong_number_is_refused_in_words():
    dossier = DossierFactory()
    with pytest.raises(ValidationError, match="không được âm"):
        services.update_dossier(
            actor=officer_of(dossier.product), dossier_id=dossier.pk, version=1, annual_revenue_vnd=-1
        )


def test_a_field_that_the_unit_does_not_write_is_a_mistake_of_the_caller():
    dossier = DossierFactory()
    with pytest.raises(TypeError):
        services.update_dossier(actor=officer_of(dossier.product), dossier_id=dossier.pk, version=1, state="scored")


def test_a_paper_is_stored_with_its_hash_and_a_random_name():
    dossier, content = DossierFactory(), b"%PDF-1.7 phieu"
    paper = services.add_evidence(
        actor=officer_of(dossier.product),
        dossier_id=dossier.pk,
        kind=EvidenceKind.TEST_REPORT,
        title=" Phiếu kiểm nghiệm ",
        upload=ContentFile(content, "x.pdf"),
    )
    assert (paper.title, paper.size) == ("Phiếu kiểm nghiệm", len(content))
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert paper.file.name.startswith("evaluations/evidence/")
    assert paper.file.name.endswith(".pdf")
    with paper.file.open() as stored:
        assert stored.read() == content


def test_a_removed_paper_keeps_its_row_and_its_file():
    paper = EvidenceFactory()
    officer = officer_of(paper.dossier.product)
    services.remove_evidence(actor=officer, evidence_id=paper.pk)
    first = services.remove_evidence(actor=officer, evidence_id=paper.pk).removed_at
    paper.refresh_from_db()
    assert paper.removed_at == first
    assert paper.file.storage.exists(paper.file.name)


def test_a_paper_is_removed_only_while_its_dossier_is_edited_and_by_its_unit():
    paper = EvidenceFactory(dossier__submitted=True)
    with pytest.raises(Refused, match="không sửa được"):
        services.remove_evidence(actor=officer_of(paper.dossier.product), evidence_id=paper.pk)
    with pytest.raises(PermissionDenied):
        services.remove_evidence(actor=UserFactory(local_officer=True), evidence_id=EvidenceFactory().pk)
