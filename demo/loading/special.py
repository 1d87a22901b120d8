"""What does not happen every day: a recusal, a re-score, a cap, a wrong decision, a way to the ministry."""

import datetime as dt

from demo.dice import dice
from demo.loading.council import Council
from demo.loading.scoring import Tables, seats, send
from demo.loading.world import INVENTED, World
from demo.places import PROVINCE
from demo.season import RoundSpec
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import record_document
from evaluations.enums import CentralStep, DossierState, Level, RecusalGround, RoundKind
from evaluations.models import Dossier, Option, Round, ScoreSheet
from evaluations.services import Outcome, create_round, decide_dossiers, open_rescore, save_agreed
from evaluations.services.assigning import recuse
from evaluations.services.cancelling import cancel_decision
from evaluations.services.central import record_central_event, start_central
from evaluations.services.interests import state_interest
from evaluations.tally import tally_of
from products.models import Recognition
from recognitions.services.issuing import issue_certificates

_APART = (61, 63, 66, 70, 75)
_MISSED = (71, 73, 74, 74, 76)
_WHY_AGAIN = "Hai phiếu chênh nhau quá 10 điểm về khả năng tiếp thị; hội đồng thảo luận rồi chấm lại."
_WHY_RECUSED = "Chủ thể là người thân trong gia đình."
_ASKED = "Bổ sung kết quả kiểm nghiệm sáu tháng gần nhất và hợp đồng xuất khẩu."
_WHY_CANCELLED = "Ghi sai hạng sao so với biên bản của Hội đồng."


class Special:
    """Brings a few dossiers to where one is seldom."""

    def __init__(self, world: World, council: Council):
        self._world = world
        self._council = council
        self._tables = Tables()

    def in_scoring(self, turn: Round) -> None:
        """One recusal, totals too far apart, a product that is scored again, one that misses a mark."""
        untouched = [one for one in self._accepted(turn) if not self._sheets(one).exists()]
        for dossier, act in zip(untouched, (self._recuse, self._spread, self._score_again, self._miss), strict=False):
            act(dossier)

    def before_decision(self, turn: Round, spec: RoundSpec, outcomes: list[Outcome]) -> None:
        """A first decision on one product was wrong and is cancelled; the right one follows."""
        wrong = self._decide(spec.decided - dt.timedelta(3), 1188, f"Công nhận một sản phẩm OCOP ({INVENTED})")
        one = next(outcome for outcome in outcomes if outcome.star == 4)
        reason = "Ghi nhầm hạng."
        decide_dossiers(
            actor=self._world.office,
            round_id=turn.pk,
            document=wrong,
            outcomes=[Outcome(one.dossier_id, star=3, star_reason=reason)],
        )
        right = self._decide(spec.decided - dt.timedelta(1), 1196, f"Huỷ Quyết định {wrong.reference} ({INVENTED})")
        cancel_decision(actor=self._world.office, document=wrong, by=right, reason=_WHY_CANCELLED)

    def after_decision(self, turn: Round, spec: RoundSpec, document: OfficialDocument) -> None:
        """Number the certificates; send the product with 90 points and more to the ministry."""
        rows = Recognition.objects.standing_on(self._world.today).filter(document=document)
        issue_certificates(
            actor=self._world.office, recognition_ids=list(rows.values_list("pk", flat=True)), issued_on=spec.decided
        )
        for dossier in turn.dossiers.filter(state=DossierState.APPROVED):
            self._send_to_ministry(dossier, spec)

    def _recuse(self, dossier: Dossier) -> None:
        person = self._world.council[2]
        state_interest(
            actor=person, user=person, ground=RecusalGround.KINSHIP, producer=dossier.producer, note=_WHY_RECUSED
        )
        seat = dossier.assignments.get(member__user=person)
        recuse(actor=person, assignment_id=seat.pk, ground=RecusalGround.KINSHIP, reason=_WHY_RECUSED)

    def _spread(self, dossier: Dossier) -> None:
        self._send_all(dossier, _APART, star=3)

    def _score_again(self, dossier: Dossier) -> None:
        self._send_all(dossier, _APART, star=3)
        open_rescore(actor=self._world.council[0], dossier_id=dossier.pk, reason=_WHY_AGAIN)

    def _miss(self, dossier: Dossier) -> None:
        """70 points and more, but the council agrees that marks of 4 stars are missed."""
        self._send_all(dossier, _MISSED, star=3)
        choices = {}
        for criterion in tally_of(dossier).cap.undecided:
            options = Option.objects.filter(criterion=criterion).order_by("points")
            mark = options.filter(min_star=4).first()
            choices[criterion] = options.filter(points__lt=mark.points).last().pk
        if choices:
            save_agreed(actor=self._world.council[0], dossier_id=dossier.pk, choices=choices)

    def _send_all(self, dossier: Dossier, totals, *, star: int) -> None:
        luck, day = dice(f"special {dossier.product.name}"), self._world.today - dt.timedelta(1)
        for place, total in zip(seats(dossier, self._world.council), totals, strict=False):
            send(self._tables, dossier, place, total, star=star, luck=luck, day=day)

    def _send_to_ministry(self, dossier: Dossier, spec: RoundSpec) -> None:
        """Write to the ministry; what it says is for the user of the demo to record."""
        turn = create_round(
            actor=self._world.office,
            name=f"Đề nghị trung ương – {spec.name}",
            year=spec.year,
            kind=RoundKind.REGULAR,
            level=Level.CENTRAL,
            rule_version=self._world.rules["26"],
            opens_on=spec.decided,
            closes_on=spec.decided + dt.timedelta(60),
            note="Đợt của dữ liệu minh hoạ.",
        )
        made = start_central(actor=self._world.office, dossier_id=dossier.pk, round_id=turn.pk)
        sent_on = min(spec.decided + dt.timedelta(18), self._world.today)
        letter = record_document(
            actor=self._world.office,
            kind=DocumentKind.LETTER,
            number=2210,
            symbol="UBND-KT",
            issued_on=sent_on,
            issuer=self._world.units[PROVINCE],
            subject=f"Đề nghị đánh giá, công nhận sản phẩm OCOP 5 sao ({INVENTED})",
        )
        steps = ((CentralStep.SENT, sent_on, letter, ""), (CentralStep.ASKED, sent_on + dt.timedelta(30), None, _ASKED))
        for kind, on, paper, note in steps:
            if on <= self._world.today:
                record_central_event(
                    actor=self._world.office, dossier_id=made.pk, kind=kind, on=on, document=paper, note=note
                )

    def _decide(self, day: dt.date, number: int, subject: str) -> OfficialDocument:
        return record_document(
            actor=self._world.office,
            kind=DocumentKind.DECISION,
            number=number + day.month,
            symbol="QĐ-UBND",
            issued_on=day,
            issuer=self._world.units[PROVINCE],
            subject=subject,
        )

    @staticmethod
    def _accepted(turn: Round):
        rows = turn.dossiers.filter(state=DossierState.ACCEPTED, criteria_set__isnull=False)
        return rows.select_related("product", "producer", "criteria_set", "round__rule_version").order_by("pk")

    @staticmethod
    def _sheets(dossier: Dossier):
        return ScoreSheet.objects.filter(assignment__dossier=dossier)
