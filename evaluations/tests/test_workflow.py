"""The table of moves: who, from where, with what; and what each move writes."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from core.dates import add_months, today
from core.errors import Refused
from documents.tests.factories import DocumentFactory
from evaluations import services
from evaluations.completeness import checklist, missing
from evaluations.enums import DossierState as S
from evaluations.models import Assignment, DossierMove
from evaluations.tests.factories import (
    CouncilMemberFactory,
    CriteriaSetFactory,
    DossierFactory,
    RoundFactory,
    RuleVersionFactory,
)
from evaluations.workflow import EDGES, Incomplete, actions_for, move
from products.enums import RecognitionKind
from products.tests.factories import ProductFactory, RecognitionFactory, RevocationFactory, TaxonomyFactory
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

ROLES = ("local_officer", "agency_officer", "office", "council_member", "leader", "administrator")
STATES = {
    S.DRAFT: {},
    S.SUBMITTED: {"submitted": True},
    S.RETURNED: {"returned": True},
    S.ACCEPTED: {"accepted": True},
    S.WITHDRAWN: {"withdrawn": True},
    S.SCORED: {"state": S.SCORED, "sent": True},
    S.RECOGNISED: {"state": S.RECOGNISED, "sent": True},
    S.NOT_RECOGNISED: {"state": S.NOT_RECOGNISED, "sent": True},
}
ALLOWED = {
    ("submit", S.DRAFT, "local_officer"),
    ("submit", S.RETURNED, "local_officer"),
    ("return", S.SUBMITTED, "office"),
    ("accept", S.SUBMITTED, "office"),
    ("withdraw", S.DRAFT, "local_officer"),
    ("withdraw", S.RETURNED, "local_officer"),
    ("withdraw", S.SUBMITTED, "local_officer"),
}
MOVES = [code for code, edge in EDGES.items() if not edge.is_internal]


def officer_of(dossier):
    return UserFactory(local_officer=True, unit=dossier.unit)


def person(role, dossier):
    if role == "local_officer":
        return officer_of(dossier)
    if role == "council_member":
        return CouncilMemberFactory(round=dossier.round).user
    return UserFactory(**{role: True})


def recognise(product, *, star=3, on=None, **fields):
    on = on or today() - dt.timedelta(days=400)
    return RecognitionFactory(product=product, star=star, document=DocumentFactory(issued_on=on), **fields)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", MOVES)
def test_only_the_moves_of_the_table_are_possible_and_have_a_button(action, state, role):
    dossier = DossierFactory(**STATES[state])
    actor = person(role, dossier)
    is_allowed = (action, state, role) in ALLOWED
    assert (action in [one.code for one in actions_for(dossier, actor)]) == is_allowed
    if is_allowed:
        assert move(dossier.pk, action, actor=actor, note="Lý do").state == EDGES[action].target
        return
    with pytest.raises((Refused, PermissionDenied)):
        move(dossier.pk, action, actor=actor, note="Lý do")
    dossier.refresh_from_db()
    assert dossier.state == state
    assert not dossier.moves.exists()


@pytest.mark.parametrize("action", ["score", "recognise", "refuse", "nonsense"])
def test_steps_of_a_service_are_no_moves_of_a_person(action):
    dossier = DossierFactory(accepted=True)
    with pytest.raises(Refused, match="Không có bước"):
        move(dossier.pk, action, actor=UserFactory(office=True))


def test_an_officer_of_another_unit_cannot_send_the_dossier():
    dossier = DossierFactory()
    with pytest.raises(PermissionDenied, match="đơn vị"):
        move(dossier.pk, "submit", actor=UserFactory(local_officer=True))


def test_an_officer_of_the_district_above_can_send_it():
    district = UnitFactory(district=True)
    dossier = DossierFactory(product__producer__unit__parent=district)
    actor = UserFactory(local_officer=True, unit=district)
    assert move(dossier.pk, "submit", actor=actor).state == S.SUBMITTED


def test_a_person_who_has_left_cannot_move_anything():
    dossier = DossierFactory()
    actor = UserFactory(local_officer=True, unit=dossier.unit, is_active=False)
    with pytest.raises(PermissionDenied):
        move(dossier.pk, "submit", actor=actor)


def test_a_move_is_logged_with_actor_note_and_states():
    dossier = DossierFactory(submitted=True)
    office = UserFactory(office=True)
    move(dossier.pk, "return", actor=office, note="  Thiếu phiếu kiểm nghiệm ")
    logged = DossierMove.objects.get(dossier=dossier)
    assert (logged.action, logged.from_state, logged.to_state) == ("return", S.SUBMITTED, S.RETURNED)
    assert (logged.actor, logged.note) == (office, "Thiếu phiếu kiểm nghiệm")


def test_the_log_of_a_past_day_carries_that_day():
    dossier = DossierFactory(round__opens_on=dt.date(2022, 1, 1), round__closes_on=dt.date(2022, 10, 30))
    moved = move(dossier.pk, "submit", actor=officer_of(dossier), on=dt.date(2022, 5, 4))
    assert moved.submitted_on == dt.date(2022, 5, 4)
    assert dossier.moves.get().at.date() == dt.date(2022, 5, 4)


@pytest.mark.parametrize("note", ["", "   "])
@pytest.mark.parametrize("action", ["return", "withdraw"])
def test_returning_and_withdrawing_need_a_reason(action, note):
    dossier = DossierFactory(submitted=True)
    actor = UserFactory(office=True) if action == "return" else officer_of(dossier)
    with pytest.raises(Refused, match="ghi ý kiến"):
        move(dossier.pk, action, actor=actor, note=note)


def test_withdrawing_keeps_its_day_and_frees_the_product_for_another_dossier():
    dossier = DossierFactory(submitted=True)
    officer = officer_of(dossier)
    assert move(dossier.pk, "withdraw", actor=officer, note="Chủ thể đổi bao bì").withdrawn_on == today()
    again = services.create_dossier(
        actor=officer, round=dossier.round, product=dossier.product, kind=RecognitionKind.NEW
    )
    assert again.state == S.DRAFT


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_dossier_is_sent_only_within_the_opening_days(days, is_open):
    first = dt.date(2026, 6, 1)
    dossier = DossierFactory(round__opens_on=first, round__closes_on=first + dt.timedelta(days=10))
    day = first + dt.timedelta(days=days)
    if is_open:
        assert move(dossier.pk, "submit", actor=officer_of(dossier), on=day).submitted_on == day
        return
    with pytest.raises(Refused, match="từ 01/06/2026 đến hết 11/06/2026"):
        move(dossier.pk, "submit", actor=officer_of(dossier), on=day)


def test_a_returned_dossier_comes_back_after_the_round_has_closed_and_keeps_its_first_day():
    dossier = DossierFactory(round__closed=True, returned=True)
    entered = dossier.submitted_on
    sent = move(dossier.pk, "submit", actor=officer_of(dossier))
    assert sent.state == S.SUBMITTED
    assert sent.submitted_on == entered


def test_accepting_gives_the_dossier_to_every_member_of_the_council():
    dossier = DossierFactory(submitted=True)
    seats = CouncilMemberFactory.create_batch(3, round=dossier.round)
    CouncilMemberFactory()
    move(dossier.pk, "accept", actor=UserFactory(office=True))
    assert set(Assignment.objects.filter(dossier=dossier).values_list("member", flat=True)) == {s.pk for s in seats}


def texts(dossier):
    return [item.text for item in missing(dossier)]


def test_a_complete_dossier_lacks_nothing():
    assert texts(DossierFactory()) == []


def test_an_incomplete_dossier_is_refused_with_every_missing_item_and_its_place():
    product = ProductFactory(group__taxonomy=TaxonomyFactory(code="cu"), stopped_on=dt.date(2022, 1, 1))
    recognise(product)
    dossier = DossierFactory(product=product, summary=" ", criteria_set=None)
    CriteriaSetFactory(rule_version=dossier.round.rule_version)
    with pytest.raises(Incomplete, match="còn thiếu") as caught:
        move(dossier.pk, "submit", actor=officer_of(dossier))
    assert len(caught.value.items) == 4
    section, of_product = f"/danh-gia/ho-so/{dossier.pk}/muc", f"/san-pham/{product.pk}/sua"
    assert [item.url for item in caught.value.items] == [
        f"{section}/registration/#id_kind",
        f"{of_product}/#id_group",
        f"{of_product}/#id_stopped_on",
        f"{section}/background/#id_summary",
    ]
    assert all(item.text in str(caught.value) for item in caught.value.items)


def test_the_box_names_what_is_done_too():
    assert [item.done for item in checklist(DossierFactory(summary=""))] == [True, False]


@pytest.mark.parametrize(
    ("kind", "history", "problem"),
    [
        ("new", "none", ""),
        ("new", "lapsed", ""),
        ("new", "in force", "đang có 3 sao"),
        ("renewal", "none", "chưa từng được công nhận"),
        ("renewal", "lapsed", ""),
        ("renewal", "in force", ""),
        ("upgrade", "none", "không có hạng sao"),
        ("upgrade", "lapsed", "không có hạng sao"),
        ("upgrade", "revoked", "không có hạng sao"),
        ("upgrade", "in force", ""),
        ("upgrade", "five", "đã có 5 sao"),
    ],
)
def test_the_kind_fits_what_the_product_holds(kind, history, problem):
    dossier = DossierFactory(kind=kind)
    if history == "lapsed":
        recognise(dossier.product, on=add_months(today(), -37))
    elif history != "none":
        recognition = recognise(dossier.product, star=5 if history == "five" else 3)
        if history == "revoked":
            RevocationFactory(recognition=recognition, document__issued_on=today())
    found = texts(dossier)
    assert len(found) == bool(problem)
    assert problem in "".join(found)


def test_a_central_dossier_is_an_upgrade():
    dossier = DossierFactory(central=True, kind=RecognitionKind.NEW)
    assert "cấp trung ương" in texts(dossier)[0]


def test_sending_fixes_criteria_and_the_recognition_before():
    dossier = DossierFactory(kind=RecognitionKind.RENEWAL, criteria_set=None)
    criteria = CriteriaSetFactory(rule_version=dossier.round.rule_version, group=dossier.product.group)
    recognise(dossier.product, on=today() - dt.timedelta(days=1200))
    latest = recognise(dossier.product, on=today() - dt.timedelta(days=500))
    sent = move(dossier.pk, "submit", actor=officer_of(dossier))
    assert sent.criteria_set == criteria
    assert sent.previous_recognition == latest


def test_a_dossier_under_rules_without_public_tables_can_be_sent():
    dossier = DossierFactory(round__rule_version=RuleVersionFactory(), criteria_set=None)
    assert move(dossier.pk, "submit", actor=officer_of(dossier)).criteria_set is None


def test_a_group_without_a_table_among_others_can_be_sent_too():
    dossier = DossierFactory(criteria_set=None)
    CriteriaSetFactory(rule_version=dossier.round.rule_version)
    assert move(dossier.pk, "submit", actor=officer_of(dossier)).criteria_set is None


def test_the_office_sends_a_central_dossier_and_no_unit_does():
    dossier = DossierFactory(central=True)
    recognise(dossier.product, star=4)
    with pytest.raises(PermissionDenied):
        move(dossier.pk, "submit", actor=officer_of(dossier))
    office = UserFactory(office=True)
    assert move(dossier.pk, "submit", actor=office).state == S.SUBMITTED
    assert [one.code for one in actions_for(dossier.__class__.objects.get(pk=dossier.pk), office)] == ["withdraw"]


def test_a_second_sending_of_the_same_dossier_is_refused():
    dossier = DossierFactory()
    officer = officer_of(dossier)
    move(dossier.pk, "submit", actor=officer)
    with pytest.raises(Refused, match="Đã trình"):
        move(dossier.pk, "submit", actor=officer)


def test_a_round_of_another_day_takes_its_own_dossiers():
    turn = RoundFactory(closed=True)
    assert not turn.takes_dossiers_on(today())
