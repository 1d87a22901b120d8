"""Asking for reports. The work itself is done by a worker (``making``)."""

import datetime as dt
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dates import today
from core.errors import Refused
from evaluations.models import Dossier
from indicators.rules import reads_dossiers
from products.models import Recognition
from reports.editions.services import lock_consolidation_of, require_current
from reports.enums import Boundaries, ReportState
from reports.making import give_up_exhausted
from reports.models import Report
from reports.periods import Period, due_periods, make_period
from reports.querysets import SILENCE
from reports.rules import answers_for_report, may_ask_report
from reports.tasks import send

# A waiting report is sent again after so long; a copy that arrives twice does no harm.
_RESEND_AFTER = dt.timedelta(seconds=60)


def request_report(
    *,
    asker,
    kind: str,
    year: int,
    half: int | None = None,
    unit=None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_of: dt.date | None = None,
    boundaries: str = Boundaries.THEN,
) -> Report:
    """Return the report that was asked for, queued; or the same one that is on its way already.

    Days that are left out follow NĐ 09/2019/NĐ-CP (``periods.make_period``).

    Raises:
        Refused: days that do not fit together.
        PermissionDenied: the asker may not have a report on this unit.
    """
    if not may_ask_report(asker, unit):
        raise PermissionDenied(_("Bạn chỉ lập được báo cáo về địa bàn do đơn vị mình phụ trách."))
    period = make_period(kind=kind, year=year, half=half, first=first, last=last, as_of=as_of, today=today())
    wanted = {
        **_columns(period),
        "unit": unit,
        "asked_by": asker,
        "boundaries": boundaries,
        "consolidation": None,
    }
    try:
        return _create(asker, wanted)
    except IntegrityError:
        same = Report.objects.on_their_way().filter(**{name: wanted[name] for name in _ONE_AT_A_TIME}).first()
        # It may have been finished between the two questions.
        return same or _create(asker, wanted)


_ONE_AT_A_TIME = ("kind", "unit", "first", "last", "as_of", "boundaries", "asked_by", "consolidation")


@transaction.atomic
def _create(asker, wanted: dict) -> Report:
    report = Report.objects.create(
        **wanted,
        scope_unit=asker.unit if asker.is_local_officer else None,
        has_dossiers=reads_dossiers(asker),
    )
    transaction.on_commit(partial(send, report.pk))
    return report


@transaction.atomic
def retry_report(*, actor, report_id: int) -> Report:
    """Queue a failed report again, with the same period and cut-off.

    Raises:
        Refused: it is not failed, the same report is on its way already, or it is a draft whose time has passed.
        PermissionDenied: somebody else asked for it.
    """
    lock_consolidation_of(report_id)
    report = Report.objects.select_for_update(of=("self",)).defer("snapshot", "texts").get(pk=report_id)
    if not answers_for_report(actor, report):
        raise PermissionDenied(_("Chỉ người yêu cầu hoặc Văn phòng Điều phối lập lại được báo cáo này."))
    if not report.is_failed:
        raise Refused(_("Báo cáo này không ở trạng thái lỗi nên không cần lập lại."))
    same = Report.objects.on_their_way().filter(**{name: getattr(report, name) for name in _ONE_AT_A_TIME})
    if same.exists():
        raise Refused(_("Báo cáo cùng kỳ này đang được lập. Hãy mở báo cáo đó."))
    require_current(report)
    report.state, report.progress, report.attempts = ReportState.QUEUED, 0, 0
    report.error = report.step = ""
    report.claim_token = report.finished_at = None
    report.sent_at = timezone.now()
    report.save()
    transaction.on_commit(partial(send, report.pk))
    return report


def request_due_reports(now: dt.datetime | None = None) -> int:
    """Queue the automatic reports of the last due days that are missing; return how many were new.

    However many clocks ask, the database keeps one a period. Periods before the portal's first data
    are left out.
    """
    begun = first_day_of_data()
    periods = [one for one in due_periods(now or timezone.now()) if begun and one.window.last >= begun]
    known = set(Report.objects.filter(is_automatic=True, unit=None).values_list("kind", "first", "last"))
    missing = [one for one in periods if (one.kind, one.window.first, one.window.last) not in known]
    return sum(_queue_automatic(period) for period in missing)


@transaction.atomic
def _queue_automatic(period: Period) -> int:
    Report.objects.bulk_create([Report(**_columns(period), is_automatic=True)], ignore_conflicts=True)
    report = Report.objects.get(
        is_automatic=True, unit=None, kind=period.kind, first=period.window.first, last=period.window.last
    )
    transaction.on_commit(partial(send, report.pk))
    return 1


def send_lost_reports() -> int:
    """Send again what has waited too long or whose worker has gone silent; return how many."""
    give_up_exhausted()
    now = timezone.now()
    waiting = Q(state=ReportState.QUEUED, sent_at__lt=now - _RESEND_AFTER)
    silent = Q(state=ReportState.RUNNING, claimed_at__lt=now - SILENCE)
    lost = list(Report.objects.filter(waiting | silent).order_by("sent_at", "pk").values_list("pk", flat=True))
    Report.objects.filter(pk__in=lost).update(sent_at=now)
    return sum(send(report_id) for report_id in lost)


def first_day_of_data() -> dt.date | None:
    """Return the day of the earliest dossier or recognition; ``None`` in an empty portal."""
    days = (
        Recognition.objects.aggregate(day=Min("decided_on"))["day"],
        Dossier.objects.aggregate(day=Min("submitted_on"))["day"],
    )
    return min((day for day in days if day), default=None)


def _columns(period: Period) -> dict:
    return {
        "kind": period.kind,
        "year": period.year,
        "half": period.half,
        "first": period.window.first,
        "last": period.window.last,
        "as_of": period.as_of,
    }
