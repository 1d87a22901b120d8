"""One class: facts, sessions, who is in it, and its moves."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused
from core.forms import PortalForm
from core.views import ScopedQuerysetMixin, require
from trainings import rules, services
from trainings.enums import ClassState
from trainings.forms import ClassForm
from trainings.models import Course, Registration, TrainingClass
from trainings.services.planning import MOVES
from trainings.views.shared import ONLY_MANAGERS, OfObjectFormView

_MOVE_LABELS = {
    ClassState.OPEN: gettext_lazy("Mở đăng ký"),
    ClassState.CLOSED: gettext_lazy("Chốt danh sách"),
    ClassState.DONE: gettext_lazy("Kết thúc lớp"),
    ClassState.CANCELLED: gettext_lazy("Huỷ lớp"),
}


class ClassCreateView(OfObjectFormView):
    """A new class of a course."""

    model = Course
    form_class = ClassForm
    template_name = "trainings/class_form.html"
    context_object_name = "course"

    def get_queryset(self):
        """Read the plan along."""
        return super().get_queryset().select_related("plan")

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object.plan)

    def get_initial(self):
        """Begin with what the course says."""
        return {"capacity": self.object.seats_per_class, "registration_opens": today()}

    def write(self, form):
        """Add the class."""
        row = services.create_class(actor=self.request.user, course_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã thêm lớp. Lớp chưa nhận đăng ký cho đến khi bạn mở đăng ký."))
        return redirect(row)


class ClassMixin(ScopedQuerysetMixin, SingleObjectMixin):
    """A class with its course and plan."""

    model = TrainingClass
    context_object_name = "training_class"

    def get_queryset(self):
        """Read course, plan, unit and seats along."""
        return super().get_queryset().for_list()


class ClassDetailView(ClassMixin, DetailView):
    """The page of a class."""

    template_name = "trainings/class_detail.html"

    def get_context_data(self, **kwargs):
        """Add sessions and the people whom this person sees; what may be done comes from the rules."""
        user, row = self.request.user, self.object
        may_manage = rules.may_manage(user, row.course.plan)
        seats = Registration.objects.visible_to(user).live().filter(training_class=row).for_list()
        may_register = rules.may_register_in(user, row)
        context = {
            "sessions": row.sessions.all(),
            "seats": list(seats),
            "free": max(row.capacity - row.registered, 0),
            "moves": [(state.value, _MOVE_LABELS[state]) for state in MOVES[ClassState(row.state)]]
            if may_manage
            else [],
            "may_manage": may_manage,
            "may_print_lists": rules.may_print_lists(user, row),
            "may_edit": may_manage and row.state not in (ClassState.DONE, ClassState.CANCELLED),
            "may_register": may_register and row.takes_registrations_on(today()),
            "may_cancel_seats": may_register and row.state in (ClassState.OPEN, ClassState.CLOSED),
        }
        return super().get_context_data(**(context | kwargs))


class ClassEditView(ClassMixin, OfObjectFormView):
    """Change a class."""

    form_class = ClassForm
    template_name = "trainings/class_form.html"
    is_for_object = True

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object.course.plan)

    def get_context_data(self, **kwargs):
        """Name the course as the page of a new class does."""
        return super().get_context_data(course=self.object.course, **kwargs)

    def write(self, form):
        """Change the class."""
        row = services.edit_class(actor=self.request.user, class_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu lớp."))
        return redirect(row)


class ClassMoveView(ClassMixin, View):
    """Open, close, end or cancel."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Move by the service."""
        row = self.get_object()
        require(rules.may_manage(request.user, row.course.plan), ONLY_MANAGERS)
        try:
            moved = services.move_class(actor=request.user, class_id=row.pk, state=request.POST.get("state", ""))
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Lớp: %(state)s.") % {"state": moved.get_state_display().lower()})
        return redirect(row)


class TopicsView(ClassMixin, OfObjectFormView):
    """What is taught in each half day."""

    form_class = PortalForm
    template_name = "trainings/class_topics.html"

    def is_allowed(self):
        """Those who manage the plan."""
        return rules.may_manage(self.request.user, self.object.course.plan)

    def get_form(self, form_class=None):
        """Add a box for each session."""
        form = super().get_form(form_class)
        self.sessions = {f"topic_{session.pk}": session for session in self.object.sessions.all()}
        for name, session in self.sessions.items():
            field = session._meta.get_field("topic").formfield(label=str(session), initial=session.topic)
            form.fields[name] = field
        return form

    def write(self, form):
        """Store all topics."""
        topics = {session.pk: form.cleaned_data[name] for name, session in self.sessions.items()}
        services.save_topics(actor=self.request.user, class_id=self.object.pk, topics=topics)
        messages.success(self.request, _("Đã lưu nội dung các buổi."))
        return redirect(self.object)
