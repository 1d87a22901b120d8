"""Activities that make products known or sell them."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView

from budgets.enums import PaidFor
from budgets.views.paid_for import PaidForView
from core.dates import today
from core.downloads import workbook_response
from core.errors import Refused
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from producers.models import Producer
from products.models import Product
from programme import rules
from programme.enums import ActivityKind
from programme.exports import activity_sheet
from programme.filters import ActivityFilter
from programme.forms.activities import ActivityForm
from programme.models import Activity
from programme.services import activities as services
from programme.views.shared import NOT_FOR_COUNCIL, OfObjectFormView

ONLY_WRITERS = gettext_lazy("Hoạt động do cán bộ của đơn vị thực hiện và Văn phòng Điều phối ghi.")


class ActivityListView(RuleRequiredMixin, FilteredListView):
    """Activities with totals by kind over what is filtered."""

    model = Activity
    rule = rules.may_see_programme
    refusal = NOT_FOR_COUNCIL
    filterset_class = ActivityFilter
    template_name = "programme/activity_list.html"
    sorts = {
        "name": ("name",),
        "kind": ("kind", "starts_on"),
        "unit": ("unit__sort_key", "starts_on"),
        "day": ("starts_on",),
        "quantity": ("quantity",),
    }

    def get_context_data(self, **kwargs):
        """Add the totals; one query."""
        order = {kind.value: number for number, kind in enumerate(ActivityKind)}
        totals = sorted(self.filterset.qs.totals_by_kind(), key=lambda total: order[total["kind"]])
        for total in totals:
            total["label"] = ActivityKind(total["kind"]).label
        may_write = rules.may_write_programme(self.request.user)
        return super().get_context_data(totals=totals, may_write=may_write, **kwargs)


class ActivityExportView(ActivityListView):
    """The filtered list as a workbook."""

    def get(self, request, *_args, **_kwargs):
        """Send all rows of the list, in its order, with the names that the person may read."""
        rows = self.get_queryset()
        return workbook_response([activity_sheet(rows, request.user)], filename=f"hoat-dong-{today():%Y%m%d}")


class _ActivityFormMixin:
    """What the form of an activity needs."""

    model = Activity
    form_class = ActivityForm
    template_name = "programme/activity_form.html"

    def get_form_kwargs(self):
        """The choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user}


class ActivityCreateView(RuleRequiredMixin, _ActivityFormMixin, CreateView):
    """Record an activity."""

    rule = rules.may_write_programme
    refusal = ONLY_WRITERS

    def get_initial(self):
        """Begin with the own unit and today."""
        return {"unit": self.request.user.unit_id, "starts_on": today()}

    def form_valid(self, form):
        """Write by the service."""
        try:
            row = services.create_activity(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi hoạt động."))
        return redirect(row)


class ActivityEditView(_ActivityFormMixin, OfObjectFormView):
    """Change an activity."""

    context_object_name = "activity"
    is_for_object = True
    refusal = ONLY_WRITERS

    def get_queryset(self):
        """Read the unit along."""
        return super().get_queryset().for_list()

    def get_form_kwargs(self):
        """A copy: the page names the activity as it is stored, not as it is being typed."""
        return super().get_form_kwargs() | {"instance": copy(self.object)}

    def is_allowed(self):
        """The unit and the office."""
        return rules.may_edit_of_unit(self.request.user, self.object)

    def write(self, form):
        """Change the activity."""
        row = services.edit_activity(actor=self.request.user, activity_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu hoạt động."))
        return redirect(row)


class ActivityDetailView(ScopedQuerysetMixin, DetailView):
    """One activity with products and producers, as far as the person may see them."""

    model = Activity
    template_name = "programme/activity_detail.html"
    context_object_name = "activity"

    def get_queryset(self):
        """Read the unit along."""
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        """Name what is in sight, count what is not."""
        user, row = self.request.user, self.object
        products = list(_visible(Product, user).filter(pk__in=row.products.all()).select_related("producer"))
        producers = list(_visible(Producer, user).filter(pk__in=row.producers.all()).select_related("unit"))
        context = {
            "products": products,
            "producers": producers,
            "hidden_products": row.products.count() - len(products),
            "hidden_producers": row.producers.count() - len(producers),
            "minutes": row.quantity * row.minutes_each if row.minutes_each else None,
            "may_edit": rules.may_edit_of_unit(user, row),
        }
        return super().get_context_data(**(context | kwargs))


class ActivityMoneyView(PaidForView):
    """What was spent for an activity."""

    model = Activity
    paid_for = PaidFor.ACTIVITY
    template_name = "programme/activity_money.html"


def _visible(model: type, user):
    return model.objects.visible_to(user).order_by("sort_key", "pk")
