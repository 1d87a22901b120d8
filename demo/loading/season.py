"""The current season: rounds under 26/2026/QĐ-TTg, with something to do for everybody today."""

import datetime as dt
import random
from dataclasses import dataclass, field

from core.working_days import add_working_days
from demo import entrants
from demo.dice import dice
from demo.entrants import COMMUNES, Entrants
from demo.loading.after_2022 import file_under
from demo.loading.council import Council
from demo.loading.filing import Filing
from demo.loading.papers import Papers
from demo.loading.registering import register
from demo.loading.special import Special
from demo.loading.world import INVENTED, World
from demo.places import PROVINCE, present_unit
from demo.scores import middle_of
from demo.season import RoundSpec, rounds_by
from demo.specs import ProducerSpec, ProductSpec
from evaluations.enums import EvidenceKind, Level, RoundKind, SectionKey
from evaluations.models import Dossier, Round
from evaluations.services import Outcome, create_dossier, create_round, decide_dossiers
from evaluations.services.supplements import ask_supplement
from evaluations.workflow import move
from products.enums import RecognitionKind
from products.models import Recognition

_COMMUNES = frozenset(f"{code}@2025-07-01" for code in COMMUNES)
_RETURNED = (
    (f"paper:{EvidenceKind.TEST_REPORT}", "Phiếu kiểm nghiệm đã quá 12 tháng; cần phiếu mới."),
    (SectionKey.RESULTS.value, "Ghi rõ thị trường tiêu thụ theo từng kênh và cách tính doanh thu."),
)
# 26/2026/QĐ-TTg, Điều 7.6: a renewal is filed 180 days before the end of the term at the earliest.
_BEFORE_END = dt.timedelta(180)
_WITHDRAWN = "Chủ thể xin dời sang đợt sau để hoàn thiện bao bì."


@dataclass
class _Entry:
    """A product that takes part, and as what."""

    producer: ProducerSpec
    product: ProductSpec
    kind: str
    star: int
    # The first day on which a renewal may be sent.
    opens: dt.date = dt.date.min
    luck: random.Random = field(init=False)

    def __post_init__(self):
        self.luck = dice(f"season/{self.product.key}/{self.kind}")


class Season:
    """Loads the rounds one after another."""

    def __init__(self, world: World, papers: Papers, taken: set[str]):
        self._world = world
        self._papers = papers
        self._entrants = Entrants(taken)
        self._council = Council(world)
        self._filing = Filing(world, papers)
        self._special = Special(world, self._council)
        self._entered: set[str] = set()

    def load(self) -> None:
        """Open every round up to today and bring its dossiers to where they are today."""
        today = self._world.today
        rounds = rounds_by(today)
        for at, spec in enumerate(rounds):
            stage = spec.stage_on(today)
            if stage == "concluded":
                self._conclude(spec, entrants.LATER_CONCLUDED if at else entrants.CONCLUDED, renewals=2 if at else 10)
            elif stage == "scoring":
                self._score(spec, self._open(spec), first=spec.opens, last=spec.closes)
            else:
                turn = self._open(spec)
                first = max(spec.opens, today - dt.timedelta(20))
                if len(rounds) == 1 or rounds[at - 1].stage_on(today) == "concluded":
                    self._score(spec, turn, first=first, last=today - dt.timedelta(1))
                self._collect(spec, turn, first=first)

    def _open(self, spec: RoundSpec) -> Round:
        return create_round(
            actor=self._world.office,
            name=spec.name,
            year=spec.year,
            kind=RoundKind.REGULAR,
            level=Level.PROVINCE,
            rule_version=self._world.rules["26"],
            opens_on=spec.opens,
            closes_on=spec.closes,
            decide_by=spec.decided,
            note="Đợt của dữ liệu minh hoạ.",
        )

    def _conclude(self, spec: RoundSpec, rows, *, renewals: int) -> None:
        """A round that is over: sheets of three members, one decision; some fail."""
        turn = self._open(spec)
        self._council.sit(turn, members=3)
        self._council.meet(turn, on=spec.decided - dt.timedelta(5))
        entries = self._newcomers(spec, rows) + self._renewals(spec, renewals)
        decided = []
        for at, entry in enumerate(entries):
            entry.star = 2 if at % 8 == 7 else 5 if at == 0 else entry.star
            dossier = self._send(turn, entry, spec.opens, spec.closes)
            self._accept(dossier, entry, spec.closes)
            self._council.score(dossier, star=entry.star, luck=entry.luck, last=spec.decided - dt.timedelta(4))
            decided.append(Outcome(dossier.pk, star=entry.star, approves=entry.star == 5))
        self._special.before_decision(turn, spec, decided)
        document = self._world.decision(
            1210 + spec.decided.month,
            spec.decided,
            f"Công nhận kết quả đánh giá, phân hạng sản phẩm OCOP {spec.name.lower()} ({INVENTED})",
            issuer=PROVINCE,
            symbol="QĐ-UBND",
        )
        decide_dossiers(actor=self._world.office, round_id=turn.pk, document=document, outcomes=decided)
        self._special.after_decision(turn, spec, document)

    def _score(self, spec: RoundSpec, turn: Round, *, first: dt.date, last: dt.date) -> None:
        """Dossiers before the council: with no sheet, with some, with all, and closed."""
        self._council.sit(turn, members=5)
        last = min(last, self._world.today - dt.timedelta(1))
        self._council.meet(turn, on=last, absent=1)
        for at, entry in enumerate(self._newcomers(spec, entrants.SCORING) + self._renewals(spec, 8)):
            dossier = self._send(turn, entry, first, last)
            self._accept(dossier, entry, last)
            self._council.leave_at(dossier, at % 10, star=entry.star, luck=entry.luck)
        self._special.in_scoring(turn)

    def _collect(self, spec: RoundSpec, turn: Round, *, first: dt.date) -> None:
        """Dossiers that come in: drafts, sent ones, returned ones, one that was withdrawn."""
        world = self._world
        entries = self._newcomers(spec, entrants.OPEN) + self._renewals(spec, 3)
        for at, entry in enumerate(entries):
            if at % 3 == 0:
                self._create(turn, entry, received=first, is_whole=at % 2 == 0)
                continue
            dossier = self._send(turn, entry, first, world.today)
            if at % 6 == 4:
                due = add_working_days(world.today, 10)
                ask_supplement(actor=world.office, dossier_id=dossier.pk, items=_RETURNED, due_on=due)
            elif at == 5:
                officer = self._officer(entry.producer)
                move(dossier.pk, "withdraw", actor=officer, note=_WITHDRAWN)

    def _newcomers(self, spec: RoundSpec, rows) -> list[_Entry]:
        entries = []
        for producer in self._entrants.of(rows, purpose=spec.name, year=spec.opens.year):
            register(self._world, producer, taxonomy="26")
            luck = dice(f"stars of {producer.key}")
            entries += [
                _Entry(producer, product, RecognitionKind.NEW, 4 if luck.random() < 0.35 else 3)
                for product in producer.products
            ]
        return entries

    def _renewals(self, spec: RoundSpec, count: int) -> list[_Entry]:
        """Products of the communes with an officer whose term ends after the round, the soonest first."""
        world = self._world
        ends = {
            row.product_id: row
            for row in Recognition.objects.in_force_on(min(spec.opens, world.today)).filter(
                valid_until__gte=spec.closes
            )
        }
        found = []
        for producer, product in world.product_specs():
            row = ends.get(world.products[product.key].pk)
            is_near = present_unit(producer.unit) in _COMMUNES
            if row is None or not is_near or not producer.is_invented or product.key in self._entered:
                continue
            if row.valid_until - _BEFORE_END <= min(spec.closes, world.today):
                found.append((row.valid_until, producer, product, row.star))
        found.sort(key=lambda one: (one[0], one[2].key))
        entries = [
            _Entry(producer, product, RecognitionKind.RENEWAL, star, opens=end - _BEFORE_END)
            for end, producer, product, star in found
        ]
        return entries[:count]

    def _officer(self, producer: ProducerSpec):
        return self._world.officer_of(present_unit(producer.unit))

    def _create(self, turn: Round, entry: _Entry, *, received: dt.date, is_whole: bool = True) -> Dossier:
        self._entered.add(entry.product.key)
        officer = self._officer(entry.producer)
        file_under(self._world, entry.product, "26")
        product = self._world.products[entry.product.key]
        dossier = create_dossier(actor=officer, round=turn, product=product, kind=entry.kind)
        self._filing.attach(dossier, entry.producer, actor=officer, luck=entry.luck, whole=is_whole)
        if is_whole:
            self._filing.write(dossier, entry.producer, entry.product, luck=entry.luck, received=received)
            self._filing.assess(dossier, total=middle_of(entry.star), star=entry.star, luck=entry.luck)
        return dossier

    def _send(self, turn: Round, entry: _Entry, first: dt.date, last: dt.date) -> Dossier:
        first = max(first, entry.opens)
        day = first + dt.timedelta(entry.luck.randint(0, max(0, (last - first).days)))
        dossier = self._create(turn, entry, received=day - dt.timedelta(entry.luck.randint(3, 12)))
        officer = self._officer(entry.producer)
        self._filing.check(dossier, actor=officer, on=day)
        return move(dossier.pk, "submit", actor=officer, on=day)

    def _accept(self, dossier: Dossier, entry: _Entry, last: dt.date) -> None:
        day = min(dossier.submitted_on + dt.timedelta(entry.luck.randint(1, 6)), last)
        move(dossier.pk, "accept", actor=self._world.office, on=max(day, dossier.submitted_on))
