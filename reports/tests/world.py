"""A small province whose every figure can be counted by hand.

Two districts with a commune each (until 30/06/2025) and a commune of today. The year is 2022.

Recognised in 2022 (decision of 29/12): four products of three producers.
    sen    household, commune A, led by a woman   food      3 stars  new
    xoai   household, commune A                   food      4 stars  renewal (3 stars since 15/03/2020)
    mam    limited company, commune B, man        beverage  4 stars  upgrade (3 stars since 10/05/2021)
    ruou   limited company, commune B             beverage  3 stars  new
In force besides: ``keo`` of a cooperative in commune B, 3 stars since 10/05/2021.
Taken back on 11/01/2023: ``tra`` of the cooperative, 4 stars since 15/03/2020.
Disbursed in 2022: 11.345.678 đồng of the rural programme by commune A (10.345.678 and 1.000.000) and 1.000.000 of
the province's own money by commune B, this for a class; 5.000.000 more in 2023.
Trained in 2022: a woman of commune A in two classes, a man of commune B in one; he was registered for the
other and did not come.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accounts.tests.factories import UserFactory
from budgets.enums import PaidFor, SourceGroup
from budgets.services import record_entry
from budgets.tests.factories import LineFactory
from core.periods import Window
from documents.tests.factories import DocumentFactory
from evaluations.enums import DossierState, Level
from evaluations.tests.factories import DossierFactory, RoundFactory
from producers.enums import Gender, LegalForm
from producers.tests.factories import ProducerFactory, RepresentativeFactory
from products.enums import ChannelKind, RecognitionKind
from products.models import Product
from products.tests.factories import (
    GroupFactory,
    IndustryFactory,
    ProductFactory,
    RecognitionFactory,
    RevocationFactory,
    SalesChannelFactory,
)
from reports.enums import ReportKind
from reports.periods import Period
from trainings.enums import ClassState
from trainings.models import Attendance
from trainings.tests.factories import ClassFactory, RegistrationFactory, TraineeFactory
from units.models import Unit
from units.tests.factories import UnitFactory

YEAR = Window(dt.date(2022, 1, 1), dt.date(2022, 12, 31))
AS_OF = dt.date(2022, 12, 31)
DECISION_2020, DECISION_2021, DECISION_2022 = dt.date(2020, 3, 15), dt.date(2021, 5, 10), dt.date(2022, 12, 29)
REVOKED_ON = dt.date(2023, 1, 11)
SENT_ON = dt.date(2022, 9, 1)
PERIOD = Period(ReportKind.ANNUAL, 2022, None, YEAR, AS_OF)


@dataclass
class World:
    """Names of what tests refer to."""

    districts: dict[str, Unit]
    communes: dict[str, Unit]
    products: dict[str, Product]
    dossiers: dict


def make_world() -> World:
    """Fill the database; see above."""
    last_day = dt.date(2025, 6, 30)
    districts = {key: UnitFactory(district=True, name=f"Huyện {key}", valid_to=last_day) for key in "AB"}
    communes = {key: UnitFactory(name=f"Xã {key}", parent=districts[key], valid_to=last_day) for key in "AB"}
    products = _products(communes)
    _history(products)
    SalesChannelFactory(product=products["sen"], kind=ChannelKind.SUPERMARKET, since=dt.date(2022, 6, 1))
    SalesChannelFactory(product=products["xoai"], kind=ChannelKind.SUPERMARKET, until=dt.date(2022, 6, 1))
    SalesChannelFactory(product=products["mam"], kind=ChannelKind.ONLINE)
    _money(communes)
    _classes(communes)
    return World(districts, communes, products, _dossiers(products))


def _products(communes) -> dict[str, Product]:
    woman = ProducerFactory(name="Cơ sở Sen Hồng", legal_form=LegalForm.HOUSEHOLD, unit=communes["A"])
    RepresentativeFactory(producer=woman, gender=Gender.FEMALE)
    man = ProducerFactory(name="Công ty TNHH Mắm Ngon", legal_form=LegalForm.LIMITED_COMPANY, unit=communes["B"])
    RepresentativeFactory(producer=man, gender=Gender.MALE)
    other = ProducerFactory(name="Hợp tác xã Cây Lành", legal_form=LegalForm.COOPERATIVE, unit=communes["B"])
    third = ProducerFactory(name="Cơ sở Xoài Ngọt", legal_form=LegalForm.HOUSEHOLD, unit=communes["A"])
    food = GroupFactory(parent=IndustryFactory(code="food", name="Thực phẩm"), code="food-1")
    drink = GroupFactory(parent=IndustryFactory(code="beverage", name="Đồ uống"), code="beverage-1")
    names = {
        "sen": ("Hạt sen sấy", woman, food),
        "xoai": ("Xoài sấy dẻo", third, food),
        "mam": ("Nước mắm cá linh", man, drink),
        "ruou": ("Rượu sen", man, drink),
        "keo": ("Kẹo dừa", other, food),
        "tra": ("Trà lá sen", other, drink),
    }
    return {key: ProductFactory(name=name, producer=who, group=group) for key, (name, who, group) in names.items()}


def _money(communes) -> None:
    """Entries as the services write them; see above."""
    office = UserFactory(office=True)
    rural = LineFactory(agency=communes["A"], name="Tập huấn", planned=20_000_000, allocated=20_000_000)
    local = LineFactory(
        agency=communes["B"], name="Kiểm tra", source__group=SourceGroup.LOCAL, planned=9_000_000, allocated=9_000_000
    )
    spent = (
        (rural, 10_345_678, dt.date(2022, 11, 10), ""),
        (rural, 1_000_000, dt.date(2022, 12, 31), ""),
        (local, 1_000_000, dt.date(2022, 12, 1), PaidFor.TRAINING),
        (rural, 5_000_000, dt.date(2023, 1, 1), ""),
    )
    for line, amount, on, what in spent:
        record_entry(
            actor=office,
            line_id=line.pk,
            kind="disburse",
            amount_vnd=Decimal(amount),
            on=on,
            voucher=f"C {on:%d/%m}",
            paid_for=what,
        )


def _classes(communes) -> None:
    woman = TraineeFactory(unit=communes["A"], full_name="Lê Thị Sen")
    man = TraineeFactory(unit=communes["B"], full_name="Trần Văn Mắm", gender=Gender.MALE)
    for day, came in ((dt.date(2022, 11, 24), {woman}), (dt.date(2022, 12, 1), {woman, man})):
        row = ClassFactory(first_day=day, registration_opens=dt.date(2022, 11, 9), state=ClassState.DONE)
        for who in (woman, man):
            seat = RegistrationFactory(training_class=row, trainee=who)
            for session in row.sessions.all():
                Attendance.objects.create(
                    session=session, registration=seat, present=who in came, marked_by=seat.registered_by
                )


def _history(products) -> None:
    documents = {day: DocumentFactory(issued_on=day) for day in (DECISION_2020, DECISION_2021, DECISION_2022)}

    def recognise(key, star, day, kind=RecognitionKind.NEW):
        return RecognitionFactory(product=products[key], star=star, kind=kind, document=documents[day])

    recognise("xoai", 3, DECISION_2020)
    tea = recognise("tra", 4, DECISION_2020)
    recognise("mam", 3, DECISION_2021)
    recognise("keo", 3, DECISION_2021)
    recognise("sen", 3, DECISION_2022)
    recognise("xoai", 4, DECISION_2022, RecognitionKind.RENEWAL)
    recognise("mam", 4, DECISION_2022, RecognitionKind.UPGRADE)
    recognise("ruou", 3, DECISION_2022)
    RevocationFactory(recognition=tea, document=DocumentFactory(issued_on=REVOKED_ON))


def _dossiers(products) -> dict:
    """Four taking part and one withdrawn; ``mam`` lies with the central council."""
    this_round = RoundFactory(name="Đợt 2022", opens_on=dt.date(2022, 6, 1), closes_on=dt.date(2022, 10, 30))
    central = RoundFactory(
        name="Trung ương 2022", level=Level.CENTRAL, opens_on=SENT_ON, closes_on=dt.date(2023, 6, 30)
    )
    kinds = {
        "sen": RecognitionKind.NEW,
        "ruou": RecognitionKind.NEW,
        "xoai": RecognitionKind.RENEWAL,
        "mam": RecognitionKind.UPGRADE,
    }
    made = {
        key: DossierFactory(
            round=this_round,
            product=products[key],
            kind=kind,
            state=DossierState.RECOGNISED,
            submitted_on=SENT_ON,
            concluded_on=DECISION_2022,
            criteria_set=None,
        )
        for key, kind in kinds.items()
    }
    made["keo"] = DossierFactory(
        round=this_round,
        product=products["keo"],
        state=DossierState.WITHDRAWN,
        submitted_on=SENT_ON,
        withdrawn_on=dt.date(2022, 9, 20),
        criteria_set=None,
    )
    made["central"] = DossierFactory(
        round=central,
        product=products["mam"],
        kind=RecognitionKind.UPGRADE,
        state=DossierState.SUBMITTED,
        submitted_on=dt.date(2022, 12, 30),
        criteria_set=None,
    )
    return made
