"""Seats of a class: registering, waiting, giving back. The database keeps registered ≤ capacity."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.errors import Refused
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line
from notices.services import notify
from trainings import rules
from trainings.audiences import audiences_of, facts_of
from trainings.enums import ClassState, SeatState
from trainings.models import Registration, Trainee, TrainingClass
from trainings.people import Person
from units.models import Unit

_GUARD = "class_keeps_to_its_seats"
# What a later registration may correct in a person whom the actor sees.
_FACTS = ("gender", "unit", "producer", "kind", "position", "birth_year")


@transaction.atomic
def register_person(*, actor, class_id: int, person: Person) -> Registration:
    """Register one person; see ``register_many``."""
    return register_many(actor=actor, class_id=class_id, people=[person])[0]


@transaction.atomic
def register_many(*, actor, class_id: int, people: Sequence[Person]) -> list[Registration]:
    """Register all of ``people`` or nobody; who finds no seat waits, in the order given.

    Raises:
        PermissionDenied: the actor does not register for this class, or somebody of another unit.
        Refused: the class takes nobody today, somebody is in it already, or does not qualify and
            no reason is given.
        ValidationError: a fact about a person is wrong.
    """
    row = _lock(class_id)
    _require_open(actor, row)
    _require_own(actor, people)
    facts = facts_of((one.producer.pk for one in people if one.producer), row.first_day)
    free = row.capacity - row.registrations.filter(state=SeatState.REGISTERED).count()
    if row.registrations.filter(state=SeatState.WAITING).exists():
        free = 0
    made = []
    for one in people:
        trainee = _trainee(actor, one)
        already = row.registrations.filter(trainee=trainee, state__in=(SeatState.REGISTERED, SeatState.WAITING))
        require(not already.exists(), _("%(name)s đã đăng ký lớp này.") % {"name": trainee})
        audience = _audience(row, one, facts)
        registration = Registration(
            training_class=row,
            trainee=trainee,
            unit=one.unit,
            audience=audience,
            exception_reason="" if audience else one_line(one.reason)[:300],
            state=SeatState.REGISTERED if free > 0 else SeatState.WAITING,
            registered_by=actor,
        )
        free -= 1
        made.append(_write(registration))
    return made


@transaction.atomic
def cancel_registration(*, actor, registration_id: int) -> Registration:
    """Give a seat back; the first who waits moves up and whoever registered him is told.

    Raises:
        PermissionDenied: not a person of the actor's unit, nor a class that the actor manages.
        Refused: cancelled already, the class is over, or the person has attended.
    """
    class_id = Registration.objects.values_list("training_class", flat=True).get(pk=registration_id)
    row = _lock(class_id)
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration_id)
    seen = Registration.objects.visible_to(actor).filter(pk=registration_id).exists()
    allow(seen and rules.may_register_in(actor, row), _("Đơn vị đăng ký và cơ quan mở lớp huỷ đăng ký."))
    require(registration.state != SeatState.CANCELLED, _("Đăng ký này đã huỷ."))
    require(row.state in (ClassState.OPEN, ClassState.CLOSED), _("Lớp đã kết thúc hoặc đã huỷ."))
    require(not registration.attendance.exists(), _("Người này đã được điểm danh nên không huỷ đăng ký được."))
    registration.state, registration.cancelled_by = SeatState.CANCELLED, actor
    registration.cancelled_at = timezone.now()
    registration.save(update_fields=("state", "cancelled_by", "cancelled_at"))
    fill_free_seats(row)
    return registration


def fill_free_seats(row: TrainingClass) -> list[Registration]:
    """Give free seats to those who wait, the first first; the caller holds the lock of the class."""
    free = row.capacity - row.registrations.filter(state=SeatState.REGISTERED).count()
    waiting = row.registrations.filter(state=SeatState.WAITING).select_related("trainee", "registered_by")
    moved = list(waiting.order_by("pk")[: max(free, 0)])
    for registration in moved:
        registration.state = SeatState.REGISTERED
        registration.save(update_fields=("state",))
        notify(
            users=[registration.registered_by],
            subject=_("%(name)s đã có chỗ trong lớp") % {"name": registration.trainee},
            body=_("Lớp có chỗ trống nên người đang chờ được xếp chỗ: %(course)s, %(class)s.")
            % {"course": row.course, "class": row},
            url=row.get_absolute_url(),
        )
    return moved


def overlapping(trainee: Trainee, row: TrainingClass) -> list[TrainingClass]:
    """Return other classes on the same days in which the person has a seat or waits: for a warning."""
    taken = Registration.objects.live().filter(trainee=trainee).exclude(training_class=row)
    others = TrainingClass.objects.filter(pk__in=taken.values("training_class")).exclude(state=ClassState.CANCELLED)
    return list(others.in_days(row.first_day, row.last_day).select_related("course"))


def find_trainee(person: Person) -> Trainee | None:
    """Return the person on record: same name and telephone; without one same name, year and unit."""
    same = Trainee.objects.same_person(name_key=person.name_key, phone=person.phone)
    if not person.phone:
        same = same.filter(birth_year=person.birth_year, unit=person.unit)
    return same.first()


def _require_open(actor, row: TrainingClass) -> None:
    allow(rules.may_register_in(actor, row), _("Địa phương và cơ quan mở lớp đăng ký người học."))
    require(
        row.takes_registrations_on(today()),
        _("Lớp không nhận đăng ký hôm nay. Thời gian đăng ký: từ %(opens)s đến hết %(closes)s.")
        % {"opens": format_date(row.registration_opens), "closes": format_date(row.registration_closes)},
    )


def _require_own(actor, people: Sequence[Person]) -> None:
    if not actor.is_local_officer:
        return
    own = set(Unit.objects.filter(pk__in=actor.unit.territory().values("pk")).values_list("pk", flat=True))
    for one in people:
        inside = one.unit.pk in own and (one.producer is None or one.producer.unit_id in own)
        allow(inside, _("%(name)s không thuộc đơn vị của bạn.") % {"name": one.full_name})


def _trainee(actor, person: Person) -> Trainee:
    """Return the person on record, brought up to date where the actor sees it, or a new one."""
    found = find_trainee(person)
    if found is None:
        found = Trainee(full_name=one_line(person.full_name), phone=person.phone)
    elif not Trainee.objects.visible_to(actor).filter(pk=found.pk).exists():
        return found
    for name in _FACTS:
        value = getattr(person, name)
        if value not in (None, "") or name == "producer":
            setattr(found, name, value)
    save_checked(found, actor=actor)
    return found


def _audience(row: TrainingClass, person: Person, facts) -> str:
    found = audiences_of(person, row.course, facts[person.producer.pk] if person.producer else None)
    require(
        bool(found) or bool(person.reason.strip()),
        _("%(name)s không thuộc đối tượng của khóa. Nếu vẫn đăng ký, hãy ghi lý do.") % {"name": person.full_name},
    )
    return found[0][0] if found else ""


def _write(registration: Registration) -> Registration:
    registration.full_clean()
    try:
        with transaction.atomic():
            registration.save(force_insert=True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") == _GUARD:
            raise Refused(_("Chỗ cuối cùng vừa có người đăng ký. Hãy gửi lại để vào danh sách chờ.")) from error
        raise
    return registration


def _lock(class_id: int) -> TrainingClass:
    rows = TrainingClass.objects.select_for_update(of=("self",)).select_related("course__plan")
    return rows.get(pk=class_id)
