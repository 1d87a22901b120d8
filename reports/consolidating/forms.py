"""The forms by which a consolidated report is begun and a passage written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import Campaign
from core.dates import today
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UngroupedIntegerField, VietnameseDateField
from reports.consolidating.services import LONGEST_TEXT
from reports.enums import Boundaries, Half, ReportKind
from reports.models import Consolidation
from reports.periods import YEARS
from units.choices import territory_choices
from units.models import Unit


class ConsolidationForm(PortalForm):
    """From a campaign, or by hand: kind, year and days."""

    sections = (
        Section(_("Từ đợt báo cáo của các đơn vị"), ("campaign",), "dot"),
        Section(_("Hoặc tự chọn kỳ"), ("kind", ("year", "half"), ("first", "last")), "ky"),
        Section(_("Số liệu"), ("as_of", "unit", "boundaries", "name"), "so-lieu"),
    )
    searchable = ("campaign", "unit")
    campaign = forms.ModelChoiceField(
        label=_("Đợt báo cáo"),
        queryset=Campaign.objects.none(),
        required=False,
        help_text=_("Kỳ số liệu lấy theo đợt; nội dung các đơn vị gửi được đặt cạnh từng phần để chọn dùng."),
    )
    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=[("", "---"), *ReportKind.choices], required=False)
    year = UngroupedIntegerField(label=_("Năm"), min_value=YEARS[0], max_value=YEARS[-1], required=False)
    half = forms.TypedChoiceField(
        label=_("Kỳ"),
        choices=[("", "---"), *Half.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Chỉ chọn với báo cáo 6 tháng."),
    )
    first = VietnameseDateField(
        label=_("Số liệu từ ngày"), required=False, help_text=_("Để trống: theo Nghị định 09/2019/NĐ-CP.")
    )
    last = VietnameseDateField(label=_("Đến hết ngày"), required=False)
    as_of = VietnameseDateField(
        label=_("Chốt số liệu đến hết ngày"),
        required=False,
        help_text=_("Để trống: ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa kết thúc."),
    )
    unit = forms.ChoiceField(label=_("Địa bàn"), required=False)
    boundaries = forms.ChoiceField(label=_("Địa giới"), choices=Boundaries.choices, initial=Boundaries.THEN)
    name = forms.CharField(
        label=_("Tên báo cáo"), max_length=250, required=False, help_text=_("Để trống: đặt theo kỳ báo cáo.")
    )

    def __init__(self, *args, writer, **kwargs):
        super().__init__(*args, **kwargs)
        begun = Consolidation.objects.filter(campaign__isnull=False).values("campaign")
        self.fields["campaign"].queryset = (
            Campaign.objects.visible_to(writer).filter(opened_at__isnull=False).exclude(pk__in=begun)
        )
        self.fields["unit"].choices = [("", _("Toàn tỉnh")), *territory_choices(writer)]

    def clean_unit(self):
        """Return the unit, ``None`` for the province."""
        key = self.cleaned_data["unit"]
        return Unit.objects.get(pk=key) if key else None

    def clean(self):
        """Ask for kind and year where no campaign gives them; a campaign's only report is of the whole province."""
        cleaned = super().clean()
        if cleaned.get("campaign") and cleaned.get("unit"):
            text = _("Mỗi đợt báo cáo có một báo cáo tổng hợp toàn tỉnh. Để làm cho một địa bàn, hãy tự chọn kỳ.")
            self.add_error("unit", text)
        if not cleaned.get("campaign"):
            for name in ("kind", "year"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Hãy chọn một đợt báo cáo, hoặc nhập mục này."))
        return cleaned

    @staticmethod
    def defaults(query) -> dict:
        """Return what the form begins with: the campaign of a link, or this year."""
        asked = query.get("campaign", "")
        if asked.isascii() and asked.isdecimal():
            return {"campaign": asked}
        return {"kind": ReportKind.ANNUAL, "year": today().year}


class ConsolidationEditForm(PortalModelForm):
    """Name, cut-off and boundaries."""

    class Meta(PortalMeta):
        model = Consolidation
        fields = ("name", "as_of", "boundaries")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["as_of"].help_text = _("Dự thảo lập sau khi lưu đọc số liệu theo ngày này; bản đã chốt không đổi.")


class PassageForm(PortalForm):
    """The words of a passage; what the services take beside them comes from the button."""

    text = forms.CharField(
        label=_("Nội dung đưa vào báo cáo"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("Mỗi dòng là một đoạn; dòng bắt đầu bằng “- ” là một ý của danh sách."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
