"""Registering people, singly and by pasting, and giving seats back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from producers.models import Producer
from trainings import rules, services
from trainings.audiences import audiences_of, facts_of
from trainings.enums import Audience, SeatState, TraineeKind
from trainings.forms import PasteForm, PersonForm
from trainings.models import Registration
from trainings.pasting import COLUMNS, Directory, read_pasted
from trainings.people import Person
from trainings.previewing import check_rows
from trainings.views.classes import ClassMixin
from trainings.views.shared import ONLY_REGISTRARS, OfObjectFormView

_SHOWN = 50


class RegistrarView(ClassMixin, OfObjectFormView):
    """What both ways of registering share."""

    refusal = ONLY_REGISTRARS

    def is_allowed(self):
        """Communes, and those who manage the plan."""
        return rules.may_register_in(self.request.user, self.object)

    def get_context_data(self, **kwargs):
        """Say how many seats are left and whether people are taken today."""
        row = self.object
        context = {
            "course": row.course,
            "free": max(row.capacity - row.registered, 0),
            "is_open": row.takes_registrations_on(today()),
        }
        return super().get_context_data(**(context | kwargs))


class RegisterView(RegistrarView):
    """Register one person; beside the form stands who qualifies and why."""

    form_class = PersonForm
    template_name = "trainings/class_register.html"

    def get_form_kwargs(self):
        """The choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        """Add the producers that qualify; a fixed number of queries."""
        words = self.request.GET.get("q", "").strip()[:100]
        producers = Producer.objects.visible_to(self.request.user).active_on(self.object.first_day)
        if words:
            producers = producers.search(words)
        rows = list(producers.select_related("unit").order_by("sort_key", "pk")[: _SHOWN + 1])
        qualifying = self._qualifying(rows[:_SHOWN])
        return super().get_context_data(qualifying=qualifying, words=words, has_more=len(rows) > _SHOWN, **kwargs)

    def _qualifying(self, producers):
        facts = facts_of((producer.pk for producer in producers), self.object.first_day)
        found = []
        for producer in producers:
            staff = Person("", "", producer.unit, TraineeKind.PRODUCER_STAFF, producer=producer)
            reasons = audiences_of(staff, self.object.course, facts[producer.pk])
            if reasons:
                found.append((producer, [(Audience(code).label, why) for code, why in reasons]))
        return found

    def write(self, form):
        """Register by the service; two classes on the same days are told."""
        registration = services.register_person(actor=self.request.user, class_id=self.object.pk, person=form.person())
        self._tell(registration)
        for other in services.overlapping(registration.trainee, self.object):
            messages.warning(
                self.request,
                _("%(name)s cũng đăng ký lớp trùng ngày: %(course)s, %(class)s.")
                % {"name": registration.trainee, "course": other.course, "class": other},
            )
        return redirect(self.object)

    def _tell(self, registration):
        if registration.state == SeatState.WAITING:
            messages.warning(self.request, _("Lớp đã đủ chỗ: %s vào danh sách chờ.") % registration.trainee)
        else:
            messages.success(self.request, _("Đã đăng ký %s.") % registration.trainee)


class PasteView(RegistrarView):
    """Paste rows, look at every mistake, then register all of them or none."""

    form_class = PasteForm
    template_name = "trainings/class_paste.html"

    def form_valid(self, form):
        """Preview; register where that was asked for and nothing is wrong."""
        rows, problems = read_pasted(form.cleaned_data["rows"], Directory(self.request.user))
        check_rows(rows, self.object)
        wrong = sum(bool(row.errors) for row in rows)
        if problems or wrong or "save" not in self.request.POST:
            for problem in problems:
                form.add_error("rows", problem)
            context = self.get_context_data(form=form, rows=rows, wrong=wrong, may_save=rows and not wrong)
            return self.render_to_response(context)
        try:
            made = services.register_many(
                actor=self.request.user, class_id=self.object.pk, people=[row.person for row in rows]
            )
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.render_to_response(self.get_context_data(form=form, rows=rows, wrong=0, may_save=True))
        self._tell(made)
        return redirect(self.object)

    def get_context_data(self, **kwargs):
        """Name the columns."""
        context = {"columns": list(COLUMNS.values()), "rows": [], "wrong": 0, "may_save": False}
        return super().get_context_data(**(context | kwargs))

    def _tell(self, made):
        waiting = sum(one.state == SeatState.WAITING for one in made)
        seated = len(made) - waiting
        messages.success(
            self.request, ngettext("Đã đăng ký %(n)s người.", "Đã đăng ký %(n)s người.", seated) % {"n": seated}
        )
        if waiting:
            messages.warning(self.request, _("Lớp đã đủ chỗ: %(n)s người vào danh sách chờ.") % {"n": waiting})


class CancelView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Give a seat back."""

    model = Registration
    http_method_names = ("post",)

    def get_queryset(self):
        """Read class, plan and person along."""
        return super().get_queryset().select_related("training_class__course__plan", "trainee")

    def post(self, request, *_args, **_kwargs):
        """Cancel by the service."""
        row = self.get_object()
        require(rules.may_register_in(request.user, row.training_class), ONLY_REGISTRARS)
        try:
            services.cancel_registration(actor=request.user, registration_id=row.pk)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã huỷ đăng ký của %s.") % row.trainee)
        return redirect(row.training_class)
