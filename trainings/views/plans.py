"""Plans and their courses."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import CreateView, DetailView

from core.dates import today
from core.errors import Refused
from core.views import PagedListView, RuleRequiredMixin, ScopedQuerysetMixin
from trainings import rules, services
from trainings.forms import CourseForm, PlanForm
from trainings.models import ClassRequest, Course, TrainingClass, TrainingPlan
from trainings.views.shared import NOT_FOR_COUNCIL, ONLY_PLANNERS, OfObjectFormView


class PlanListView(RuleRequiredMixin, PagedListView):
    """All plans, the newest first."""

    model = TrainingPlan
    rule = rules.may_see_trainings
    refusal = NOT_FOR_COUNCIL
    template_name = "trainings/plan_list.html"

    def get_queryset(self):
        """Read document and agency along."""
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        """Say which buttons are there."""
        context = super().get_context_data(may_plan=rules.may_plan(self.request.user), **kwargs)
        return context | {"page": context["page_obj"]}


class PlanCreateView(RuleRequiredMixin, CreateView):
    """A new plan."""

    model = TrainingPlan
    form_class = PlanForm
    rule = rules.may_plan
    refusal = ONLY_PLANNERS
    template_name = "trainings/plan_form.html"

    def get_initial(self):
        """Begin with this year and the own agency."""
        return {"year": today().year, "agency": self.request.user.unit_id}

    def get_form_kwargs(self):
        """The choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        """Write by the service."""
        try:
            plan = services.create_plan(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lập kế hoạch. Hãy thêm khóa tập huấn."))
        return redirect(plan)


class PlanEditView(OfObjectFormView):
    """Change a plan."""

    model = TrainingPlan
    form_class = PlanForm
    template_name = "trainings/plan_form.html"
    context_object_name = "plan"
    is_for_object = True

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object)

    def get_form_kwargs(self):
        """The choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def write(self, form):
        """Change the plan."""
        plan = services.edit_plan(actor=self.request.user, plan_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu kế hoạch."))
        return redirect(plan)


class PlanDetailView(ScopedQuerysetMixin, DetailView):
    """A plan with its courses and their classes."""

    model = TrainingPlan
    template_name = "trainings/plan_detail.html"
    context_object_name = "plan"

    def get_queryset(self):
        """Read document, agency and budget line along."""
        return super().get_queryset().for_list().select_related("budget_line")

    def get_context_data(self, **kwargs):
        """Add courses with classes; one query each, however many."""
        user, plan = self.request.user, self.object
        classes = defaultdict(list)
        for row in TrainingClass.objects.visible_to(user).filter(course__plan=plan).for_list():
            classes[row.course_id].append(row)
        courses = [(course, classes[course.pk]) for course in plan.courses.all()]
        asked = ClassRequest.objects.visible_to(user).filter(course__plan=plan, state="asked").count()
        is_open = plan.requests_until is not None and today() <= plan.requests_until
        context = {
            "courses": courses,
            "asked": asked,
            "may_manage": rules.may_manage(user, plan),
            "may_request": rules.may_request_classes(user) and is_open,
        }
        return super().get_context_data(**(context | kwargs))


class CourseCreateView(OfObjectFormView):
    """A new course of a plan."""

    model = TrainingPlan
    form_class = CourseForm
    template_name = "trainings/course_form.html"
    context_object_name = "plan"

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object)

    def write(self, form):
        """Add the course."""
        services.save_course(actor=self.request.user, plan_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã thêm khóa tập huấn."))
        return redirect(self.object)


class CourseEditView(OfObjectFormView):
    """Change a course."""

    model = Course
    form_class = CourseForm
    template_name = "trainings/course_form.html"
    context_object_name = "course"
    is_for_object = True

    def get_queryset(self):
        """Read the plan along."""
        return super().get_queryset().select_related("plan")

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object.plan)

    def get_context_data(self, **kwargs):
        """Name the plan as the page of a new course does."""
        return super().get_context_data(plan=self.object.plan, **kwargs)

    def write(self, form):
        """Change the course."""
        plan = self.object.plan
        services.save_course(actor=self.request.user, plan_id=plan.pk, course_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu khóa tập huấn."))
        return redirect(plan)
