"""Sessions of a council."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused, Stale
from evaluations.enums import CouncilOffice, Presence, SessionForm
from evaluations.models import CouncilSession
from evaluations.quorum import quorum_of
from evaluations.services.sessions import Present, hold_session, update_session
from evaluations.tests.factories import (
    CouncilMemberFactory,
    DossierFactory,
    RoundFactory,
    RuleVersionFactory,
    close,
)

pytestmark = pytest.mark.django_db
HERE, AWAY = Present(Presence.PRESENT), Present(Presence.ABSENT)


@pytest.fixture
def turn():
    turn = RoundFactory(rule_version=RuleVersionFactory(quorum_percent=75, quorum_needs_chair=True))
    CouncilMemberFactory(round=turn, office=CouncilOffice.CHAIR)
    CouncilMemberFactory(round=turn, office=CouncilOffice.SECRETARY)
    CouncilMemberFactory.create_batch(2, round=turn)
    return turn


def keys(turn):
    return list(turn.members.values_list("pk", flat=True))


def everybody(turn, *away):
    return {pk: (AWAY if pk in away else HERE) for pk in keys(turn)}


def hold(turn, attendances=None, actor=None, **fields):
    return hold_session(
        actor=actor or UserFactory(office=True),
        round_id=turn.pk,
        attendances=everybody(turn) if attendances is None else attendances,
        **({"form": SessionForm.MEETING, "held_on": today()} | fields),
    )


def update(session, attendances, version=None, actor=None, **fields):
    return update_session(
        actor=actor or UserFactory(office=True),
        session_id=session.pk,
        version=version,
        attendances=attendances,
        **fields,
    )


def test_a_session_is_recorded_with_every_seat(turn):
    chair, secretary, third, fourth = keys(turn)
    attendances = {
        chair: HERE,
        secretary: HERE,
        third: Present(Presence.EXCUSED, " Đi  công tác "),
        fourth: HERE,
    }
    session = hold(turn, attendances, place=" Sở  Nông nghiệp ", begins_at=dt.time(8), conclusion="Thống nhất.\n")
    assert (session.place, session.conclusion, session.version) == ("Sở Nông nghiệp", "Thống nhất.", 1)
    assert set(session.attendances.values_list("member", "office", "presence", "note")) == {
        (chair, "chair", "present", ""),
        (secretary, "secretary", "present", ""),
        (third, "member", "excused", "Đi công tác"),
        (fourth, "member", "present", ""),
    }
    assert quorum_of(session).is_met


def test_the_secretary_of_this_council_keeps_its_minutes_and_nobody_else(turn):
    secretary = turn.members.get(office=CouncilOffice.SECRETARY).user
    session = hold(turn, actor=secretary)
    strangers = [CouncilMemberFactory(office=CouncilOffice.SECRETARY).user, turn.members.last().user]
    strangers += [turn.members.get(office=CouncilOffice.CHAIR).user]
    strangers += [
        UserFactory(**{role: True}) for role in ("local_officer", "agency_officer", "leader", "administrator")
    ]
    for actor in strangers:
        with pytest.raises(PermissionDenied):
            hold(turn, actor=actor)
        with pytest.raises(PermissionDenied):
            update(session, everybody(turn), actor=actor)
    assert CouncilSession.objects.count() == 1


def test_a_form_that_is_sent_twice_makes_one_session_and_another_hour_a_second_one(turn):
    hold(turn, begins_at=dt.time(8))
    with pytest.raises(Refused, match="đã được ghi"):
        hold(turn, begins_at=dt.time(8))
    assert CouncilSession.objects.count() == 1
    hold(turn, begins_at=dt.time(14))


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"held_on": today() + dt.timedelta(days=1)}, ValidationError, "sau hôm nay"),
        ({"begins_at": dt.time(10), "ends_at": dt.time(9)}, ValidationError, "sau giờ bắt đầu"),
        ({"form": "x"}, ValidationError, "x"),
        ({"attendances": {}}, Refused, "Còn thiếu"),
    ],
)
def test_an_unsound_session_is_refused_in_words(turn, change, error, words):
    with pytest.raises(error, match=words):
        hold(turn, **change)
    assert not CouncilSession.objects.exists()


def test_a_seat_of_another_round_and_an_unknown_presence_are_refused(turn):
    strange = CouncilMemberFactory()
    for attendances in (everybody(turn) | {strange.pk: HERE}, everybody(turn) | {keys(turn)[0]: Present("x")}):
        with pytest.raises(Refused):
            hold(turn, attendances)


def test_a_round_without_a_council_holds_no_session():
    with pytest.raises(Refused, match="chưa có hội đồng"):
        hold(RoundFactory())


class TestCorrecting:
    def test_seats_keep_the_office_of_the_day_and_a_newer_seat_may_be_left_out(self, turn):
        session = hold(turn)
        before = everybody(turn)
        chair = turn.members.get(office=CouncilOffice.CHAIR)
        turn.members.filter(pk=chair.pk).update(office=CouncilOffice.MEMBER)
        CouncilMemberFactory(round=turn)
        update(session, before | {keys(turn)[3]: AWAY}, place="Phòng họp số 2")
        quorum = quorum_of(session)
        assert (quorum.present, quorum.seats, quorum.chair_present) == (3, 4, True)
        update(session, everybody(turn))
        assert quorum_of(session).seats == 5

    def test_a_session_that_was_saved_elsewhere_is_not_overwritten(self, turn):
        session = hold(turn)
        update(session, everybody(turn), version=1, place="Nơi này")
        with pytest.raises(Stale):
            update(session, everybody(turn), version=1, place="Nơi khác")
        session.refresh_from_db()
        assert (session.place, session.version) == ("Nơi này", 2)

    def test_a_seat_of_the_session_is_never_lost(self, turn):
        session = hold(turn)
        with pytest.raises(Refused, match="Còn thiếu"):
            update(session, {})
        assert session.attendances.count() == 4

    def test_results_that_were_closed_on_it_keep_their_quorum(self, turn):
        session = hold(turn)
        dossier = DossierFactory(round=turn, accepted=True)
        before = everybody(turn)
        close(dossier, {})
        for change in ({"attendances": dict.fromkeys(before, AWAY)}, {"attendances": before | {keys(turn)[0]: AWAY}}):
            with pytest.raises(Refused, match="đã chốt"):
                update(session, **change)
        assert quorum_of(session).is_met
        update(session, before | {keys(turn)[3]: AWAY})
        hold(turn, begins_at=dt.time(14))
        update(session, dict.fromkeys(before, AWAY))
