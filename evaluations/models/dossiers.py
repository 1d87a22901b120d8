"""Dossiers, what happened to them, and their papers."""

from pathlib import PurePosixPath

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.files import random_path
from core.models import Stamped, Versioned
from documents.models import OfficialDocument
from evaluations.enums import OPEN_STATES, CheckVerdict, DossierState, EvidenceKind, Level, SectionKey
from evaluations.models.rounds import LatePermit, Round
from evaluations.models.rules import CriteriaSet, Criterion, Option
from evaluations.querysets import DossierQuerySet, EvidenceQuerySet
from producers.models import PaperFile, Producer
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
    # The one before, when it began as a copy.
    previous_dossier = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    received_on = models.DateField(_("ngày nhận hồ sơ của chủ thể"), null=True, blank=True)
    consultant = models.CharField(_("đơn vị tư vấn hồ sơ"), max_length=200, blank=True)
    late_permit = models.ForeignKey(
        LatePermit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # Mẫu 01, Mẫu 02 phần I.
    sample_count = models.PositiveSmallIntegerField(_("số mẫu sản phẩm"), null=True, blank=True)
    background = models.TextField(_("quá trình hình thành, phát triển"), blank=True)
    organisation = models.TextField(_("tổ chức sản xuất, kinh doanh"), blank=True)
    # Mẫu 02 phần II: kết quả thực hiện phương án kinh doanh.
    material_result = models.TextField(_("vùng nguyên liệu"), blank=True)
    technology_result = models.TextField(_("công nghệ, cơ sở sản xuất"), blank=True)
    quality_result = models.TextField(_("chất lượng sản phẩm"), blank=True)
    market_result = models.TextField(_("thị trường tiêu thụ"), blank=True)
    previous_revenue_vnd = models.DecimalField(
        _("doanh thu năm trước (đồng)"), max_digits=15, decimal_places=0, null=True, blank=True
    )
    profit_vnd = models.DecimalField(
        _("lợi nhuận một năm (đồng)"), max_digits=15, decimal_places=0, null=True, blank=True
    )
    local_workers = models.PositiveIntegerField(_("lao động địa phương"), null=True, blank=True)
    # Mẫu 02 phần IV.
    plan = models.TextField(_("kế hoạch phát triển"), blank=True)
    # Renewal and upgrade: what is new against the dossier before.
    changes = models.TextField(_("thay đổi so với lần trước"), blank=True)
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
            models.CheckConstraint(
                condition=Q(previous_revenue_vnd__isnull=True) | Q(previous_revenue_vnd__gte=0),
                name="dossier_revenue_before_is_not_negative",
                violation_error_message=_("Doanh thu năm trước không được âm."),
            ),
            models.CheckConstraint(
                condition=Q(local_workers__isnull=True) | Q(workers__isnull=True) | Q(local_workers__lte=F("workers")),
                name="local_workers_are_among_the_workers",
                violation_error_message=_("Lao động địa phương không được nhiều hơn tổng số lao động."),
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
    # The decision that concluded the dossier, or that cancels the one that did.
    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What a cancelled decision had done.
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("bước xử lý")

    def __str__(self):
        return f"{self.get_from_state_display()} → {self.get_to_state_display()}"


class DossierEdit(models.Model):
    """One saving of a section, in the words of its day: label, before, after of each field. Only added."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="edits")
    section = models.CharField(_("phần"), max_length=20, choices=SectionKey)
    # Of the dossier after this saving: who saw an earlier one did not see these changes.
    version = models.PositiveIntegerField()
    # [[label, before, after], …]
    changes = models.JSONField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("lúc"), default=timezone.now)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("lần sửa hồ sơ")

    def __str__(self):
        return f"{self.dossier_id}: {self.get_section_display()}"


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
    # A paper of the producer's wallet: the same stored file, and the paper's dates.
    paper_file = models.ForeignKey(
        PaperFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    # The version before, when a newer file took its place.
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", editable=False
    )
    criteria = models.ManyToManyField(Criterion, through="EvidenceCriterion", related_name="+")

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


class EvidenceCriterion(models.Model):
    """A paper proves a criterion."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="proofs")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("minh chứng của tiêu chí")
        constraints = (
            models.UniqueConstraint(fields=("evidence", "criterion"), name="one_proof_per_paper_and_criterion"),
        )

    def __str__(self):
        return f"{self.evidence_id} → {self.criterion_id}"


class SelfScore(models.Model):
    """What the producer claims for a criterion (Mẫu 02 phần III): an option, and why."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="self_scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    # That the option is one of the criterion's is a composite foreign key, made in the migration.
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    text = models.TextField(_("thuyết minh"), blank=True)

    class Meta:
        ordering = ("criterion",)
        verbose_name = _("điểm tự chấm")
        constraints = (
            models.UniqueConstraint(fields=("dossier", "criterion"), name="one_self_score_per_dossier_and_criterion"),
            models.CheckConstraint(
                condition=Q(option__isnull=False) | ~Q(text=""), name="self_score_has_an_option_or_a_text"
            ),
        )

    def __str__(self):
        return f"{self.criterion_id}: {self.option_id}"


class UnitCheck(Versioned, Stamped):
    """The commune's check of a dossier: four contents and a proposal (26/2026/QĐ-TTg, Điều 7.2, Mẫu 03)."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="unit_check")
    material = models.CharField(_("nguyên liệu địa phương"), max_length=7, choices=CheckVerdict, blank=True)
    material_note = models.TextField(_("nhận xét về nguyên liệu"), blank=True)
    labour = models.CharField(_("lao động địa phương"), max_length=7, choices=CheckVerdict, blank=True)
    labour_note = models.TextField(_("nhận xét về lao động"), blank=True)
    idea = models.CharField(_("nguồn gốc ý tưởng sản phẩm"), max_length=7, choices=CheckVerdict, blank=True)
    idea_note = models.TextField(_("nhận xét về ý tưởng"), blank=True)
    identity = models.CharField(_("bản sắc, trí tuệ địa phương"), max_length=7, choices=CheckVerdict, blank=True)
    identity_note = models.TextField(_("nhận xét về bản sắc"), blank=True)
    checked_on = models.DateField(_("ngày kiểm tra"), null=True, blank=True)
    checked_by = models.CharField(_("người kiểm tra"), max_length=120, blank=True)
    proposes = models.BooleanField(_("đề nghị tỉnh đánh giá"), null=True, blank=True)
    proposal = models.TextField(_("nội dung đề nghị"), blank=True)
    letter_number = models.CharField(_("số văn bản đề nghị"), max_length=60, blank=True)
    letter_on = models.DateField(_("ngày văn bản đề nghị"), null=True, blank=True)
    # Whoever saved it last.
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("kiểm tra của cấp xã")

    def __str__(self):
        return str(self.dossier)


class SupplementRequest(models.Model):
    """What must be added to a dossier that was returned, until when; answered when it is sent again."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="supplements")
    note = models.TextField(_("ý kiến chung"), blank=True)
    due_on = models.DateField(_("bổ sung chậm nhất ngày"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("yêu cầu bổ sung")
        constraints = (
            models.UniqueConstraint(
                fields=("dossier",),
                condition=Q(answered_at__isnull=True),
                name="one_open_supplement_request_per_dossier",
                violation_error_message=_("Hồ sơ đang có một yêu cầu bổ sung chưa trả lời."),
            ),
        )

    def __str__(self):
        return f"{self.dossier}: {self.due_on}"


class SupplementItem(models.Model):
    """One thing to add: a section or a kind of paper, with what is wrong."""

    request = models.ForeignKey(SupplementRequest, on_delete=models.CASCADE, related_name="items")
    # A key of evaluations.sections, or "paper:<kind>".
    subject = models.CharField(_("nội dung"), max_length=40)
    note = models.CharField(_("cần bổ sung gì"), max_length=500)
    answer = models.CharField(_("đã bổ sung"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("request", "pk")
        verbose_name = _("mục cần bổ sung")
        constraints = (models.UniqueConstraint(fields=("request", "subject"), name="one_item_per_request_and_subject"),)

    def __str__(self):
        return self.note


class Disqualification(models.Model):
    """A dossier was excluded on a ground of its criteria set ("Hồ sơ bị loại khi"); only added."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="disqualification")
    ground = models.CharField(_("căn cứ loại"), max_length=500)
    reason = models.TextField(_("lý do cụ thể"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("loại hồ sơ")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="disqualification_has_its_reason",
                violation_error_message=_("Hãy ghi lý do cụ thể."),
            ),
        )

    def __str__(self):
        return self.ground
