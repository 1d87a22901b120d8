"""Forms of acts on the scoring of one dossier: scoring again, reopening a sheet, excluding."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PortalForm
from evaluations.models import Assignment, Dossier
from evaluations.services.disqualifying import grounds_of

_LONGEST_REASON = 500


class RescoreForm(PortalForm):
    """Why the council scores a product again."""

    reason = forms.CharField(
        label=_("Lý do chấm lại"),
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Các thành viên thấy lý do này trên phiếu; biên bản cũng ghi lại."),
    )


class ReopenForm(PortalForm):
    """Which sent sheet, and why; the members are named, what they gave is not."""

    assignment = forms.ChoiceField(label=_("Phiếu của"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Lý do mở lại"), max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, sent: list[Assignment], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignment"].choices = [
            (one.pk, f"{one.member} ({one.member.get_office_display()})") for one in sent
        ]


class DisqualifyForm(PortalForm):
    """The ground and what was found."""

    ground = forms.ChoiceField(label=_("Căn cứ loại hồ sơ"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Lý do cụ thể"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ghi rõ tài liệu, ngày phát hiện và cơ quan xác nhận; nội dung này vào biên bản."),
    )

    def __init__(self, *args, dossier: Dossier, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ground"].choices = [(one, one) for one in grounds_of(dossier)]
