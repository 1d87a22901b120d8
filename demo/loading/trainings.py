"""The trainings of 2022 by the plan of the planning department, with invented people; an open class of today.

Courses, classes, seats and days are those of 3029/KH-SKHĐT; the plan names neither days nor places nor
people nor money, so those are made up.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import cycle

from budgets.enums import EntryKind, PaidFor
from budgets.models import BudgetLine
from budgets.services import record_entry
from demo.dice import dice, shuffled
from demo.loading.money import CLASS_COSTS_2022, TRAINING_LINE_2022
from demo.loading.world import INVENTED, World
from demo.naming import FEMALE, MALE, NameGiver
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from documents.services import record_document
from evaluations.models import Dossier
from producers.models import Producer
from trainings.audiences import audiences_of, facts_of
from trainings.enums import Audience, ClassState, Question, SeatState, TraineeKind
from trainings.models import Course, Registration, Trainee, TrainingClass
from trainings.services.attending import mark_attendance, save_survey
from trainings.services.certifying import issue_attendance_certificates
from trainings.services.planning import create_class, create_plan, save_course

_PLAN_DAY = dt.date(2022, 11, 9)
_REQUESTS_UNTIL = dt.date(2022, 11, 19)
_SCHOOL = "Trường Cao đẳng (minh hoạ)"
_OUTSIDE = "Quan tâm đến Chương trình OCOP, theo giấy mời của cơ quan chủ trì"


@dataclass(frozen=True)
class _Held:
    """A class of 2022: which course, its first day, where, how many came to register."""

    course: int
    first_day: dt.date
    place: str
    people: int


_COURSES = (
    {
        "name": "Tập huấn xây dựng phương án, dự án sản xuất kinh doanh",
        "aim": "Biết cách xây dựng phương án, dự án sản xuất kinh doanh; hoàn thiện hồ sơ đánh giá, phân hạng.",
        "content": "Cách xây dựng phương án, dự án sản xuất kinh doanh.",
        "class_count": 3,
        "seats_per_class": 35,
        "days": 2,
        "audiences": [
            Audience.FIRST_TIME,
            Audience.TAKING_PART,
            Audience.TOURISM,
            Audience.STUDENT_LECTURER,
            Audience.COMMUNE_OFFICER,
        ],
    },
    {
        "name": "Tập huấn triển khai phương án, dự án sản xuất kinh doanh",
        "aim": "Biết cách triển khai phương án, dự án; hoàn thiện hồ sơ nâng hạng sản phẩm.",
        "content": "Cách triển khai phương án, dự án sản xuất kinh doanh.",
        "class_count": 2,
        "seats_per_class": 50,
        "days": 2,
        "audiences": [
            Audience.UPGRADING,
            Audience.FIRST_TIME,
            Audience.TAKING_PART,
            Audience.TOURISM,
            Audience.COMMUNE_OFFICER,
        ],
    },
)
_CLASSES = (
    _Held(0, dt.date(2022, 11, 24), "Hội trường Sở Kế hoạch và Đầu tư (minh hoạ)", 35),
    _Held(0, dt.date(2022, 11, 28), "Hội trường thành phố Sa Đéc (minh hoạ)", 33),
    _Held(0, dt.date(2022, 12, 1), "Hội trường huyện Tháp Mười (minh hoạ)", 34),
    _Held(1, dt.date(2022, 12, 6), "Hội trường Sở Kế hoạch và Đầu tư (minh hoạ)", 50),
    _Held(1, dt.date(2022, 12, 8), "Hội trường thành phố Hồng Ngự (minh hoạ)", 46),
)


def load_trainings(world: World) -> None:
    """Write the plan of 2022 with its classes, and a class that takes registrations now."""
    line = BudgetLine.objects.get(year=2022, name=TRAINING_LINE_2022)
    plan = create_plan(
        actor=world.office,
        document=OfficialDocument.objects.get(number=3029, symbol="KH-SKHĐT"),
        name="Tập huấn xây dựng và triển khai phương án, dự án sản xuất kinh doanh năm 2022",
        year=2022,
        agency=world.units["SKHDT@2004-01-01"],
        legal_base="Kế hoạch số 81/KH-UBND ngày 14/03/2022; Quyết định số 1084/QĐ-UBND-HC ngày 07/10/2022.",
        budget_line=line,
        requests_until=_REQUESTS_UNTIL,
    )
    courses = [save_course(actor=world.office, plan_id=plan.pk, **fields) for fields in _COURSES]
    people = _People(world)
    for at, held in enumerate(_CLASSES):
        row = _class(world, courses[held.course], held)
        seats = people.seat(row, held.people, again=held.course == 1)
        _hold(world, row, seats)
        _pay(world, line, row, CLASS_COSTS_2022[at])
    total = line.entries.totals()["disbursed"]
    _write(world, line, EntryKind.SETTLE, total, dt.date(2023, 1, 31), note="Quyết toán năm")
    _load_present(world)


class _People:
    """Invented trainees of 2022: people of the producers that took part, officers, students."""

    def __init__(self, world: World):
        self._world = world
        self._names = NameGiver("trainings")
        self._luck = dice("trainings/people")
        taking_part = Dossier.objects.filter(round__year=2022, submitted_on__isnull=False).values("producer")
        producers = Producer.objects.filter(pk__in=taking_part).select_related("unit").order_by("pk")
        self._producers = shuffled(list(producers), "trainings/producers")
        self._made: list[Trainee] = []
        self._phones = 0
        self._new = self._invent()

    def seat(self, row: TrainingClass, count: int, *, again: bool) -> list[Registration]:
        """Register ``count`` people; ``again``: a third of them sat in an earlier class already."""
        former = shuffled(self._made, f"trainings/again/{row.number}")[: count // 3] if again else []
        chosen = [*former, *(next(self._new) for _ in range(count - len(former)))]
        facts = facts_of((one.producer_id for one in chosen if one.producer_id), row.first_day)
        rows = []
        for one in chosen:
            found = audiences_of(one, row.course, facts.get(one.producer_id))
            rows.append(
                Registration(
                    training_class=row,
                    trainee=one,
                    unit=one.unit,
                    audience=found[0][0] if found else "",
                    exception_reason="" if found else _OUTSIDE,
                    state=SeatState.REGISTERED,
                    registered_by=self._world.office,
                )
            )
        self._made += [one for one in chosen if one not in former]
        return Registration.objects.bulk_create(rows)

    def _invent(self) -> Iterator[Trainee]:
        for at, producer in enumerate(cycle(self._producers)):
            if at % 9 == 8:
                yield self._make(TraineeKind.OFFICER, producer.unit, position="Công chức phụ trách OCOP")
            elif at % 13 == 12:
                yield self._make(TraineeKind.STUDENT, producer.unit, position=_SCHOOL)
            else:
                yield self._make(TraineeKind.PRODUCER_STAFF, producer.unit, producer=producer)

    def _make(self, kind: str, unit, **more) -> Trainee:
        self._phones += 1
        gender = FEMALE if self._luck.random() < 0.48 else MALE
        return Trainee.objects.create(
            full_name=self._names.person(gender),
            gender=gender,
            birth_year=self._luck.randint(1962, 2003),
            # No network has numbers that begin so.
            phone=f"0000{self._phones:06d}",
            unit=unit,
            kind=kind,
            is_invented=True,
            **more,
        )


def _class(world: World, course: Course, held: _Held) -> TrainingClass:
    return create_class(
        actor=world.office,
        course_id=course.pk,
        place=held.place,
        first_day=held.first_day,
        last_day=held.first_day + dt.timedelta(days=course.days - 1),
        capacity=course.seats_per_class,
        registration_opens=_PLAN_DAY,
        registration_closes=held.first_day - dt.timedelta(days=2),
        trainers="Trung tâm Hỗ trợ Doanh nghiệp và Khởi nghiệp",
        state=ClassState.DONE,
    )


def _hold(world: World, row: TrainingClass, seats: list[Registration]) -> None:
    """Mark the sessions, count the forms, give certificates."""
    luck = dice(f"trainings/held/{row.course_id}/{row.number}")
    steady = {one.pk: luck.choice((1.0, 1.0, 1.0, 0.9, 0.5)) for one in seats}
    for session in row.sessions.all():
        came = [one.pk for one in seats if luck.random() <= steady[one.pk]]
        mark_attendance(actor=world.office, session_id=session.pk, present_ids=came)
    forms = len(seats) - luck.randint(2, 6)
    counts = {}
    for question in Question:
        good, middle = luck.randint(3, 9), luck.randint(0, 3)
        counts[question.value] = (0, 0, middle, good, forms - good - middle)
    save_survey(actor=world.office, class_id=row.pk, counts=counts)
    issue_attendance_certificates(actor=world.office, class_id=row.pk, issued_on=row.last_day)


def _pay(world: World, line: BudgetLine, row: TrainingClass, cost: int) -> None:
    paid = {"paid_for": PaidFor.TRAINING, "paid_for_id": row.pk}
    _write(world, line, EntryKind.DISBURSE, cost, dt.date(2022, 12, 20), voucher=f"GRDT TH{row.pk:02d}", **paid)


def _write(world: World, line: BudgetLine, kind: str, amount, on: dt.date, **more) -> None:
    record_entry(actor=world.office, line_id=line.pk, kind=kind, amount_vnd=Decimal(amount), on=on, **more)


def _load_present(world: World) -> None:
    """A plan of this year whose class takes registrations, so that every page can be tried."""
    today = world.today
    if today < dt.date(2026, 2, 1):
        return
    document = record_document(
        actor=world.office,
        kind=DocumentKind.PLAN,
        number=412,
        symbol="KH-STC",
        issued_on=today - dt.timedelta(days=12),
        issuer=world.units["STC@2025-07-01"],
        subject=f"Tập huấn chủ thể tham gia Chương trình OCOP năm {today.year} ({INVENTED})",
    )
    plan = create_plan(
        actor=world.office,
        document=document,
        name=f"Tập huấn chủ thể tham gia Chương trình OCOP năm {today.year}",
        year=today.year,
        agency=world.units["STC@2025-07-01"],
        requests_until=today + dt.timedelta(days=10),
    )
    course = save_course(actor=world.office, plan_id=plan.pk, **_COURSES[0])
    first = today + dt.timedelta(days=20)
    create_class(
        actor=world.office,
        course_id=course.pk,
        place="Hội trường Sở Tài chính (minh hoạ)",
        first_day=first,
        last_day=first + dt.timedelta(days=1),
        capacity=35,
        registration_opens=today - dt.timedelta(days=10),
        registration_closes=first - dt.timedelta(days=3),
        state=ClassState.OPEN,
    )
