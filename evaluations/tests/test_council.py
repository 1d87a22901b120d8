"""The council of a round with its team and decisions."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.tests.factories import UserFactory
from core.dates import today
from core.errors import Refused, Stale
from documents.tests.factories import DocumentFactory
from evaluations.enums import CouncilOffice, Level, RecusalGround
from evaluations.models import CouncilMember, TeamMember
from evaluations.services import assigning, council
from evaluations.services.council import Person, Seat, Source, copy_council, council_mark, round_to_copy, save_council
from evaluations.tests.factories import AssignmentFactory, CouncilMemberFactory, RoundFactory, hold_session
from units.enums import UnitKind
from units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
CHAIR, MEMBER, SECRETARY = CouncilOffice.CHAIR, CouncilOffice.MEMBER, CouncilOffice.SECRETARY


def people(count):
    return UserFactory.create_batch(count, council_member=True)


def save(turn, seats=(), team=(), **more):
    sources = {"council_source": Source(), "team_source": Source()} | more
    return save_council(
        actor=UserFactory(office=True), round_id=turn.pk, members=list(seats), team=list(team), **sources
    )


def as_stored(turn):
    turn.refresh_from_db()
    return list(turn.team.values_list("full_name", "position", "agency", "office"))


def test_council_team_and_decisions_are_stored_together():
    turn, (one, two), decision = RoundFactory(), people(2), DocumentFactory()
    team = [Person("  Lê  Thị Ba", "Phó trưởng phòng", "Sở Công Thương", CHAIR), Person("Trần Văn Tư")]
    save(
        turn,
        [Seat(one, CHAIR, "UBND  tỉnh"), Seat(two, MEMBER)],
        team,
        council_source=Source(decision),
        team_source=None,
    )
    assert list(turn.members.values_list("user", "office", "agency")) == [
        (one.pk, "chair", "UBND tỉnh"),
        (two.pk, "member", two.unit.name),
    ]
    assert as_stored(turn) == [
        ("Lê Thị Ba", "Phó trưởng phòng", "Sở Công Thương", "chair"),
        ("Trần Văn Tư", "", "", "member"),
    ]
    assert turn.council_document == turn.team_document == decision


def test_a_new_decision_is_recorded_with_the_council():
    turn, province = RoundFactory(), UnitFactory(kind=UnitKind.PROVINCE)
    new = {
        "kind": "decision",
        "number": 12,
        "symbol": "QĐ-UBND",
        "issued_on": today(),
        "issuer": province,
        "subject": "Thành lập Hội đồng đánh giá",
    }
    save(turn, council_source=Source(new=new))
    turn.refresh_from_db()
    assert turn.council_document.reference == "12/QĐ-UBND"
    assert turn.team_document is None


def test_pairs_keep_the_agency_of_a_seat():
    turn, (one,) = RoundFactory(), people(1)
    save(turn, [Seat(one, MEMBER, "Sở Y tế")])
    council.set_council(actor=UserFactory(office=True), round_id=turn.pk, members=[(one, CHAIR)])
    assert turn.members.values_list("office", "agency").get() == ("chair", "Sở Y tế")


@pytest.mark.parametrize(
    "team",
    [
        [Person("Lê Thị Ba", agency="Sở Y tế"), Person("Lê Thị  Ba", agency="Sở Y tế")],
        [Person("Lê Thị Ba", office=CHAIR), Person("Trần Văn Tư", office=CHAIR)],
    ],
    ids=["twice", "two heads"],
)
def test_an_unsound_team_is_refused_and_nothing_changes(team):
    turn = RoundFactory()
    with pytest.raises(Refused):
        save(turn, [Seat(people(1)[0], CHAIR)], team)
    assert not turn.members.exists()
    assert not TeamMember.objects.exists()


def test_a_council_that_changed_since_it_was_seen_is_not_overwritten():
    turn, (one, two) = RoundFactory(), people(2)
    seen = council_mark(turn)
    save(turn, [Seat(one, CHAIR)], seen=seen)
    with pytest.raises(Stale):
        save(turn, [Seat(two, CHAIR)], seen=seen)
    assert turn.members.get().user == one
    save(turn, [Seat(two, CHAIR)], seen=council_mark(turn))


@pytest.mark.parametrize("role", ["local_officer", "agency_officer", "council_member", "leader", "administrator"])
def test_nobody_but_the_office_changes_or_copies_a_council(role):
    actor, turn = UserFactory(**{role: True}), RoundFactory()
    with pytest.raises(PermissionDenied):
        save_council(actor=actor, round_id=turn.pk, members=[], team=[], council_source=Source(), team_source=None)
    with pytest.raises(PermissionDenied):
        copy_council(actor=actor, round_id=turn.pk)


def test_who_was_recused_or_attended_stays_on_the_council():
    seat, office = AssignmentFactory(), UserFactory(office=True)
    turn = seat.dossier.round
    recusal = assigning.recuse(
        actor=office, assignment_id=seat.pk, ground=RecusalGround.OTHER, reason="Đã làm việc cho chủ thể"
    )
    with pytest.raises(Refused, match="không tham gia chấm"):
        save(turn)
    recusal.delete()
    hold_session(turn, office=office)
    with pytest.raises(Refused, match="điểm danh"):
        save(turn)
    assert turn.members.count() == 1


class TestCopying:
    def make_last(self, **more):
        return RoundFactory(closed=True, **more)

    def test_seats_and_team_come_over_and_who_left_is_named(self):
        last, turn, office = self.make_last(), RoundFactory(), UserFactory(office=True)
        chair = CouncilMemberFactory(round=last, office=CHAIR, agency="UBND tỉnh")
        gone = CouncilMemberFactory(round=last, user__is_active=False, user__full_name="Đã Nghỉ Hưu")
        other = CouncilMemberFactory(round=last, user__full_name="Đã Chuyển Việc", office=SECRETARY)
        other.user.role = "leader"
        other.user.save()
        TeamMember.objects.create(round=last, full_name="Lê Thị Ba", agency="Sở Y tế", office=CHAIR)
        copied = copy_council(actor=office, round_id=turn.pk)
        assert (copied.source, copied.seats, copied.team) == (last, 1, 1)
        assert copied.skipped == ["Đã Nghỉ Hưu", "Đã Chuyển Việc"]
        assert list(turn.members.values_list("user", "office", "agency")) == [(chair.user_id, "chair", "UBND tỉnh")]
        assert as_stored(turn) == [("Lê Thị Ba", "", "Sở Y tế", "chair")]
        assert turn.council_document is None
        assert last.members.count() == 3
        assert gone.round == last

    def test_the_newest_earlier_round_of_the_level_is_the_source(self):
        turn = RoundFactory()
        older = self.make_last()
        CouncilMemberFactory(round=older)
        CouncilMemberFactory(round=self.make_last(level=Level.CENTRAL))
        CouncilMemberFactory(round=RoundFactory(opens_on=turn.closes_on, closes_on=turn.closes_on))
        self.make_last()
        assert round_to_copy(turn) == older
        newer = self.make_last()
        CouncilMemberFactory(round=newer)
        assert round_to_copy(turn) == newer

    def test_only_the_part_that_is_empty_is_filled(self):
        last, turn, office = self.make_last(), RoundFactory(), UserFactory(office=True)
        CouncilMemberFactory(round=last)
        TeamMember.objects.create(round=last, full_name="Lê Thị Ba")
        own = CouncilMemberFactory(round=turn)
        assert copy_council(actor=office, round_id=turn.pk).seats == 0
        assert CouncilMember.objects.get(round=turn) == own
        with pytest.raises(Refused, match="đã có hội đồng"):
            copy_council(actor=office, round_id=turn.pk)

    def test_without_an_earlier_council_there_is_nothing_to_copy(self):
        self.make_last()
        with pytest.raises(Refused, match="Chưa có đợt trước"):
            copy_council(actor=UserFactory(office=True), round_id=RoundFactory().pk)
