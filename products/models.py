"""Products, groups by generation of the rules, and the history of stars."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.fields import SearchTextField, SortKeyField
from core.files import random_path
from core.models import Stamped, Versioned
from core.search import search_index
from documents.models import OfficialDocument
from producers.enums import LegalForm
from producers.models import Producer
from products.enums import CertificateKind, ChannelKind, RecognitionKind, RevocationGround, Star
from products.querysets import ProductQuerySet, RecognitionQuerySet, RevocationQuerySet, SalesChannelQuerySet
from units.models import Unit


class Taxonomy(models.Model):
    """The groups of one generation of the rules: 1048, 148 or 26."""

    code = models.CharField(_("mã"), max_length=10, unique=True)
    name = models.CharField(_("tên"), max_length=200)
    effective_from = models.DateField(_("áp dụng từ"))
    effective_to = models.DateField(_("áp dụng đến hết"), null=True, blank=True)

    class Meta:
        ordering = ("-effective_from",)
        verbose_name = _("bảng phân nhóm")

    def __str__(self):
        return self.name


class Group(models.Model):
    """A node of a taxonomy: industry (ngành) → group (nhóm) → product set (phân nhóm)."""

    taxonomy = models.ForeignKey(Taxonomy, on_delete=models.PROTECT, related_name="groups")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # The industry above, itself for an industry: reports count by it.
    industry = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(_("mã"), max_length=30)
    name = models.CharField(_("tên"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    # True where products may be put: product sets, or industries whose sets are not public.
    is_assignable = models.BooleanField(default=False)
    # The industry of the newest taxonomy that statistics over several generations use.
    counts_as = models.CharField(max_length=30, blank=True)

    class Meta:
        ordering = ("taxonomy", "position", "code")
        verbose_name = _("nhóm sản phẩm")
        constraints = (models.UniqueConstraint(fields=("taxonomy", "code"), name="one_group_per_taxonomy_and_code"),)

    def __str__(self):
        return self.name


class Product(Versioned, Stamped):
    """What a producer offers to the programme. Its star is the recognition in force on a date."""

    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="products", verbose_name=_("chủ thể"))
    name = models.CharField(_("tên sản phẩm"), max_length=250)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", verbose_name=_("nhóm sản phẩm"))
    description = models.TextField(_("mô tả, câu chuyện sản phẩm"), blank=True)
    photo = models.ImageField(_("ảnh"), upload_to=random_path, max_length=200, blank=True)
    main_material = models.CharField(_("nguyên liệu chính"), max_length=200, blank=True)
    material_origin = models.CharField(_("vùng nguyên liệu, xuất xứ"), max_length=250, blank=True)
    packaging = models.CharField(_("quy cách đóng gói"), max_length=250, blank=True)
    stopped_on = models.DateField(_("ngừng sản xuất ngày"), null=True, blank=True)
    is_invented = models.BooleanField(_("dữ liệu minh hoạ"), default=False, editable=False)
    search_text = SearchTextField(sources=("name", "main_material", "material_origin"))
    sort_key = SortKeyField(sources=("name",))
    history = HistoricalRecords(excluded_fields=["search_text", "sort_key", "updated_at"])

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        verbose_name = _("sản phẩm")
        constraints = (
            models.UniqueConstraint(
                fields=("producer", "name"),
                name="one_product_per_producer_and_name",
                violation_error_message=_("Chủ thể này đã có một sản phẩm cùng tên."),
            ),
        )
        indexes = (
            search_index("product_search"),
            models.Index("sort_key", "id", name="product_sort_key"),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the product."""
        return reverse("products:product_detail", args=[self.pk])


class SalesChannel(models.Model):
    """A place where the product is sold, and since when."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("kênh"), max_length=15, choices=ChannelKind)
    name = models.CharField(_("tên sàn, siêu thị hoặc thị trường"), max_length=120)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến hết ngày"), null=True, blank=True)
    history = HistoricalRecords()

    objects = SalesChannelQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "name", "since")
        verbose_name = _("kênh bán hàng")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="sales_channel_begins_before_it_ends",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.UniqueConstraint(
                fields=("product", "kind", "name", "since"),
                name="one_sales_channel_per_product_kind_name_and_day",
                violation_error_message=_("Kênh bán hàng này đã được ghi."),
            ),
        )

    def __str__(self):
        return self.name


class Certificate(models.Model):
    """A paper about quality or origin that the product holds."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(_("loại giấy"), max_length=20, choices=CertificateKind)
    number = models.CharField(_("số"), max_length=60, blank=True)
    issuer = models.CharField(_("nơi cấp"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True, blank=True)
    expires_on = models.DateField(_("có giá trị đến"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ("kind", "-issued_on")
        verbose_name = _("giấy chứng nhận của sản phẩm")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="certificate_expires_after_its_issue",
                violation_error_message=_("Ngày hết hạn phải sau ngày cấp."),
            ),
        )

    def __str__(self):
        return self.get_kind_display()


class Recognition(models.Model):
    """A product was recognised with a star by a decision. Never changed or deleted (a trigger refuses).

    The one exception: a cancelled decision is noted once, with the decision that cancels it.

    Producer, legal form, unit and group are those of that day: they may change later, the report of
    that year may not.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="recognitions")
    star = models.PositiveSmallIntegerField(_("hạng sao"), choices=Star)
    kind = models.CharField(_("hình thức"), max_length=8, choices=RecognitionKind)
    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(_("ngày quyết định"))
    valid_from = models.DateField(_("có giá trị từ"))
    valid_until = models.DateField(_("có giá trị đến"))
    points = models.DecimalField(
        _("điểm"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("Điểm trung bình để hiển thị; hạng sao xét theo điểm chưa làm tròn."),
    )
    rule_version = models.CharField(_("bộ tiêu chí"), max_length=10)
    dossier_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="+")
    legal_form = models.CharField(max_length=20, choices=LegalForm)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    # A decision that was wrong is cancelled by another one: written once, the only change that is let through.
    cancelled_on = models.DateField(_("huỷ từ ngày"), null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from",)
        verbose_name = _("công nhận")
        constraints = (
            models.UniqueConstraint(
                fields=("product", "valid_from"),
                condition=Q(cancelled_on__isnull=True),
                name="one_recognition_per_product_and_first_day",
                violation_error_message=_("Sản phẩm này đã có một công nhận bắt đầu cùng ngày."),
            ),
            models.UniqueConstraint(
                fields=("dossier_id",),
                condition=Q(dossier_id__isnull=False, cancelled_on__isnull=True),
                name="one_recognition_per_dossier",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_on__gte=F("decided_on"), cancelled_by__isnull=False),
                name="cancelled_recognition_names_its_decision",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_until")), name="recognition_begins_before_it_ends"
            ),
            models.CheckConstraint(condition=Q(star__range=(3, 5)), name="recognition_has_three_to_five_stars"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__range=(0, 100)), name="recognition_points_are_0_to_100"
            ),
        )
        indexes = (
            models.Index("decided_on", name="recognition_decided_on"),
            models.Index("product", F("valid_from").desc(), name="recognition_latest"),
        )

    def __str__(self):
        return f"{self.star}★"


class Revocation(models.Model):
    """A recognition was taken back by a decision, with its ground."""

    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="revocation")
    document = models.ForeignKey(OfficialDocument, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(_("ngày quyết định"))
    effective_on = models.DateField(_("có hiệu lực từ"))
    ground = models.CharField(_("lý do"), max_length=15, choices=RevocationGround)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    objects = RevocationQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "pk")
        verbose_name = _("thu hồi")
        constraints = (
            models.CheckConstraint(
                condition=Q(effective_on__gte=F("decided_on")), name="revocation_takes_effect_after_its_decision"
            ),
        )
        indexes = (models.Index("decided_on", name="revocation_decided_on"),)

    def __str__(self):
        return self.get_ground_display()
