"""The season of 2022: dossiers, sheets and results under 1048/QĐ-TTg, decision 1446, revocation 58."""

import datetime as dt
from dataclasses import dataclass

from demo.dice import dice, shuffled
from demo.loading.council import Council
from demo.loading.papers import Papers
from demo.loading.texts import business_figures, summary
from demo.loading.world import World
from demo.places import PROVINCE_BEFORE, units
from demo.real import real_producers
from demo.specs import ProducerSpec, ProductSpec
from demo.tracks import FAILED, REVOKED, Track
from evaluations.enums import EvidenceKind, Level, RoundKind
from evaluations.models import Dossier, Round
from evaluations.services import Outcome, add_evidence, create_dossier, create_round, decide_dossiers
from evaluations.workflow import move
from products.enums import RecognitionKind, RevocationGround
from products.models import Recognition
from products.services import revoke_recognitions

DECIDED_ON = dt.date(2022, 12, 29)
REVOKED_ON = dt.date(2023, 1, 11)
_CLOSED_ON = dt.date(2022, 12, 20)
_ROUNDS = (
    ("Đợt 1 năm 2022 – đánh giá lại và nâng hạng", dt.date(2022, 6, 1), dt.date(2022, 9, 30), 5),
    ("Đợt 2 năm 2022 – sản phẩm mới", dt.date(2022, 7, 1), dt.date(2022, 11, 15), 3),
)
_CENTRAL = (dt.date(2022, 11, 1), dt.date(2023, 3, 31), dt.date(2023, 3, 10), dt.date(2023, 6, 30))
_NOT_UPGRADED = "Chưa đủ điểm nâng lên 4 sao; sản phẩm giữ hạng 3 sao đã được công nhận."
_CENTRAL_CLOSED = "Kết quả của trung ương không có trong tài liệu nguồn; hồ sơ được khép lại trong dữ liệu minh hoạ."


@dataclass(frozen=True)
class _Entry:
    """A dossier that has been sent, with what is to become of it."""

    dossier: Dossier
    product: ProductSpec

    @property
    def star(self) -> int:
        """The star that its points shall give."""
        if self.product.plan.track is Track.UPGRADE_FAILED:
            return 3
        return 2 if self.product.plan.track in FAILED else self.product.plan.star_2022


def load_2022(world: World, papers: Papers) -> None:
    """Run both rounds of the year, decide them together and revoke what was left of 2019."""
    council = Council(world)
    again, new = (_round(world, *row[:3]) for row in _ROUNDS)
    for turn, row in ((again, _ROUNDS[0]), (new, _ROUNDS[1])):
        council.sit(turn, members=row[3])
    entered = shuffled([pair for pair in world.product_specs() if pair[1].plan.kind], "order of dossiers of 2022")
    entries: dict[int, list[_Entry]] = {again.pk: [], new.pk: []}
    for producer, product in entered:
        turn = new if product.plan.kind == RecognitionKind.NEW else again
        entries[turn.pk].append(_Entry(_enter(world, papers, turn, producer, product), product))
    _score(council, [*entries[again.pk], *entries[new.pk]])
    _send_to_centre(world)
    _decide(world, entries)
    _revoke(world)


def conclude_centre(world: World) -> None:
    """Close the four dossiers of the central level: what became of them is not for the demo to say."""
    for dossier in Dossier.objects.filter(level=Level.CENTRAL).order_by("pk"):
        move(dossier.pk, "withdraw", actor=world.office, note=_CENTRAL_CLOSED, on=_CENTRAL[3])


def _round(world: World, name: str, opens: dt.date, closes: dt.date, *, level: str = Level.PROVINCE) -> Round:
    return create_round(
        actor=world.office,
        name=name,
        year=2022,
        kind=RoundKind.REGULAR,
        level=level,
        rule_version=world.rules["1048"],
        opens_on=opens,
        closes_on=closes,
        note="Kết quả theo Kế hoạch 159/KH-UBND ngày 29/4/2023; hồ sơ và điểm là dữ liệu minh hoạ.",
    )


def _enter(world: World, papers: Papers, turn: Round, producer: ProducerSpec, product: ProductSpec) -> Dossier:
    luck = dice(f"2022/{product.key}")
    officer = world.officer_of(units()[producer.unit].parent)
    days = (turn.closes_on - turn.opens_on).days
    sent = turn.opens_on + dt.timedelta(luck.randint(days // 2, days))
    dossier = create_dossier(
        actor=officer,
        round=turn,
        product=world.products[product.key],
        kind=product.plan.kind,
        summary=summary(luck, producer, product),
        **business_figures(luck, producer),
    )
    if luck.random() < 0.15:
        for kind in (EvidenceKind.REGISTRATION_FORM, EvidenceKind.BUSINESS_REGISTRATION):
            add_evidence(
                actor=officer, dossier_id=dossier.pk, kind=kind, title=str(kind.label), upload=papers.paper(kind.label)
            )
    move(dossier.pk, "submit", actor=officer, on=sent)
    if luck.random() < 0.12:
        back = sent + dt.timedelta(luck.randint(2, 5))
        move(dossier.pk, "return", actor=world.office, note="Bổ sung phiếu kiểm nghiệm còn hiệu lực.", on=back)
        sent = back + dt.timedelta(luck.randint(2, 6))
        move(dossier.pk, "submit", actor=officer, note="Đã bổ sung.", on=sent)
    return move(dossier.pk, "accept", actor=world.office, on=sent + dt.timedelta(luck.randint(2, 7)))


def _score(council: Council, entries: list[_Entry]) -> None:
    for entry in entries:
        luck = dice(f"2022/scores/{entry.product.key}")
        council.score(entry.dossier, star=entry.star, luck=luck, last=_CLOSED_ON, days=15)


def _decide(world: World, entries: dict[int, list[_Entry]]) -> None:
    document = world.decision(
        1446,
        DECIDED_ON,
        "Công nhận kết quả đánh giá, phân hạng sản phẩm OCOP năm 2022",
        issuer=PROVINCE_BEFORE,
    )
    for round_id, of_round in entries.items():
        decide_dossiers(
            actor=world.office,
            round_id=round_id,
            document=document,
            outcomes=[_outcome(entry) for entry in of_round],
        )


def _outcome(entry: _Entry) -> Outcome:
    if entry.product.plan.track is Track.UPGRADE_FAILED:
        return Outcome(entry.dossier.pk, star=2, star_reason=_NOT_UPGRADED)
    return Outcome(entry.dossier.pk, star=entry.star)


def _send_to_centre(world: World) -> None:
    """The office sends the four products that the plan names to the central level."""
    opens, closes, sent, _closed = _CENTRAL
    turn = _round(world, "Đề nghị trung ương đánh giá 5 sao năm 2022", opens, closes, level=Level.CENTRAL)
    for producer in real_producers():
        for product in producer.products:
            dossier = create_dossier(
                actor=world.office,
                round=turn,
                product=world.products[product.key],
                kind=RecognitionKind.UPGRADE,
                summary="Sản phẩm tiềm năng 5 sao nêu trong Kế hoạch 159/KH-UBND ngày 29/4/2023.",
            )
            move(dossier.pk, "submit", actor=world.office, on=sent)


def _revoke(world: World) -> None:
    document = world.decision(
        58,
        REVOKED_ON,
        "Thu hồi quyết định công nhận sản phẩm OCOP năm 2019 không còn đáp ứng điều kiện",
        issuer=PROVINCE_BEFORE,
    )
    left = [product for _producer, product in world.product_specs() if product.plan.track in REVOKED]
    for ground, is_meant in (
        (RevocationGround.STOPPED, lambda product: product.plan.track is Track.STOPPED),
        (RevocationGround.BELOW_CRITERIA, lambda product: product.plan.track is not Track.STOPPED),
    ):
        products = [world.products[product.key].pk for product in left if is_meant(product)]
        ids = Recognition.objects.filter(product__in=products).values_list("pk", flat=True)
        revoke_recognitions(actor=world.office, document=document, recognition_ids=list(ids), ground=ground)
