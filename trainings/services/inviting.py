"""Telling the units whose people have a seat in a class when and where it is."""

from zlib import crc32

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.dates import format_date
from core.guards import allow, require
from notices.services import notify
from trainings import rules
from trainings.enums import ClassState
from trainings.models import Registration, TrainingClass
from units.models import Unit


@transaction.atomic
def invite(*, actor, class_id: int) -> int:
    """Send a notice, also by e-mail, to the officers of the units whose people have a seat; return how many.

    Asked again for the same days and place, only officers who have none get one.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: the class is not open or closed for registration, nobody has a seat, or no unit has an officer.
    """
    row = TrainingClass.objects.select_related("course__plan__agency").get(pk=class_id)
    allow(
        rules.may_manage(actor, row.course.plan),
        _("Giấy mời do Văn phòng Điều phối hoặc cơ quan chủ trì kế hoạch gửi."),
    )
    require(
        row.state in (ClassState.OPEN, ClassState.CLOSED),
        _("Chỉ gửi giấy mời của lớp đang nhận đăng ký hoặc đã chốt danh sách."),
    )
    names: dict[int, list[str]] = {}
    seats = Registration.objects.seated().filter(training_class=row).select_related("trainee")
    for seat in seats.order_by("trainee__name_key", "pk"):
        names.setdefault(seat.unit_id, []).append(seat.trainee.full_name)
    require(bool(names), _("Chưa có ai có chỗ trong lớp nên chưa gửi giấy mời được."))
    told = 0
    for officer in _officers_near(names):
        own = set(officer.unit.territory().values_list("pk", flat=True))
        people = [name for unit, listed in names.items() if unit in own for name in listed]
        if people:
            _tell(officer, row, people)
            told += 1
    require(
        told > 0, _("Không đơn vị nào của người học có tài khoản cán bộ. Hãy in giấy mời và gửi theo đường văn thư.")
    )
    return told


def _officers_near(units):
    """Return the officers of these units, of those above them and of those that took over from them."""
    there = Unit.objects.filter(pk__in=list(units))
    heirs = there.filter(successions__is_default=True).values("successions__to_unit")
    near = Unit.objects.filter(
        Q(pk__in=there.values("pk")) | Q(pk__in=there.values("parent")) | Q(pk__in=heirs.values("successions__to_unit"))
    )
    return User.objects.filter(role=Role.LOCAL_OFFICER, is_active=True, unit__in=near).select_related("unit")


def _tell(officer: User, row: TrainingClass, people: list[str]) -> None:
    words = {
        "course": row.course.name,
        "first": format_date(row.first_day),
        "last": format_date(row.last_day),
        "place": row.place,
        "people": "; ".join(people),
        "agency": row.course.plan.agency.name,
    }
    body = _(
        "%(agency)s trân trọng kính mời những người sau đây dự lớp “%(course)s” từ ngày %(first)s đến hết ngày "
        "%(last)s tại %(place)s: %(people)s. Giấy mời để in ở trang của lớp."
    )
    notify(
        users=[officer],
        subject=_("Mời dự tập huấn: %(course)s, %(first)s") % words,
        body=body % words,
        url=row.get_absolute_url(),
        key=f"training-invitation:{row.pk}:{row.first_day:%Y%m%d}:{crc32(row.place.encode())}",
    )
