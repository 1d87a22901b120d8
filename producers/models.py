"""Producers (chủ thể OCOP) and who stands for them."""

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from core.dates import today
from core.exclusion import one_at_a_time
from core.fields import CompanyKeyField, SearchTextField, SortKeyField
from core.files import random_path
from core.models import Stamped, Versioned
from core.search import search_index
from producers.enums import Gender, LegalForm, PaperKind, PaperState
from producers.querysets import PaperFileQuerySet, PaperQuerySet, ProducerQuerySet, RepresentativeQuerySet
from units.models import Unit

TAX_CODE = RegexValidator(r"^\d{10}(-\d{3})?$|^\d{12}$", _("Mã số thuế gồm 10 số, 10 số-3 số hoặc 12 số."))
PHONE = RegexValidator(r"^\+?[0-9][0-9 .]{7,14}$", _("Số điện thoại gồm 8 đến 15 chữ số."))

# A paper that ends within this time is about to expire.
PAPER_WARNING = dt.timedelta(days=60)


class Producer(Versioned, Stamped):
    """A household, cooperative, firm or association that makes OCOP products."""

    name = models.CharField(_("tên chủ thể"), max_length=250)
    legal_form = models.CharField(_("loại hình"), max_length=20, choices=LegalForm)
    registration_number = models.CharField(_("số đăng ký kinh doanh"), max_length=30, blank=True)
    registered_on = models.DateField(_("ngày đăng ký"), null=True, blank=True)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True, validators=[TAX_CODE])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("xã, phường"))
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True, validators=[PHONE])
    email = models.EmailField(_("thư điện tử"), blank=True)
    active_since = models.DateField(_("hoạt động từ"), null=True, blank=True)
    stopped_on = models.DateField(_("ngừng hoạt động ngày"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    is_invented = models.BooleanField(_("dữ liệu minh hoạ"), default=False, editable=False)
    name_key = CompanyKeyField(sources=("name",))
    search_text = SearchTextField(sources=("name", "tax_code", "registration_number", "phone", "address"))
    sort_key = SortKeyField(sources=("name",))
    history = HistoricalRecords(excluded_fields=["search_text", "sort_key", "name_key", "updated_at"])

    objects = ProducerQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name = _("chủ thể")
        constraints = (
            models.UniqueConstraint(
                fields=("tax_code",),
                condition=~Q(tax_code=""),
                name="one_producer_per_tax_code",
                violation_error_message=_("Mã số thuế này đã có ở một chủ thể khác."),
            ),
            models.UniqueConstraint(
                fields=("registration_number",),
                condition=~Q(registration_number=""),
                name="one_producer_per_registration_number",
                violation_error_message=_("Số đăng ký kinh doanh này đã có ở một chủ thể khác."),
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True)
                | Q(active_since__isnull=True)
                | Q(stopped_on__gte=F("active_since")),
                name="producer_stops_after_it_begins",
                violation_error_message=_("Ngày ngừng hoạt động phải sau ngày bắt đầu hoạt động."),
            ),
        )
        indexes = (
            search_index("producer_search"),
            models.Index("name_key", name="producer_name_key"),
            models.Index("sort_key", name="producer_sort_key"),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the producer."""
        return reverse("producers:producer_detail", args=[self.pk])


class Representative(models.Model):
    """Who stood for the producer, and when: women-led is asked for a day in the past too.

    Ethnic minority and disability are kept only because criterion 3.2 gives a point for them.
    """

    producer = models.ForeignKey(Producer, on_delete=models.CASCADE, related_name="representatives")
    name = models.CharField(_("họ và tên"), max_length=120)
    gender = models.CharField(_("giới tính"), max_length=6, choices=Gender)
    is_ethnic_minority = models.BooleanField(_("là người dân tộc thiểu số"), default=False)
    is_disabled = models.BooleanField(_("là người khuyết tật"), default=False)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    history = HistoricalRecords()

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        ordering = ("-since",)
        verbose_name = _("người đại diện")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="representative_begins_before_the_end",
                violation_error_message=_("Ngày thôi đại diện phải sau ngày bắt đầu."),
            ),
            one_at_a_time(
                name="one_representative_at_a_time",
                number="producer",
                first="since",
                last="until",
                message=_("Mỗi thời điểm chủ thể chỉ có một người đại diện."),
            ),
        )

    def __str__(self):
        return self.name


class Paper(Versioned, Stamped):
    """A paper in the producer's wallet, kept once and used by several dossiers."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(_("loại giấy tờ"), max_length=25, choices=PaperKind)
    name = models.CharField(_("tên giấy tờ"), max_length=200)
    number = models.CharField(_("số"), max_length=80, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("có giá trị đến hết ngày"), null=True, blank=True)
    # No longer offered for new dossiers; those that use it keep it.
    put_away_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["updated_at"])

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name", "pk")
        verbose_name = _("giấy tờ của chủ thể")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="paper_expires_after_its_issue",
                violation_error_message=_("Ngày hết hạn phải sau ngày cấp."),
            ),
        )
        indexes = (models.Index("expires_on", name="paper_expires_on"),)

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the paper."""
        return reverse("producers:paper_detail", args=[self.pk])

    def state_on(self, day: dt.date) -> PaperState:
        """Return how far the term is on ``day``; the last day itself still counts."""
        if self.expires_on is None:
            return PaperState.NO_TERM
        if self.expires_on < day:
            return PaperState.EXPIRED
        return PaperState.EXPIRING if self.expires_on <= day + PAPER_WARNING else PaperState.VALID

    @property
    def state(self) -> PaperState:
        """Return how far the term is today, for a chip."""
        return self.state_on(today())


class PaperFile(models.Model):
    """A scan of a paper; a newer one is a new row, nothing is overwritten (a trigger refuses)."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="files")
    file = models.FileField(_("tệp"), upload_to=random_path, max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    uploaded_at = models.DateTimeField(_("gửi lúc"), default=timezone.now, editable=False)

    objects = PaperFileQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("tệp của giấy tờ")

    def __str__(self):
        return f"{self.paper} ({self.uploaded_at:%d/%m/%Y})"
