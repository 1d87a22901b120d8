"""Who came to a session, and what the forms of a class say. What was marked may be marked again."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import format_date, today
from core.errors import Stale
from core.guards import allow, require
from trainings import rules
from trainings.enums import ClassState, Question
from trainings.models import Attendance, ClassSession, Registration, SurveyResult, TrainingClass

MARKS = (1, 2, 3, 4, 5)
_HELD_BY = "Điểm danh do Văn phòng Điều phối, cơ quan chủ trì hoặc đơn vị mở lớp tại địa phương ghi."


@transaction.atomic
def mark_attendance(*, actor, session_id: int, present_ids: Collection[int], seen: str | None = None) -> int:
    """Note for everybody with a seat whom the actor sees whether he came; return how many did.

    Args:
        present_ids: keys of the registrations that came.
        seen: what ``marks_of`` said when the page was opened; ``None`` to write whatever stands there.

    Raises:
        PermissionDenied: not of those who hold the class.
        Refused: the day is to come, the class is cancelled, nobody has a seat, somebody is not of this
            class, or somebody who has a certificate would be missing; ``Stale`` where another marked since.
    """
    session = ClassSession.objects.get(pk=session_id)
    row = (
        TrainingClass.objects.select_for_update(of=("self",))
        .select_related("course__plan")
        .get(pk=session.training_class_id)
    )
    allow(rules.may_hold(actor, row), _(_HELD_BY))
    require(row.state != ClassState.CANCELLED, _("Lớp đã huỷ nên không điểm danh."))
    require(
        session.day <= today(),
        _("Buổi học diễn ra ngày %(day)s. Hãy điểm danh từ ngày đó.") % {"day": format_date(session.day)},
    )
    if seen is not None and seen != marks_of(session):
        raise Stale(_("Người khác vừa điểm danh buổi này. Hãy xem lại những dấu bên dưới rồi lưu lần nữa."))
    seats = list(Registration.objects.visible_to(actor).seated().filter(training_class=row).select_related("trainee"))
    present = set(present_ids)
    require(bool(seats), _("Chưa có ai có chỗ trong lớp này."))
    require(present <= {one.pk for one in seats}, _("Danh sách lớp vừa thay đổi. Hãy mở lại trang."))
    _keep_certified(seats, present, session)
    now = timezone.now()
    Attendance.objects.bulk_create(
        (
            Attendance(session=session, registration=one, present=one.pk in present, marked_by=actor, marked_at=now)
            for one in seats
        ),
        update_conflicts=True,
        unique_fields=("session", "registration"),
        update_fields=("present", "marked_by", "marked_at"),
    )
    return len(present)


def marks_of(session: ClassSession) -> str:
    """Return a text that changes when somebody marks the session; empty before the first time."""
    last = session.attendance.order_by("-marked_at").values_list("marked_at", flat=True).first()
    return last.isoformat() if last else ""


@transaction.atomic
def save_survey(*, actor, class_id: int, counts: Mapping[str, Sequence[int]]) -> None:
    """Write how many forms gave each mark from 1 to 5, by question.

    Raises:
        PermissionDenied: not of those who hold the class.
        Refused: the class has not begun, or more forms than people with a seat.
    """
    row = TrainingClass.objects.select_for_update(of=("self",)).select_related("course__plan").get(pk=class_id)
    allow(rules.may_hold(actor, row), _("Kết quả phiếu đánh giá do cơ quan chủ trì hoặc đơn vị mở lớp nhập."))
    require(row.state != ClassState.CANCELLED, _("Lớp đã huỷ."))
    require(row.first_day <= today(), _("Lớp chưa học nên chưa có phiếu đánh giá."))
    seats = Registration.objects.seated().filter(training_class=row).count()
    for question in Question:
        given = counts[question]
        require(
            sum(given) <= seats,
            _("“%(question)s”: có %(forms)s phiếu, nhiều hơn %(seats)s người học của lớp. Hãy kiểm tra lại.")
            % {"question": question.label, "forms": sum(given), "seats": seats},
        )
        values = {f"count_{mark}": number for mark, number in zip(MARKS, given, strict=True)}
        SurveyResult.objects.update_or_create(
            training_class=row, question=question, defaults=values | {"entered_by": actor, "entered_at": timezone.now()}
        )


def _keep_certified(seats: Collection[Registration], present: set[int], session: ClassSession) -> None:
    """Refuse to take back a presence on which a certificate rests."""
    missing = [one.pk for one in seats if one.pk not in present]
    held = Attendance.objects.filter(
        session=session, present=True, registration__in=missing, registration__certificate__isnull=False
    )
    names = list(held.values_list("registration__trainee__full_name", flat=True))
    require(
        not names,
        _("Đã cấp giấy chứng nhận cho %(names)s nên không bỏ dấu có mặt được.") % {"names": ", ".join(names)},
    )
