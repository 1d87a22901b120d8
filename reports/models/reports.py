"""Reports, their figures with the rows counted, and their files."""

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import format_date
from core.periods import Window
from documents.models import OfficialDocument
from reports.enums import FIXED, ON_ITS_WAY, Boundaries, FileFormat, Half, ReportKind, ReportState, Stage
from reports.models.consolidations import Consolidation
from reports.querysets import ReportQuerySet
from units.models import Unit


def report_path(instance, filename: str) -> str:
    """Return where the file of a report is kept; ``filename`` is chosen by us."""
    return f"reports/{instance.report_id}/{filename}"


class Report(models.Model):
    """A semi-annual or annual report on the province or one unit, as of a day."""

    kind = models.CharField(_("loại báo cáo"), max_length=12, choices=ReportKind)
    year = models.PositiveSmallIntegerField(_("năm"))
    half = models.PositiveSmallIntegerField(_("kỳ"), choices=Half, null=True, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("đơn vị")
    )
    first = models.DateField(_("số liệu từ ngày"))
    last = models.DateField(_("đến hết ngày"))
    as_of = models.DateField(_("chốt số liệu đến hết ngày"))
    # By which units rows are grouped: as they were then, or the communes of now.
    boundaries = models.CharField(_("địa giới"), max_length=4, choices=Boundaries, default=Boundaries.THEN)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("người yêu cầu")
    )
    is_automatic = models.BooleanField(default=False, editable=False)
    # What the asker could read; see ReportQuerySet.visible_to.
    scope_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, editable=False)
    has_dossiers = models.BooleanField(default=True, editable=False)
    # An edition of a consolidated report; the office's own text stands in it. ``stage`` only moves forward.
    consolidation = models.ForeignKey(
        Consolidation, on_delete=models.PROTECT, null=True, blank=True, related_name="editions", editable=False
    )
    edition = models.PositiveSmallIntegerField(_("bản số"), null=True, editable=False)
    stage = models.CharField(_("giai đoạn"), max_length=6, choices=Stage, blank=True, editable=False)
    # Everything that its files show, as read once (``building.keeping``); files are drawn from it again and again.
    snapshot = models.JSONField(null=True, editable=False, encoder=DjangoJSONEncoder)
    # The passages as they were when it was frozen: ``[{"key", "text"}]``.
    texts = models.JSONField(null=True, editable=False, encoder=DjangoJSONEncoder)
    # The name that it bore when it was frozen; the consolidation may be called otherwise since.
    frozen_name = models.CharField(max_length=250, blank=True, editable=False)
    frozen_at = models.DateTimeField(_("chốt lúc"), null=True, editable=False)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    document = models.OneToOneField(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("ban hành theo văn bản"),
    )
    state = models.CharField(_("trạng thái"), max_length=7, choices=ReportState, default=ReportState.QUEUED)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(_("đang làm"), max_length=120, blank=True)
    error = models.CharField(_("lý do"), max_length=500, blank=True)
    claim_token = models.UUIDField(null=True, editable=False)
    # When a worker took it or last showed that it lives.
    claimed_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    snapshot_at = models.DateTimeField(_("số liệu lúc"), null=True, editable=False)
    created_at = models.DateTimeField(_("yêu cầu lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(_("lập xong lúc"), null=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ("-last", "-first", "-pk")
        verbose_name = _("báo cáo")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "unit", "first", "last", "as_of", "boundaries", "asked_by", "consolidation"),
                condition=Q(state__in=sorted(ON_ITS_WAY)),
                nulls_distinct=False,
                name="one_report_on_its_way_per_period_and_asker",
                violation_error_message=_("Báo cáo này đang được lập."),
            ),
            models.UniqueConstraint(
                fields=("kind", "unit", "first", "last"),
                condition=Q(is_automatic=True),
                nulls_distinct=False,
                name="one_automatic_report_per_period",
            ),
            models.CheckConstraint(
                condition=Q(kind="semiannual", half__isnull=False, half__in=(1, 2))
                | ~Q(kind="semiannual") & Q(half__isnull=True),
                name="only_a_semiannual_report_has_a_half",
                violation_error_message=_("Báo cáo 6 tháng phải chọn kỳ; báo cáo năm thì không."),
            ),
            models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="report_window_begins_before_it_ends",
                violation_error_message=_("Ngày bắt đầu kỳ phải trước ngày kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(as_of__gte=F("first")),
                name="report_is_as_of_a_day_after_its_window_begins",
                violation_error_message=_("Ngày chốt số liệu phải từ ngày bắt đầu kỳ trở đi."),
            ),
            models.CheckConstraint(condition=Q(progress__range=(0, 100)), name="report_progress_is_0_to_100"),
            models.CheckConstraint(
                condition=Q(is_automatic=True, asked_by__isnull=True, scope_unit__isnull=True)
                | Q(is_automatic=False, asked_by__isnull=False),
                name="nobody_asks_for_an_automatic_report",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(claim_token__isnull=False, claimed_at__isnull=False),
                name="running_report_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(snapshot_at__isnull=False, finished_at__isnull=False, progress=100),
                name="finished_report_says_when",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(error=""), name="failed_report_says_why"),
            models.UniqueConstraint(
                fields=("consolidation", "edition"),
                condition=Q(edition__isnull=False),
                name="one_edition_per_number",
            ),
            models.CheckConstraint(
                condition=Q(consolidation__isnull=True, stage="") | Q(consolidation__isnull=False) & ~Q(stage=""),
                name="only_an_edition_has_a_stage",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=("", "draft"), frozen_at__isnull=True, edition__isnull=True)
                | Q(
                    stage__in=("frozen", "issued"),
                    frozen_at__isnull=False,
                    edition__isnull=False,
                    snapshot__isnull=False,
                    texts__isnull=False,
                ),
                name="frozen_edition_has_its_number_figures_and_texts",
            ),
            models.CheckConstraint(
                condition=Q(stage="issued", document__isnull=False) | ~Q(stage="issued") & Q(document__isnull=True),
                name="only_an_issued_edition_has_a_document",
            ),
        )
        indexes = (models.Index("state", "sent_at", name="report_state_sent_at"),)

    def __str__(self):
        return f"{self.title} – {self.place}"

    def get_absolute_url(self):
        """Return the page of the report."""
        return reverse("reports:report_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """Return ``Báo cáo năm 2022`` or ``Báo cáo 6 tháng đầu năm 2022``; of an edition, its own name."""
        if self.consolidation_id:
            return self.frozen_name or self.consolidation.name
        if self.half:
            return _("Báo cáo %(half)s %(year)s") % {"half": self.get_half_display(), "year": self.year}
        return _("Báo cáo năm %(year)s") % {"year": self.year}

    @property
    def edition_name(self) -> str:
        """Return ``Bản số 2``, of a draft ``Dự thảo``; of any other report nothing."""
        if self.edition is None:
            return str(Stage.DRAFT.label) if self.stage else ""
        return _("Bản số %(number)s") % {"number": self.edition}

    @property
    def shown_stage(self) -> Stage | None:
        """Return how far an edition is, with its label and tone, for a chip."""
        return Stage(self.stage) if self.stage else None

    @property
    def is_fixed(self) -> bool:
        """Whether it is an edition that no longer changes."""
        return self.stage in FIXED

    @property
    def shown_files(self) -> list["ReportFile"]:
        """Return the files to offer: of an edition those of the last stage that was drawn.

        The drafts of a fixed edition are kept for the office alone, on the page of the edition.
        """
        rows = list(self.files.all())
        if not self.stage:
            return rows
        stages = (Stage.ISSUED, Stage.FROZEN) if self.is_fixed else (Stage.DRAFT,)
        last = next((stage for stage in stages if any(row.stage == stage for row in rows)), None)
        return [row for row in rows if row.stage == last]

    @property
    def place(self) -> str:
        """Return the name of the unit, or the whole province."""
        return str(self.unit) if self.unit_id else str(_("Toàn tỉnh"))

    @property
    def window(self) -> Window:
        """Return the days whose events the report counts."""
        return Window(self.first, self.last)

    @property
    def window_text(self) -> str:
        """Return ``15/12/2021 – 14/12/2022``."""
        return f"{format_date(self.first)} – {format_date(self.last)}"

    @property
    def shown_state(self) -> ReportState:
        """Return the state with its label and tone, for a chip."""
        return ReportState(self.state)

    @property
    def is_on_its_way(self) -> bool:
        """Whether it waits or is being made."""
        return self.state in ON_ITS_WAY

    @property
    def is_done(self) -> bool:
        """Whether the figures and files are there."""
        return self.state == ReportState.DONE

    @property
    def is_failed(self) -> bool:
        """Whether it was given up; ``error`` says why."""
        return self.state == ReportState.FAILED


class ReportFigure(models.Model):
    """A figure of a finished report with the keys of the rows that it counted. Never changed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    code = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    # The same period of the year before, computed from the same snapshot.
    previous = models.DecimalField(max_digits=14, decimal_places=2)
    row_keys = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ("report", "position")
        verbose_name = _("số liệu")
        constraints = (models.UniqueConstraint(fields=("report", "code"), name="one_figure_per_report_and_code"),)

    def __str__(self):
        return f"{self.code} = {self.value}"


class ReportFile(models.Model):
    """A file of a finished report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(max_length=4, choices=FileFormat)
    # Of an edition: what it was when the file was drawn. Files of earlier stages are kept.
    stage = models.CharField(max_length=6, choices=Stage, blank=True)
    file = models.FileField(upload_to=report_path, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("report", "format")
        verbose_name = _("tệp báo cáo")
        constraints = (
            models.UniqueConstraint(fields=("report", "format", "stage"), name="one_file_per_report_format_and_stage"),
            models.CheckConstraint(condition=Q(size__gt=0), name="report_file_is_not_empty"),
        )

    def __str__(self):
        return f"{self.report} ({self.format})"
