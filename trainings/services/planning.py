"""Plans, courses, classes and their sessions."""

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from trainings import rules
from trainings.enums import Audience, ClassState, DayPart, SeatState
from trainings.models import Attendance, ClassSession, Course, Registration, TrainingClass, TrainingPlan
from trainings.services.seats import fill_free_seats

# From where to where a class moves.
MOVES = {
    ClassState.PLANNED: (ClassState.OPEN, ClassState.CANCELLED),
    ClassState.OPEN: (ClassState.CLOSED, ClassState.CANCELLED),
    ClassState.CLOSED: (ClassState.OPEN, ClassState.DONE, ClassState.CANCELLED),
    ClassState.DONE: (),
    ClassState.CANCELLED: (),
}
_LONGEST = 30


@transaction.atomic
def create_plan(*, actor, **fields) -> TrainingPlan:
    """Return a new plan.

    Raises:
        PermissionDenied: neither the office nor the agency itself.
        ValidationError: a field is wrong, or the document has a plan already.
    """
    plan = TrainingPlan(**_texts(fields))
    _allow_managing(actor, plan)
    save_checked(plan, actor=actor)
    return plan


@transaction.atomic
def edit_plan(*, actor, plan_id: int, version: int | None = None, **fields) -> TrainingPlan:
    """Change a plan; an agency cannot hand its plan to another one.

    Raises:
        PermissionDenied: not of those who manage the plan, before or after.
        Stale: another saved it since.
        ValidationError: a field is wrong.
    """
    plan = TrainingPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    _allow_managing(actor, plan)
    plan.require_version(version)
    for name, value in _texts(fields).items():
        setattr(plan, name, value)
    _allow_managing(actor, plan)
    save_checked(plan, actor=actor)
    return plan


@transaction.atomic
def save_course(*, actor, plan_id: int, course_id: int | None = None, version: int | None = None, **fields) -> Course:
    """Return the course of the plan, new or changed.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: no audience, or an unknown one; ``Stale`` where another saved it since.
        ValidationError: a field is wrong.
    """
    plan = TrainingPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    _allow_managing(actor, plan)
    if course_id is None:
        course = Course(plan=plan)
    else:
        course = Course.objects.select_for_update(of=("self",)).get(pk=course_id, plan=plan)
        course.require_version(version)
    for name, value in _texts(fields).items():
        setattr(course, name, value)
    require(
        bool(course.audiences) and set(course.audiences) <= set(Audience.values),
        _("Hãy chọn ít nhất một đối tượng của khóa."),
    )
    save_checked(course, actor=actor)
    return course


@transaction.atomic
def create_class(*, actor, course_id: int, **fields) -> TrainingClass:
    """Return a new class with a morning and an afternoon on each of its days.

    Raises:
        PermissionDenied: not of those who manage the plan.
        ValidationError: a field is wrong.
        Refused: it lasts too long.
    """
    course = Course.objects.select_for_update(of=("self",)).select_related("plan").get(pk=course_id)
    _allow_managing(actor, course.plan)
    number = (course.classes.aggregate(last=Max("number"))["last"] or 0) + 1
    row = TrainingClass(course=course, number=number, **_texts(fields))
    save_checked(row, actor=actor)
    _fit_sessions(row)
    return row


@transaction.atomic
def edit_class(*, actor, class_id: int, version: int | None = None, **fields) -> TrainingClass:
    """Change a class; people who wait take seats that it adds, sessions follow its days.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: fewer seats than people, a day with attendance would go, the class is over.
        ValidationError: a field is wrong.
    """
    row = _lock(class_id)
    _allow_managing(actor, row.course.plan)
    require(
        row.state not in (ClassState.DONE, ClassState.CANCELLED),
        _("Lớp đã kết thúc hoặc đã huỷ nên không sửa được."),
    )
    row.require_version(version)
    for name, value in _texts(fields).items():
        setattr(row, name, value)
    taken = row.registrations.filter(state=SeatState.REGISTERED).count()
    require(
        row.capacity is None or row.capacity >= taken,
        _("Lớp đã có %(taken)s người có chỗ, không giảm số chỗ xuống dưới số đó được. Hãy huỷ đăng ký trước.")
        % {"taken": taken},
    )
    save_checked(row, actor=actor)
    _fit_sessions(row)
    fill_free_seats(row)
    return row


@transaction.atomic
def move_class(*, actor, class_id: int, state: str) -> TrainingClass:
    """Open, close, end or cancel a class.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: the class does not go there from where it stands.
    """
    row = _lock(class_id)
    _allow_managing(actor, row.course.plan)
    require(
        state in MOVES[ClassState(row.state)],
        _("Lớp đang ở trạng thái “%(state)s” nên không chuyển như vậy được.") % {"state": row.get_state_display()},
    )
    require(
        state != ClassState.CANCELLED or not Attendance.objects.filter(session__training_class=row).exists(),
        _("Lớp đã có điểm danh nên không huỷ được."),
    )
    row.state = state
    row.require_version(None)
    row.save(update_fields=("state", "version", "updated_at"))
    return row


@transaction.atomic
def save_topics(*, actor, class_id: int, topics: dict[int, str]) -> None:
    """Write what is taught in each session; keys are those of the sessions.

    Raises:
        PermissionDenied: not of those who manage the plan.
    """
    row = _lock(class_id)
    _allow_managing(actor, row.course.plan)
    for session in row.sessions.filter(pk__in=topics):
        session.topic = one_line(topics[session.pk])[:250]
        session.save(update_fields=("topic",))


def live_registrations(row: TrainingClass):
    """Return who has a seat or waits."""
    return Registration.objects.live().filter(training_class=row)


def _fit_sessions(row: TrainingClass) -> None:
    length = (row.last_day - row.first_day).days + 1
    require(length <= _LONGEST, _("Một lớp dài nhất %(days)s ngày. Hãy kiểm tra lại ngày.") % {"days": _LONGEST})
    outside = row.sessions.exclude(day__range=(row.first_day, row.last_day))
    require(
        not Attendance.objects.filter(session__in=outside).exists(),
        _("Có buổi học đã điểm danh nằm ngoài những ngày mới. Hãy giữ những ngày đó trong lớp."),
    )
    outside.delete()
    days = [row.first_day + dt.timedelta(days=index) for index in range(length)]
    there = set(row.sessions.values_list("day", flat=True))
    ClassSession.objects.bulk_create(
        ClassSession(training_class=row, day=day, part=part) for day in days if day not in there for part in DayPart
    )


def _lock(class_id: int) -> TrainingClass:
    rows = TrainingClass.objects.select_for_update(of=("self",)).select_related("course__plan")
    return rows.get(pk=class_id)


def _allow_managing(actor, plan: TrainingPlan) -> None:
    allow(
        rules.may_manage(actor, plan),
        _("Kế hoạch tập huấn do Văn phòng Điều phối và cơ quan chủ trì kế hoạch quản lý."),
    )


def _texts(fields: dict) -> dict:
    return {name: to_nfc(value).strip() if isinstance(value, str) else value for name, value in fields.items()}
