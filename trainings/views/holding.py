"""A class on its days: what is printed before, who came, what the forms say, who gets a certificate."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from budgets.rules import may_see_budgets
from core.dates import today
from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from trainings import rules
from trainings.attendance import LEAST_PERCENT, presences_of, sessions_of, with_presence
from trainings.enums import ClassState
from trainings.models import ClassSession, SurveyResult, TrainingClass
from trainings.services.attending import mark_attendance, marks_of, save_survey
from trainings.services.certifying import issue_attendance_certificates
from trainings.services.costing import cost_of
from trainings.services.inviting import invite
from trainings.survey_form import SurveyForm

ONLY_HOLDERS = gettext_lazy(
    "Văn phòng Điều phối, cơ quan chủ trì kế hoạch và đơn vị mở lớp tại địa phương tổ chức lớp này."
)
_LONGEST_KEY = 18


class ClassMixin(ScopedQuerysetMixin):
    """A class with its plan and agency."""

    model = TrainingClass
    context_object_name = "training_class"

    def get_queryset(self):
        """Read the plan along."""
        return super().get_queryset().select_related("course__plan__agency", "course__plan__document", "unit")


class ClassHoldingView(ClassMixin, DetailView):
    """Sessions with their attendance, people with their presence, what can be printed and sent."""

    template_name = "trainings/class_holding.html"

    def get_object(self, queryset=None):
        """Return the class; who holds it or reads the province sees how it goes."""
        row = super().get_object(queryset)
        require(rules.may_print_lists(self.request.user, row), ONLY_HOLDERS)
        return row

    def get_context_data(self, **kwargs):
        """Add counts by session and person, and what this person may do."""
        user, row = self.request.user, self.object
        sessions = list(sessions_of(row))
        presences = presences_of(with_presence(user, row), len(sessions))
        may_manage = rules.may_manage(user, row.course.plan)
        due = [one for one in presences if one.is_enough and not hasattr(one.registration, "certificate")]
        return super().get_context_data(
            sessions=sessions,
            presences=presences,
            enough=sum(one.is_enough for one in presences),
            certified=sum(hasattr(one.registration, "certificate") for one in presences),
            survey=list(SurveyResult.objects.visible_to(user).filter(training_class=row)),
            may_hold=rules.may_hold(user, row),
            cost=cost_of(row, user) if may_see_budgets(user) else None,
            may_manage=may_manage,
            may_invite=may_manage and row.state in (ClassState.OPEN, ClassState.CLOSED),
            may_certify=may_manage and bool(due) and row.last_day <= today(),
            least=LEAST_PERCENT,
            today=today(),
            **kwargs,
        )


class SessionAttendanceView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """One tick a person: made for a telephone in the hand, works as well beside a paper list."""

    model = ClassSession
    template_name = "trainings/session_attendance.html"

    def get_queryset(self):
        """Read the class and its plan along."""
        return super().get_queryset().select_related("training_class__course__plan")

    def dispatch(self, request, *args, **kwargs):
        """Refuse those who do not hold the class; out of scope is 404 before that."""
        self.object = self.get_object()
        require(rules.may_hold(request.user, self.object.training_class), ONLY_HOLDERS)
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request, *_args, **_kwargs):
        """Show the list; before the first time nobody is ticked."""
        there = set(self.object.attendance.filter(present=True).values_list("registration", flat=True))
        return self.show(there)

    def post(self, request, *_args, **_kwargs):
        """Write the ticks and go on to the class; what was ticked comes back with a refusal."""
        ticked = {int(key) for key in request.POST.getlist("id") if key.isdecimal() and len(key) <= _LONGEST_KEY}
        try:
            count = mark_attendance(
                actor=request.user, session_id=self.object.pk, present_ids=ticked, seen=request.POST.get("seen", "")
            )
        except (Stale, Refused) as error:
            return self.show(ticked, error=str(error), status=409 if isinstance(error, Stale) else 200)
        words = {"session": self.object, "count": count}
        messages.success(request, _("Đã điểm danh %(session)s: %(count)s người có mặt.") % words)
        return redirect("trainings:class_holding", self.object.training_class_id)

    def show(self, ticked, *, error="", status=200):
        """Show the page with these ticks."""
        row = self.object.training_class
        context = {
            "session": self.object,
            "training_class": row,
            "people": list(with_presence(self.request.user, row)),
            "ticked": ticked,
            "seen": marks_of(self.object),
            "error": error,
        }
        return render(self.request, self.template_name, context, status=status)


class ClassSurveyView(ClassMixin, SingleObjectMixin, FormView):
    """The counted answers of the forms of a class."""

    template_name = "trainings/class_survey.html"
    form_class = SurveyForm

    def dispatch(self, request, *args, **kwargs):
        """Refuse those who do not hold the class; out of scope is 404 before that."""
        self.object = self.get_object()
        require(rules.may_hold(request.user, self.object), ONLY_HOLDERS)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Begin with what was entered before."""
        results = SurveyResult.objects.visible_to(self.request.user).filter(training_class=self.object)
        return SurveyForm.initial_of(list(results))

    def form_valid(self, form):
        """Save; a refusal keeps what was typed."""
        try:
            save_survey(actor=self.request.user, class_id=self.object.pk, counts=form.counts)
        except Refused as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu kết quả phiếu đánh giá."))
        return redirect("trainings:class_holding", self.object.pk)


class ActOnClassView(ClassMixin, SingleObjectMixin, View):
    """One press on the page of a class that is held."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Act, and say on the page what happened."""
        row = self.get_object()
        try:
            messages.success(request, self.act(row))
        except Refused as error:
            messages.error(request, str(error))
        return redirect("trainings:class_holding", row.pk)

    def act(self, row: TrainingClass) -> str:
        """Do it and return the message."""
        raise NotImplementedError


class ClassInviteView(ActOnClassView):
    """Tell the units."""

    def act(self, row):
        """Send the notices."""
        told = invite(actor=self.request.user, class_id=row.pk)
        return _("Đã gửi thông báo mời cho %(count)s cán bộ địa phương.") % {"count": told}


class ClassCertifyView(ActOnClassView):
    """Number the certificates."""

    def act(self, row):
        """Issue them to all who are due."""
        made = issue_attendance_certificates(actor=self.request.user, class_id=row.pk)
        return _("Đã cấp %(count)s giấy chứng nhận.") % {"count": len(made)}
