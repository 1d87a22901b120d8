"""A round whose council has done everything that papers tell of: for the tests of printing."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.tests.factories import UserFactory
from documents.tests.factories import DocumentFactory
from evaluations.enums import CouncilOffice, DossierState, Presence, RecusalGround, SheetState
from evaluations.models import (
    Assignment,
    Attendance,
    CouncilMember,
    CouncilSession,
    Disqualification,
    Dossier,
    Recusal,
    Result,
    Round,
    ScoreSheet,
)
from evaluations.tests.factories import DossierFactory, RoundFactory
from producers.tests.factories import ProducerFactory
from products.tests.factories import ProductFactory
from units.tests.factories import UnitFactory

HELD = dt.date(2026, 11, 3)
CLOSED = dt.datetime(2026, 11, 3, 4, 15, tzinfo=dt.UTC)
CAP = "Chưa đạt mức tối thiểu 4 sao ở tiêu chí 1.5 Liên kết sản xuất"
OFFICES = (
    ("Trần Văn Đức", CouncilOffice.CHAIR, "Ủy ban nhân dân tỉnh"),
    ("Lê Thị Lụa", CouncilOffice.SECRETARY, "Văn phòng Điều phối"),
    ("Nguyễn Văn Sáu", CouncilOffice.MEMBER, "Sở Công Thương"),
    ("Phạm Thị Ngà", CouncilOffice.MEMBER, "Sở Y tế"),
)


@dataclass
class PrintingWorld:
    """A round, its seats by name, a session and dossiers by the name of the product."""

    turn: Round
    seats: list[CouncilMember]
    session: CouncilSession
    dossiers: dict[str, Dossier] = field(default_factory=dict)


def build_printing_world(*, rule_version=None) -> PrintingWorld:
    """Four products: 69.995 with a recusal, one capped, one with 90 points, one excluded; all closed."""
    more = {"rule_version": rule_version} if rule_version else {"rule_version__by_the_law": True}
    turn = RoundFactory(
        name="Đợt 2 năm 2026",
        opens_on=dt.date(2026, 7, 1),
        closes_on=dt.date(2026, 10, 29),
        council_document=DocumentFactory(
            number=1446, symbol="QĐ-UBND", subject="Về việc thành lập Hội đồng", issued_on=dt.date(2026, 10, 1)
        ),
        **more,
    )
    seats = [
        CouncilMember.objects.create(
            round=turn, office=office, agency=agency, user=UserFactory(council_member=True, full_name=name)
        )
        for name, office, agency in OFFICES
    ]
    session = CouncilSession.objects.create(
        round=turn,
        held_on=HELD,
        begins_at=dt.time(8),
        ends_at=dt.time(11, 30),
        place="Hội trường Văn phòng",
        opinions="Ông Sáu: cần rõ vùng nguyên liệu.\n\nBà Ngà: đồng ý.",
        conclusion="Hội đồng thống nhất kết quả.",
    )
    for seat in seats:
        excused = seat.user.full_name == "Phạm Thị Ngà"
        presence = Presence.EXCUSED if excused else Presence.PRESENT
        Attendance.objects.create(
            session=session, member=seat, office=seat.office, presence=presence, note="đi công tác" if excused else ""
        )
    world = PrintingWorld(turn, seats, session)
    _add_products(world)
    return world


def _add_products(world: PrintingWorld) -> None:
    chair, secretary, six, nga = world.seats
    rice = entered(world, "Gạo thơm", {chair: "69.99", secretary: "70.00", six: "70.00"}, star=3)
    recusal = Assignment.objects.create(dossier=rice, member=nga)
    Recusal.objects.create(
        assignment=recusal, ground=RecusalGround.KINSHIP, reason="Chủ thể là chị ruột", recorded_by=chair.user
    )
    first, again = {chair: "80", secretary: "82", six: "70", nga: "84"}, {six: "75"}
    entered(world, "Xoài sấy", first, again=again, star=3, reason=CAP)
    entered(world, "Mắm cá linh", {chair: "92", secretary: "91", six: "93", nga: "90.5"}, star=5)
    excluded = DossierFactory(
        round=world.turn, product=_product("Trà sen"), state=DossierState.NOT_RECOGNISED, sent=True
    )
    Disqualification.objects.create(
        dossier=excluded,
        ground="Hồ sơ giả mạo",
        reason="Phiếu kiểm nghiệm không do nơi cấp phát hành",
        recorded_by=chair.user,
        recorded_at=CLOSED,
    )
    world.dossiers["Trà sen"] = excluded


def entered(world: PrintingWorld, name: str, totals: dict, *, star: int, reason: str = "", again=None) -> Dossier:
    """Store a closed dossier with sheets of these totals, some of them replaced by those of ``again``."""
    dossier = DossierFactory(round=world.turn, product=_product(name), accepted=True)
    for seat, total in totals.items():
        _sheet(Assignment.objects.create(dossier=dossier, member=seat), total)
    for seat, total in (again or {}).items():
        _score_again(dossier, seat, total)
    points = [Decimal(total) for total in (totals | (again or {})).values()]
    by_points = next(
        one for one, least in ((5, 90), (4, 70), (3, 50), (2, 30), (1, 0)) if sum(points) >= least * len(points)
    )
    Result.objects.create(
        dossier=dossier,
        points_sum=sum(points),
        sheet_count=len(points),
        star_by_points=by_points,
        star=star,
        star_reason=reason,
        closed_at=CLOSED,
    )
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.SCORED)
    dossier.refresh_from_db()
    world.dossiers[name] = dossier
    return dossier


def _sheet(assignment: Assignment, total: str) -> None:
    ScoreSheet.objects.create(assignment=assignment, state=SheetState.SENT, total=Decimal(total), sent_at=CLOSED)


def _score_again(dossier: Dossier, seat: CouncilMember, total: str) -> None:
    Assignment.objects.filter(dossier=dossier, member=seat).update(is_current=False)
    again = Assignment.objects.create(
        dossier=dossier, member=seat, attempt=2, reason="Chênh lệch quá 10 điểm", opened_at=CLOSED
    )
    _sheet(again, total)


def _product(name: str):
    commune = UnitFactory(name="Xã Mỹ Hiệp")
    return ProductFactory(name=name, producer=ProducerFactory(name=f"HTX {name}", unit=commune, address="Ấp 1"))
