"""Filling in dossiers: forms, self-assessment, papers of the wallet, the commune's check."""

import datetime as dt
import random

from demo.forms import check_texts, form_texts, more_figures
from demo.loading.papers import Papers
from demo.loading.scoring import Tables
from demo.loading.texts import business_figures, summary
from demo.loading.world import World
from demo.scores import fill_sheet
from demo.specs import ProducerSpec, ProductSpec
from demo.wallets import papers_of
from evaluations.enums import CheckVerdict, EvidenceKind
from evaluations.models import Criterion, Dossier, EvidenceCriterion, SelfScore, UnitCheck
from evaluations.services import add_evidence, add_from_wallet
from producers.enums import PaperKind
from producers.models import Paper
from producers.papers import add_paper
from products.enums import RecognitionKind

# Papers that prove a criterion, by a word of its title.
_PROVES = (
    (EvidenceKind.MARKET, ("phân phối", "quảng bá")),
    (EvidenceKind.STORY, ("câu chuyện",)),
    (EvidenceKind.TRACEABILITY, ("ghi nhãn", "nhãn")),
    (EvidenceKind.MATERIAL_ORIGIN, ("nguyên liệu", "liên kết")),
)
_MORE = (EvidenceKind.MARKET, EvidenceKind.STORY, EvidenceKind.MATERIAL_ORIGIN, EvidenceKind.TRACEABILITY)
_CLAIM = 6


class Filing:
    """Fills in what the rules of the round ask for, as it was typed in its time.

    Texts, levels and the check are written at once and not by the services of their pages: those would
    enter every saving of the past into the history with the day on which the demo is loaded.
    """

    def __init__(self, world: World, papers: Papers):
        self._world = world
        self._papers = papers
        self._tables = Tables()

    def keep_wallet(self, producer: ProducerSpec, actor) -> None:
        """Put the papers of an invented producer into its wallet, once."""
        stored = self._world.producers[producer.key]
        if Paper.objects.filter(producer=stored).exists():
            return
        for spec in papers_of(producer, self._world.today):
            add_paper(
                actor=actor,
                producer_id=stored.pk,
                upload=self._papers.paper(spec.name),
                kind=spec.kind,
                name=spec.name,
                number=spec.number,
                issuer=spec.issuer,
                issued_on=spec.issued_on,
                expires_on=spec.expires_on,
            )

    def figures(self, luck: random.Random, producer: ProducerSpec) -> dict:
        """Return the business figures of a dossier."""
        figures = business_figures(luck, producer)
        return figures | more_figures(luck, figures)

    def write(
        self, dossier: Dossier, producer: ProducerSpec, product: ProductSpec, *, luck: random.Random, received: dt.date
    ) -> None:
        """Fill in every text of the forms."""
        is_again = dossier.kind != RecognitionKind.NEW
        texts = form_texts(luck, producer, product, is_again=is_again) | self.figures(luck, producer)
        texts |= {"summary": summary(luck, producer, product), "received_on": received}
        Dossier.objects.filter(pk=dossier.pk).update(**texts)

    def assess(self, dossier: Dossier, *, total: int, star: int, luck: random.Random) -> None:
        """Let the producer claim a level for each criterion, somewhat above what the council will give."""
        questions = self._tables.of(dossier.criteria_set)
        chosen = fill_sheet(questions, min(97, total + _CLAIM), star=star, luck=luck)
        SelfScore.objects.bulk_create(
            SelfScore(dossier=dossier, criterion_id=criterion, option_id=option) for criterion, option in chosen.items()
        )

    def attach(self, dossier: Dossier, producer: ProducerSpec, *, actor, luck: random.Random, whole: bool) -> None:
        """Add the papers of the wallet that are still good, and some of the product's own."""
        self.keep_wallet(producer, actor)
        wallet = Paper.objects.filter(producer=dossier.producer_id)
        fresh = [one.pk for one in wallet if not one.expires_on or one.expires_on > self._world.today]
        fresh = fresh if whole else fresh[:1]
        if fresh:
            add_from_wallet(actor=actor, dossier_id=dossier.pk, papers=fresh)
        for kind in _MORE[: luck.randint(2, 4) if whole else 0]:
            paper = self._papers.paper(kind.label)
            add_evidence(actor=actor, dossier_id=dossier.pk, kind=kind, title=str(kind.label), upload=paper)
        if whole:
            self._link(dossier)

    def check(self, dossier: Dossier, *, actor, on: dt.date) -> None:
        """Write the commune's check and proposal."""
        UnitCheck.objects.create(
            dossier=dossier,
            **dict.fromkeys(("material", "labour", "idea", "identity"), CheckVerdict.MET),
            **{f"{name}_note": text for name, text in check_texts().items()},
            checked_on=on,
            checked_by=actor.full_name,
            proposes=True,
            proposal="Đề nghị Hội đồng cấp tỉnh đánh giá, phân hạng sản phẩm.",
            letter_number=f"{dossier.pk % 300 + 10}/UBND-KT",
            letter_on=on,
            saved_by=actor,
        )

    def _link(self, dossier: Dossier) -> None:
        """Link papers to the criteria whose titles speak of what they prove."""
        criteria = list(Criterion.objects.filter(criteria_set=dossier.criteria_set_id, is_scored=True))
        words = dict(_PROVES)
        EvidenceCriterion.objects.bulk_create(
            EvidenceCriterion(evidence=paper, criterion=criterion)
            for paper in dossier.evidence.all()
            for criterion in criteria
            if any(word in criterion.title.lower() for word in words.get(paper.kind, ()))
        )


def has_licence(producer: ProducerSpec, today: dt.date) -> bool:
    """Whether the wallet holds a licence of production that is good today."""
    return any(
        spec.kind == PaperKind.PRODUCTION_LICENCE and spec.expires_on > today for spec in papers_of(producer, today)
    )
