"""Wishes of units for a class at home."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from core.dates import format_date, today
from core.guards import allow, require
from core.saving import save_checked
from core.text import one_line, to_nfc
from notices.services import notify
from trainings import rules
from trainings.enums import RequestState
from trainings.models import ClassRequest, Course
from trainings.services.planning import create_class


@transaction.atomic
def ask_for_class(*, actor, course_id: int, reason: str) -> ClassRequest:
    """Return the wish of the actor's unit for a class at home.

    Raises:
        PermissionDenied: not an officer of a commune.
        Refused: the plan takes no requests (any more).
        ValidationError: the unit has asked already, or no reason is given.
    """
    allow(rules.may_request_classes(actor), _("Cán bộ cấp xã gửi đề nghị mở lớp tại địa phương."))
    course = Course.objects.select_related("plan").get(pk=course_id)
    until = course.plan.requests_until
    require(until is not None, _("Kế hoạch này không nhận đề nghị mở lớp tại địa phương."))
    require(
        today() <= until,
        _("Hạn gửi đề nghị là hết ngày %(day)s. Hãy liên hệ cơ quan chủ trì.") % {"day": format_date(until)},
    )
    row = ClassRequest(unit=actor.unit, course=course, reason=to_nfc(reason).strip(), requested_by=actor)
    save_checked(row, actor=actor)
    _tell_managers(row)
    return row


@transaction.atomic
def accept_request(*, actor, request_id: int, **fields) -> ClassRequest:
    """Accept a wish and schedule its class at the unit; ``fields`` are those of ``create_class``.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: answered already.
        ValidationError: a field of the class is wrong.
    """
    row = _lock_waiting(actor, request_id)
    row.training_class = create_class(actor=actor, course_id=row.course_id, unit=row.unit, **fields)
    _answer(actor, row, RequestState.ACCEPTED, "")
    return row


@transaction.atomic
def refuse_request(*, actor, request_id: int, answer: str) -> ClassRequest:
    """Refuse a wish, with a reason.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: answered already, or no reason.
    """
    row = _lock_waiting(actor, request_id)
    require(bool(answer.strip()), _("Hãy ghi lý do không nhận."))
    _answer(actor, row, RequestState.REFUSED, one_line(answer))
    return row


def _tell_managers(row: ClassRequest) -> None:
    """Tell the office and the officers of the agency whose plan it is."""
    managers = Q(role=Role.OFFICE) | Q(role=Role.AGENCY_OFFICER, unit=row.course.plan.agency_id)
    notify(
        users=User.objects.filter(managers, is_active=True),
        subject=_("%(unit)s đề nghị mở lớp tại địa phương") % {"unit": row.unit},
        body=f"{row.course}: {row.reason}",
        url=reverse("trainings:request_list"),
    )


def _lock_waiting(actor, request_id: int) -> ClassRequest:
    rows = ClassRequest.objects.select_for_update(of=("self",)).select_related("course__plan", "unit", "requested_by")
    row = rows.get(pk=request_id)
    allow(
        rules.may_manage(actor, row.course.plan),
        _("Văn phòng Điều phối và cơ quan chủ trì kế hoạch trả lời đề nghị mở lớp."),
    )
    require(row.state == RequestState.ASKED, _("Đề nghị này đã được trả lời."))
    return row


def _answer(actor, row: ClassRequest, state: str, answer: str) -> None:
    row.state, row.answer = state, answer
    row.answered_by, row.answered_at = actor, timezone.now()
    save_checked(row, actor=actor)
    notify(
        users=[row.requested_by],
        subject=_("Đề nghị mở lớp “%(course)s”: %(state)s")
        % {"course": row.course, "state": row.get_state_display().lower()},
        body=answer or _("Lớp được mở tại địa phương: %(class)s.") % {"class": row.training_class},
        url=row.training_class.get_absolute_url() if row.training_class else row.course.plan.get_absolute_url(),
    )
