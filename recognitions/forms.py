"""The forms of the app."""

from django import forms
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalForm, Section
from evaluations.enums import Level
from evaluations.models import Round


class RenewalsForm(PortalForm):
    """Into which round the renewals go: one of the province that takes dossiers today."""

    sections = (Section("", ("round",), "dot"),)
    round = forms.ModelChoiceField(
        label=gettext_lazy("Đợt đánh giá"), queryset=Round.objects.none(), empty_label=gettext_lazy("Chọn đợt…")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        rounds = Round.objects.visible_to(user).taking_dossiers_on(today()).filter(level=Level.PROVINCE)
        self.fields["round"].queryset = rounds.order_by("closes_on", "pk")
