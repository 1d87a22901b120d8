"""Letting a product enter a round that has closed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.check_forms import LatePermitForm
from evaluations.enums import Level
from evaluations.late import permits_of
from evaluations.models import Round
from evaluations.services.late import permit_late_entry
from products.models import Product

_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối cho phép nộp muộn.")
_ONLY_PROVINCE = gettext_lazy("Chỉ đợt cấp tỉnh có cho phép nộp muộn.")


class LatePermitView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Permits of a round and the form for one more."""

    model = Round
    form_class = LatePermitForm
    template_name = "evaluations/late_permit_form.html"
    context_object_name = "turn"

    def dispatch(self, request, *args, **kwargs):
        """Take the round; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.may_permit_late_entry(request.user), _ONLY_OFFICE)
        require(self.object.level == Level.PROVINCE, _ONLY_PROVINCE)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Begin with five working days."""
        return LatePermitForm.defaults(self.object)

    def get_form_kwargs(self):
        """Give the form its round and the person."""
        return super().get_form_kwargs() | {"user": self.request.user, "turn": self.object}

    def get_context_data(self, **kwargs):
        """Add the permits there are."""
        permits = permits_of(self.object, Product.objects.visible_to(self.request.user))
        return super().get_context_data(late_permits=permits, **kwargs)

    def form_valid(self, form):
        """Write by the service."""
        try:
            permit = permit_late_entry(actor=self.request.user, round_id=self.object.pk, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã cho phép “%(product)s” nộp muộn.") % {"product": permit.product})
        return redirect(self.object)
