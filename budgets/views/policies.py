"""Support paid by star: policies, who is due, who was paid."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DetailView, ListView

from budgets import rules, services
from budgets.forms import PaymentForm, PolicyForm
from budgets.models import SupportPolicy
from budgets.views.lines import NOT_FOR_COUNCIL, ONLY_OFFICE
from core.dates import today
from core.downloads import workbook_response
from core.errors import Refused
from core.excel import Column, Sheet
from core.views import RuleRequiredMixin, require


class PolicyListView(RuleRequiredMixin, ListView):
    """Policies with what they have paid."""

    model = SupportPolicy
    rule = rules.may_see_policies
    refusal = NOT_FOR_COUNCIL
    template_name = "budgets/policy_list.html"
    context_object_name = "policies"

    def get_queryset(self):
        """Add what was paid; two queries with the rates."""
        rows = SupportPolicy.objects.visible_to(self.request.user).for_list()
        return rows.annotate(paid_vnd=Sum("payments__entry__amount_vnd"))

    def get_context_data(self, **kwargs):
        """Say whether the button is there."""
        return super().get_context_data(may_plan=rules.may_plan(self.request.user), **kwargs)


class PolicyCreateView(RuleRequiredMixin, CreateView):
    """A new policy."""

    model = SupportPolicy
    form_class = PolicyForm
    rule = rules.may_plan
    refusal = ONLY_OFFICE
    template_name = "budgets/policy_form.html"

    def form_valid(self, form):
        """Write by the service."""
        try:
            policy = services.create_policy(actor=self.request.user, **form.values())
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi chính sách “%(policy)s”.") % {"policy": policy})
        return redirect(policy)


class PolicyDetailView(RuleRequiredMixin, DetailView):
    """A policy: who is due, who was paid; the office pays the ticked ones from a line."""

    model = SupportPolicy
    rule = rules.may_see_policies
    refusal = NOT_FOR_COUNCIL
    template_name = "budgets/policy_detail.html"
    context_object_name = "policy"

    def get_queryset(self):
        """Read rates and document along."""
        return SupportPolicy.objects.visible_to(self.request.user).for_list()

    def post(self, request, *_args, **_kwargs):
        """Pay by the service; what was typed and ticked stays where it is refused."""
        self.object = self.get_object()
        require(rules.may_plan(request.user), ONLY_OFFICE)
        form = PaymentForm(request.POST, user=request.user, policy=self.object)
        chosen = [int(key) for key in request.POST.getlist("recognition") if key.isdecimal() and len(key) < 16]
        if form.is_valid():
            try:
                paid = services.pay_support(
                    actor=request.user,
                    policy_id=self.object.pk,
                    line_id=form.cleaned_data["line"].pk,
                    recognition_ids=chosen,
                    voucher=form.cleaned_data["voucher"],
                )
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã ghi chi hỗ trợ %(count)s sản phẩm.") % {"count": len(paid)})
                return redirect(self.object)
        return self.render_to_response(self.get_context_data(form=form, chosen=chosen))

    def get_context_data(self, **kwargs):
        """Add both lists with the amount of each."""
        policy, user = self.object, self.request.user
        may_plan = rules.may_plan(user)
        if "form" not in kwargs and may_plan:
            kwargs["form"] = PaymentForm(user=user, policy=policy)
        rows = due_rows(policy)
        paid = policy.payments.select_related(
            "recognition__product", "recognition__producer", "recognition__unit", "entry"
        )
        context = {
            "due": rows,
            "due_vnd": sum(amount for _row, amount in rows),
            "paid": list(paid.order_by("recognition__product__sort_key")),
            "chosen": [],
            "may_plan": may_plan,
        }
        return super().get_context_data(**(context | kwargs))


class PolicyExportView(PolicyDetailView):
    """The list for payment as a workbook."""

    http_method_names = ("get",)

    def get(self, _request, *_args, **_kwargs):
        """Send who is due with the amount and a column to sign in."""
        policy = self.get_object()
        columns = (
            Column(_("STT"), 6, "integer"),
            Column(_("Sản phẩm"), 36),
            Column(_("Chủ thể"), 36),
            Column(_("Đơn vị"), 24),
            Column(_("Hạng sao"), 10, "integer"),
            Column(_("Số tiền (đồng)"), 18, "money"),
            Column(_("Ký nhận"), 18),
        )
        rows = (
            [at, row.product.name, row.producer.name, row.unit.name, row.star, amount, ""]
            for at, (row, amount) in enumerate(due_rows(policy), start=1)
        )
        heading = [_("Danh sách đề nghị chi: %(policy)s") % {"policy": policy.name}, policy.document.citation]
        return workbook_response([Sheet(_("Đề nghị chi"), columns, rows, heading)], filename=policy.name)


def due_rows(policy: SupportPolicy) -> list[tuple]:
    """Return pairs of recognition and amount that are due today; one query beside the rates."""
    rates = {rate.star: rate.amount_vnd for rate in policy.rates.all()}
    return [(row, rates[row.star]) for row in services.due_recognitions(policy, today())]
