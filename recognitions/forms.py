"""The forms of the app."""

from django import forms
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalForm, Section, VietnameseDateField
from documents.models import OfficialDocument
from evaluations.enums import Level
from evaluations.models import Round
from products.revoking import DecisionField
from recognitions.services.issuing import issuable


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


class DecisionForm(PortalForm):
    """Of which decision to issue: those with products that have no certificate yet."""

    sections = (Section("", ("decision",), "quyet-dinh"),)
    searchable = ("decision",)
    decision = DecisionField(
        label=gettext_lazy("Quyết định công nhận"),
        queryset=OfficialDocument.objects.none(),
        empty_label=gettext_lazy("Chọn quyết định…"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        decisions = OfficialDocument.objects.visible_to(user).filter(pk__in=issuable().values("document"))
        self.fields["decision"].queryset = decisions.order_by("-issued_on", "-pk")


class IssueForm(PortalForm):
    """The day that stands on the certificates."""

    sections = (Section("", ("issued_on",), "ngay-cap"),)
    issued_on = VietnameseDateField(
        label=gettext_lazy("Ngày cấp"), help_text=gettext_lazy("In trên giấy; số lấy theo năm của ngày này.")
    )


class LapsedForm(PortalForm):
    """As of which day to look for recognitions that lapsed."""

    sections = (Section("", ("on",), "ngay"),)
    on = VietnameseDateField(label=gettext_lazy("Hết hiệu lực tính đến ngày"), required=False)
