"""What a class cost."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.money import MoneyField
from core.forms import PortalForm, VietnameseDateField
from trainings import rules
from trainings.services.costing import pay_for_class
from trainings.views.holding import ClassMixin
from trainings.views.shared import OfObjectFormView


class CostForm(PortalForm):
    """One payment."""

    amount_vnd = MoneyField(label=gettext_lazy("Số tiền"))
    voucher = forms.CharField(label=gettext_lazy("Số chứng từ"), max_length=80)
    on = VietnameseDateField(label=gettext_lazy("Ngày"), required=False, help_text=gettext_lazy("Để trống là hôm nay."))


class ClassCostView(ClassMixin, OfObjectFormView):
    """Record a payment for a class on the budget line of its plan."""

    form_class = CostForm
    template_name = "trainings/class_cost.html"

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object.course.plan)

    def write(self, form):
        """Write the disbursement."""
        pay_for_class(actor=self.request.user, class_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã ghi chi phí của lớp."))
        return redirect("trainings:class_holding", self.object.pk)
