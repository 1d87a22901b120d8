"""Forms of money; the document of an entry is one on record."""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.enums import EntryKind
from budgets.models import BudgetLine, LedgerEntry, SupportPolicy
from budgets.money import MoneyField
from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UngroupedIntegerField, VietnameseDateField
from documents.models import OfficialDocument
from units.models import Unit

ENTRY_KINDS = (EntryKind.PLAN, EntryKind.ADJUST, EntryKind.ALLOCATE, EntryKind.DISBURSE, EntryKind.SETTLE)
SPENDING = (EntryKind.DISBURSE, EntryKind.SETTLE)


class DocumentField(forms.ModelChoiceField):
    """A document on record, with its date."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", OfficialDocument.objects.order_by("-issued_on", "-pk"))
        super().__init__(**kwargs)

    def label_from_instance(self, document):
        """Return citation and subject."""
        return f"{document.citation} – {document.subject}"[:120]


class LineForm(PortalModelForm):
    """A line with its first plan."""

    sections = (
        Section(_("Dòng kinh phí"), (("year", "content"), "source", "agency", "name"), "dong"),
        Section(_("Kế hoạch"), ("planned_vnd", "on", "document", "note"), "ke-hoach"),
    )
    searchable = ("agency", "document")
    year = UngroupedIntegerField(label=_("Năm"), min_value=2019, max_value=2100)
    planned_vnd = MoneyField(label=_("Số tiền kế hoạch"), required=False)
    on = VietnameseDateField(label=_("Ngày của kế hoạch"), required=False, help_text=_("Để trống là hôm nay."))
    document = DocumentField(label=_("Văn bản giao kế hoạch"), required=False)

    class Meta(PortalMeta):
        model = BudgetLine
        fields = ("year", "source", "agency", "content", "name", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Unit.objects.select_related("parent").order_by("sort_key", "code")
        self.fields["name"].required = False


class EntryForm(PortalModelForm):
    """A movement on a line."""

    sections = (Section(_("Bút toán"), (("kind", "on"), "amount_vnd", "document", ("voucher", "note")), "but-toan"),)
    searchable = ("document",)
    amount_vnd = MoneyField(label=_("Số tiền"), lowest=None)
    document = DocumentField(label=_("Văn bản"), required=False)

    class Meta(PortalMeta):
        model = LedgerEntry
        fields = ("kind", "on", "document", "voucher", "note")
        help_texts = {
            "voucher": _("Số phiếu chi, giấy rút dự toán …"),
            "note": _("Điều chỉnh giảm thì ghi số âm và lý do."),
        }

    def __init__(self, *args, may_plan: bool, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = ENTRY_KINDS if may_plan else SPENDING
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["on"].initial = today()


class ReverseForm(PortalForm):
    """Why an entry is taken back."""

    note = forms.CharField(label=_("Lý do ghi đảo"), max_length=500)


class CarryForm(PortalForm):
    """How much goes to the next year, and by which document."""

    searchable = ("document",)
    amount_vnd = MoneyField(label=_("Số tiền chuyển sang năm sau"))
    document = DocumentField(label=_("Văn bản cho phép chuyển nguồn"))


class PolicyForm(PortalModelForm):
    """A support policy with what it pays by star."""

    sections = (
        Section(_("Chính sách"), ("name", "document", "source", ("valid_from", "valid_to")), "chinh-sach"),
        Section(_("Mức hỗ trợ một sản phẩm"), ("star3", "star4", "star5"), "muc"),
    )
    searchable = ("document",)
    document = DocumentField(label=_("Văn bản ban hành"))
    star3 = MoneyField(label=_("Sản phẩm 3 sao"), required=False)
    star4 = MoneyField(label=_("Sản phẩm 4 sao"), required=False)
    star5 = MoneyField(label=_("Sản phẩm 5 sao"), required=False)

    class Meta(PortalMeta):
        model = SupportPolicy
        fields = ("name", "document", "source", "valid_from", "valid_to")

    def values(self) -> dict:
        """Return what ``services.create_policy`` takes, without the actor."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        rates = {star: self.cleaned_data[f"star{star}"] for star in (3, 4, 5) if self.cleaned_data[f"star{star}"]}
        return values | {"rates": rates}


class PaymentForm(PortalForm):
    """From which line and by which voucher the ticked products are paid."""

    line = forms.ModelChoiceField(label=_("Chi từ dòng kinh phí"), queryset=BudgetLine.objects.none())
    voucher = forms.CharField(label=_("Số chứng từ"), max_length=80)

    def __init__(self, *args, user, policy, **kwargs):
        super().__init__(*args, **kwargs)
        lines = BudgetLine.objects.visible_to(user).filter(source=policy.source).select_related("agency")
        self.fields["line"].queryset = lines.order_by("-year", "pk")
        self.fields["line"].label_from_instance = lambda line: f"{line.year} – {line} – {line.agency}"


class PaidForm(PortalForm):
    """A disbursement: from which line, how much, by which voucher."""

    sections = (Section(_("Ghi khoản chi"), ("line", "amount_vnd", ("voucher", "on"), "note"), "ghi"),)
    searchable = ("line",)
    line = forms.ModelChoiceField(label=_("Dòng kinh phí"), queryset=BudgetLine.objects.none())
    amount_vnd = MoneyField(label=_("Số tiền"))
    voucher = forms.CharField(label=_("Số chứng từ"), max_length=80)
    on = VietnameseDateField(label=_("Ngày"), required=False, help_text=_("Để trống là hôm nay."))
    note = forms.CharField(label=_("Diễn giải"), max_length=400, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        lines = BudgetLine.objects.visible_to(user).select_related("agency").order_by("-year", "pk")
        self.fields["line"].queryset = lines
        self.fields["line"].label_from_instance = lambda line: f"{line.year} – {line} – {line.agency}"
