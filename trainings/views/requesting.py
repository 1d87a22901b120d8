"""Wishes of communes for a class at home."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import today
from core.views import PagedListView, RuleRequiredMixin
from trainings import rules, services
from trainings.forms import ClassForm, RefuseForm, RequestForm
from trainings.models import ClassRequest, Course
from trainings.views.shared import NOT_FOR_COUNCIL, OfObjectFormView


class RequestListView(RuleRequiredMixin, PagedListView):
    """All requests that this person sees, waiting ones first."""

    model = ClassRequest
    rule = rules.may_see_trainings
    refusal = NOT_FOR_COUNCIL
    template_name = "trainings/request_list.html"

    def get_queryset(self):
        """Read unit, course and class along."""
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        """Say for each row whether it may be answered."""
        context = super().get_context_data(**kwargs)
        user = self.request.user
        for row in context["page_obj"]:
            row.may_answer = row.state == "asked" and rules.may_manage(user, row.course.plan)
        return context | {"page": context["page_obj"]}


class RequestCreateView(OfObjectFormView):
    """Ask for a class at home."""

    model = Course
    form_class = RequestForm
    template_name = "trainings/request_form.html"
    context_object_name = "course"
    refusal = gettext_lazy("Cán bộ cấp xã gửi đề nghị mở lớp tại địa phương.")

    def get_queryset(self):
        """Read the plan along."""
        return super().get_queryset().select_related("plan")

    def is_allowed(self):
        """Officers of communes."""
        return rules.may_request_classes(self.request.user)

    def write(self, form):
        """Send the request."""
        services.ask_for_class(actor=self.request.user, course_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã gửi đề nghị mở lớp."))
        return redirect("trainings:request_list")


class RequestAnswerView(OfObjectFormView):
    """What accepting and refusing share."""

    model = ClassRequest
    context_object_name = "asked"
    template_name = "trainings/request_answer.html"
    refusal = gettext_lazy("Văn phòng Điều phối và cơ quan chủ trì kế hoạch trả lời đề nghị mở lớp.")

    def get_queryset(self):
        """Read unit, course and plan along."""
        return super().get_queryset().for_list()

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object.course.plan)


class RequestAcceptView(RequestAnswerView):
    """Accept and schedule in one step."""

    form_class = ClassForm
    extra_context = {"is_accepting": True}

    def get_initial(self):
        """Begin with what the course says."""
        return {"capacity": self.object.course.seats_per_class, "registration_opens": today()}

    def write(self, form):
        """Accept; the class is of the unit."""
        row = services.accept_request(actor=self.request.user, request_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã nhận đề nghị và xếp lớp."))
        return redirect(row.training_class)


class RequestRefuseView(RequestAnswerView):
    """Refuse with a reason."""

    form_class = RefuseForm
    extra_context = {"is_accepting": False}

    def write(self, form):
        """Refuse."""
        services.refuse_request(actor=self.request.user, request_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã trả lời đề nghị."))
        return redirect("trainings:request_list")
