"""The form that asks for a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.dates import today
from core.forms import PortalForm, Section, UngroupedIntegerField, VietnameseDateField
from reports.enums import Boundaries, Half, ReportKind
from reports.periods import YEARS
from units.choices import territory_choices
from units.models import Unit


class ReportForm(PortalForm):
    """Kind, year and place; own days only where the decree's do not fit."""

    sections = (
        Section(_("Kỳ báo cáo"), ("kind", ("year", "half"), "unit"), "ky"),
        Section(_("Số liệu lấy từ ngày nào"), (("first", "last"), ("as_of", "boundaries")), "so-lieu"),
    )
    kind = forms.ChoiceField(label=_("Loại báo cáo"), choices=ReportKind.choices)
    year = UngroupedIntegerField(label=_("Năm"), min_value=YEARS[0], max_value=YEARS[-1])
    half = forms.TypedChoiceField(
        label=_("Kỳ"),
        choices=[("", "---"), *Half.choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Chỉ chọn với báo cáo 6 tháng."),
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False, widget=forms.Select(attrs={"data-search": ""}))
    first = VietnameseDateField(label=_("Từ ngày"), required=False)
    last = VietnameseDateField(label=_("Đến hết ngày"), required=False)
    as_of = VietnameseDateField(
        label=_("Chốt số liệu đến hết ngày"),
        required=False,
        help_text=_("Để trống: ngày cuối kỳ, hoặc hôm nay nếu kỳ chưa kết thúc. Sự việc sau ngày này không được tính."),
    )

    boundaries = forms.ChoiceField(
        label=_("Địa giới của các bảng, danh sách"),
        choices=Boundaries.choices,
        initial=Boundaries.THEN,
        required=False,
        help_text=_("Chỉ đổi cách xếp các dòng theo địa bàn; số liệu như nhau."),
    )

    def __init__(self, *args, asker, **kwargs):
        super().__init__(*args, **kwargs)
        groups = territory_choices(asker)
        whole = [] if asker.is_local_officer else [("", _("Toàn tỉnh"))]
        self.fields["unit"].choices = [*whole, *groups]
        self.fields["unit"].required = asker.is_local_officer
        if asker.is_local_officer:
            self.initial.setdefault("unit", str(asker.unit_id))
            self.fields["unit"].help_text = _("Báo cáo về địa bàn do đơn vị bạn phụ trách.")
        self.fields["first"].help_text = _(
            "Để trống hai ô này: kỳ báo cáo theo Nghị định 09/2019/NĐ-CP (báo cáo năm từ 15/12 năm trước đến 14/12)."
        )

    def clean_unit(self):
        """Return the unit, ``None`` for the province."""
        key = self.cleaned_data["unit"]
        return Unit.objects.get(pk=key) if key else None

    def clean_boundaries(self):
        """Return the boundaries of then where nothing was chosen."""
        return self.cleaned_data["boundaries"] or Boundaries.THEN

    @staticmethod
    def defaults(query) -> dict:
        """Return what the form begins with: this year, or what a link asks for."""
        return {
            "kind": query.get("kind") if query.get("kind") in ReportKind.values else ReportKind.ANNUAL,
            "year": query.get("year") if query.get("year", "").isdecimal() else today().year,
            "half": query.get("half", ""),
        }
