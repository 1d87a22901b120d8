"""The form that cancels a decision: which decision does it, and why."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.forms import PortalForm
from documents.enums import DocumentKind
from documents.forms import DocumentForm
from documents.models import OfficialDocument
from evaluations.decision_forms import NEW, DocumentChoiceForm
from evaluations.services.cancelling import Plan, count_of
from units.enums import UnitKind
from units.models import Unit


class CancelReasonForm(PortalForm):
    """Why, and how many products the person has seen on the page."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do huỷ"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ghi vào lịch sử của từng hồ sơ, ví dụ: theo yêu cầu của Bộ tại văn bản nào."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)


class CancelForms:
    """All forms of the screen, for the decision of ``plan``.

    Args:
        data, files: of the POST, or nothing.
    """

    def __init__(self, *, user, plan: Plan, data=None, files=None):
        self.plan = plan
        self.reason = CancelReasonForm(data, initial={"expected": count_of(plan)})
        self.choice = DocumentChoiceForm(data, user=user)
        decisions = self.choice.fields["document"].queryset
        self.choice.fields["document"].queryset = decisions.exclude(pk=plan.document.pk).filter(
            issued_on__gte=plan.document.issued_on
        )
        self.choice.fields["source"].label = _("Quyết định huỷ")
        self.document = DocumentForm(
            data if data and data.get("source") == NEW else None,
            files,
            prefix="document",
            kind=DocumentKind.DECISION,
            initial={
                "issuer": Unit.objects.on(today()).filter(kind=UnitKind.PROVINCE).first(),
                "subject": _("Huỷ %(citation)s") % {"citation": plan.document.citation},
            },
        )

    @property
    def faulty(self) -> list:
        """Forms with errors, for the summary on top."""
        return [form for form in (self.choice, self.document, self.reason) if form.is_bound and form.errors]

    @property
    def is_new(self) -> bool:
        """Whether the cancelling decision is to be recorded."""
        return self.choice.cleaned_data["source"] == NEW

    @property
    def source(self):
        """The form of the decision that was given, for what a service refuses."""
        return self.document if self.is_new else self.choice

    def is_valid(self) -> bool:
        """Check every form, so that all errors show at once."""
        sound = all([self.choice.is_valid(), self.reason.is_valid()])
        return sound and (not self.is_new or self.document.is_valid())

    def citation(self) -> str:
        """Return the cancelling decision in words."""
        if not self.is_new:
            return self.choice.cleaned_data["document"].citation
        fields = self.document.cleaned_document()
        fields.pop("file", None)
        return OfficialDocument(**fields).citation

    def values(self) -> dict:
        """Return what ``services.cancelling.cancel_decision`` takes of the forms."""
        return {
            "by": None if self.is_new else self.choice.cleaned_data["document"],
            "new_document": self.document.cleaned_document() if self.is_new else None,
            "reason": self.reason.cleaned_data["reason"],
            "expected": self.reason.cleaned_data["expected"],
        }
