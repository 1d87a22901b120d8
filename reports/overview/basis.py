"""On which report the page stands: the newest issued one, else the newest finished one, else the running year."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse

from core.dates import add_months
from core.periods import Window, annual_window
from indicators.scope import Scope
from reports.enums import FileFormat, ReportKind, ReportState, Stage
from reports.home.figures import reporting_year
from reports.models import Report

# In the order of the buttons.
_ICONS = {FileFormat.PDF: "file-type-pdf", FileFormat.DOCX: "file-type-docx", FileFormat.XLSX: "file-type-xls"}
_PERIODS = 4


@dataclass(frozen=True)
class Download:
    """A file of the report: its name on the button and where it is."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True)
class Basis:
    """The period of the page.

    Attributes:
        report: whose stored figures are shown; ``None``: counted now, of the year up to today.
        scope: the bounds in which everything else on the page is counted.
        downloads: PDF, Word and Excel of the report, those that there are.
    """

    report: Report | None
    scope: Scope
    downloads: tuple[Download, ...] = ()

    @property
    def year(self) -> int:
        """Return the year of the period."""
        return self.report.year if self.report else self.scope.window.last.year

    @property
    def periods(self) -> list[Scope]:
        """Return the bounds of the last four periods of the same days, the oldest first and this one last."""
        return [_years_before(self.scope, back) for back in range(_PERIODS - 1, -1, -1)]


def basis_of(user, day: dt.date) -> Basis:
    """Return what the page of ``user`` stands on; two queries."""
    report = _report(user)
    if report is None:
        return Basis(None, Scope(user, None, annual_window(reporting_year(day)), day))
    return Basis(report, Scope(user, None, report.window, report.as_of), _downloads(report))


def _report(user) -> Report | None:
    """Return the newest report on the whole province: an issued edition first, else a finished annual report."""
    rows = Report.objects.visible_to(user).filter(unit=None)
    issued = Case(When(stage=Stage.ISSUED, then=Value(1)), default=Value(0), output_field=IntegerField())
    wanted = rows.filter(Q(stage=Stage.ISSUED) | Q(stage="", kind=ReportKind.ANNUAL, state=ReportState.DONE))
    found = wanted.annotate(is_issued=issued).select_related("document", "consolidation").prefetch_related("files")
    return found.order_by("-is_issued", "-last", "-as_of", "-edition", "-pk").defer("snapshot", "texts").first()


def _downloads(report: Report) -> tuple[Download, ...]:
    files = sorted(report.shown_files, key=lambda one: list(_ICONS).index(one.format))
    return tuple(
        Download(
            str(FileFormat(one.format).label),
            _ICONS[one.format],
            reverse("reports:report_file", args=[report.pk, one.format]),
        )
        for one in files
    )


def _years_before(scope: Scope, years: int) -> Scope:
    months = -12 * years
    window = Window(add_months(scope.window.first, months), add_months(scope.window.last, months))
    return replace(scope, window=window, as_of=add_months(scope.as_of, months))
