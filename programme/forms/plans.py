"""Forms of plans, targets and what is written down of targets."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms import DocumentField
from core.dates import today
from core.errors import Stale
from core.files import CONTENT_TYPES
from core.forms import (
    Difference,
    PortalForm,
    PortalMeta,
    PortalModelForm,
    Section,
    UngroupedIntegerField,
    UploadField,
    VietnameseDateField,
    VietnameseDecimalField,
)
from programme.asked import units_asked
from programme.enums import Measure, TargetScope
from programme.models import Plan, Target
from units.choices import territory_choices
from units.models import Unit


class PlanForm(PortalModelForm):
    """A plan by its document."""

    searchable = ("document",)
    year = UngroupedIntegerField(label=_("Năm"), min_value=2019, max_value=2100)
    document = DocumentField(
        label=_("Văn bản"), help_text=_("Văn bản chưa có trong danh sách thì ghi vào sổ văn bản trước.")
    )

    class Meta(PortalMeta):
        model = Plan
        fields = ("document", "year", "note")


class TargetForm(PortalModelForm):
    """A target; ``indicator_choices`` are pairs or groups of code and name, given by the page."""

    sections = (
        Section(_("Nội dung"), (("number", "part"), "text"), "noi-dung"),
        Section(_("Cách tính"), ("measure", "indicator", "unit_of_measure"), "cach-tinh"),
        Section(_("Giá trị"), (("direction", "planned"), "due_on", ("base", "base_note")), "gia-tri"),
        Section(_("Phạm vi"), ("scope", "units", "owner"), "pham-vi"),
    )
    searchable = ("indicator", "units", "owner")
    number = UngroupedIntegerField(label=_("Số thứ tự"), min_value=1, max_value=99)
    part = forms.CharField(
        label=_("Ý"),
        required=False,
        max_length=1,
        help_text=_("a, b, c … khi một chỉ tiêu có nhiều ý; chỉ tiêu đạt khi mọi ý đều đạt."),
    )
    indicator = forms.ChoiceField(
        label=_("Chỉ tiêu thống kê"),
        required=False,
        help_text=_("Cần chọn khi do hệ thống tính; gõ tên hoặc mã để tìm."),
    )
    units = forms.ModelMultipleChoiceField(
        label=_("Đơn vị phải đạt"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_(
            "Chỉ chọn khi giao cho một số đơn vị. Để trống là mọi huyện, thành phố (từ 01/7/2025: mọi xã, phường)."
        ),
    )

    class Meta(PortalMeta):
        model = Target
        fields = (
            "number",
            "part",
            "text",
            "measure",
            "indicator",
            "unit_of_measure",
            "direction",
            "planned",
            "due_on",
            "base",
            "base_note",
            "scope",
            "units",
            "owner",
        )

    def __init__(self, *args, user, indicator_choices: Sequence, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", _("Chọn…")), *indicator_choices]
        units = self.fields["units"]
        groups = territory_choices(user)
        units.queryset = Unit.objects.filter(pk__in=[key for _label, pairs in groups for key, _name in pairs])
        units.choices = groups
        self.fields["owner"].queryset = Unit.objects.on(today()).order_by("sort_key", "code")
        self.fields["owner"].help_text = _("Đơn vị này cùng Văn phòng ghi kết quả của chỉ tiêu không do hệ thống tính.")

    def clean(self):
        """Ask for the indicator only where it counts."""
        cleaned = super().clean()
        if cleaned.get("measure") == Measure.MANUAL:
            cleaned["indicator"] = ""
        elif cleaned.get("measure") == Measure.INDICATOR and "indicator" in cleaned and not cleaned["indicator"]:
            self.add_error("indicator", _("Hãy chọn chỉ tiêu thống kê, hoặc chọn ghi kết quả kèm minh chứng."))
        return cleaned

    def take_stale(self, error: Stale, fresh: Target) -> None:
        """Name the units that another person chose otherwise."""
        super().take_stale(error, fresh)
        label = str(self.fields["units"].label)
        self.differences = [one for one in self.differences if one.label != label]
        stored, typed = (sorted(unit.name for unit in rows) for rows in (fresh.units.all(), self.cleaned_data["units"]))
        if stored != typed:
            self.differences.append(Difference(label, ", ".join(stored), ", ".join(typed)))


class ResultForm(PortalForm):
    """How far a manual target is on a day, and what shows it."""

    sections = (
        Section(_("Kết quả"), ("unit", ("on", "value")), "ket-qua"),
        Section(_("Minh chứng"), ("evidence", "document", "file"), "minh-chung"),
    )
    searchable = ("unit", "document")
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none())
    on = VietnameseDateField(label=_("Tính đến ngày"))
    value = VietnameseDecimalField(label=_("Kết quả"), max_digits=16, decimal_places=2)
    evidence = forms.CharField(
        label=_("Minh chứng"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Số, ngày văn bản, biên bản hoặc nguồn số liệu."),
    )
    document = DocumentField(label=_("Văn bản"), required=False)
    file = UploadField(label=_("Tệp minh chứng"), required=False, kinds=frozenset(CONTENT_TYPES))

    def __init__(self, *args, target: Target, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].unit = target.unit_of_measure
        self.fields["on"].initial = today
        if target.scope == TargetScope.PROVINCE:
            del self.fields["unit"]
            return
        asked = units_asked([target])[target.pk]
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in asked]).order_by("sort_key")
