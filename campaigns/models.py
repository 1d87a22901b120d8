"""Reporting campaigns: the form, who is asked, what each unit sent, and what was kept of it."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.enums import (
    HANDED_IN,
    Audience,
    CampaignKind,
    ElementKind,
    EventKind,
    NarrativeKey,
    ReportState,
    SectionKind,
)
from campaigns.querysets import CampaignQuerySet, FormQuerySet, NarrowQuerySet, UnitReportQuerySet
from core.dates import format_date
from core.files import random_path
from core.models import Stamped, Versioned
from core.periods import Window
from documents.models import OfficialDocument
from programme.models import Directive
from units.models import Unit


class Form(Versioned, Stamped):
    """What units are asked, as data: a version of a year. Published it no longer changes (a trigger refuses)."""

    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveSmallIntegerField(_("phiên bản"), default=1)
    name = models.CharField(_("tên biểu mẫu"), max_length=200)
    published_at = models.DateTimeField(_("ban hành lúc"), null=True, blank=True, editable=False)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-number")
        verbose_name = _("biểu mẫu báo cáo")
        constraints = (models.UniqueConstraint(fields=("year", "number"), name="one_form_per_year_and_number"),)

    def __str__(self):
        return _("%(name)s (năm %(year)s, phiên bản %(number)s)") % {
            "name": self.name,
            "year": self.year,
            "number": self.number,
        }

    def get_absolute_url(self):
        """Return the page of the form."""
        return reverse("campaigns:form_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether the office still writes it."""
        return self.published_at is None


class FormSection(models.Model):
    """A heading with numbers under it, or one narrative."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("tiêu đề"), max_length=200)
    kind = models.CharField(_("loại"), max_length=10, choices=SectionKind)
    narrative = models.CharField(_("nội dung"), max_length=12, choices=NarrativeKey, blank=True)
    hint = models.TextField(_("gợi ý"), blank=True)
    is_required = models.BooleanField(_("bắt buộc"), default=False)

    class Meta:
        ordering = ("form", "position")
        verbose_name = _("phần của biểu mẫu")
        constraints = (
            models.UniqueConstraint(fields=("form", "position"), name="one_section_per_form_and_position"),
            models.UniqueConstraint(
                fields=("form", "narrative"), condition=~Q(narrative=""), name="one_narrative_of_a_kind_per_form"
            ),
            models.CheckConstraint(
                condition=Q(kind="numbers", narrative="") | Q(kind="narrative") & ~Q(narrative=""),
                name="only_a_narrative_section_names_a_narrative",
            ),
        )

    def __str__(self):
        return self.title


class Element(models.Model):
    """A number that is asked; its ``code`` is the same in every version, so years can be compared.

    ``indicator``: the code of an indicator whose value for the unit is filled in beforehand. ``unit_codes``
    narrows the audience to named units (the women's union alone). ``factor``: a change against the last
    period by more than so many times is asked about before sending.
    """

    section = models.ForeignKey(FormSection, on_delete=models.CASCADE, related_name="elements")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(_("mã"), max_length=60, allow_unicode=False)
    name = models.CharField(_("chỉ tiêu"), max_length=250)
    unit_of_measure = models.CharField(_("đơn vị tính"), max_length=60)
    kind = models.CharField(_("kiểu số"), max_length=8, choices=ElementKind, default=ElementKind.INTEGER)
    definition = models.TextField(_("cách tính"), blank=True)
    is_required = models.BooleanField(_("bắt buộc"), default=False)
    least = models.DecimalField(_("nhỏ nhất"), max_digits=16, decimal_places=2, null=True, blank=True, default=0)
    most = models.DecimalField(_("lớn nhất"), max_digits=16, decimal_places=2, null=True, blank=True)
    # Not more than the value of another element of the form: women among participants.
    at_most_code = models.CharField(_("không lớn hơn chỉ tiêu"), max_length=60, blank=True)
    factor = models.PositiveSmallIntegerField(_("hỏi lại khi thay đổi quá … lần"), default=10)
    indicator = models.CharField(_("điền sẵn từ chỉ tiêu"), max_length=80, blank=True)
    audience = models.CharField(_("hỏi ai"), max_length=10, choices=Audience, default=Audience.ALL)
    unit_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("chỉ các đơn vị"))

    class Meta:
        ordering = ("section", "position")
        verbose_name = _("chỉ tiêu của biểu mẫu")
        constraints = (models.UniqueConstraint(fields=("section", "code"), name="one_element_per_section_and_code"),)

    def __str__(self):
        return self.name

    @property
    def places(self) -> int:
        """Return how many decimals are written."""
        return 0 if self.kind == ElementKind.INTEGER else 2


class Campaign(Versioned, Stamped):
    """The office asks units to report: on which days, until when, with which form.

    Three separate things: the days of the data (``first``–``last``), the day by which to send (later is
    *late*, a label), the day after which nothing is written any more (``lock_on``, a state).
    """

    kind = models.CharField(_("loại báo cáo"), max_length=12, choices=CampaignKind)
    year = models.PositiveSmallIntegerField(_("năm"))
    name = models.CharField(_("tên đợt báo cáo"), max_length=250)
    first = models.DateField(_("số liệu từ ngày"))
    last = models.DateField(_("đến hết ngày"))
    due_on = models.DateField(_("hạn gửi"))
    lock_on = models.DateField(_("khoá sau ngày"))
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("biểu mẫu"))
    directive = models.ForeignKey(
        Directive, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("theo chỉ đạo")
    )
    document = models.ForeignKey(
        OfficialDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản đề nghị báo cáo"),
    )
    note = models.TextField(_("lời dặn"), blank=True)
    is_automatic = models.BooleanField(default=False, editable=False)
    opened_at = models.DateTimeField(_("mở lúc"), null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ("-last", "-due_on", "-pk")
        verbose_name = _("đợt báo cáo")
        constraints = (
            models.CheckConstraint(
                condition=Q(first__lte=F("last")),
                name="campaign_window_begins_before_it_ends",
                violation_error_message=_("Ngày bắt đầu kỳ số liệu phải trước ngày kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(due_on__gt=F("last")),
                name="campaign_is_due_after_its_window",
                violation_error_message=_("Hạn gửi phải sau ngày cuối của kỳ số liệu."),
            ),
            models.CheckConstraint(
                condition=Q(lock_on__gte=F("due_on")),
                name="campaign_locks_after_it_is_due",
                violation_error_message=_("Ngày khoá không được trước hạn gửi."),
            ),
            models.UniqueConstraint(
                fields=("kind", "first", "last"),
                condition=Q(is_automatic=True),
                name="one_automatic_campaign_per_period",
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the campaign."""
        return reverse("campaigns:campaign_detail", args=[self.pk])

    @property
    def window(self) -> Window:
        """Return the days of the data."""
        return Window(self.first, self.last)

    @property
    def is_open(self) -> bool:
        """Whether units have been asked."""
        return self.opened_at is not None

    @property
    def days_text(self) -> str:
        """Return ``Số liệu 15/12/2021–14/6/2022 · hạn gửi 15/06/2022 · khoá 30/06/2022``."""
        return _("Số liệu %(first)s – %(last)s · hạn gửi %(due)s · khoá %(lock)s") % {
            "first": format_date(self.first),
            "last": format_date(self.last),
            "due": format_date(self.due_on),
            "lock": format_date(self.lock_on),
        }

    def is_locked_on(self, day: dt.date) -> bool:
        """Whether the campaign as such takes nothing any more on ``day``; exceptions are rows."""
        return day > self.lock_on


class CampaignEvent(models.Model):
    """What happened to a campaign, for its history; ``changes``: ``[[label, before, after]]``. Only added to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    changes = models.JSONField(default=list)
    note = models.TextField(blank=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self):
        return self.get_kind_display()


class LockException(models.Model):
    """A unit may still write after the lock: who allowed it, why, until when. Only added to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="exceptions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    until = models.DateField(_("đến hết ngày"))
    reason = models.CharField(_("lý do"), max_length=500)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    granted_at = models.DateTimeField(_("cho phép lúc"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("kết thúc sớm lúc"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-granted_at", "-pk")
        verbose_name = _("ngoại lệ khoá số liệu")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="lock_exception_has_a_reason"),)

    def __str__(self):
        return f"{self.unit} – {format_date(self.until)}"


class UnitReport(Versioned, Stamped):
    """One unit's report in a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị"))
    state = models.CharField(_("trạng thái"), max_length=12, choices=ReportState, default=ReportState.NOT_STARTED)
    first_sent_at = models.DateTimeField(_("gửi lần đầu lúc"), null=True, editable=False)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, editable=False)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    accepted_at = models.DateTimeField(_("duyệt lúc"), null=True, editable=False)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", editable=False)

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        ordering = ("campaign", "unit__sort_key", "pk")
        verbose_name = _("báo cáo của đơn vị")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "unit"), name="one_report_per_campaign_and_unit"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(HANDED_IN)) | Q(sent_at__isnull=False, first_sent_at__isnull=False),
                name="sent_report_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False), name="accepted_report_says_when"
            ),
        )

    def __str__(self):
        return f"{self.campaign} – {self.unit}"

    def get_absolute_url(self):
        """Return the page of the report."""
        return reverse("campaigns:unit_report", args=[self.pk])

    @property
    def shown_state(self) -> ReportState:
        """Return the state with its label and tone, for a chip."""
        return ReportState(self.state)

    def was_late(self) -> bool | None:
        """Whether it was first sent after the due day; ``None`` while it has not been sent."""
        if self.first_sent_at is None:
            return None
        return timezone.localdate(self.first_sent_at) > self.campaign.due_on


class Value(Versioned):
    """What a unit typed for an element; empty means: nothing typed."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="values")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(_("giá trị"), max_digits=16, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("giải thích"), max_length=500, blank=True)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("report", "element__section__position", "element__position")
        verbose_name = _("số liệu của đơn vị")
        constraints = (models.UniqueConstraint(fields=("report", "element"), name="one_value_per_report_and_element"),)

    def __str__(self):
        return f"{self.element}: {self.value}"


class Narrative(Versioned):
    """What a unit wrote under a narrative section."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="narratives")
    section = models.ForeignKey(FormSection, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("nội dung"), blank=True)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("report", "section__position")
        verbose_name = _("nội dung của đơn vị")
        constraints = (
            models.UniqueConstraint(fields=("report", "section"), name="one_narrative_per_report_and_section"),
        )

    def __str__(self):
        return self.text[:80]


class Attachment(models.Model):
    """A file with a unit's report; taken away it stays in the versions that were sent with it."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("tên tệp"), max_length=200)
    file = models.FileField(_("tệp"), upload_to=random_path, max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    added_at = models.DateTimeField(_("thêm lúc"), default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("added_at", "pk")
        verbose_name = _("tệp kèm theo")

    def __str__(self):
        return self.name


class SentVersion(models.Model):
    """What was sent, whole: ``values`` and ``narratives`` as they were. Never changed (a trigger refuses).

    ``values``: ``[{"code", "name", "unit", "value": "12" | null, "note", "section"}]``; ``narratives``:
    ``[{"key", "title", "text"}]``; ``files``: ``[{"id", "name", "sha256"}]``; ``confirmed``: the soft checks
    that the sender confirmed, in words.
    """

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    values = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    narratives = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    files = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    confirmed = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("report", "-number")
        verbose_name = _("bản đã gửi")
        constraints = (models.UniqueConstraint(fields=("report", "number"), name="one_sent_version_per_number"),)

    def __str__(self):
        return f"{self.report} – {self.number}"


class ReportMove(models.Model):
    """A step of a unit's report, for its history; only added to."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="moves")
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=12, choices=ReportState)
    target = models.CharField(max_length=12, choices=ReportState)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self):
        return self.action


class Correction(models.Model):
    """A number changed after the report was accepted: who, why, from what to what. Only added to."""

    report = models.ForeignKey(UnitReport, on_delete=models.PROTECT, related_name="corrections")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    after = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    reason = models.CharField(_("lý do"), max_length=500)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = NarrowQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("số sửa sau khi duyệt")
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),)

    def __str__(self):
        return f"{self.element}: {self.before} → {self.after}"
