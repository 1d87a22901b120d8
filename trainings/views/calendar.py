"""Classes by month, and a class for the calendar of one's telephone."""

import calendar
import datetime as dt

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import ListView, View

from core.dates import today
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from trainings import rules
from trainings.enums import ClassState, DayPart
from trainings.models import TrainingClass
from trainings.views.classes import ClassMixin
from trainings.views.shared import NOT_FOR_COUNCIL

# When half a day begins and ends; local time.
_HOURS = {DayPart.MORNING: ("073000", "113000"), DayPart.AFTERNOON: ("133000", "170000")}
_FIRST, _LAST = 2019, 2100


class CalendarView(RuleRequiredMixin, ScopedQuerysetMixin, ListView):
    """The classes of a month as a calendar and as a list; ``thang=2022-11`` names the month."""

    model = TrainingClass
    rule = rules.may_see_trainings
    refusal = NOT_FOR_COUNCIL
    template_name = "trainings/calendar.html"

    def get(self, request, *_args, **_kwargs):
        """Show the month; one query for its classes."""
        first = _month(request.GET.get("thang", ""))
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        rows = list(self.get_queryset().in_days(first, last).exclude(state=ClassState.CANCELLED).for_list())
        weeks = [
            [
                (day, day.month == first.month, [row for row in rows if row.first_day <= day <= row.last_day])
                for day in week
            ]
            for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        ]
        context = {
            "first": first,
            "weeks": weeks,
            "rows": rows,
            "before": first - dt.timedelta(days=1),
            "after": last + dt.timedelta(days=1),
            "today": today(),
        }
        return self.render_to_response(context)

    def get_template_names(self):
        """There is no list of objects to guess the name from."""
        return [self.template_name]


class ClassIcsView(ClassMixin, View):
    """The sessions of a class as a file for calendars (RFC 5545)."""

    def get(self, _request, *_args, **_kwargs):
        """Send the file."""
        row = self.get_object()
        response = HttpResponse(ics_of(row, list(row.sessions.all())), content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=f"lop-tap-huan-{row.pk}.ics"
        )
        response["X-Content-Type-Options"] = "nosniff"
        return response


def ics_of(row: TrainingClass, sessions: list) -> str:
    """Return one event for each session, in the time of Việt Nam; lines folded at 75 bytes."""
    stamp = timezone.now().strftime("%Y%m%dT%H%M%SZ")
    status = "CANCELLED" if row.state == ClassState.CANCELLED else "CONFIRMED"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OCOP Dong Thap//Tap huan//VI", "METHOD:PUBLISH"]
    lines += ["BEGIN:VTIMEZONE", "TZID:Asia/Ho_Chi_Minh", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    lines += ["TZOFFSETFROM:+0700", "TZOFFSETTO:+0700", "END:STANDARD", "END:VTIMEZONE"]
    for session in sessions:
        begins, ends = _HOURS[session.part]
        title = _("%(course)s (lớp %(number)s)") % {"course": row.course.name, "number": row.number}
        lines += [
            "BEGIN:VEVENT",
            f"UID:buoi-{session.pk}@ocop.dongthap",
            f"DTSTAMP:{stamp}",
            f"SEQUENCE:{row.version}",
            f"DTSTART;TZID=Asia/Ho_Chi_Minh:{session.day:%Y%m%d}T{begins}",
            f"DTEND;TZID=Asia/Ho_Chi_Minh:{session.day:%Y%m%d}T{ends}",
            f"SUMMARY:{_escaped(title)}",
            f"LOCATION:{_escaped(row.place)}",
            f"DESCRIPTION:{_escaped(session.topic)}",
            f"STATUS:{status}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _month(text: str) -> dt.date:
    year, _dash, month = text.partition("-")
    is_written = year.isdecimal() and month.isdecimal() and len(text) <= 7
    if is_written and _FIRST <= int(year) <= _LAST and 1 <= int(month) <= 12:
        return dt.date(int(year), int(month), 1)
    return today().replace(day=1)


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break after at most 75 bytes, never inside a letter."""
    parts, size = [""], 0
    for letter in line:
        width = len(letter.encode())
        if size + width > 74:
            parts.append(" ")
            size = 1
        parts[-1] += letter
        size += width
    return "\r\n".join(parts)
