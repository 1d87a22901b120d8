"""Rules as versioned data: a decision, its star bands and its criteria sets."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from evaluations.querysets import RuleVersionQuerySet
from products.models import Group, Taxonomy


class RuleVersion(models.Model):
    """One decision of the Prime Minister, with the days on which it was in force."""

    code = models.CharField(_("mã"), max_length=10, unique=True)
    title = models.CharField(_("văn bản"), max_length=200)
    decision_number = models.CharField(_("số quyết định"), max_length=40)
    effective_from = models.DateField(_("có hiệu lực từ"))
    effective_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    validity_months = models.PositiveSmallIntegerField(_("thời hạn công nhận (tháng)"), default=36)
    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("ghi chú"), blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        ordering = ("-effective_from",)
        verbose_name = _("bộ tiêu chí")
        constraints = (
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="rule_version_begins_before_it_ends",
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
