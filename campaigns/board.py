"""The completeness board of a campaign: units down, steps across; the same queries for 3 units and for 100.

A cell says in a word (with an icon and a tone) how far a unit is; who has sent late stays late.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.asked import is_asked
from campaigns.enums import HANDED_IN, ReportState, SectionKind
from campaigns.models import Campaign, Element, FormSection, LockException, Narrative, ReportMove, UnitReport, Value
from core.dates import format_date, format_datetime
from core.excel import Column, Sheet
from core.numbers import percent_of
from units.enums import UnitKind

AGENCIES, LOCALITIES = "agencies", "localities"


@dataclass(frozen=True)
class Cell:
    """A word of the board with how it looks; ``{% chip %}`` draws it."""

    label: str
    tone: str = "neutral"
    icon: str = ""


@dataclass(frozen=True)
class BoardRow:
    """One unit: its report, its cells, what it filled of what it is asked.

    ``days_late``: calendar days after the due day, of the first sending or, while nothing was sent, until now.
    """

    report: UnitReport
    filled: int
    asked: int
    written: int
    narratives: int
    returns: int
    days_late: int
    exception: LockException | None
    is_locked: bool

    @property
    def group(self) -> str:
        """Return whether an agency or a locality reports."""
        return AGENCIES if self.report.unit.kind == UnitKind.AGENCY else LOCALITIES

    @property
    def is_started(self) -> bool:
        """Whether the unit has written anything."""
        return self.report.state != ReportState.NOT_STARTED

    @property
    def is_sent(self) -> bool:
        """Whether the report is with the office now."""
        return self.report.state in HANDED_IN

    @property
    def is_late(self) -> bool:
        """Whether it was first sent after the due day, or is missing after it."""
        return self.days_late > 0

    @property
    def started_cell(self) -> Cell:
        """How far the writing is."""
        if not self.is_started:
            return Cell(_("Chưa"), "neutral", "circle-dashed")
        return Cell(_("Đã nhập"), "progress", "pencil")

    @property
    def sent_cell(self) -> Cell:
        """Whether and how it was sent: Đúng hạn, Trễ 3 ngày, Quá hạn 2 ngày, Chưa gửi."""
        words = {"days": self.days_late}
        if self.report.first_sent_at:
            return (
                Cell(_("Trễ %(days)s ngày") % words, "warning", "clock")
                if self.is_late
                else Cell(_("Đúng hạn"), "success", "check")
            )
        if self.is_late:
            return Cell(_("Quá hạn %(days)s ngày") % words, "danger", "alert-triangle")
        return Cell(_("Chưa gửi"), "neutral", "circle-dashed")

    @property
    def returned_cell(self) -> Cell | None:
        """Whether the office sent it back: now, or how often before."""
        if self.report.state == ReportState.RETURNED:
            return Cell(_("Chờ gửi lại"), "warning", "arrow-back-up")
        return Cell(_("%(count)s lần") % {"count": self.returns}, "info", "history") if self.returns else None

    @property
    def accepted_cell(self) -> Cell:
        """Whether the office accepted it."""
        if self.report.state == ReportState.ACCEPTED:
            return Cell(_("Đã duyệt"), "success", "circle-check")
        if self.report.state == ReportState.SENT:
            return Cell(_("Chờ duyệt"), "info", "hourglass")
        return Cell(_("Chưa"), "neutral", "circle-dashed")

    @property
    def numbers_cell(self) -> Cell:
        """How many numbers are filled in."""
        return _part(self.filled, self.asked)

    @property
    def narratives_cell(self) -> Cell:
        """How many narratives are written."""
        return _part(self.written, self.narratives)

    @property
    def lock_cell(self) -> Cell | None:
        """Whether nothing is taken any more, or an exception keeps it open."""
        if self.exception:
            words = {"day": format_date(self.exception.until)}
            return Cell(_("Được nhập đến %(day)s") % words, "info", "lock-open")
        return Cell(_("Đã khoá"), "neutral", "lock") if self.is_locked else None


@dataclass(frozen=True)
class Rate:
    """A group of units counted by step; shares are of those asked."""

    label: str
    asked: int
    started: int
    sent: int
    on_time: int
    late: int
    returned: int
    accepted: int

    @property
    def sent_percent(self) -> Decimal:
        """Return how many of the units asked have sent, in percent."""
        return percent_of(self.sent, self.asked)

    @property
    def on_time_percent(self) -> Decimal:
        """Return how many of the units asked first sent on time, in percent."""
        return percent_of(self.on_time, self.asked)

    @property
    def accepted_percent(self) -> Decimal:
        """Return how many of the units asked were accepted, in percent."""
        return percent_of(self.accepted, self.asked)


def board_of(campaign: Campaign, rows: Iterable[UnitReport], day: dt.date) -> list[BoardRow]:
    """Return a row for each of these reports of one campaign, in their order; seven queries at most.

    Args:
        rows: reports with their units, that the reader may see.
        day: until which what is missing is late.
    """
    reports = list(rows)
    elements = list(Element.objects.filter(section__form=campaign.form_id))
    narratives = FormSection.objects.filter(form=campaign.form_id, kind=SectionKind.NARRATIVE).count()
    filled = _counts(Value.objects.filter(report__in=reports, value__isnull=False))
    written = _counts(Narrative.objects.filter(report__in=reports).exclude(text=""))
    returns = _counts(ReportMove.objects.filter(report__in=reports, action__in=("return", "reopen")))
    exceptions = {one.unit_id: one for one in _open_exceptions(campaign, day)}
    locked = campaign.is_locked_on(day)
    return [
        BoardRow(
            report=one,
            filled=filled[one.pk],
            asked=sum(is_asked(element, one.unit) for element in elements),
            written=written[one.pk],
            narratives=narratives,
            returns=returns[one.pk],
            days_late=_days_late(one, campaign, day),
            exception=exceptions.get(one.unit_id),
            is_locked=locked and one.unit_id not in exceptions,
        )
        for one in reports
    ]


def rates_of(rows: Sequence[BoardRow]) -> list[Rate]:
    """Return the rates of agencies, of localities and of all; a group that is not asked is left out."""
    groups = ((AGENCIES, _("Sở, ngành, đoàn thể")), (LOCALITIES, _("Huyện, xã")))
    found = [_rate(label, [row for row in rows if row.group == key]) for key, label in groups]
    found = [rate for rate in found if rate.asked]
    return found if len(found) == 1 else [*found, _rate(_("Tất cả"), rows)]


# What the filter of the board narrows to, by key of the address.
STANDINGS: dict[str, Callable[[BoardRow], bool]] = {
    "missing": lambda row: not row.is_sent,
    "late": lambda row: row.is_late,
    "waiting": lambda row: row.report.state == ReportState.SENT,
    "returned": lambda row: row.report.state == ReportState.RETURNED,
    "accepted": lambda row: row.report.state == ReportState.ACCEPTED,
    "not_started": lambda row: not row.is_started,
}


def sheet_of(campaign: Campaign, rows: Sequence[BoardRow]) -> Sheet:
    """Return the board as a sheet."""
    columns = [
        Column(_("Đơn vị"), 42),
        Column(_("Trạng thái"), 20),
        Column(_("Gửi"), 18),
        Column(_("Gửi lần đầu lúc"), 18),
        Column(_("Số ngày trễ"), 10, "integer"),
        Column(_("Số lần trả lại"), 10, "integer"),
        Column(_("Duyệt lúc"), 18),
        Column(_("Số liệu đã nhập"), 10, "integer"),
        Column(_("Số liệu được hỏi"), 10, "integer"),
        Column(_("Nội dung đã viết"), 10, "integer"),
        Column(_("Ngoại lệ khoá"), 30),
    ]
    lines = [
        (
            row.report.unit.name,
            row.report.get_state_display(),
            row.sent_cell.label,
            format_datetime(row.report.first_sent_at),
            row.days_late,
            row.returns,
            format_datetime(row.report.accepted_at),
            row.filled,
            row.asked,
            row.written,
            row.lock_cell.label if row.lock_cell else "",
        )
        for row in rows
    ]
    return Sheet(_("Tiến độ"), columns, lines, heading=[campaign.name, campaign.days_text])


def sent_counts(rows: QuerySet) -> dict[int, tuple[int, int]]:
    """Return how many of these reports were sent and how many there are, by campaign; one query."""
    found = (
        rows.order_by()
        .values("campaign")
        .annotate(asked=Count("pk"), sent=Count("pk", filter=Q(state__in=sorted(HANDED_IN))))
    )
    return {row["campaign"]: (row["sent"], row["asked"]) for row in found}


def _rate(label: str, rows: Sequence[BoardRow]) -> Rate:
    first_sent = [row for row in rows if row.report.first_sent_at]
    return Rate(
        label=label,
        asked=len(rows),
        started=sum(row.is_started for row in rows),
        sent=sum(row.is_sent for row in rows),
        on_time=sum(not row.is_late for row in first_sent),
        late=sum(row.is_late for row in first_sent),
        returned=sum(row.report.state == ReportState.RETURNED for row in rows),
        accepted=sum(row.report.state == ReportState.ACCEPTED for row in rows),
    )


def _part(done: int, asked: int) -> Cell:
    if not asked:
        return Cell(_("Không hỏi"), "neutral", "minus")
    tone, icon = ("success", "check") if done >= asked else ("progress", "pencil")
    return Cell(f"{done}/{asked}", tone, icon) if done else Cell(f"0/{asked}", "neutral", "circle-dashed")


def _counts(rows) -> Counter:
    return Counter(dict(rows.order_by().values_list("report").annotate(count=Count("pk"))))


def _open_exceptions(campaign: Campaign, day: dt.date):
    rows = LockException.objects.filter(campaign=campaign, until__gte=day, ended_at__isnull=True)
    return rows.order_by("until") if campaign.is_locked_on(day) else rows.none()


def _days_late(report: UnitReport, campaign: Campaign, day: dt.date) -> int:
    until = timezone.localdate(report.first_sent_at) if report.first_sent_at else day
    return max((until - campaign.due_on).days, 0)
