"""The office's consolidated report: its text, passage by passage, from which editions are made."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.enums import NarrativeKey
from campaigns.models import Campaign, UnitReport
from core.models import Stamped, Versioned
from core.periods import Window
from reports.enums import Boundaries, Half, ReportKind
from reports.querysets import ConsolidationQuerySet, PassageQuerySet
from units.models import Unit


class Consolidation(Versioned, Stamped):
    """What the office writes from records and units' reports on one period; editions are ``Report`` rows."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đợt báo cáo")
    )
    kind = models.CharField(_("loại báo cáo"), max_length=12, choices=ReportKind)
    year = models.PositiveSmallIntegerField(_("năm"))
    half = models.PositiveSmallIntegerField(_("kỳ"), choices=Half, null=True, blank=True)
    name = models.CharField(_("tên báo cáo"), max_length=250)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("địa bàn")
    )
    first = models.DateField(_("số liệu từ ngày"))
    last = models.DateField(_("đến hết ngày"))
    as_of = models.DateField(_("chốt số liệu đến hết ngày"))
    boundaries = models.CharField(_("địa giới"), max_length=4, choices=Boundaries, default=Boundaries.THEN)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ConsolidationQuerySet.as_manager()

    class Meta:
        ordering = ("-last", "-pk")
        verbose_name = _("báo cáo tổng hợp")
        constraints = (
            models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="consolidation_window_begins_before_it_ends",
                violation_error_message=_("Ngày bắt đầu kỳ phải trước ngày kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(as_of__gte=F("first")),
                name="consolidation_is_as_of_a_day_after_its_window_begins",
                violation_error_message=_("Ngày chốt số liệu phải từ ngày bắt đầu kỳ trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(kind="semiannual", half__isnull=False, half__in=(1, 2))
                | ~Q(kind="semiannual") & Q(half__isnull=True),
                name="only_a_semiannual_consolidation_has_a_half",
                violation_error_message=_("Báo cáo 6 tháng phải chọn kỳ; báo cáo khác thì không."),
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page where it is written."""
        return reverse("reports:consolidation_detail", args=[self.pk])

    @property
    def window(self) -> Window:
        """Return the days whose events count."""
        return Window(self.first, self.last)


class Passage(Versioned):
    """One passage of the text. ``generated`` is what the figures say; ``edited`` what the office made of it.

    ``figures``: ``{code: printed value}`` of the figures that ``generated`` names; ``basis``: the same as
    it was when ``edited`` was written, so that a figure that has changed since is seen.
    """

    consolidation = models.ForeignKey(Consolidation, on_delete=models.CASCADE, related_name="passages")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    generated = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    edited = models.TextField(_("nội dung"), null=True, blank=True)  # noqa: DJ001 - null: never edited
    basis = models.JSONField(null=True)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    is_left_out = models.BooleanField(_("không đưa vào báo cáo"), default=False)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ("consolidation", "position")
        verbose_name = _("đoạn báo cáo")
        constraints = (
            models.UniqueConstraint(fields=("consolidation", "key"), name="one_passage_per_consolidation_and_key"),
            models.CheckConstraint(
                condition=Q(edited__isnull=True, edited_at__isnull=True)
                | Q(edited__isnull=False, edited_at__isnull=False, basis__isnull=False),
                name="edited_passage_says_when_and_on_which_figures",
            ),
        )

    def __str__(self):
        return self.key

    @property
    def text(self) -> str:
        """Return what the report says: the office's own words where there are some."""
        return self.generated if self.edited is None else self.edited

    @property
    def changed_figures(self) -> dict[str, tuple[str, str]]:
        """Return the figures that changed since the edit: ``{code: (then, now)}``."""
        if self.edited is None:
            return {}
        codes = dict.fromkeys([*(self.basis or {}), *self.figures])
        pairs = {code: ((self.basis or {}).get(code, ""), self.figures.get(code, "")) for code in codes}
        return {code: pair for code, pair in pairs.items() if pair[0] != pair[1]}


class Pick(models.Model):
    """A unit's narrative that was taken into a passage."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="picks")
    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="+")
    narrative = models.CharField(max_length=12, choices=NarrativeKey)
    picked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    picked_at = models.DateTimeField(auto_now_add=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ("picked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("passage", "report", "narrative"), name="one_pick_per_passage_and_narrative"
            ),
        )

    def __str__(self):
        return f"{self.report} → {self.passage}"
