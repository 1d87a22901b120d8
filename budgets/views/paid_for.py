"""What was spent for one thing (a product, a dossier …), and the next payment for it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from budgets import rules, services
from budgets.enums import EntryKind, PaidFor
from budgets.forms import PaidForm
from budgets.models import LedgerEntry
from budgets.views.lines import NOT_FOR_COUNCIL, ONLY_SPENDERS
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from products.models import Product


class PaidForView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Entries that name the object, as far as the person sees their lines; the form for who may spend.

    A subclass names the model and what it is in ``PaidFor``; its template extends ``budgets/paid_for.html``.
    """

    form_class = PaidForm
    context_object_name = "subject"
    paid_for: str

    def dispatch(self, request, *args, **kwargs):
        """Take the object; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.may_see_budgets(request.user), NOT_FOR_COUNCIL)
        require(request.method != "POST" or rules.may_spend(request.user), ONLY_SPENDERS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Offer the lines of this person."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        """Write the disbursement by the service."""
        values = dict(form.cleaned_data)
        note = ". ".join(text for text in (str(self.object), values.pop("note")) if text)
        try:
            services.record_entry(
                actor=self.request.user,
                line_id=values.pop("line").pk,
                kind=EntryKind.DISBURSE,
                paid_for=self.paid_for,
                paid_for_id=self.object.pk,
                note=note,
                **values,
            )
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi khoản chi cho “%(subject)s”.") % {"subject": self.object})
        return redirect(self.request.path)

    def get_context_data(self, **kwargs):
        """Add the entries and their sum."""
        entries = LedgerEntry.objects.visible_to(self.request.user).paying_for(self.paid_for, self.object.pk)
        context = {
            "entries": list(entries.select_related("line__agency", "line__source").order_by("-on", "-pk")),
            "sum_vnd": entries.totals()["disbursed"],
            "may_spend": rules.may_spend(self.request.user),
        }
        return super().get_context_data(**(context | kwargs))


class ProductMoneyView(PaidForView):
    """What was spent for a product."""

    model = Product
    paid_for = PaidFor.PRODUCT
    template_name = "budgets/product_money.html"
