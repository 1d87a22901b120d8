"""Plans, their targets, and what is written down of targets."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, View
from django.views.generic.detail import SingleObjectMixin

from core.components import Tab
from core.dates import today
from core.downloads import file_response
from core.errors import Refused
from core.views import PagedListView, RuleRequiredMixin, ScopedQuerysetMixin, require
from programme import rules
from programme.enums import Measure
from programme.forms.plans import PlanForm, ResultForm
from programme.models import Plan, Target, TargetResult
from programme.services import plans as services
from programme.views.shared import NOT_FOR_COUNCIL, ONLY_OFFICE, OfObjectFormView

ONLY_FOLLOWERS = gettext_lazy("Kết quả chỉ tiêu do Văn phòng Điều phối và đơn vị theo dõi chỉ tiêu ghi.")


def tabs_of(plan: Plan, user, active: str) -> list[Tab]:
    """Return the two sides of a plan: what it asks, and how far that is (for those who read the province)."""
    tabs = [Tab(_("Chỉ tiêu"), plan.get_absolute_url(), active == "targets")]
    if user.sees_whole_province:
        tabs.append(Tab(_("Tiến độ thực hiện"), reverse("reports:plan_progress", args=[plan.pk]), active == "progress"))
    return tabs


class PlanListView(RuleRequiredMixin, PagedListView):
    """All plans, the newest first."""

    model = Plan
    rule = rules.may_see_programme
    refusal = NOT_FOR_COUNCIL
    template_name = "programme/plan_list.html"

    def get_queryset(self):
        """Read the document and count the numbers of targets along."""
        rows = super().get_queryset().select_related("document")
        return rows.annotate(numbers=Count("targets__number", distinct=True)).order_by("-year", "-pk")

    def get_context_data(self, **kwargs):
        """Say which buttons are there."""
        context = super().get_context_data(may_manage=rules.may_manage_plans(self.request.user), **kwargs)
        return context | {"page": context["page_obj"]}


class PlanCreateView(RuleRequiredMixin, CreateView):
    """A new plan."""

    model = Plan
    form_class = PlanForm
    rule = rules.may_manage_plans
    refusal = ONLY_OFFICE
    template_name = "programme/plan_form.html"

    def get_initial(self):
        """Begin with this year."""
        return {"year": today().year}

    def form_valid(self, form):
        """Write by the service."""
        try:
            plan = services.create_plan(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi kế hoạch. Hãy thêm các chỉ tiêu."))
        return redirect(plan)


class PlanEditView(OfObjectFormView):
    """Change a plan."""

    model = Plan
    form_class = PlanForm
    template_name = "programme/plan_form.html"
    context_object_name = "plan"
    is_for_object = True

    def is_allowed(self):
        """The office."""
        return rules.may_manage_plans(self.request.user)

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def write(self, form):
        """Change the plan."""
        plan = services.edit_plan(actor=self.request.user, plan_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu kế hoạch."))
        return redirect(plan)


class PlanDetailView(ScopedQuerysetMixin, DetailView):
    """A plan with its targets."""

    model = Plan
    template_name = "programme/plan_detail.html"
    context_object_name = "plan"

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def get_context_data(self, **kwargs):
        """Add the targets; what may be written comes from the rules."""
        user, plan = self.request.user, self.object
        targets = Target.objects.visible_to(user).filter(plan=plan).select_related("owner")
        context = {
            "targets": list(targets.prefetch_related("units").order_by("number", "part")),
            "may_manage": rules.may_manage_plans(user),
            "tabs": tabs_of(plan, user, "targets"),
        }
        return super().get_context_data(**(context | kwargs))


class TargetDetailView(ScopedQuerysetMixin, DetailView):
    """A target with everything that was written down of it."""

    model = Target
    template_name = "programme/target_detail.html"
    context_object_name = "target"

    def get_queryset(self):
        """Read plan and owner along."""
        return super().get_queryset().select_related("plan__document", "owner").prefetch_related("units")

    def get_context_data(self, **kwargs):
        """Add the results, the newest first."""
        user, target = self.request.user, self.object
        is_manual = target.measure == Measure.MANUAL
        results = TargetResult.objects.visible_to(user).filter(target=target)
        context = {
            "is_manual": is_manual,
            "results": list(results.select_related("unit", "document", "entered_by")) if is_manual else [],
            "may_manage": rules.may_manage_plans(user),
            "may_record": is_manual and rules.may_record_result(user, target),
        }
        return super().get_context_data(**(context | kwargs))


class TargetDeleteView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Delete a target without results."""

    model = Target
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service; a refusal is told on the page of the target."""
        target = self.get_object()
        require(rules.may_manage_plans(request.user), ONLY_OFFICE)
        plan = target.plan_id
        try:
            services.delete_target(actor=request.user, target_id=target.pk)
        except Refused as error:
            messages.error(request, str(error))
            return redirect("programme:target_detail", target.pk)
        messages.success(request, _("Đã xoá chỉ tiêu %(label)s.") % {"label": target.label})
        return redirect("programme:plan_detail", plan)


class ResultCreateView(OfObjectFormView):
    """Write down how far a manual target is."""

    model = Target
    form_class = ResultForm
    template_name = "programme/result_form.html"
    context_object_name = "target"
    refusal = ONLY_FOLLOWERS

    def get_queryset(self):
        """Read plan and owner along."""
        return super().get_queryset().select_related("plan__document", "owner")

    def is_allowed(self):
        """The office, and the unit that follows the target."""
        return rules.may_record_result(self.request.user, self.object)

    def get_form_kwargs(self):
        """The units asked depend on the target."""
        return super().get_form_kwargs() | {"target": self.object}

    def write(self, form):
        """Add the result."""
        services.record_result(actor=self.request.user, target_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã ghi kết quả chỉ tiêu %(label)s.") % {"label": self.object.label})
        return redirect("programme:target_detail", self.object.pk)


class ResultFileView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """The file behind a result, as an attachment."""

    model = TargetResult

    def get(self, _request, *_args, **_kwargs):
        """Serve it under the label of its target."""
        result = self.get_object(self.get_queryset().select_related("target"))
        if not result.file:
            raise Http404
        return file_response(result.file, filename=_("Minh chứng chỉ tiêu %(label)s") % {"label": result.target.label})
