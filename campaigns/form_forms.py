"""Forms of the forms that units fill in: copying, a section, an element, a comparison."""

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.enums import SectionKind
from campaigns.models import Element, Form, FormSection
from campaigns.periods import YEARS
from core.forms import PortalForm, PortalMeta, PortalModelForm, Section, UngroupedIntegerField
from indicators import registry
from units.enums import UnitKind
from units.models import Unit


class CopyForm(PortalForm):
    """For which year the copy is, and its name."""

    year = UngroupedIntegerField(
        label=_("Năm"),
        min_value=YEARS[0],
        max_value=YEARS[-1],
        help_text=_("Đợt báo cáo của năm này và các năm sau dùng bản mới, khi đã ban hành."),
    )
    name = forms.CharField(label=_("Tên biểu mẫu"), max_length=200)


class _PartForm(PortalModelForm):
    """A part of a draft: it counts the changes of the whole draft."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, draft: Form, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = draft.version

    def values(self) -> dict:
        """Return the fields as the services take them."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name != "version"}

    def _get_validation_exclusions(self):
        """Leave form, section and position, which the service sets, to the service."""
        return super()._get_validation_exclusions() | {"form", "section", "position"}


class SectionForm(_PartForm):
    """A heading with numbers under it, or one narrative."""

    class Meta(PortalMeta):
        model = FormSection
        fields = ("title", "kind", "narrative", "hint", "is_required")
        help_texts = {
            "narrative": _("Chỉ chọn khi phần này là nội dung bằng lời; báo cáo tổng hợp lấy theo lựa chọn này."),
            "hint": _("Hiện dưới tiêu đề khi đơn vị nhập."),
            "is_required": _("Chỉ dùng cho nội dung bằng lời: thiếu thì chưa gửi được."),
        }

    def clean(self):
        """A narrative says which one it is, a section of numbers does not."""
        cleaned = super().clean()
        if cleaned.get("kind") == SectionKind.NARRATIVE and not cleaned.get("narrative"):
            self.add_error("narrative", _("Hãy chọn nội dung của phần này."))
        if cleaned.get("kind") == SectionKind.NUMBERS:
            cleaned["narrative"] = self.instance.narrative = ""
        return cleaned


class ElementForm(_PartForm):
    """A number that is asked: what, of whom, between which bounds."""

    sections = (
        Section(_("Chỉ tiêu"), ("name", ("unit_of_measure", "kind"), "definition", "code"), "chi-tieu"),
        Section(_("Hỏi ai"), ("audience", "unit_codes", "is_required"), "hoi-ai"),
        Section(_("Kiểm tra và điền sẵn"), (("least", "most"), "at_most_code", "factor", "indicator"), "kiem-tra"),
    )
    searchable = ("unit_codes", "indicator", "at_most_code")
    unit_codes = forms.MultipleChoiceField(
        label=_("Chỉ các đơn vị"), required=False, help_text=_("Để trống là mọi đơn vị của nhóm trên.")
    )
    at_most_code = forms.ChoiceField(label=_("Không lớn hơn chỉ tiêu"), required=False)
    indicator = forms.ChoiceField(
        label=_("Điền sẵn từ chỉ tiêu của cổng"),
        required=False,
        help_text=_("Cổng đếm cho từng đơn vị; đơn vị vẫn sửa được và ghi lý do."),
    )

    class Meta(PortalMeta):
        model = Element
        fields = (
            "code",
            "name",
            "unit_of_measure",
            "kind",
            "definition",
            "is_required",
            "least",
            "most",
            "at_most_code",
            "factor",
            "indicator",
            "audience",
            "unit_codes",
        )
        help_texts = {
            "code": _("Chữ không dấu, số và gạch dưới. Giữ nguyên mã của năm trước thì số các năm so sánh được."),
            "definition": _("Tính những gì, vào ngày nào; đơn vị đọc ngay dưới ô nhập."),
            "factor": _("Thay đổi quá số lần này so với kỳ trước thì cổng hỏi lại trước khi gửi."),
        }
        error_messages = {
            "code": {"invalid": _("Mã chỉ gồm chữ không dấu, số và gạch dưới, không có khoảng trắng. Hãy sửa lại.")}
        }

    def __init__(self, *args, draft: Form, **kwargs):
        super().__init__(*args, draft=draft, **kwargs)
        others = Element.objects.filter(section__form=draft).exclude(pk=self.instance.pk)
        named = others.order_by("section__position", "position").values_list("code", "name")
        nothing = [("", _("Không so"))]
        self.fields["at_most_code"].choices = nothing + _with(self.instance.at_most_code, list(named))
        known = [(one.code, f"{one.name} ({one.code})") for one in registry.all_indicators()]
        self.fields["indicator"].choices = [("", _("Không điền sẵn")), *_with(self.instance.indicator, known)]
        agencies = dict(Unit.objects.filter(kind=UnitKind.AGENCY).order_by("valid_from").values_list("code", "name"))
        rest = {code: code for code in self.instance.unit_codes if code not in agencies}
        self.fields["unit_codes"].choices = sorted((agencies | rest).items(), key=lambda one: one[1])


class CompareForm(PortalForm):
    """Which two forms to lay side by side."""

    left = forms.ModelChoiceField(label=_("Biểu mẫu"), queryset=None)
    right = forms.ModelChoiceField(label=_("So với"), queryset=None)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("left", "right"):
            self.fields[name].queryset = rows


def _with(value: str, choices: list) -> list:
    """Keep a stored value that is no longer offered."""
    return choices if not value or value in dict(choices) else [*choices, (value, value)]
