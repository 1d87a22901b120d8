"""What would happen with people if they were registered: who qualifies, who is in already, who has two classes."""

from collections import defaultdict

from django.utils.translation import gettext as _

from trainings.audiences import audiences_of, facts_of
from trainings.enums import Audience, ClassState
from trainings.models import Registration, Trainee, TrainingClass
from trainings.pasting import Row


def check_rows(rows: list[Row], training_class: TrainingClass) -> None:
    """Add to each row whether the person qualifies and why, is in the class already, has another class."""
    people = [row for row in rows if row.person]
    facts = facts_of((row.person.producer.pk for row in people if row.person.producer), training_class.first_day)
    known = _known(people)
    seats = _seats(known.values())
    for row in people:
        _say_audience(row, training_class, facts)
        trainee = known.get(row.number)
        taken = seats[trainee.pk] if trainee else []
        if training_class in taken:
            row.errors.append(_("Người này đã đăng ký lớp này."))
        row.warnings += [
            _("Trùng ngày với %(course)s, %(class)s.") % {"course": other.course, "class": other}
            for other in taken
            if other != training_class and _meet(other, training_class)
        ]


def _say_audience(row: Row, training_class: TrainingClass, facts) -> None:
    producer = row.person.producer
    found = audiences_of(row.person, training_class.course, facts[producer.pk] if producer else None)
    if found:
        code, why = found[0]
        row.why = f"{Audience(code).label}: {why}"
    elif row.person.reason:
        row.why = _("Ngoài đối tượng: %s") % row.person.reason
    else:
        row.errors.append(
            _("Không thuộc đối tượng của khóa. Hãy ghi chủ thể, chức vụ, hoặc lý do ở cột “Lý do ngoài đối tượng”.")
        )


def _known(rows: list[Row]) -> dict[int, Trainee]:
    """Return the people on record by number of row; one query."""
    named = defaultdict(list)
    for trainee in Trainee.objects.filter(name_key__in={row.person.name_key for row in rows}):
        named[trainee.name_key].append(trainee)
    found = {}
    for row in rows:
        one = row.person
        for trainee in named[one.name_key]:
            same = (trainee.birth_year, trainee.unit_id) == (one.birth_year, one.unit.pk)
            if trainee.phone == one.phone and (one.phone or same):
                found[row.number] = trainee
    return found


def _seats(trainees) -> dict[int, list[TrainingClass]]:
    live = Registration.objects.live().filter(trainee__in=[one.pk for one in trainees])
    seats = defaultdict(list)
    for seat in live.exclude(training_class__state=ClassState.CANCELLED).select_related("training_class__course"):
        seats[seat.trainee_id].append(seat.training_class)
    return seats


def _meet(one: TrainingClass, other: TrainingClass) -> bool:
    return one.first_day <= other.last_day and other.first_day <= one.last_day
