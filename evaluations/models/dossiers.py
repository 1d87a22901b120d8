"""Dossiers, what happened to them, and their papers."""

from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.files import random_path
from core.models import Stamped, Versioned
from evaluations.enums import OPEN_STATES, DossierState, EvidenceKind, Level
from evaluations.models.rounds import Round
from evaluations.models.rules import CriteriaSet
from evaluations.querysets import DossierQuerySet, EvidenceQuerySet
from producers.models import Producer
from products.enums import RecognitionKind
from products.models import Product, Recognition
from units.models import Unit

_PICTURES = frozenset({"jpg", "png", "webp"})


class Dossier(Versioned, Stamped):
    """A product taking part in a round. Producer and unit are those of the day it was made."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="dossiers", verbose_name=_("đợt"))
    level = models.CharField(max_length=10, choices=Level, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", verbose_name=_("sản phẩm"))
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+", editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("hình thức đăng ký"), max_length=8, choices=RecognitionKind)
    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    previous_recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    state = models.CharField(_("trạng thái"), max_length=15, choices=DossierState, default=DossierState.DRAFT)
    summary = models.TextField(
        _("thuyết minh"), blank=True, help_text=_("Điểm mới, kết quả sản xuất kinh doanh và lý do đề nghị đánh giá.")
    )
    annual_output = models.CharField(_("sản lượng một năm"), max_length=120, blank=True)
    annual_revenue_vnd = models.DecimalField(
        _("doanh thu một năm (đồng)"), max_digits=15, decimal_places=0, null=True, blank=True
    )
    workers = models.PositiveIntegerField(_("số lao động"), null=True, blank=True)
    # First sending; returning and sending again does not change when the product entered.
    submitted_on = models.DateField(_("ngày trình"), null=True, blank=True, editable=False)
    withdrawn_on = models.DateField(_("ngày rút"), null=True, blank=True, editable=False)
    # Day of the result at the level of the round (recognised or not), or of the central council.
    concluded_on = models.DateField(_("ngày kết luận"), null=True, blank=True, editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("hồ sơ")
        constraints = (
            models.UniqueConstraint(
                fields=("round", "product"),
                condition=~Q(state="withdrawn"),
                name="one_dossier_per_round_and_product",
                violation_error_message=_("Sản phẩm này đã có hồ sơ trong đợt."),
            ),
            models.UniqueConstraint(
                fields=("product", "level"),
                condition=Q(state__in=sorted(OPEN_STATES)),
                name="one_open_dossier_per_product_and_level",
                violation_error_message=_("Sản phẩm này đang có một hồ sơ chưa kết thúc."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn")) | Q(submitted_on__isnull=False),
                name="sent_dossier_has_its_day_of_sending",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True)),
                name="withdrawn_dossier_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(annual_revenue_vnd__isnull=True) | Q(annual_revenue_vnd__gte=0),
                name="dossier_revenue_is_not_negative",
                violation_error_message=_("Doanh thu không được âm."),
            ),
        )
        indexes = (
            models.Index("submitted_on", name="dossier_submitted_on"),
            models.Index("state", "round", name="dossier_state_round"),
        )

    def __str__(self):
        return str(self.product)

    def get_absolute_url(self):
        """Return the page of the dossier."""
        return reverse("evaluations:dossier_detail", args=[self.pk])

    @property
    def status(self) -> DossierState:
        """Return the state with its words and tone, for a chip."""
        return DossierState(self.state)


class DossierMove(models.Model):
    """One step of a dossier: who, when, from where to where, and why. Only added, never changed."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="moves")
    action = models.CharField(max_length=20)
    from_state = models.CharField(max_length=15, choices=DossierState)
    to_state = models.CharField(max_length=15, choices=DossierState)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("ý kiến"), blank=True)
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("bước xử lý")

    def __str__(self):
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class Evidence(models.Model):
    """A paper of the dossier. A new file is a new row: nothing that was sent is overwritten."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(_("loại tài liệu"), max_length=25, choices=EvidenceKind)
    title = models.CharField(_("tên tài liệu"), max_length=200)
    file = models.FileField(_("tệp"), upload_to=random_path, max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(editable=False)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    uploaded_at = models.DateTimeField(_("gửi lúc"), default=timezone.now, editable=False)
    # Taken off by its unit while the dossier can be edited; the row and the file stay.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "pk")
        verbose_name = _("tài liệu")

    def __str__(self):
        return self.title

    @property
    def ending(self) -> str:
        """Return what kind of file it is: ``pdf``."""
        return PurePosixPath(self.file.name).suffix.lstrip(".").lower()

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it itself."""
        return self.ending in _PICTURES
