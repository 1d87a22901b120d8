"""Rules as versioned data: a decision, its star bands and its criteria sets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Averaging, DecidingLevel, Level, MarkRule, SectionKey
from evaluations.querysets import RuleVersionQuerySet
from products.enums import RevocationGround
from products.models import Group, Taxonomy


def all_sections() -> list[str]:
    """Return every section of a dossier, as the codes that a version asks for."""
    return list(SectionKey.values)


def all_revocation_grounds() -> list[str]:
    """Return every ground, as the codes that a version allows."""
    return list(RevocationGround.values)


class RuleVersion(models.Model):
    """One decision of the Prime Minister with the days on which it was in force, and the council's own rules.

    Once a round uses it, everything but title, last day and note is frozen (a trigger refuses); a change
    is a copy with a code of its own.
    """

    code = models.CharField(_("mã"), max_length=10, unique=True)
    title = models.CharField(_("văn bản"), max_length=200)
    decision_number = models.CharField(_("số quyết định"), max_length=40)
    effective_from = models.DateField(_("có hiệu lực từ"))
    effective_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField(_("thời hạn công nhận (tháng)"), default=36)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("ghi chú"), blank=True)
    # A copy that is being written: not offered for rounds yet.
    is_draft = models.BooleanField(_("đang soạn"), default=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # The decision: renewals are filed this many days before the term ends (26/2026/QĐ-TTg, Điều 7.6).
    renewal_opens_days = models.PositiveSmallIntegerField(_("nhận hồ sơ đánh giá lại sớm nhất (ngày)"), default=180)
    renewal_closes_days = models.PositiveSmallIntegerField(_("nhận hồ sơ đánh giá lại muộn nhất (ngày)"), default=120)
    extension_days = models.PositiveSmallIntegerField(_("gia hạn khi chờ kết quả (ngày)"), default=180)
    unit_check_days = models.PositiveSmallIntegerField(_("thời hạn cấp xã kiểm tra (ngày làm việc)"), default=15)
    # The forms of the decision: sections without which a dossier is not sent (SectionKey).
    required_sections = models.JSONField(_("phần bắt buộc của hồ sơ"), default=all_sections)
    revocation_grounds = models.JSONField(_("căn cứ thu hồi"), default=all_revocation_grounds)
    # The province's own Quy chế of the council; 26/2026/QĐ-TTg leaves it to the province (Điều 5).
    quorum_percent = models.PositiveSmallIntegerField(_("tỷ lệ có mặt tối thiểu (%)"), default=75)
    quorum_needs_chair = models.BooleanField(_("phải có chủ tịch"), default=True)
    max_spread = models.DecimalField(_("chênh lệch tối đa giữa hai phiếu"), max_digits=5, decimal_places=2, default=10)
    near_bound = models.DecimalField(_("cảnh báo khi sát mốc sao"), max_digits=4, decimal_places=2, default=1)
    least_sheets = models.PositiveSmallIntegerField(_("số phiếu tối thiểu"), default=1)
    averaging = models.CharField(_("cách tính điểm"), max_length=12, choices=Averaging, default=Averaging.PLAIN_MEAN)
    mark_rule = models.CharField(_("cách xét mức tối thiểu"), max_length=12, choices=MarkRule, default=MarkRule.AGREED)
    mark_rule_reason = models.TextField(_("lý do chọn cách xét"), blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-effective_from",)
        verbose_name = _("bộ tiêu chí")
        constraints = (
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="rule_version_begins_before_it_ends",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(renewal_closes_days__lt=F("renewal_opens_days")),
                name="renewals_open_before_they_close",
                violation_error_message=_("Ngày nhận sớm nhất phải xa hạn hơn ngày nhận muộn nhất."),
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__lte=100),
                name="quorum_is_at_most_all",
                violation_error_message=_("Tỷ lệ có mặt tối thiểu từ 0 đến 100 phần trăm."),
            ),
            models.CheckConstraint(
                condition=Q(least_sheets__gte=1),
                name="a_mean_needs_a_sheet",
                violation_error_message=_("Cần ít nhất một phiếu."),
            ),
            models.CheckConstraint(
                condition=Q(max_spread__range=(0, 100), near_bound__range=(0, 100)),
                name="spread_and_bound_are_0_to_100",
                violation_error_message=_("Chênh lệch và mốc cảnh báo từ 0 đến 100 điểm."),
            ),
        )

    def __str__(self):
        return self.title


class StarBand(models.Model):
    """Lowest points of a star; the band reaches up to the next one."""

    rule_version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="bands")
    star = models.PositiveSmallIntegerField(_("sao"))
    lowest_points = models.DecimalField(_("điểm thấp nhất"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ("-star",)
        constraints = (
            models.UniqueConstraint(fields=("rule_version", "star"), name="one_band_per_rule_version_and_star"),
            models.CheckConstraint(condition=Q(star__range=(1, 5)), name="band_is_for_one_to_five_stars"),
            models.CheckConstraint(condition=Q(lowest_points__range=(0, 100)), name="band_begins_within_0_to_100"),
        )

    def __str__(self):
        return f"{self.star}★ ≥ {self.lowest_points}"


class Decider(models.Model):
    """Who recognises a star under a version, and on which days (both included)."""

    rule_version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="deciders")
    star = models.PositiveSmallIntegerField(_("sao"))
    level = models.CharField(_("cấp công nhận"), max_length=10, choices=DecidingLevel)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        ordering = ("star", "valid_from")
        verbose_name = _("cấp công nhận")
        constraints = (
            models.UniqueConstraint(fields=("rule_version", "star", "valid_from"), name="one_decider_per_star_and_day"),
            models.CheckConstraint(condition=Q(star__range=(3, 5)), name="decider_is_for_three_to_five_stars"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="decider_begins_before_it_ends",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        )

    def __str__(self):
        return f"{self.star}★: {self.get_level_display()}"


class RoundWindow(models.Model):
    """The yearly calendar of a version: proposals before one day, decisions before another (Điều 5)."""

    rule_version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="round_windows")
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    number = models.PositiveSmallIntegerField(_("đợt"))
    propose_month = models.PositiveSmallIntegerField(_("tháng đề nghị"))
    propose_day = models.PositiveSmallIntegerField(_("ngày đề nghị"))
    decide_month = models.PositiveSmallIntegerField(_("tháng quyết định"))
    decide_day = models.PositiveSmallIntegerField(_("ngày quyết định"))

    class Meta:
        ordering = ("level", "number")
        verbose_name = _("lịch đợt")
        constraints = (
            models.UniqueConstraint(fields=("rule_version", "level", "number"), name="one_window_per_level_and_number"),
            models.CheckConstraint(
                condition=Q(propose_month__range=(1, 12), decide_month__range=(1, 12))
                & Q(propose_day__range=(1, 31), decide_day__range=(1, 31)),
                name="window_has_months_and_days",
                violation_error_message=_("Ngày từ 1 đến 31, tháng từ 1 đến 12."),
            ),
        )

    def __str__(self):
        return f"{self.get_level_display()} {self.number}"


class CriteriaSet(models.Model):
    """The criteria of one product set."""

    rule_version = models.ForeignKey(RuleVersion, on_delete=models.CASCADE, related_name="criteria_sets")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("số"))
    name = models.CharField(_("tên"), max_length=200)
    disqualified_if = models.JSONField(_("bị loại khi"), default=list, blank=True)

    class Meta:
        ordering = ("rule_version", "number")
        verbose_name = _("bộ tiêu chí của nhóm")
        constraints = (
            models.UniqueConstraint(fields=("rule_version", "number"), name="one_criteria_set_per_number"),
            models.UniqueConstraint(fields=("rule_version", "group"), name="one_criteria_set_per_group"),
        )

    def __str__(self):
        return self.name


class Part(models.Model):
    """Part A, B or C of a criteria set."""

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="parts")
    code = models.CharField(max_length=1)
    title = models.CharField(max_length=200)
    max_points = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("criteria_set", "code"), name="one_part_per_set_and_code"),)

    def __str__(self):
        return f"{self.code}. {self.title}"


class Criterion(models.Model):
    """A criterion; those without children are scored."""

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="criteria")
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="criteria")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    code = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    max_points = models.DecimalField(max_digits=5, decimal_places=2)
    position = models.PositiveSmallIntegerField()
    is_scored = models.BooleanField(default=True)

    class Meta:
        ordering = ("part", "position")
        verbose_name = _("tiêu chí")
        constraints = (models.UniqueConstraint(fields=("criteria_set", "code"), name="one_criterion_per_set_and_code"),)

    def __str__(self):
        return f"{self.code} {self.title}"


class Option(models.Model):
    """A level of a criterion with its points; ``min_star`` marks the least level for that star."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="options")
    points = models.DecimalField(max_digits=5, decimal_places=2)
    text = models.TextField()
    min_star = models.PositiveSmallIntegerField(null=True, blank=True)
    case = models.CharField(max_length=200, blank=True)
    # Not printed in the decision: lets a member record "no level reached – 0 points".
    is_added = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("criterion", "position")
        constraints = (
            models.UniqueConstraint(fields=("criterion", "position"), name="one_option_per_criterion_and_position"),
            models.CheckConstraint(condition=Q(points__range=(0, 100)), name="option_points_are_0_to_100"),
            models.CheckConstraint(
                condition=Q(min_star__isnull=True) | Q(min_star__range=(3, 5)), name="option_marks_three_to_five_stars"
            ),
        )

    def __str__(self):
        return self.text
