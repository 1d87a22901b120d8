"""Forms of campaigns: preparing, new days, an exception; filters of list and board."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from budgets.forms import DocumentField
from campaigns.board import AGENCIES, LOCALITIES
from campaigns.enums import CampaignKind
from campaigns.models import Campaign, Form
from campaigns.periods import YEARS
from core.forms import (
    PortalForm,
    PortalMeta,
    PortalModelForm,
    Section,
    UngroupedIntegerField,
    VietnameseDateField,
)
from programme.models import Directive

# Two notes of a few lines each fit a notice.
LONGEST_REASON = 500


class CampaignForm(PortalModelForm):
    """A campaign that is being prepared."""

    sections = (
        Section(_("Đợt báo cáo"), (("kind", "year"), "name"), "dot"),
        Section(_("Ba mốc ngày"), (("first", "last"), ("due_on", "lock_on")), "ngay"),
        Section(_("Hỏi gì, theo văn bản nào"), ("form", "directive", "document", "note"), "bieu-mau"),
    )
    searchable = ("directive", "document")
    year = UngroupedIntegerField(label=_("Năm"), min_value=YEARS[0], max_value=YEARS[-1])
    document = DocumentField(
        label=_("Văn bản đề nghị báo cáo"), required=False, help_text=_("Công văn của Văn phòng, nếu đã phát hành.")
    )

    class Meta(PortalMeta):
        model = Campaign
        fields = ("kind", "year", "name", "first", "last", "due_on", "lock_on", "form", "directive", "document", "note")
        help_texts = {
            "due_on": _("Gửi sau ngày này vẫn được nhận nhưng ghi là trễ."),
            "lock_on": _("Sau ngày này không nhập, không gửi được nữa, trừ đơn vị được cho phép."),
            "directive": _("Chỉ dùng cho báo cáo đột xuất."),
            "note": _("Hiện trong thông báo gửi các đơn vị."),
        }
        widgets = {"name": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        published = Form.objects.filter(published_at__isnull=False)
        self.fields["form"].queryset = published.order_by("-year", "-number")
        self.fields["directive"].queryset = Directive.objects.select_related("document").order_by("-pk")


class OpenCampaignForm(PortalModelForm):
    """What may change while units report; days only with a reason."""

    sections = (
        Section(_("Hạn gửi và ngày khoá"), (("due_on", "lock_on"), "reason"), "ngay"),
        Section(_("Đợt báo cáo"), ("name", "directive", "document", "note"), "dot"),
    )
    searchable = ("directive", "document")
    document = CampaignForm.base_fields["document"]
    reason = forms.CharField(
        label=_("Lý do đổi hạn gửi, ngày khoá"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Bắt buộc khi đổi ngày. Đơn vị chưa gửi được thông báo kèm lý do này."),
    )

    class Meta(PortalMeta):
        model = Campaign
        fields = ("name", "due_on", "lock_on", "directive", "document", "note")
        help_texts = CampaignForm.Meta.help_texts
        widgets = {"name": forms.TextInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["directive"].queryset = Directive.objects.select_related("document").order_by("-pk")


class ExceptionForm(PortalForm):
    """Which unit may write after the lock, until when and why."""

    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=None)
    until = VietnameseDateField(label=_("Được nhập đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))
    searchable = ("unit",)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class AddUnitsForm(PortalForm):
    """Single units to ask as well."""

    add = forms.ModelMultipleChoiceField(
        label=_("Thêm từng đơn vị"),
        queryset=None,
        required=False,
        help_text=_("Gõ tên để tìm; chọn được nhiều đơn vị."),
    )
    searchable = ("add",)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["add"].queryset = units


class BoardForm(forms.Form):
    """How the board is narrowed; from the address."""

    q = forms.CharField(label=_("Tìm đơn vị"), required=False, max_length=200)
    group = forms.ChoiceField(
        label=_("Nhóm"),
        required=False,
        choices=[("", _("Mọi nhóm")), (AGENCIES, _("Sở, ngành, đoàn thể")), (LOCALITIES, _("Huyện, xã"))],
    )
    standing = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Mọi tình trạng")),
            ("missing", _("Chưa gửi")),
            ("not_started", _("Chưa bắt đầu")),
            ("late", _("Trễ, quá hạn")),
            ("returned", _("Chờ gửi lại")),
            ("waiting", _("Chờ duyệt")),
            ("accepted", _("Đã duyệt")),
        ],
    )


def _years():
    years = Campaign.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


class CampaignFilter(FilterSet):
    """Campaigns by kind and year."""

    kind = ChoiceFilter(label=_("Loại báo cáo"), choices=CampaignKind.choices, empty_label=_("Mọi loại"))
    year = ChoiceFilter(label=_("Năm"), choices=_years, empty_label=_("Mọi năm"))

    class Meta:
        model = Campaign
        fields = ("kind", "year")
