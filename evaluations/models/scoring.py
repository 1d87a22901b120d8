"""Who scores what, the score sheets and the result."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.files import random_path
from core.models import Stamped, Versioned
from evaluations.enums import DossierState, RecusalGround, SheetState
from evaluations.models.dossiers import Dossier
from evaluations.models.rounds import CouncilMember
from evaluations.models.rules import Criterion, Option
from evaluations.querysets import AssignmentQuerySet, SheetQuerySet


class Assignment(models.Model):
    """A council member scores a dossier."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="assignments")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="assignments")
    # A sent sheet never changes: scoring again (a re-score round, or the chair reopening one sheet) is a
    # new attempt; the earlier assignment stays with its sheet and is no longer current.
    attempt = models.PositiveSmallIntegerField(_("lượt chấm"), default=1)
    is_current = models.BooleanField(default=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do chấm lại"), max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("dossier", "member", "attempt")
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "member"),
                condition=Q(is_current=True),
                name="one_current_assignment_per_dossier_and_member",
            ),
            models.UniqueConstraint(
                fields=("dossier", "member", "attempt"), name="one_assignment_per_dossier_member_and_attempt"
            ),
            models.CheckConstraint(
                condition=Q(attempt=1) | ~Q(reason=""),
                name="later_attempt_has_its_reason",
                violation_error_message=_("Hãy ghi lý do chấm lại."),
            ),
        )

    def __str__(self):
        return f"{self.member} – {self.dossier}"

    @property
    def sheet_state(self) -> SheetState | None:
        """Return how far the sheet is; ``None`` where it is not begun (``sheet`` was read along)."""
        sheet = getattr(self, "sheet", None)
        return SheetState(sheet.state) if sheet else None

    @property
    def is_waiting(self) -> bool:
        """Whether the member has still to send the sheet (dossier and sheet were read along)."""
        return self.dossier.state == DossierState.ACCEPTED and self.sheet_state != SheetState.SENT


class Recusal(models.Model):
    """A member does not score a product that was assigned to him: declared by him, or found."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="recusal")
    ground = models.CharField(_("căn cứ"), max_length=12, choices=RecusalGround)
    reason = models.CharField(_("lý do"), max_length=500)
    is_declared = models.BooleanField(_("thành viên tự khai"), default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("không tham gia chấm")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="recusal_has_its_reason",
                violation_error_message=_("Hãy ghi lý do không tham gia chấm."),
            ),
        )

    def __str__(self):
        return f"{self.assignment}: {self.get_ground_display()}"


class ScoreSheet(Versioned, Stamped):
    """What one member gives to one product; ``total`` is the sum of its lines, fixed when sent."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="sheet")
    state = models.CharField(max_length=5, choices=SheetState, default=SheetState.DRAFT)
    total = models.DecimalField(_("tổng điểm"), max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.TextField(_("nhận xét chung"), blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # A signed paper sheet that the secretary typed in, with its scan.
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scan = models.FileField(_("bản chụp phiếu giấy"), upload_to=random_path, max_length=200, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu chấm")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", total__isnull=True, sent_at__isnull=True)
                | Q(state="sent", total__isnull=False, sent_at__isnull=False),
                name="sent_sheet_has_its_total_and_time",
            ),
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(total__range=(0, 100)), name="sheet_total_is_0_to_100"
            ),
        )

    def __str__(self):
        return str(self.assignment)


class ScoreLine(models.Model):
    """The option that a member chose for a criterion; a comment may be saved before the choice."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="lines")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    # That the option is one of the criterion's is a composite foreign key, made in the migration.
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    comment = models.CharField(_("nhận xét"), max_length=500, blank=True)

    class Meta:
        ordering = ("criterion",)
        constraints = (
            models.UniqueConstraint(fields=("sheet", "criterion"), name="one_line_per_sheet_and_criterion"),
            models.CheckConstraint(
                condition=Q(option__isnull=False) | ~Q(comment=""), name="line_has_an_option_or_a_comment"
            ),
        )

    def __str__(self):
        return f"{self.criterion_id}: {self.option_id}"


class AgreedOption(models.Model):
    """The option that the council agrees on for a criterion with a minimum mark."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="agreed_options")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    # That the option is one of the criterion's is a composite foreign key, made in the migration.
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("lý do"), max_length=500, blank=True)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    agreed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("criterion",)
        verbose_name = _("mức thống nhất")
        constraints = (
            models.UniqueConstraint(
                fields=("dossier", "criterion"), name="one_agreed_option_per_dossier_and_criterion"
            ),
        )

    def __str__(self):
        return f"{self.criterion_id}: {self.option_id}"


class Result(models.Model):
    """Outcome of the scoring of a dossier; the mean is ``points_sum / sheet_count``, never rounded."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="result")
    points_sum = models.DecimalField(max_digits=8, decimal_places=2)
    sheet_count = models.PositiveSmallIntegerField()
    star_by_points = models.PositiveSmallIntegerField(_("hạng theo điểm"))
    star = models.PositiveSmallIntegerField(_("hạng đề nghị"))
    star_reason = models.CharField(_("lý do hạ hạng"), max_length=500, blank=True)
    attempt = models.PositiveSmallIntegerField(_("lượt chấm"), default=1)
    recused_count = models.PositiveSmallIntegerField(_("số thành viên không chấm"), default=0)
    closed_at = models.DateTimeField(_("chốt lúc"), default=timezone.now)
    # What the decision gave; the council's own proposal stays in ``star``. Emptied when the decision is cancelled.
    decided_star = models.PositiveSmallIntegerField(_("hạng theo quyết định"), null=True, blank=True)
    decided_reason = models.CharField(_("lý do theo quyết định"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("kết quả chấm")
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_star__isnull=True) | Q(decided_star__range=(1, 5)),
                name="decided_star_is_one_to_five",
            ),
            models.CheckConstraint(condition=Q(sheet_count__gt=0), name="result_counts_at_least_one_sheet"),
            models.CheckConstraint(
                condition=Q(points_sum__gte=0, points_sum__lte=F("sheet_count") * 100),
                name="result_mean_is_0_to_100",
            ),
            models.CheckConstraint(condition=Q(star__range=(1, 5)), name="result_has_one_to_five_stars"),
            models.CheckConstraint(
                condition=Q(star__lte=F("star_by_points")), name="star_never_rises_above_the_points"
            ),
            models.CheckConstraint(
                condition=Q(star=F("star_by_points")) | ~Q(star_reason=""),
                name="lowered_star_has_its_reason",
                violation_error_message=_("Hãy ghi lý do khi xếp thấp hơn hạng theo điểm."),
            ),
        )

    def __str__(self):
        return f"{self.star}★"

    @property
    def final_star(self) -> int:
        """Return the star of the decision, or what the council proposes until there is one."""
        return self.decided_star or self.star

    @property
    def final_reason(self) -> str:
        """Return why that star is below the points."""
        return self.decided_reason or self.star_reason
