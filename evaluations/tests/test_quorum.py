"""Whether a session could decide."""

import datetime as dt

import pytest

from accounts.tests.factories import UserFactory
from core.dates import today
from evaluations.enums import CouncilOffice, Presence
from evaluations.models import Attendance
from evaluations.quorum import Quorum, has_quorum, needed_of, quorum_of
from evaluations.tests.factories import CouncilMemberFactory, RoundFactory, RuleVersionFactory, hold_session


@pytest.mark.parametrize(
    ("seats", "percent", "needed"),
    [(12, 75, 9), (13, 75, 10), (9, 67, 7), (3, 50, 2), (100, 29, 29), (1, 1, 1), (0, 75, 1), (7, 100, 7), (7, 0, 0)],
)
def test_a_share_of_the_seats_is_rounded_up_and_exact(seats, percent, needed):
    assert needed_of(seats, percent) == needed


@pytest.mark.parametrize(
    ("present", "chair", "needs_chair", "met"),
    [(9, True, True, True), (8, True, True, False), (9, False, True, False), (9, False, False, True)],
)
def test_enough_members_and_the_chair_where_he_must_be(present, chair, needs_chair, met):
    assert Quorum(present, seats=12, needed=9, chair_present=chair, needs_chair=needs_chair).is_met is met


def council(size=4, **rules):
    """Return a round whose council has a chair and the seats of it."""
    turn = RoundFactory(rule_version=RuleVersionFactory(by_the_law=True, **rules))
    seats = [CouncilMemberFactory(round=turn, office=CouncilOffice.CHAIR)]
    return turn, [*seats, *CouncilMemberFactory.create_batch(size - 1, round=turn)]


@pytest.mark.django_db
class TestSession:
    def test_three_of_four_with_the_chair_are_enough(self):
        turn, seats = council()
        session = hold_session(turn, office=UserFactory(office=True), absent=seats[3:])
        assert quorum_of(session) == Quorum(3, 4, 3, chair_present=True, needs_chair=True)
        assert has_quorum(turn, on=today())

    @pytest.mark.parametrize("absent", [slice(1), slice(2, 4)])
    def test_without_the_chair_or_a_fourth_of_the_seats_they_are_not(self, absent):
        turn, seats = council()
        session = hold_session(turn, office=UserFactory(office=True), absent=seats[absent])
        assert not quorum_of(session).is_met
        assert not has_quorum(turn, on=today())

    def test_an_excused_member_is_not_present(self):
        turn, seats = council()
        session = hold_session(turn, office=UserFactory(office=True), absent=seats[3:])
        Attendance.objects.filter(member=seats[2]).update(presence=Presence.EXCUSED)
        assert quorum_of(session).present == 2

    def test_a_session_to_come_does_not_count_yet(self):
        turn, _seats = council()
        hold_session(turn, office=UserFactory(office=True), on=today() + dt.timedelta(days=1))
        assert not has_quorum(turn, on=today())
        assert has_quorum(turn, on=today() + dt.timedelta(days=1))

    def test_one_good_session_is_enough(self):
        turn, seats = council()
        office = UserFactory(office=True)
        hold_session(turn, office=office, absent=seats)
        hold_session(turn, office=office)
        hold_session(RoundFactory(rule_version=turn.rule_version), office=office)
        assert has_quorum(turn, on=today())

    def test_a_council_that_grows_later_does_not_unmake_a_session(self):
        turn, seats = council()
        session = hold_session(turn, office=UserFactory(office=True))
        CouncilMemberFactory.create_batch(6, round=turn)
        turn.members.filter(pk=seats[0].pk).update(office=CouncilOffice.MEMBER)
        assert quorum_of(session) == Quorum(4, 4, 3, chair_present=True, needs_chair=True)

    def test_rules_that_ask_for_nobody_need_no_session(self):
        assert has_quorum(RoundFactory(), on=today())

    def test_rules_that_ask_for_the_chair_alone_need_a_session_with_him(self):
        turn, seats = council(quorum_percent=0)
        assert not has_quorum(turn, on=today())
        hold_session(turn, office=UserFactory(office=True), absent=seats[1:])
        assert has_quorum(turn, on=today())

    @pytest.mark.parametrize("sessions", [1, 3])
    def test_asking_takes_two_queries(self, django_assert_num_queries, sessions):
        turn, _seats = council()
        for _n in range(sessions):
            hold_session(turn, office=UserFactory(office=True))
        with django_assert_num_queries(2):
            has_quorum(turn, on=today())
