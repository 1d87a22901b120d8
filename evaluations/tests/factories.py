"""Factories of rules, rounds, dossiers and sheets: small, but with real parts, options and marks.

``DossierFactory`` makes a draft; the traits ``submitted``, ``accepted`` … set what that state needs.
Score sheets and results follow the real services: use ``scored_by`` and ``close``.
"""

import datetime as dt
from decimal import Decimal

import factory
from django.core.files.base import ContentFile

from accounts.tests.factories import UserFactory
from core.dates import today
from evaluations import services
from evaluations.enums import CouncilOffice, DossierState, EvidenceKind, Level, Presence, SectionKey
from evaluations.models import (
    Assignment,
    Attendance,
    CouncilMember,
    CouncilSession,
    CriteriaSet,
    Criterion,
    Dossier,
    Evidence,
    Option,
    Part,
    Round,
    RuleVersion,
    StarBand,
)
from evaluations.sections import SECTION_FIELDS, sections_of
from evaluations.services.sections import save_section
from evaluations.services.self_scores import save_self_scores
from evaluations.services.unit_checks import save_unit_check
from producers.models import Representative
from producers.tests.factories import RepresentativeFactory
from products.enums import RecognitionKind
from products.tests.factories import GroupFactory, ProductFactory, TaxonomyFactory

BANDS = {5: 90, 4: 70, 3: 50, 2: 30, 1: 0}
PARTS = {"A": ("Sản phẩm và sức mạnh cộng đồng", 40), "B": ("Khả năng tiếp thị", 25), "C": ("Chất lượng sản phẩm", 35)}
# Code: part, title, points of the options, mark as (star, points).
CRITERIA = {
    "1.1": ("A", "Nguồn gốc sản phẩm", (0, 5, 10, 20), {3: 5}),
    "1.2": ("A", "Liên kết sản xuất", (0, 10, 20), {4: 10}),
    "2": ("B", "Câu chuyện sản phẩm", (0, 5, 15, 25), {3: 5, 4: 15}),
    "3": ("C", "Công bố chất lượng", (0, 10, 20, 30, 35), {5: 30}),
}


class RuleVersionFactory(factory.django.DjangoModelFactory):
    """A rule version in force since 22/05/2026, with the five bands."""

    class Meta:
        model = RuleVersion
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"V{n}")
    title = factory.LazyAttribute(lambda o: f"Quyết định {o.decision_number}")
    decision_number = factory.Sequence(lambda n: f"{n}/2026/QĐ-TTg")
    effective_from = dt.date(2019, 8, 21)
    taxonomy = factory.SubFactory(TaxonomyFactory)
    # Few sections, no quorum and any spread, so that a test says itself what it is about.
    required_sections = ["registration", "background"]
    quorum_percent = 0
    quorum_needs_chair = False
    max_spread = 100

    class Params:
        by_the_law = factory.Trait(
            required_sections=list(SectionKey.values),
            quorum_percent=75,
            quorum_needs_chair=True,
            least_sheets=3,
            max_spread=10,
        )

    @factory.post_generation
    def bands(self, create, extracted, **kwargs):
        """Lowest points by star; ``bands={}`` leaves them out."""
        wanted = BANDS if extracted is None else extracted
        StarBand.objects.bulk_create(
            StarBand(rule_version=self, star=star, lowest_points=points) for star, points in wanted.items()
        )


class CriteriaSetFactory(factory.django.DjangoModelFactory):
    """Four scored criteria in three parts of 40, 25 and 35 points, with marks for 3, 4 and 5 stars."""

    class Meta:
        model = CriteriaSet
        django_get_or_create = ("rule_version", "group")
        skip_postgeneration_save = True

    rule_version = factory.SubFactory(RuleVersionFactory)
    group = factory.SubFactory(GroupFactory, taxonomy=factory.SelfAttribute("..rule_version.taxonomy"))
    number = factory.Sequence(lambda n: n % 32000 + 1)
    name = factory.LazyAttribute(lambda o: o.group.name)

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        """Make parts, criteria and options unless the set was there already."""
        if self.parts.exists():
            return
        parts = {
            code: Part.objects.create(criteria_set=self, code=code, title=title, max_points=most)
            for code, (title, most) in PARTS.items()
        }
        parent = Criterion.objects.create(
            criteria_set=self,
            part=parts["A"],
            code="1",
            title="Tổ chức sản xuất",
            max_points=40,
            position=0,
            is_scored=False,
        )
        for position, (code, (part, title, points, marks)) in enumerate(CRITERIA.items(), start=1):
            criterion = Criterion.objects.create(
                criteria_set=self,
                part=parts[part],
                parent=parent if code.startswith("1.") else None,
                code=code,
                title=title,
                max_points=max(points),
                position=position,
            )
            stars = {least: star for star, least in marks.items()}
            Option.objects.bulk_create(
                Option(criterion=criterion, points=one, text=f"Mức {one}", min_star=stars.get(one), position=at)
                for at, one in enumerate(points)
            )


class RoundFactory(factory.django.DjangoModelFactory):
    """A round of the province that takes dossiers today."""

    class Meta:
        model = Round

    class Params:
        central = factory.Trait(level=Level.CENTRAL)
        closed = factory.Trait(
            opens_on=factory.LazyFunction(lambda: today() - dt.timedelta(days=60)),
            closes_on=factory.LazyFunction(lambda: today() - dt.timedelta(days=30)),
        )

    name = factory.Sequence(lambda n: f"Đợt {n + 1}")
    year = factory.LazyAttribute(lambda o: o.opens_on.year)
    rule_version = factory.SubFactory(RuleVersionFactory)
    opens_on = factory.LazyFunction(lambda: today() - dt.timedelta(days=30))
    closes_on = factory.LazyFunction(lambda: today() + dt.timedelta(days=30))


class CouncilMemberFactory(factory.django.DjangoModelFactory):
    """A seat on a council."""

    class Meta:
        model = CouncilMember

    round = factory.SubFactory(RoundFactory)
    user = factory.SubFactory(UserFactory, council_member=True)
    office = CouncilOffice.MEMBER


class DossierFactory(factory.django.DjangoModelFactory):
    """A draft for a new product; the criteria of its group exist."""

    class Meta:
        model = Dossier

    class Params:
        sent = factory.Trait(submitted_on=factory.SelfAttribute("round.opens_on"))
        submitted = factory.Trait(state=DossierState.SUBMITTED, sent=True)
        returned = factory.Trait(state=DossierState.RETURNED, sent=True)
        accepted = factory.Trait(state=DossierState.ACCEPTED, sent=True)
        withdrawn = factory.Trait(state=DossierState.WITHDRAWN, withdrawn_on=factory.SelfAttribute("round.opens_on"))
        central = factory.Trait(round__central=True, kind=RecognitionKind.UPGRADE)
        without_criteria = factory.Trait(criteria_set=None)

    round = factory.SubFactory(RoundFactory)
    level = factory.SelfAttribute("round.level")
    product = factory.SubFactory(ProductFactory)
    producer = factory.SelfAttribute("product.producer")
    unit = factory.SelfAttribute("producer.unit")
    kind = RecognitionKind.NEW
    summary = "Sản phẩm mới của chủ thể, đề nghị đánh giá lần đầu."
    criteria_set = factory.LazyAttribute(
        lambda o: CriteriaSetFactory(rule_version=o.round.rule_version, group=o.product.group)
    )


class EvidenceFactory(factory.django.DjangoModelFactory):
    """A small PDF."""

    class Meta:
        model = Evidence

    dossier = factory.SubFactory(DossierFactory)
    kind = EvidenceKind.TEST_REPORT
    title = factory.Sequence(lambda n: f"Phiếu kiểm nghiệm {n + 1}")
    file = factory.django.FileField(data=b"%PDF-1.4 small", filename="x.pdf")
    sha256 = "0" * 64
    size = 14
    uploaded_by = factory.SubFactory(UserFactory, local_officer=True)


class AssignmentFactory(factory.django.DjangoModelFactory):
    """A member of the dossier's round scores it."""

    class Meta:
        model = Assignment

    dossier = factory.SubFactory(DossierFactory, accepted=True)
    member = factory.SubFactory(CouncilMemberFactory, round=factory.SelfAttribute("..dossier.round"))


def hold_session(turn: Round, *, office, on: dt.date | None = None, absent=()) -> CouncilSession:
    """Hold a session of the round's council today (or ``on``): all seats but those ``absent`` are there."""
    assert office.is_office
    session = CouncilSession.objects.create(round=turn, held_on=on or today())
    missing = {seat.pk for seat in absent}
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            member=seat,
            office=seat.office,
            presence=Presence.ABSENT if seat.pk in missing else Presence.PRESENT,
        )
        for seat in turn.members.all()
    )
    return session


def choices_for(dossier: Dossier, points: dict[str, int] | None = None) -> dict[int, int]:
    """Return option by criterion for the small set: the best of each, or ``points`` by code.

    ``points`` leaves a criterion out where it is ``None``.
    """
    wanted = {code: max(one[2]) for code, one in CRITERIA.items()} | (points or {})
    options = Option.objects.filter(criterion__criteria_set=dossier.criteria_set_id).select_related("criterion")
    return {one.criterion_id: one.pk for one in options if wanted[one.criterion.code] == one.points}


def complete_dossier(dossier: Dossier, *, actor) -> Dossier:
    """Fill in everything that the rules of the dossier's round ask for, by the real services; returns it as stored.

    The best level of every criterion, small PDFs without criteria, a check that proposes. What the dossier
    has already is left alone but for the texts of the sections.
    """
    day = max(today() - dt.timedelta(days=5), dossier.round.opens_on)
    wanted = {section.key for section in sections_of(dossier)}
    for key in wanted & SECTION_FIELDS.keys():
        fields = {
            name: value for name, value in (_CONTENT | {"received_on": day}).items() if name in SECTION_FIELDS[key]
        }
        save_section(actor=actor, dossier_id=dossier.pk, section=key, version=None, **fields)
    if SectionKey.SELF_ASSESSMENT in wanted:
        criteria = Criterion.objects.filter(criteria_set=dossier.criteria_set_id, is_scored=True)
        best = {one.pk: max(one.options.all(), key=lambda option: option.points).pk for one in criteria}
        save_self_scores(actor=actor, dossier_id=dossier.pk, version=None, choices=best)
    if SectionKey.PAPERS in wanted:
        for kind in EvidenceKind.BUSINESS_REGISTRATION, EvidenceKind.PRODUCTION_LICENCE:
            if not dossier.evidence.present().filter(kind=kind).exists():
                upload = ContentFile(f"%PDF-1.4 {kind} {dossier.pk}".encode(), "x.pdf")
                services.add_evidence(
                    actor=actor, dossier_id=dossier.pk, kind=kind, title=str(kind.label), upload=upload
                )
    if SectionKey.UNIT_CHECK in wanted:
        _complete_producer(dossier)
        save_unit_check(actor=actor, dossier_id=dossier.pk, version=None, **_CHECK, checked_on=day, letter_on=day)
    return Dossier.objects.select_related("round__rule_version", "product__group", "producer").get(pk=dossier.pk)


def _complete_producer(dossier: Dossier) -> None:
    producer = dossier.producer
    if not producer.address:
        producer.address = "Ấp 1"
        producer.save()
    if not Representative.objects.on(today()).filter(producer=producer).exists():
        RepresentativeFactory(producer=producer)


_CONTENT = {
    "sample_count": 5,
    "summary": "Sản phẩm làm từ nguyên liệu của địa phương, đề nghị đánh giá.",
    "background": "Chủ thể thành lập năm 2018, sản phẩm bán ra thị trường từ năm 2019.",
    "organisation": "Ban giám đốc, tổ sản xuất, tổ bán hàng.",
    "annual_output": "12 tấn",
    "annual_revenue_vnd": Decimal(1_850_000_000),
    "previous_revenue_vnd": Decimal(1_500_000_000),
    "profit_vnd": Decimal(300_000_000),
    "workers": 14,
    "local_workers": 12,
    "material_result": "Vùng nguyên liệu 20 ha tại xã, có hợp đồng liên kết.",
    "technology_result": "Dây chuyền sấy lạnh, nhà xưởng 300 m².",
    "quality_result": "Có bản công bố chất lượng và phiếu kiểm nghiệm đạt.",
    "market_result": "Bán tại siêu thị, cửa hàng OCOP và sàn thương mại điện tử.",
    "plan": "Mở rộng vùng nguyên liệu lên 30 ha, thêm hai điểm bán.",
    "changes": "Thay bao bì, thêm tem truy xuất nguồn gốc.",
}
_CHECK = {
    **dict.fromkeys(("material", "labour", "idea", "identity"), "met"),
    "checked_by": "Nguyễn Văn Kiểm",
    "proposes": True,
    "proposal": "Đủ điều kiện, đề nghị tỉnh đánh giá.",
    "letter_number": "15/UBND-KT",
}


def scored_by(dossier: Dossier, *totals: dict[str, int] | None) -> list[Assignment]:
    """Let as many new members send a sheet with these points by code; the rest is the best option."""
    seats = [AssignmentFactory(dossier=dossier) for _points in totals]
    for seat, points in zip(seats, totals, strict=True):
        services.send_sheet(actor=seat.member.user, assignment_id=seat.pk, choices=choices_for(dossier, points))
    return seats


def close(dossier: Dossier, *totals: dict[str, int] | None, office=None) -> Dossier:
    """Score an accepted dossier with sheets as ``scored_by`` and close it; returns it as stored."""
    scored_by(dossier, *(totals or ({},)))
    services.close_scoring(actor=office or UserFactory(office=True), dossier_id=dossier.pk)
    return Dossier.objects.select_related("result", "round", "product").get(pk=dossier.pk)


def points_of(dossier: Dossier) -> Decimal:
    """Return the mean of a closed dossier as a number of two decimals (for small numbers of sheets)."""
    return (dossier.result.points_sum / dossier.result.sheet_count).quantize(Decimal("0.01"))
