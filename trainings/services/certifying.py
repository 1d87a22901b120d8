"""Numbering the certificates of those who attended: without a gap within a year, also for two at once."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import WholeProvince
from core.dates import format_date, today
from core.guards import allow, require
from core.locks import hold
from trainings import rules
from trainings.attendance import LEAST_PERCENT, presences_of, with_presence
from trainings.enums import ClassState
from trainings.models import Attendance, AttendanceCertificate, TrainingClass


@transaction.atomic
def issue_attendance_certificates(
    *, actor, class_id: int, issued_on: dt.date | None = None
) -> list[AttendanceCertificate]:
    """Number a certificate, by name, for everybody who came often enough and has none yet.

    Raises:
        PermissionDenied: not of those who manage the plan.
        Refused: the class is not over, a session was not marked, nobody is due, or the day is wrong.
    """
    row = TrainingClass.objects.select_for_update(of=("self",)).select_related("course__plan").get(pk=class_id)
    allow(
        rules.may_manage(actor, row.course.plan),
        _("Giấy chứng nhận do Văn phòng Điều phối hoặc cơ quan chủ trì kế hoạch cấp."),
    )
    day = issued_on or today()
    require(row.state != ClassState.CANCELLED, _("Lớp đã huỷ."))
    require(row.last_day <= today(), _("Lớp chưa học xong. Hãy cấp giấy sau buổi cuối."))
    require(day <= today(), _("Ngày cấp ở sau hôm nay. Hãy kiểm tra lại."))
    require(
        day >= row.last_day,
        _("Ngày cấp phải từ ngày kết thúc lớp, %(day)s, trở đi.") % {"day": format_date(row.last_day)},
    )
    _require_marked(row)
    hold("trainings.certificate_numbers")
    people = with_presence(WholeProvince(), row).filter(certificate__isnull=True)
    due = [one.registration for one in presences_of(people, row.sessions.count()) if one.is_enough]
    require(
        bool(due),
        _("Không có ai được cấp thêm: giấy chứng nhận cấp cho người có mặt từ %(least)s %% số buổi.")
        % {"least": LEAST_PERCENT},
    )
    last = AttendanceCertificate.objects.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
    return AttendanceCertificate.objects.bulk_create(
        AttendanceCertificate(
            registration=one,
            year=day.year,
            number=last + at,
            code=secrets.token_urlsafe(12),
            issued_on=day,
            issued_by=actor,
        )
        for at, one in enumerate(due, start=1)
    )


def _require_marked(row: TrainingClass) -> None:
    marked = Attendance.objects.filter(session__training_class=row).values("session")
    open_ones = list(row.sessions.exclude(pk__in=marked))
    require(
        not open_ones,
        _("Chưa điểm danh: %(sessions)s. Hãy điểm danh đủ các buổi trước khi cấp giấy.")
        % {"sessions": ", ".join(map(str, open_ones))},
    )
