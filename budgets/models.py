"""Funding sources, budget lines, the ledger, and support paid by star."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from budgets.enums import Content, EntryKind, PaidFor, SourceGroup
from budgets.querysets import BudgetLineQuerySet, LedgerEntryQuerySet, SupportPolicyQuerySet
from core.models import Stamped, Versioned
from documents.models import OfficialDocument
from products.models import Recognition
from units.models import Unit


class FundingSource(models.Model):
    """Where money comes from; plans add sources up by group."""

    code = models.CharField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên nguồn"), max_length=150)
    group = models.CharField(_("nhóm nguồn"), max_length=10, choices=SourceGroup)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "code")
        verbose_name = _("nguồn kinh phí")

    def __str__(self):
        return self.name


class BudgetLine(Versioned, Stamped):
    """What one agency does for one content from one source in one year; amounts are entries."""

    year = models.PositiveSmallIntegerField(_("năm"))
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+", verbose_name=_("nguồn"))
    agency = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị thực hiện"))
    content = models.CharField(_("nội dung"), max_length=15, choices=Content)
    name = models.CharField(_("nhiệm vụ"), max_length=250, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "pk")
        verbose_name = _("dòng kinh phí")
        constraints = (
            models.UniqueConstraint(
                fields=("year", "source", "agency", "content", "name"),
                name="one_budget_line_per_year_source_agency_content_and_name",
                violation_error_message=_("Đơn vị đã có dòng kinh phí này. Hãy mở dòng đã có."),
            ),
            models.CheckConstraint(condition=Q(year__range=(2019, 2100)), name="budget_year_is_of_the_programme"),
        )

    def __str__(self):
        return self.name or self.get_content_display()

    def get_absolute_url(self):
        """Return the page of the line."""
        return reverse("budgets:line_detail", args=[self.pk])


class LedgerEntry(models.Model):
    """One movement of money on a line. Never changed or deleted (a trigger refuses): it is reversed.

    The database keeps, also for two writers at once: settled ≤ disbursed ≤ allocated ≤ planned, and
    none below zero (trigger ``ledger_stays_in_balance``).
    """

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("loại"), max_length=10, choices=EntryKind)
    amount_vnd = models.DecimalField(_("số tiền (đồng)"), max_digits=15, decimal_places=0)
    on = models.DateField(_("ngày"))
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("văn bản")
    )
    voucher = models.CharField(_("số chứng từ"), max_length=80, blank=True)
    note = models.CharField(_("diễn giải"), max_length=500, blank=True)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by", editable=False
    )
    # A plain reference: what was paid lies in apps above.
    paid_for = models.CharField(_("chi cho"), max_length=10, choices=PaidFor, blank=True)
    paid_for_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(_("ghi lúc"), default=timezone.now, editable=False)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("bút toán")
        constraints = (
            models.CheckConstraint(
                condition=~Q(amount_vnd=0),
                name="entry_moves_something",
                violation_error_message=_("Số tiền phải khác 0."),
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0) | Q(reverses__isnull=False) | Q(kind__in=("adjust", "carry")),
                name="only_reversals_adjustments_and_carrying_lower",
                violation_error_message=_("Số tiền phải lớn hơn 0. Muốn giảm, hãy ghi đảo bút toán cũ."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("plan", "carry"))
                | Q(reverses__isnull=False)
                | ~Q(note="")
                | ~Q(voucher="")
                | Q(document__isnull=False),
                name="entry_has_its_paper",
                violation_error_message=_("Hãy chọn văn bản, hoặc ghi số chứng từ hay diễn giải."),
            ),
        )
        indexes = (models.Index("line", "kind", name="ledger_line_kind"), models.Index("on", name="ledger_on"))

    def __str__(self):
        return f"{self.get_kind_display()}: {self.amount_vnd}"


class SupportPolicy(Versioned, Stamped):
    """Money paid per product by star, by a document, to recognitions decided within a period."""

    name = models.CharField(_("tên chính sách"), max_length=200)
    document = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, related_name="+", verbose_name=_("văn bản")
    )
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="+", verbose_name=_("nguồn"))
    valid_from = models.DateField(_("áp dụng từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = SupportPolicyQuerySet.as_manager()

    class Meta:
        ordering = ("-valid_from", "pk")
        verbose_name = _("chính sách hỗ trợ")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="support_policy_begins_before_it_ends",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        )

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """Return the page of the policy."""
        return reverse("budgets:policy_detail", args=[self.pk])


class SupportRate(models.Model):
    """What a policy pays for a star."""

    policy = models.ForeignKey(SupportPolicy, on_delete=models.CASCADE, related_name="rates")
    star = models.PositiveSmallIntegerField(_("hạng sao"))
    amount_vnd = models.DecimalField(_("mức hỗ trợ (đồng)"), max_digits=15, decimal_places=0)

    class Meta:
        ordering = ("star",)
        verbose_name = _("mức hỗ trợ")
        constraints = (
            models.UniqueConstraint(fields=("policy", "star"), name="one_rate_per_policy_and_star"),
            models.CheckConstraint(condition=Q(star__range=(3, 5)), name="rate_is_for_three_to_five_stars"),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0),
                name="rate_is_positive",
                violation_error_message=_("Mức hỗ trợ phải lớn hơn 0."),
            ),
        )

    def __str__(self):
        return f"{self.star}★: {self.amount_vnd}"


class SupportPayment(models.Model):
    """A recognition was paid by a policy, once; the money is the ledger entry."""

    policy = models.ForeignKey(SupportPolicy, on_delete=models.PROTECT, related_name="payments")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("chi hỗ trợ")
        constraints = (
            models.UniqueConstraint(
                fields=("policy", "recognition"),
                name="one_payment_per_policy_and_recognition",
                violation_error_message=_("Sản phẩm này đã được chi theo chính sách."),
            ),
        )

    def __str__(self):
        return f"{self.policy}: {self.recognition_id}"
