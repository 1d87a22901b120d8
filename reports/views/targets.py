"""The targets of a plan: how far they are on a day, the rows behind them, and their form."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from core.dates import format_date
from core.downloads import workbook_response
from core.views import ScopedQuerysetMixin, require
from indicators.base import PRODUCT, ROW_NOUNS
from programme.enums import Outcome
from programme.forms.plans import TargetForm
from programme.models import Plan, Target
from programme.rules import may_manage_plans
from programme.services import plans as services
from programme.views.plans import tabs_of
from programme.views.shared import OfObjectFormView
from reports.forms_of_targets import DayForm, default_day
from reports.opening import page_of_rows
from reports.targets import met_of, progress_of, progress_of_plan, scope_of_plan
from reports.targets.choices import indicator_choices
from reports.targets.sheets import sheets_of
from reports.views.figures import HEADINGS

ONLY_PROVINCE = gettext_lazy(
    "Tiến độ chỉ tiêu tính trên số liệu toàn tỉnh, dành cho Văn phòng Điều phối, lãnh đạo và các sở, ngành. "
    "Số liệu của địa phương mình có ở trang đầu và mục Báo cáo."
)
_SHOWN_OUTCOMES = (Outcome.MET, Outcome.UNDER_WAY, Outcome.AT_RISK, Outcome.NOT_MET, Outcome.UNKNOWN)


class OfDayMixin(ScopedQuerysetMixin):
    """A page about targets on the day of the address (``?ngay=31/12/2023``)."""

    def get_object(self, queryset=None):
        """Out of scope is 404 before it is a refusal."""
        found = super().get_object(queryset)
        require(self.request.user.sees_whole_province, ONLY_PROVINCE)
        return found

    def take_day(self, plan: Plan) -> dt.date:
        """Return the day asked for; without one, today or the end of the plan's year."""
        self.form = DayForm(self.request.GET if "ngay" in self.request.GET else None, plan=plan)
        if self.form.is_bound and self.form.is_valid():
            return self.form.cleaned_data["ngay"]
        return default_day(plan)


class PlanProgressView(OfDayMixin, DetailView):
    """Every target of a plan with what was reached."""

    model = Plan
    template_name = "reports/plan_progress.html"
    context_object_name = "plan"

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def get_context_data(self, **kwargs):
        """Add the numbers with their parts, and how many are met."""
        user, plan = self.request.user, self.object
        day = self.take_day(plan)
        numbers = progress_of_plan(plan, scope_of_plan(plan, user, day))
        met, total = met_of(numbers)
        outcomes = [one.outcome for one in numbers]
        context = {
            "day": day,
            "form": self.form,
            "numbers": numbers,
            "met_text": f"{met}/{total}",
            "is_hidden": any(one.is_hidden for one in numbers),
            "is_past_due": any(day > part.target.due_on for one in numbers for part in one.parts),
            "counts": [(one, outcomes.count(one)) for one in _SHOWN_OUTCOMES if outcomes.count(one)],
            "may_manage": may_manage_plans(user),
            "tabs": tabs_of(plan, user, "progress"),
        }
        return super().get_context_data(**(context | kwargs))


class PlanProgressExportView(OfDayMixin, SingleObjectMixin, View):
    """The same as a workbook: the targets, and the units one by one."""

    model = Plan

    def get(self, _request, *_args, **_kwargs):
        """Send the workbook."""
        plan = self.get_object(self.get_queryset().select_related("document"))
        day = self.take_day(plan)
        numbers = progress_of_plan(plan, scope_of_plan(plan, self.request.user, day))
        words = {"year": plan.year, "day": format_date(day).replace("/", "-")}
        return workbook_response(
            sheets_of(plan, numbers, day), filename=_("Tiến độ chỉ tiêu %(year)s – %(day)s") % words
        )


class TargetRowsView(OfDayMixin, DetailView):
    """The rows that an indicator counts for a target on a day; with ``?don_vi=`` those of one unit."""

    model = Target
    template_name = "reports/target_rows.html"
    context_object_name = "target"

    def get_queryset(self):
        """Read plan and owner along."""
        return super().get_queryset().select_related("plan__document", "owner")

    def get_context_data(self, **kwargs):
        """Add a page of the rows."""
        target = self.object
        day = self.take_day(target.plan)
        found = progress_of(target, scope_of_plan(target.plan, self.request.user, day))
        if found.indicator is None or found.is_hidden:
            raise Http404
        part = self._part_of(found)
        indicator = found.indicator
        context = {
            "day": day,
            "progress": found,
            "unit": part.unit if part else None,
            "indicator": indicator,
            "is_by_product": indicator.counts == PRODUCT,
            "heading": HEADINGS[indicator.counts],
            "noun": ROW_NOUNS[indicator.counts],
            "page": page_of_rows(
                indicator, part.row_keys if part else _keys_of(found), self.request.user, self.request.GET
            ),
        }
        return super().get_context_data(**(context | kwargs))

    def _part_of(self, found):
        asked = self.request.GET.get("don_vi", "")
        if not asked:
            return None
        part = next((one for one in found.per_unit if str(one.unit.pk) == asked), None)
        if part is None:
            raise Http404
        return part


class TargetCreateView(OfObjectFormView):
    """A new target of a plan."""

    model = Plan
    form_class = TargetForm
    template_name = "reports/target_form.html"
    context_object_name = "plan"

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def is_allowed(self):
        """The office."""
        return may_manage_plans(self.request.user)

    def get_initial(self):
        """Follow the last number, due at the end of the year."""
        last = max(self.object.targets.values_list("number", flat=True), default=0)
        return {"number": last + 1, "due_on": dt.date(self.object.year, 12, 31)}

    def get_form_kwargs(self):
        """The choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user, "indicator_choices": indicator_choices()}

    def write(self, form):
        """Add the target."""
        target = services.save_target(actor=self.request.user, plan_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã thêm chỉ tiêu %(label)s.") % {"label": target.label})
        return redirect(target)


class TargetEditView(OfObjectFormView):
    """Change a target."""

    model = Target
    form_class = TargetForm
    template_name = "reports/target_form.html"
    context_object_name = "target"
    is_for_object = True

    def get_queryset(self):
        """Read the plan along."""
        return super().get_queryset().select_related("plan__document")

    def is_allowed(self):
        """The office."""
        return may_manage_plans(self.request.user)

    def get_form_kwargs(self):
        """The choices depend on who asks; a code that is no more stays as it is until another is chosen."""
        choices = indicator_choices(with_code=self.object.indicator)
        return super().get_form_kwargs() | {"user": self.request.user, "indicator_choices": choices}

    def get_context_data(self, **kwargs):
        """Name the plan as the page of a new target does."""
        return super().get_context_data(plan=self.object.plan, **kwargs)

    def write(self, form):
        """Change the target."""
        plan = self.object.plan
        target = services.save_target(
            actor=self.request.user, plan_id=plan.pk, target_id=self.object.pk, **form.cleaned_data
        )
        messages.success(self.request, _("Đã lưu chỉ tiêu %(label)s.") % {"label": target.label})
        return redirect(target)


def _keys_of(found) -> list[int]:
    """Return the rows of the whole target: its own, or those of all its units."""
    return sorted({*found.row_keys, *(key for one in found.per_unit for key in one.row_keys)})
