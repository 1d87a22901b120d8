"""A dossier that begins from the one before: what goes over, what is said of it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused
from evaluations.comparing import compare_with_previous
from evaluations.enums import DossierState
from evaluations.models import Criterion, Dossier, EvidenceCriterion, Option, SelfScore
from evaluations.services.copying import previous_dossier_of, start_from_previous
from evaluations.services.evidence import add_from_wallet
from evaluations.services.sections import save_section
from evaluations.services.self_scores import save_self_scores
from evaluations.tests.factories import (
    CriteriaSetFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    choices_for,
    complete_dossier,
)
from evaluations.workflow import move

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    """A dossier by the law that was recognised."""
    dossier = DossierFactory(round__rule_version__by_the_law=True, summary="Cũ")
    officer = UserFactory(local_officer=True, unit=dossier.unit)
    complete_dossier(dossier, actor=officer)
    move(dossier.pk, "submit", actor=officer)
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECOGNISED)
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def officer(before):
    return UserFactory(local_officer=True, unit=before.unit)


def again(before, officer, *, version=None):
    turn = RoundFactory(rule_version=version or before.round.rule_version)
    return start_from_previous(actor=officer, round=turn, product=before.product, kind="renewal")


def another_version(before, **changes):
    """A later version whose set for the product differs: ``changes`` are applied to options by criterion code."""
    criteria_set = CriteriaSetFactory(group=before.product.group, rule_version__by_the_law=True)
    for code, change in changes.items():
        change(Criterion.objects.get(criteria_set=criteria_set, code=code.replace("_", ".").strip("c")))
    return criteria_set.rule_version


def test_texts_figures_levels_and_papers_go_over_and_what_was_of_its_time_does_not(before, officer):
    dossier = Dossier.objects.get(pk=again(before, officer).pk)
    assert (dossier.state, dossier.kind, dossier.previous_dossier) == ("draft", "renewal", before)
    assert (dossier.summary, dossier.annual_revenue_vnd, dossier.plan, dossier.sample_count) == (
        before.summary,
        before.annual_revenue_vnd,
        before.plan,
        before.sample_count,
    )
    assert (dossier.received_on, dossier.changes, dossier.submitted_on, dossier.consultant) == (None, "", None, "")
    assert set(dossier.self_scores.values_list("option", flat=True)) == set(
        before.self_scores.values_list("option", flat=True)
    )
    papers = {one.sha256: one.file.name for one in before.evidence.all()}
    assert {one.sha256: one.file.name for one in dossier.evidence.all()} == papers
    assert not hasattr(dossier, "unit_check")


def test_papers_signed_anew_taken_off_or_put_away_stay_behind(before, officer):
    EvidenceFactory(dossier=before, kind="registration_form", sha256="a" * 64)
    EvidenceFactory(dossier=before, kind="unit_proposal", sha256="b" * 64)
    EvidenceFactory(dossier=before, kind="story", sha256="c" * 64, removed_at=before.created_at)
    away = before.producer.papers.create(kind="award", name="Giải", put_away_at=before.created_at)
    file = away.files.create(file="x.pdf", sha256="d" * 64, size=1, uploaded_by=officer)
    EvidenceFactory(dossier=before, kind="award", sha256="d" * 64, paper_file=file)
    kinds = set(again(before, officer).evidence.values_list("kind", flat=True))
    assert kinds == {"business_registration", "production_licence"}


def test_a_paper_of_the_wallet_comes_with_its_newest_file_and_its_criteria(before, officer):
    paper = before.producer.papers.create(kind="declaration", name="Bản công bố")
    old = paper.files.create(file="cu.pdf", sha256="1" * 64, size=1, uploaded_by=officer)
    evidence = EvidenceFactory(dossier=before, kind="declaration", sha256=old.sha256, paper_file=old)
    EvidenceCriterion.objects.create(evidence=evidence, criterion=before.self_scores.first().criterion)
    paper.files.create(file="moi.pdf", sha256="2" * 64, size=2, uploaded_by=officer)
    dossier = again(before, officer)
    new = dossier.evidence.get(kind="declaration")
    assert (new.sha256, new.file.name, new.paper_file.paper) == ("2" * 64, "moi.pdf", paper)
    assert new.proofs.count() == 1
    with pytest.raises(Refused):
        add_from_wallet(actor=officer, dossier_id=dossier.pk, papers=[paper.pk])


def test_levels_go_over_by_code_where_they_mean_the_same(before, officer):
    version = another_version(
        before,
        c1_1=lambda criterion: criterion.options.filter(points=20).update(text="Chữ khác"),
        c1_2=lambda criterion: criterion.options.filter(points=20).delete(),
        c2=lambda criterion: Criterion.objects.filter(pk=criterion.pk).update(code="9"),
    )
    dossier = again(before, officer, version=version)
    scores = {
        one.criterion.code: one.option.points for one in dossier.self_scores.select_related("criterion", "option")
    }
    assert scores == {"1.1": 20, "3": 35}
    left = compare_with_previous(dossier, today()).left
    assert [one.code for one in left] == ["1.2", "2"]


def test_a_number_that_means_two_levels_goes_over_by_its_words_or_not_at_all(before, officer):
    def two_of_twenty(criterion):
        criterion.options.filter(points=20).update(text="Trường hợp a")
        Option.objects.create(criterion=criterion, points=20, text="Trường hợp b", position=9)

    dossier = again(before, officer, version=another_version(before, c1_1=two_of_twenty))
    assert not dossier.self_scores.filter(criterion__code="1.1").exists()


def test_a_text_goes_over_without_its_level(before, officer):
    score = before.self_scores.get(criterion__code="1.2")
    SelfScore.objects.filter(pk=score.pk).update(text="Hợp đồng với 20 hộ")
    version = another_version(before, c1_2=lambda criterion: criterion.options.filter(points=20).delete())
    copied = again(before, officer, version=version).self_scores.get(criterion__code="1.2")
    assert (copied.option, copied.text) == (None, "Hợp đồng với 20 hộ")


def test_what_changed_expired_or_is_gone_is_said(before, officer):
    last = today() - dt.timedelta(days=1)
    paper = before.producer.papers.create(kind="declaration", name="Bản công bố", expires_on=last)
    file = paper.files.create(file="x.pdf", sha256="1" * 64, size=1, uploaded_by=officer)
    EvidenceFactory(dossier=before, kind="declaration", sha256=file.sha256, paper_file=file, title="Bản công bố")
    dossier = again(before, officer)
    EvidenceFactory(dossier=dossier, kind="award", sha256="e" * 64, title="Giải mới")
    dossier.evidence.filter(kind="production_licence").update(removed_at=dossier.created_at)
    save_section(actor=officer, dossier_id=dossier.pk, section="plan", version=1, plan="Khác")
    save_self_scores(actor=officer, dossier_id=dossier.pk, version=2, choices=choices_for(dossier, {"3": 10}))
    found = compare_with_previous(Dossier.objects.get(pk=dossier.pk), today())
    assert [(one.label, one.before, one.after) for one in found.fields] == [
        ("Kế hoạch phát triển", before.plan, "Khác")
    ]
    assert "Thuyết minh" in found.same
    assert [(one.label, one.after) for one in found.levels] == [("3 Công bố chất lượng", "Mức 10 (10 điểm)")]
    notes = {one.paper.title: one.note for one in found.papers}
    assert (notes["Bản công bố"], notes["Giải mới"]) == ("Đã hết hạn", "Mới thêm")
    assert notes["Đăng ký kinh doanh"] == "Từ hồ sơ lần trước"
    assert [one.kind for one in found.gone] == ["production_licence"]


def test_the_last_assessed_dossier_is_the_one_before(before, officer):
    older = DossierFactory(
        product=before.product, round__closed=True, state=DossierState.NOT_RECOGNISED, submitted_on=dt.date(2020, 1, 1)
    )
    DossierFactory(product=before.product, withdrawn=True)
    assert previous_dossier_of(officer, before.product) == before
    assert previous_dossier_of(UserFactory(local_officer=True), before.product) is None
    assert older.pk != before.pk


def test_without_one_before_or_with_an_open_one_nothing_begins(before, officer):
    with pytest.raises(Refused, match="chưa có hồ sơ"):
        start_from_previous(
            actor=UserFactory(local_officer=True, unit=(one := DossierFactory()).unit),
            round=RoundFactory(),
            product=one.product,
            kind="new",
        )
    again(before, officer)
    with pytest.raises(ValidationError, match="chưa kết thúc"):
        again(before, officer)


def test_another_unit_does_not_begin_from_it(before):
    with pytest.raises((PermissionDenied, Refused)):
        again(before, UserFactory(local_officer=True))
    assert Dossier.objects.count() == 1
