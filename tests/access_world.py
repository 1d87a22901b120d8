"""One object of every kind and variant, and one person of every role, for the access matrix."""

import io
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.base import ContentFile
from PIL import Image

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import UserFactory
from budgets.tests.factories import LineFactory, PolicyFactory
from campaigns.services.answering import accept_report, correct_value
from campaigns.services.filling import add_attachment
from campaigns.tests.factories import (
    CampaignFactory,
    FormFactory,
    LockExceptionFactory,
    UnitReportFactory,
    earlier,
    fill,
    officer_of,
    send,
)
from documents.tests.factories import DocumentFactory
from evaluations.models import Interest, RuleVersion, ScoreSheet
from evaluations.tests.factories import (
    AssignmentFactory,
    CouncilMemberFactory,
    CriteriaSetFactory,
    DossierFactory,
    EvidenceFactory,
    RoundFactory,
    RuleVersionFactory,
    hold_session,
)
from notices.models import Notice
from notices.services import notify
from producers.models import Producer
from producers.tests.factories import PaperFileFactory, ProducerFactory, RepresentativeFactory
from products.models import Product, Recognition
from products.tests.factories import ProductFactory, RecognitionFactory
from programme.enums import TargetScope
from programme.models import TargetResult
from programme.tests.factories import TargetFactory, TargetResultFactory
from recognitions.tests.factories import AwardCertificateFactory
from reports.consolidating.services import create_consolidation
from reports.models import ReportFigure, ReportFile
from reports.tests.editions import stored_edition
from reports.tests.factories import ReportFactory
from tests.access_programme import add_activities, add_directives
from trainings.tests.factories import ClassFactory, ClassRequestFactory, PlanFactory, RegistrationFactory
from units.models import Unit
from units.tests.factories import UnitFactory

# In the names of what belongs to the other commune, of that commune itself, and of the round in which
# the council member does not sit.
FOREIGN, FOREIGN_UNIT, OTHER_ROUND = "Của-xã-khác", "Xã-không-phụ-trách", "Đợt-không-tham-gia"
# What a role must not read on any page or in any file.
HIDDEN = {Role.LOCAL_OFFICER: (FOREIGN, FOREIGN_UNIT), Role.COUNCIL_MEMBER: (FOREIGN, OTHER_ROUND)}
# A figure that counts recognitions.
FIGURE = "recognised.products"


@dataclass
class World:
    """People by role, and the arguments of addresses by kind and variant."""

    people: dict[Role, User]
    foreign_unit: Unit
    arguments: dict[str, dict[str, tuple]] = field(default_factory=dict)

    def arguments_for(self, kind: str, variant: str, role: Role) -> tuple:
        """Return the arguments of an address; accounts and notices depend on who asks."""
        if kind not in {"account", "notice"}:
            return self.arguments[kind][variant]
        asking = self.people[role]
        owner = asking if variant == "mine" else next(one for one in self.people.values() if one != asking)
        return (owner.pk,) if kind == "account" else self.arguments[kind][owner.role]


def build_world() -> World:
    """Return the world; what is foreign says so in its name."""
    here, there = UnitFactory(name="Xã Nhà"), UnitFactory(name=FOREIGN_UNIT)
    people = {role: UserFactory(**{role.value: True}) for role in Role if role != Role.LOCAL_OFFICER}
    people[Role.LOCAL_OFFICER] = UserFactory(local_officer=True, unit=here)
    world = World(people, there)
    document = DocumentFactory()
    document.file.save("x.pdf", _pdf())
    world.arguments["unit"] = {"any": (here.pk,)}
    notify(users=people.values(), subject="Nhắc hạn", body="Có sản phẩm sắp hết hạn.", mail=False)
    world.arguments["notice"] = {one.user.role: (one.pk,) for one in Notice.objects.select_related("user")}
    world.arguments["document"] = {"any": (document.pk,)}
    own, foreign = _product("Xoài nhà", here), _product(f"Xoài {FOREIGN}", there)
    world.arguments["product"] = {"own": (own.pk,), "foreign": (foreign.pk,)}
    world.arguments["producer"] = {"own": (own.producer_id,), "foreign": (foreign.producer_id,)}
    awards = {
        "own": AwardCertificateFactory(recognition=own.recognitions.get()),
        "foreign": AwardCertificateFactory(recognition=foreign.recognitions.get()),
    }
    world.arguments["award"] = {name: (award.pk,) for name, award in awards.items()}
    world.arguments["public_code"] = {"any": (awards["own"].code,)}
    scans = {name: PaperFileFactory(paper__producer=one.producer) for name, one in (("own", own), ("foreign", foreign))}
    world.arguments["wallet"] = {name: (scan.paper_id,) for name, scan in scans.items()}
    world.arguments["scan"] = {name: (scan.pk,) for name, scan in scans.items()}
    _add_evaluation(world, own, foreign)
    _add_reports(world, own, foreign)
    _add_money(world, here, there)
    _add_trainings(world, here, there)
    _add_campaigns(world, here, there)
    _add_unit_reports(world, here, there)
    _add_plans(world, here, there)
    add_directives(world, here, there)
    add_activities(world, here, there, own, foreign)
    return world


def _product(name: str, unit: Unit) -> Product:
    mark = FOREIGN if FOREIGN in name else "nhà"
    producer = ProducerFactory(name=f"Hợp tác xã {mark}", unit=unit)
    RepresentativeFactory(producer=producer, name=f"Trần Thị {mark}")
    product = _another(name, producer)
    RecognitionFactory(product=product)
    return product


def _another(name: str, producer: Producer) -> Product:
    product = ProductFactory(name=name, producer=producer)
    product.photo.save("x.png", _picture())
    return product


def _add_rules(world: World, published: RuleVersion) -> None:
    """A version that a round uses and one that is being written, with a criteria set each."""
    draft = RuleVersionFactory(is_draft=True)
    for name, version in (("published", published), ("draft", draft)):
        number = version.criteria_sets.first() or CriteriaSetFactory(rule_version=version)
        world.arguments["version"] = world.arguments.get("version", {}) | {name: (version.pk,)}
        for kind, more in {
            "version_file": ("xlsx",),
            "numbered_set": (number.number,),
            "numbered_set_file": (number.number, "json"),
        }.items():
            world.arguments[kind] = world.arguments.get(kind, {}) | {name: (version.pk, *more)}


def _add_evaluation(world: World, own: Product, foreign: Product) -> None:
    """Two rounds, of which the council member sits in the first; four dossiers and a paper in each."""
    first, second = RoundFactory(), RoundFactory(name=OTHER_ROUND)
    seat = CouncilMemberFactory(round=first, user=world.people[Role.COUNCIL_MEMBER])
    elsewhere = CouncilMemberFactory(round=second)
    world.arguments["round"] = {"seated": (first.pk,), "other": (second.pk,)}
    _add_rules(world, first.rule_version)
    dossiers = {
        "own": DossierFactory(round=first, product=own, accepted=True),
        "foreign": DossierFactory(round=second, product=foreign, accepted=True),
        "draft": DossierFactory(round=first, product=_another("Gạo nhà", own.producer)),
        "foreign_draft": DossierFactory(round=second, product=_another(f"Gạo {FOREIGN}", foreign.producer)),
    }
    office = world.people[Role.OFFICE]
    sessions = [hold_session(turn, office=office) for turn in (first, second)]
    world.arguments["session"] = {"own": (sessions[0].pk,), "other": (sessions[1].pk,)}
    interests = [
        Interest.objects.create(user=member.user, producer=product.producer, ground="other", stated_by=office)
        for member, product in ((seat, own), (elsewhere, foreign))
    ]
    world.arguments["interest"] = {"own": (interests[0].pk,), "other": (interests[1].pk,)}
    given = {
        "own": AssignmentFactory(dossier=dossiers["own"], member=seat),
        "foreign": AssignmentFactory(dossier=dossiers["foreign"]),
    }
    world.arguments["sheet"] = {name: (_typed_in(one, office).pk,) for name, one in given.items()}
    world.arguments["criteria_set"] = {"any": (dossiers["own"].criteria_set_id,)}
    papers = {name: EvidenceFactory(dossier=dossier) for name, dossier in dossiers.items()}
    world.arguments["dossier"] = {name: (dossier.pk,) for name, dossier in dossiers.items()}
    world.arguments["dossier_section"] = {name: (dossier.pk, "plan") for name, dossier in dossiers.items()}
    world.arguments["paper"] = {name: (paper.pk,) for name, paper in papers.items()}


def _typed_in(assignment, secretary) -> ScoreSheet:
    """A draft that was typed in from paper, with its scan; not by a person of the matrix."""
    sheet = ScoreSheet(assignment=assignment, entered_by=UserFactory(role=secretary.role))
    sheet.scan.save("x.pdf", _pdf(), save=False)
    sheet.save()
    return sheet


def _add_reports(world: World, own: Product, foreign: Product) -> None:
    """Finished reports on both communes and the province; one that waits, one that failed."""
    officer, there = world.people[Role.LOCAL_OFFICER], world.foreign_unit
    neighbour = UserFactory(local_officer=True, unit=there)
    reports = {
        "own": ReportFactory(done=True, asked_by=officer, unit=officer.unit),
        "foreign": ReportFactory(done=True, asked_by=neighbour, unit=there),
        "province": ReportFactory(done=True),
        "waiting": ReportFactory(asked_by__full_name=f"Người {FOREIGN}"),
        "failed": ReportFactory(failed=True, asked_by=officer, unit=officer.unit, year=2021),
    }
    rows = list(Recognition.objects.filter(product__in=(own, foreign)).values_list("pk", flat=True))
    for report in reports.values():
        if report.is_done:
            # The rows of both communes: who opens the figure still sees only those in his scope.
            ReportFigure.objects.create(report=report, code=FIGURE, position=1, value=2, previous=1, row_keys=rows)
            ReportFile(report=report, format="pdf", sha256="0" * 64, size=14).file.save("x.pdf", _pdf())
    world.arguments["report"] = {name: (report.pk,) for name, report in reports.items()}
    world.arguments["figure"] = {name: (report.pk, FIGURE) for name, report in reports.items()}
    world.arguments["report_file"] = {name: (report.pk, "pdf") for name, report in reports.items()}
    consolidation = create_consolidation(actor=world.people[Role.OFFICE], kind="annual", year=2022)
    world.arguments["consolidation"] = {"any": (consolidation.pk,)}
    world.arguments["passage"] = {"any": (consolidation.pk, "recognised")}
    editions = {
        "issued": stored_edition(consolidation, "issued", number=1),
        "frozen": stored_edition(consolidation, "frozen", number=2),
        "draft": stored_edition(consolidation, "draft"),
    }
    world.arguments["edition"] = {name: (one.pk,) for name, one in editions.items()}
    world.arguments["edition_file"] = {
        "draft": (editions["draft"].pk, "draft", "pdf"),
        "frozen": (editions["frozen"].pk, "frozen", "pdf"),
        "issued": (editions["issued"].pk, "draft", "pdf"),
    }


def _add_money(world: World, here: Unit, there: Unit) -> None:
    """A line of each commune with a plan; a policy."""
    lines = {
        "own": LineFactory(agency=here, planned=1000),
        "foreign": LineFactory(agency=there, planned=1000, name=f"Hỗ trợ {FOREIGN}"),
    }
    world.arguments["line"] = {name: (line.pk,) for name, line in lines.items()}
    world.arguments["entry"] = {name: (line.entries.get().pk,) for name, line in lines.items()}
    world.arguments["policy"] = {"any": (PolicyFactory().pk,)}


def _add_unit_reports(world: World, here: Unit, there: Unit) -> None:
    """Reports of the officer's commune: typed, sent, accepted with a correction; of the other one alike."""
    open_one, other, late = (earlier(days) for days in (1, 200, 400))
    typed = UnitReportFactory(campaign=open_one, unit=here)
    reports = {
        "typed": typed,
        "sent": UnitReportFactory(campaign=other, unit=here),
        "accepted": UnitReportFactory(campaign=late, unit=here),
        "foreign": UnitReportFactory(campaign=open_one, unit=there),
    }
    foreign = UnitReportFactory(campaign=late, unit=there)
    files = {"typed": _attached(typed), "sent": _attached(reports["sent"]), "foreign": _attached(foreign)}
    fill(reports["foreign"], text=f"Kết quả {FOREIGN}")
    send(reports["sent"])
    for report, text in ((reports["accepted"], "Kết quả"), (foreign, f"Kết quả {FOREIGN}")):
        send(report, text=text)
        office = world.people[Role.OFFICE]
        accept_report(actor=office, report_id=report.pk)
        correct_value(actor=office, report_id=report.pk, code="fairs", value=Decimal(9), reason=f"Sót. {text}")
    world.arguments["unit_report"] = {name: (one.pk,) for name, one in reports.items()}
    sections = {name: one.campaign.form.sections.get(kind="numbers").pk for name, one in reports.items()}
    world.arguments["report_section"] = {name: (one.pk, sections[name]) for name, one in reports.items()}
    world.arguments["report_number"] = {name: (one.pk, "fairs") for name, one in reports.items()}
    world.arguments["sent_version"] = {"own": (reports["accepted"].pk, 1), "foreign": (foreign.pk, 1)}
    world.arguments["attached"] = {name: (one.pk,) for name, one in files.items()}
    world.arguments["asked_campaign"] = {"any": (late.pk,)}


def _add_campaigns(world: World, here: Unit, there: Unit) -> None:
    """A campaign that asks the officer and the agency, one of another commune, one that is being prepared."""
    agency = world.people[Role.AGENCY_OFFICER].unit
    campaigns = {
        "own": CampaignFactory(opened=True),
        "foreign": CampaignFactory(opened=True, name=f"Báo cáo {FOREIGN}"),
        "draft": CampaignFactory(name="Báo cáo đang chuẩn bị"),
    }
    asked = {"own": (here, agency), "foreign": (there,), "draft": (here,)}
    for name, units in asked.items():
        for unit in units:
            UnitReportFactory(campaign=campaigns[name], unit=unit)
    world.arguments["campaign"] = {name: (one.pk,) for name, one in campaigns.items()}
    exception = LockExceptionFactory(campaign=campaigns["own"], unit=here)
    world.arguments["lock_exception"] = {"any": (campaigns["own"].pk, exception.pk)}
    for name, form in (("published", campaigns["own"].form), ("draft", FormFactory())):
        section = form.sections.get(kind="numbers")
        element = section.elements.first()
        for kind, more in {
            "asking": (),
            "asking_section": (section.pk,),
            "asking_section_act": (section.pk, "down"),
            "asking_element": (section.pk, element.pk),
            "asking_element_act": (element.pk, "down"),
        }.items():
            world.arguments.setdefault(kind, {})[name] = (form.pk, *more)


def _attached(report):
    upload = ContentFile(_pdf().read(), name="x.pdf")
    return add_attachment(actor=officer_of(report), report_id=report.pk, name="Biểu", upload=upload)


def _add_trainings(world: World, here: Unit, there: Unit) -> None:
    """An open class of the officer's agency, with a person of each commune; both communes wish another."""
    plan = PlanFactory(agency=world.people[Role.AGENCY_OFFICER].unit)
    row = ClassFactory(course__plan=plan)
    world.arguments["training_plan"] = {"any": (plan.pk,)}
    world.arguments["course"] = {"any": (row.course_id,)}
    world.arguments["training_class"] = {"any": (row.pk,)}
    world.arguments["training_session"] = {"any": (row.sessions.first().pk,)}
    seats = {
        "own": RegistrationFactory(training_class=row, trainee__unit=here),
        "foreign": RegistrationFactory(training_class=row, trainee__unit=there, trainee__full_name=f"Lê Thị {FOREIGN}"),
    }
    world.arguments["seat"] = {name: (seat.pk,) for name, seat in seats.items()}
    asked = {
        "own": ClassRequestFactory(course=row.course, unit=here),
        "foreign": ClassRequestFactory(course=row.course, unit=there, reason=f"Cho {FOREIGN}"),
    }
    world.arguments["class_request"] = {name: (one.pk,) for name, one in asked.items()}


def _add_plans(world: World, here: Unit, there: Unit) -> None:
    """A target that an agency follows, with a result, and one that records tell, asked of both communes."""
    target = TargetFactory(owner=world.people[Role.AGENCY_OFFICER].unit)
    result = TargetResultFactory(target=target)
    # A result is only added: its file comes with it.
    filed = TargetResult(target=target, on=result.on, value=1, evidence="Biên bản", entered_by=result.entered_by)
    filed.file.save("x.pdf", _pdf(), save=False)
    filed.save()
    counted = TargetFactory(plan=target.plan, indicator=FIGURE, scope=TargetScope.EACH_UNIT)
    counted.units.set([here, there])
    world.arguments["plan"] = {"any": (target.plan_id,)}
    world.arguments["target"] = {"any": (target.pk,)}
    world.arguments["counted_target"] = {"any": (counted.pk,)}
    world.arguments["target_result"] = {"any": (filed.pk,)}


def _pdf() -> ContentFile:
    return ContentFile(b"%PDF-1.7 small")


def _picture() -> ContentFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, format="PNG")
    return ContentFile(out.getvalue())
