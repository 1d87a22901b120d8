"""Official documents (văn bản): every decision, plan and minutes in any app points here."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core import dates
from core.dates import format_date
from core.fields import SearchTextField
from core.files import random_path
from core.models import Stamped, Versioned
from core.search import search_index
from documents.enums import DocumentKind
from documents.querysets import DocumentQuerySet
from units.models import Unit

SYMBOL = RegexValidator(
    r"^[^\W_][\w.&-]*$", _("Ký hiệu chỉ gồm chữ, số và dấu nối, không có khoảng trắng hay dấu gạch chéo.")
)


class OfficialDocument(Versioned, Stamped):
    """A document with number and date, as NĐ 30/2020/NĐ-CP names its parts."""

    kind = models.CharField(_("loại văn bản"), max_length=12, choices=DocumentKind)
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(
        _("ký hiệu"), max_length=40, validators=[SYMBOL], help_text=_("Phần sau dấu gạch chéo, ví dụ QĐ-UBND-HC.")
    )
    issued_on = models.DateField(_("ngày ban hành"))
    issuer = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan ban hành"))
    subject = models.CharField(_("trích yếu"), max_length=500)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_capacity = models.CharField(
        _("quyền hạn, chức vụ"), max_length=150, blank=True, help_text=_("Ví dụ: KT. CHỦ TỊCH – PHÓ CHỦ TỊCH.")
    )
    file = models.FileField(_("tệp văn bản"), upload_to=random_path, max_length=200, blank=True)
    sha256 = models.CharField(_("mã kiểm tra của tệp"), max_length=64, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("thay thế")
    )
    search_text = SearchTextField(sources=("number", "symbol", "subject"))

    history = HistoricalRecords(excluded_fields=["search_text", "updated_at"])

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_on", "-pk")
        verbose_name = _("văn bản")
        constraints = (
            models.UniqueConstraint(
                F("issuer"),
                F("number"),
                F("symbol"),
                ExtractYear("issued_on"),
                name="one_document_per_issuer_number_symbol_and_year",
                violation_error_message=_(
                    "Số, ký hiệu này đã có trong năm đó. Hãy kiểm tra lại số hoặc chọn văn bản đã có."
                ),
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="document_number_is_positive"),
        )
        indexes = (search_index("document_search"),)

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """Return the page of the document."""
        return reverse("documents:document_detail", args=[self.pk])

    def clean(self):
        """Refuse a day to come, and an issuer that did not exist on the day of issue."""
        errors = {}
        if self.issued_on and self.issued_on > dates.today():
            errors["issued_on"] = _("Ngày ban hành ở sau hôm nay. Hãy kiểm tra lại ngày trên văn bản.")
        elif self.issued_on and self.issuer_id and not self.issuer.exists_on(self.issued_on):
            errors["issuer"] = _("Cơ quan này không hoạt động vào ngày ban hành. Hãy chọn đơn vị của thời gian đó.")
        if errors:
            raise ValidationError(errors)

    @property
    def reference(self) -> str:
        """Return number and symbol as printed; a number below ten gets a leading zero."""
        return f"{self.number:02d}/{self.symbol}"

    @property
    def citation(self) -> str:
        """Return ``Quyết định số 1446/QĐ-UBND-HC ngày 29/12/2022``."""
        return _("%(kind)s số %(reference)s ngày %(day)s") % {
            "kind": self.get_kind_display(),
            "reference": self.reference,
            "day": format_date(self.issued_on),
        }
