"""Forms of rule versions: the copy, the draft with its rows, the file, the comparison."""

import datetime as dt
import re
from pathlib import PurePosixPath

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import format_date
from core.excel_reading import MAX_BYTES
from core.forms import (
    Difference,
    PortalForm,
    PortalMeta,
    PortalModelForm,
    Section,
    VietnameseDateField,
    VietnameseDecimalField,
    VietnameseIntegerField,
)
from core.formsets import RowFormSet, row_formset
from core.numbers import format_number
from evaluations.datafile import Decider, Window
from evaluations.enums import DecidingLevel, Level, MarkRule, SectionKey
from evaluations.models import RuleVersion
from evaluations.rulebook.importing import JSON, XLSX
from evaluations.rulebook.publishing import STARS
from evaluations.rulebook.storing import SETTING_NAMES
from evaluations.rulebook.words import stamp_of
from evaluations.services.rulebook import HEAD_NAMES
from products.enums import RevocationGround

_SOME_LEAP_YEAR = 2000
_SETTINGS = tuple(name for name in SETTING_NAMES if name != "averaging")
DECIDERS, WINDOWS = "deciders", "windows"


class CopyForm(PortalForm):
    """Under which name and from when the copy shall be in force."""

    code = forms.CharField(
        label=gettext_lazy("Mã"),
        max_length=10,
        validators=[RegexValidator(r"^[\w.-]+$", gettext_lazy("Mã chỉ gồm chữ, số, dấu chấm và dấu gạch."))],
        help_text=gettext_lazy("Ngắn, chưa dùng cho bộ nào, ví dụ 26-ĐT. Không đổi được về sau."),
    )
    title = forms.CharField(
        label=gettext_lazy("Văn bản"), max_length=200, help_text=gettext_lazy("Tên hiện ở đợt đánh giá và phiếu chấm.")
    )
    decision_number = forms.CharField(label=gettext_lazy("Số quyết định"), max_length=40)
    effective_from = VietnameseDateField(label=gettext_lazy("Có hiệu lực từ"))

    def clean_code(self):
        """Refuse a code that is taken."""
        code = self.cleaned_data["code"]
        if RuleVersion.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Mã này đã có bộ tiêu chí khác dùng. Hãy chọn mã khác."))
        return code


class DraftForm(PortalModelForm):
    """What a draft holds besides its rows and criteria sets."""

    sections = (
        Section(
            gettext_lazy("Quyết định"),
            ("title", "decision_number", ("effective_from", "effective_to"), "note"),
            "quyet-dinh",
        ),
        Section(
            gettext_lazy("Khung điểm hạng sao"),
            (("band_5", "band_4", "band_3"), ("band_2", "band_1")),
            "khung-diem",
        ),
        Section(
            gettext_lazy("Thời hạn"),
            (
                ("validity_months", "extension_days"),
                ("renewal_opens_days", "renewal_closes_days"),
                "unit_check_days",
            ),
            "thoi-han",
        ),
        Section(gettext_lazy("Hồ sơ và thu hồi"), ("required_sections", "revocation_grounds"), "ho-so"),
        Section(
            gettext_lazy("Quy chế của hội đồng"),
            (
                "quorum_percent",
                "quorum_needs_chair",
                ("max_spread", "near_bound", "least_sheets"),
                "mark_rule",
                "mark_rule_reason",
            ),
            "quy-che",
        ),
    )
    units = {
        "validity_months": gettext_lazy("tháng"),
        "extension_days": gettext_lazy("ngày"),
        "renewal_opens_days": gettext_lazy("ngày"),
        "renewal_closes_days": gettext_lazy("ngày"),
        "unit_check_days": gettext_lazy("ngày làm việc"),
        "quorum_percent": "%",
        "max_spread": gettext_lazy("điểm"),
        "near_bound": gettext_lazy("điểm"),
        "least_sheets": gettext_lazy("phiếu"),
    }
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    required_sections = forms.MultipleChoiceField(
        label=gettext_lazy("Phần bắt buộc của hồ sơ"),
        choices=SectionKey.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Thiếu một phần thì hồ sơ chưa trình được."),
    )
    revocation_grounds = forms.MultipleChoiceField(
        label=gettext_lazy("Căn cứ thu hồi"), choices=RevocationGround.choices, widget=forms.CheckboxSelectMultiple
    )
    mark_rule = forms.ChoiceField(
        label=gettext_lazy("Cách xét mức tối thiểu"), choices=MarkRule.choices, widget=forms.RadioSelect
    )

    class Meta(PortalMeta):
        model = RuleVersion
        fields = (*HEAD_NAMES, "validity_months", *_SETTINGS)
        help_texts = {
            "effective_to": gettext_lazy("Để trống khi chưa có văn bản thay thế."),
            "renewal_opens_days": gettext_lazy("Trước khi hết hạn công nhận."),
            "renewal_closes_days": gettext_lazy("Trước khi hết hạn công nhận."),
            "quorum_percent": gettext_lazy("Thiếu người thì phiên họp không chốt kết quả được."),
            "max_spread": gettext_lazy("Lệch hơn thì thảo luận, chấm lại."),
            "near_bound": gettext_lazy("Chỉ nhắc, không đổi kết quả."),
            "least_sheets": gettext_lazy("Ít hơn thì chưa tính được điểm."),
            "mark_rule_reason": gettext_lazy("Quyết định không nêu cách xét, nên cần ghi vì sao chọn cách này."),
        }
        widgets = {"title": forms.TextInput, "quorum_needs_chair": forms.CheckboxInput}

    def __init__(self, *args, bands=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = stamp_of(self.instance)
        for star in STARS:
            self.fields[f"band_{star}"] = VietnameseDecimalField(
                label=_("%d sao từ") % star,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                unit=_("điểm"),
                initial=(bands or {}).get(star),
                error_messages={"required": _("Hãy nhập mục này.")},
            )

    def clean(self):
        """Refuse bands that do not fall from 5 stars to 1."""
        cleaned = super().clean()
        lowest = [cleaned.get(f"band_{star}") for star in STARS]
        if None not in lowest and sorted(lowest, reverse=True) != lowest:
            self.add_error("band_5", _("Điểm thấp nhất phải giảm dần từ 5 sao xuống 1 sao."))
        return cleaned

    def values(self) -> dict:
        """Return the fields as ``services.rulebook.save_draft`` takes them."""
        return {name: self.cleaned_data[name] for name in (*HEAD_NAMES, "validity_months", *_SETTINGS)}

    def bands(self) -> dict:
        """Return the lowest points by star."""
        return {star: self.cleaned_data[f"band_{star}"] for star in STARS}

    def take_stale(self, error, fresh) -> None:
        """Show what another person stored since; saving again overwrites it knowingly."""
        self.add_error(None, str(error))
        self.data = self.data.copy()
        self.data["seen"] = stamp_of(fresh)
        bands = {f"band_{band.star}": band.lowest_points for band in fresh.bands.all()}
        for name, field in self.fields.items():
            stored = bands[name] if name in bands else getattr(fresh, name, None)
            typed = self.cleaned_data.get(name)
            if name != "seen" and (stored or None) != (typed or None):
                self.differences.append(Difference(str(field.label), _words(field, stored), _words(field, typed)))


def _words(field, value) -> str:
    if value in (None, "", []):
        return _("(để trống)")
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, dt.date):
        return format_date(value)
    choices = dict(getattr(field, "choices", ()))
    if isinstance(value, list):
        return "; ".join(str(choices.get(one, one)) for one in value)
    return str(choices[value]) if value in choices else (value if isinstance(value, str) else format_number(value))


class DayOfYearField(forms.CharField):
    """A day without a year, typed as 30/06; cleaned to (month, day)."""

    def clean(self, value):
        """Return (month, day) or ``None``."""
        text = super().clean(value)
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})", text)
        try:
            day = dt.date(_SOME_LEAP_YEAR, int(match[2]), int(match[1]))
        except (TypeError, ValueError):
            raise forms.ValidationError(_("Hãy nhập ngày/tháng, ví dụ 30/06.")) from None
        return day.month, day.day


class DeciderForm(PortalForm):
    """Who recognises a star, and when."""

    sections = (Section("", (("star", "level"), ("valid_from", "valid_to")), "cap"),)
    star = forms.TypedChoiceField(
        label=gettext_lazy("Hạng sao"),
        choices=[("", ""), *((star, gettext_lazy("%d sao") % star) for star in (3, 4, 5))],
        coerce=int,
    )
    level = forms.ChoiceField(label=gettext_lazy("Cấp công nhận"), choices=[("", ""), *DecidingLevel.choices])
    valid_from = VietnameseDateField(label=gettext_lazy("Từ ngày"))
    valid_to = VietnameseDateField(
        label=gettext_lazy("Đến hết ngày"), required=False, help_text=gettext_lazy("Để trống: đến khi hết hiệu lực.")
    )

    def clean(self):
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        if cleaned.get("valid_from") and cleaned.get("valid_to") and cleaned["valid_to"] < cleaned["valid_from"]:
            self.add_error("valid_to", _("Ngày kết thúc phải sau ngày bắt đầu."))
        return cleaned


class WindowForm(PortalForm):
    """A round of the yearly calendar."""

    sections = (Section("", (("level", "number"), ("propose", "decide")), "dot"),)
    level = forms.ChoiceField(label=gettext_lazy("Cấp"), choices=[("", ""), *Level.choices])
    number = VietnameseIntegerField(label=gettext_lazy("Đợt"), min_value=1, max_value=12)
    propose = DayOfYearField(
        label=gettext_lazy("Đề nghị trước ngày"), max_length=5, help_text=gettext_lazy("Ngày/tháng, ví dụ 30/04.")
    )
    decide = DayOfYearField(label=gettext_lazy("Quyết định trước ngày"), max_length=5)


class _DeciderRows(RowFormSet):
    identity = ("star", "valid_from")


class _WindowRows(RowFormSet):
    identity = ("level", "number")


DeciderFormSet = row_formset(DeciderForm, _DeciderRows)
WindowFormSet = row_formset(WindowForm, _WindowRows)


def decider_rows(formset) -> list[Decider]:
    """Return the rows as the service takes them."""
    return [
        Decider(*(form.cleaned_data[name] for name in ("star", "level", "valid_from", "valid_to")))
        for form in formset.kept_forms
    ]


def window_rows(formset) -> list[Window]:
    """Return the rows as the service takes them."""
    return [
        Window(one["level"], one["number"], *one["propose"], *one["decide"])
        for one in (form.cleaned_data for form in formset.kept_forms)
    ]


def stored_rows(draft: RuleVersion) -> dict[str, list[dict]]:
    """Return the stored deciders and windows as initial values of the formsets."""
    names = ("star", "level", "valid_from", "valid_to")
    return {
        DECIDERS: [{name: getattr(one, name) for name in names} for one in draft.deciders.all()],
        WINDOWS: [
            {
                "level": one.level,
                "number": one.number,
                "propose": f"{one.propose_day:02}/{one.propose_month:02}",
                "decide": f"{one.decide_day:02}/{one.decide_month:02}",
            }
            for one in draft.round_windows.all()
        ],
    }


class ImportForm(PortalForm):
    """The file with criteria sets."""

    file = forms.FileField(
        label=gettext_lazy("Tệp bộ tiêu chí"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json"}),
        help_text=gettext_lazy("Tệp mẫu .xlsx đã điền, hoặc .json do cổng xuất; tối đa 5 MB."),
    )

    def clean_file(self):
        """Refuse what is too large or of another kind before it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 5 MB. Hãy tách thành nhiều tệp."))
        if self.kind_of(upload) not in {XLSX, JSON}:
            raise forms.ValidationError(_("Chỉ nhận tệp .xlsx theo mẫu hoặc .json do cổng xuất."))
        return upload

    @staticmethod
    def kind_of(upload) -> str:
        """Return the ending of the file's name, which says how it is read; the content must agree."""
        return PurePosixPath(upload.name).suffix.lower().lstrip(".")


class CompareForm(PortalForm):
    """Two versions to lay side by side."""

    left = forms.ModelChoiceField(label=gettext_lazy("Bản thứ nhất"), queryset=RuleVersion.objects.none())
    right = forms.ModelChoiceField(label=gettext_lazy("Bản thứ hai"), queryset=RuleVersion.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("left", "right"):
            self.fields[name].queryset = RuleVersion.objects.visible_to(user)
