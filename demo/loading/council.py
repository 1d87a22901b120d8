"""A council at work: sits, scores, and is left in the middle of it."""

import datetime as dt
import random

from demo.loading.scoring import Tables, begin, seats, send
from demo.loading.world import World
from demo.scores import totals_for
from evaluations.enums import CouncilOffice, Presence
from evaluations.models import Dossier, Round
from evaluations.services import close_scoring, set_council
from evaluations.services.council import Person, Seat, Source, save_council
from evaluations.services.sessions import Present, hold_session

OFFICES = (
    CouncilOffice.CHAIR,
    CouncilOffice.VICE_CHAIR,
    CouncilOffice.MEMBER,
    CouncilOffice.MEMBER,
    CouncilOffice.SECRETARY,
)
_TEAM = (
    Person("Trần Ngọc Hạnh", "Trưởng phòng", "Sở Nông nghiệp và Môi trường", CouncilOffice.CHAIR),
    Person("Lê Quốc Thái", "Chuyên viên", "Sở Công Thương"),
    Person("Nguyễn Thị Diễm My", "Chuyên viên", "Sở Y tế"),
    Person("Phạm Minh Trí", "Chuyên viên", "Văn phòng Điều phối", CouncilOffice.SECRETARY),
)
# Where a dossier is left: how many sheets are sent, how many more are begun, whether it is closed.
_STAGES = (
    (5, 0, True),
    (0, 0, False),
    (2, 1, False),
    (0, 0, False),
    (5, 0, False),
    (1, 1, False),
    (3, 0, False),
    (5, 0, True),
    (0, 1, False),
    (4, 0, False),
)


class Council:
    """The five members of the demo."""

    def __init__(self, world: World):
        self._world = world
        self._tables = Tables()

    def sit(self, turn: Round, *, members: int) -> None:
        """Seat the first members, the chair among them."""
        people = list(zip(self._world.council, OFFICES, strict=True))[:members]
        if turn.rule_version.code != "26":
            # Who sat then, and by which decision, is not in the sources.
            set_council(actor=self._world.office, round_id=turn.pk, members=people)
            return
        seats = [Seat(user, office, user.unit.name) for user, office in people]
        day = min(turn.opens_on + dt.timedelta(14), self._world.today)
        save_council(
            actor=self._world.office,
            round_id=turn.pk,
            members=seats,
            team=_TEAM,
            council_source=Source(document=self._world.council_decision(day)),
            team_source=None,
        )

    def meet(self, turn: Round, *, on: dt.date, absent: int = 0) -> None:
        """Record a session of the whole council, but for the last ``absent`` members."""
        seats = list(turn.members.order_by("pk"))
        away = {seat.pk for seat in seats[len(seats) - absent :]}
        hold_session(
            actor=self._world.office,
            round_id=turn.pk,
            attendances={
                seat.pk: Present(Presence.EXCUSED, "Đi công tác") if seat.pk in away else Present(Presence.PRESENT)
                for seat in seats
            },
            held_on=on,
            begins_at=dt.time(8),
            ends_at=dt.time(16, 30),
            place="Phòng họp số 2, Trụ sở Sở Nông nghiệp và Môi trường (minh hoạ)",
            opinions="Các thành viên thảo luận về bao bì, hồ sơ an toàn thực phẩm và khả năng mở rộng thị trường.",
            conclusion="Hội đồng thống nhất kết quả chấm và giao Văn phòng Điều phối hoàn thiện hồ sơ trình.",
        )

    def score(self, dossier: Dossier, *, star: int, luck: random.Random, last: dt.date, days: int = 8) -> None:
        """Send every sheet in the days up to ``last``, with a mean of that star, and close the scoring."""
        filled = seats(dossier, self._world.council)
        for (seat, person), total in zip(filled, totals_for(star, len(filled), luck), strict=True):
            day = max(last - dt.timedelta(luck.randint(0, days)), dossier.submitted_on)
            send(self._tables, dossier, (seat, person), total, star=star, luck=luck, day=day)
        close_scoring(actor=self._world.office, dossier_id=dossier.pk, on=last)

    def leave_at(self, dossier: Dossier, stage: int, *, star: int, luck: random.Random) -> None:
        """Bring an accepted dossier to one of the stages in which a council may be found."""
        sent, begun, is_closed = _STAGES[stage]
        yesterday = self._world.today - dt.timedelta(1)
        filled = seats(dossier, self._world.council)
        totals = totals_for(star, len(filled), luck)
        # Another member is ahead each time.
        turn = luck.randint(0, len(filled) - 1)
        order = filled[turn:] + filled[:turn]
        for place, total in zip(order[:sent], totals, strict=False):
            send(self._tables, dossier, place, total, star=star, luck=luck, day=yesterday)
        for place in order[sent : sent + begun]:
            begin(self._tables, dossier, place, luck=luck, share=luck.uniform(0.3, 0.8))
        if is_closed:
            close_scoring(actor=self._world.office, dossier_id=dossier.pk)
