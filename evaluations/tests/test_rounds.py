"""Rounds and councils."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.errors import Refused
from evaluations import services
from evaluations.enums import CouncilOffice, Level, RoundKind
from evaluations.models import Assignment, CouncilMember, Round
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    DossierFactory,
    RoundFactory,
    RuleVersionFactory,
    choices_for,
    close,
)

pytestmark = pytest.mark.django_db
CHAIR, MEMBER = CouncilOffice.CHAIR, CouncilOffice.MEMBER


def fields(**changes):
    return {
        "name": "Đợt 1 năm 2026",
        "year": 2026,
        "kind": RoundKind.REGULAR,
        "level": Level.PROVINCE,
        "rule_version": RuleVersionFactory(),
        "opens_on": dt.date(2026, 3, 1),
        "closes_on": dt.date(2026, 4, 30),
    } | changes


def test_the_office_opens_a_round():
    turn = services.create_round(actor=UserFactory(office=True), **fields())
    assert Round.objects.get() == turn


@pytest.mark.parametrize("role", ["local_officer", "agency_officer", "council_member", "leader", "administrator"])
def test_nobody_else_opens_changes_or_staffs_a_round(role):
    actor, turn = UserFactory(**{role: True}), RoundFactory()
    with pytest.raises(PermissionDenied):
        services.create_round(actor=actor, **fields())
    with pytest.raises(PermissionDenied):
        services.update_round(actor=actor, round_id=turn.pk, name="Khác")
    with pytest.raises(PermissionDenied):
        services.set_council(actor=actor, round_id=turn.pk, members=[])


def test_a_round_that_ends_before_it_begins_is_refused_in_words():
    with pytest.raises(ValidationError, match="phải sau ngày bắt đầu"):
        services.create_round(actor=UserFactory(office=True), **fields(closes_on=dt.date(2026, 2, 1)))


def test_two_rounds_of_one_name_in_a_year_are_refused():
    office = UserFactory(office=True)
    services.create_round(actor=office, **fields())
    with pytest.raises(ValidationError, match="cùng tên"):
        services.create_round(actor=office, **fields())
    services.create_round(actor=office, **fields(year=2027))


def test_a_round_with_dossiers_keeps_its_rules_and_level_but_may_be_prolonged():
    office, dossier = UserFactory(office=True), DossierFactory()
    turn = dossier.round
    longer = turn.closes_on + dt.timedelta(days=9)
    assert services.update_round(actor=office, round_id=turn.pk, closes_on=longer).closes_on == longer
    for changes in ({"rule_version": RuleVersionFactory()}, {"level": Level.CENTRAL}):
        with pytest.raises(Refused, match="đã có hồ sơ"):
            services.update_round(actor=office, round_id=turn.pk, **changes)
    same = {"rule_version": turn.rule_version, "level": turn.level}
    services.update_round(actor=office, round_id=turn.pk, **same)


def test_a_round_without_dossiers_may_change_its_rules():
    turn, other = RoundFactory(), RuleVersionFactory()
    changed = services.update_round(actor=UserFactory(office=True), round_id=turn.pk, rule_version=other)
    assert changed.rule_version == other


def council(turn, *pairs):
    return services.set_council(actor=UserFactory(office=True), round_id=turn.pk, members=pairs)


def people(count):
    return UserFactory.create_batch(count, council_member=True)


def test_a_council_is_set_changed_and_passes_on_the_chair():
    turn, (one, two, three) = RoundFactory(), people(3)
    council(turn, (one, CHAIR), (two, MEMBER))
    council(turn, (two, CHAIR), (one, MEMBER), (three, CouncilOffice.SECRETARY))
    assert dict(turn.members.values_list("user", "office")) == {
        two.pk: "chair",
        one.pk: "member",
        three.pk: "secretary",
    }
    council(turn, (three, CHAIR))
    assert turn.members.get().user == three


@pytest.mark.parametrize("problem", ["twice", "two chairs", "role", "left"])
def test_an_unsound_council_is_refused_and_the_old_one_stays(problem):
    turn, (one, two) = RoundFactory(), people(2)
    seat = CouncilMemberFactory(round=turn)
    members = {
        "twice": [(one, MEMBER), (one, CHAIR)],
        "two chairs": [(one, CHAIR), (two, CHAIR)],
        "role": [(one, CHAIR), (UserFactory(office=True), MEMBER)],
        "left": [(UserFactory(council_member=True, is_active=False), MEMBER)],
    }[problem]
    with pytest.raises(Refused):
        council(turn, *members)
    assert list(turn.members.all()) == [seat]


def test_a_new_member_gets_the_dossiers_that_are_being_scored_and_no_others():
    turn, (one, two) = RoundFactory(), people(2)
    council(turn, (one, CHAIR))
    scored = close(DossierFactory(round=turn, accepted=True))
    open_one = DossierFactory(round=turn, accepted=True)
    DossierFactory(round=turn, submitted=True)
    DossierFactory(accepted=True)
    council(turn, (one, CHAIR), (two, MEMBER), *((seat.user, MEMBER) for seat in _scorers(scored)))
    given = Assignment.objects.filter(member__user=two).values_list("dossier", flat=True)
    assert list(given) == [open_one.pk]


def _scorers(dossier):
    return CouncilMember.objects.filter(assignments__dossier=dossier).select_related("user")


def test_a_member_with_a_sheet_is_never_dropped():
    seat = AssignmentFactory()
    services.save_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(seat.dossier, {"1.1": None}))
    with pytest.raises(Refused, match=seat.member.user.full_name):
        council(seat.member.round, (people(1)[0], CHAIR))
    assert Assignment.objects.filter(pk=seat.pk).exists()


def test_a_member_without_a_sheet_leaves_with_his_assignments():
    seat = AssignmentFactory()
    council(seat.member.round)
    assert not Assignment.objects.exists()
    assert not CouncilMember.objects.exists()
