"""Directives, their tasks, to whom they are given, and how far each unit is."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import CreateView, DetailView, View
from django.views.generic.detail import BaseDetailView, SingleObjectMixin

from core.dates import today
from core.downloads import file_response
from core.errors import Refused
from core.views import PagedListView, RuleRequiredMixin, ScopedQuerysetMixin, require
from programme import rules
from programme.deadlines import term_of
from programme.enums import TaskState
from programme.forms.directives import AssignForm, DirectiveForm, NoteForm, TaskForm
from programme.models import Directive, DirectiveTask, TaskAssignment, TaskNote
from programme.querysets import bucket_conditions
from programme.services import directives as services
from programme.views.shared import NOT_FOR_COUNCIL, ONLY_OFFICE, OfObjectFormView

_ONLY_THE_UNIT = gettext_lazy("Tiến độ do cán bộ của đơn vị được giao và Văn phòng Điều phối ghi.")


class DirectiveListView(RuleRequiredMixin, PagedListView):
    """All directives, the newest first, with how many parts of their tasks are done."""

    model = Directive
    rule = rules.may_see_programme
    refusal = NOT_FOR_COUNCIL
    template_name = "programme/directive_list.html"

    def get_queryset(self):
        """Read the document and count the tasks along."""
        rows = super().get_queryset().select_related("document").annotate(task_count=Count("tasks"))
        return rows.order_by("-document__issued_on", "-pk")

    def get_context_data(self, **kwargs):
        """Count what the person may see; one query for the page."""
        user = self.request.user
        context = super().get_context_data(may_manage=rules.may_manage_plans(user), **kwargs)
        page = context["page_obj"]
        shown = TaskAssignment.objects.visible_to(user).filter(task__directive__in=[row.pk for row in page])
        is_in = bucket_conditions(today())
        counted = (
            shown.with_due()
            .order_by()
            .values("task__directive")
            .annotate(
                given=Count("pk"),
                done=Count("pk", filter=is_in["done"]),
                overdue=Count("pk", filter=is_in["overdue"]),
            )
        )
        found = {row["task__directive"]: row for row in counted}
        for row in page:
            row.counts = found.get(row.pk, {"given": 0, "done": 0, "overdue": 0})
        return context | {"page": page}


class DirectiveCreateView(RuleRequiredMixin, CreateView):
    """Record a directive."""

    model = Directive
    form_class = DirectiveForm
    rule = rules.may_manage_plans
    refusal = ONLY_OFFICE
    template_name = "programme/directive_form.html"

    def form_valid(self, form):
        """Write by the service."""
        try:
            row = services.create_directive(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi văn bản chỉ đạo. Hãy thêm các nhiệm vụ."))
        return redirect(row)


class OfficeFormView(OfObjectFormView):
    """A form of the office about one object."""

    def is_allowed(self):
        """Only the office."""
        return rules.may_manage_plans(self.request.user)


class DirectiveEditView(OfficeFormView):
    """Change a directive."""

    model = Directive
    form_class = DirectiveForm
    template_name = "programme/directive_form.html"
    context_object_name = "directive"
    is_for_object = True

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def write(self, form):
        """Change the directive."""
        row = services.edit_directive(actor=self.request.user, directive_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu văn bản chỉ đạo."))
        return redirect(row)


class DirectiveDetailView(ScopedQuerysetMixin, DetailView):
    """A directive with its tasks; of who has them as much as the person may see."""

    model = Directive
    template_name = "programme/directive_detail.html"
    context_object_name = "directive"

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def get_context_data(self, **kwargs):
        """Add tasks with their units; one query each, however many."""
        user, day = self.request.user, today()
        parts = defaultdict(list)
        for part in TaskAssignment.objects.visible_to(user).filter(task__directive=self.object).for_list():
            part.term = term_of(part.due, part.done_on, day)
            parts[part.task_id].append(part)
        tasks = list(self.object.tasks.all())
        for task in tasks:
            task.parts = sorted(parts[task.pk], key=lambda part: (not part.is_lead, part.unit.sort_key))
            task.done_count = sum(part.done_on is not None for part in task.parts)
        return super().get_context_data(tasks=tasks, may_manage=rules.may_manage_plans(user), **kwargs)


class TaskCreateView(OfficeFormView):
    """A new task of a directive."""

    model = Directive
    form_class = TaskForm
    template_name = "programme/task_form.html"
    context_object_name = "directive"

    def get_queryset(self):
        """Read the document along."""
        return super().get_queryset().select_related("document")

    def write(self, form):
        """Add the task; the next step is to give it to units."""
        task = services.save_task(actor=self.request.user, directive_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã thêm nhiệm vụ. Hãy chọn đơn vị thực hiện."))
        return redirect("programme:task_assign", task.pk)


class TaskEditView(OfficeFormView):
    """Change a task."""

    model = DirectiveTask
    form_class = TaskForm
    template_name = "programme/task_form.html"
    context_object_name = "task"
    is_for_object = True

    def get_queryset(self):
        """Read the directive along."""
        return super().get_queryset().select_related("directive__document")

    def get_context_data(self, **kwargs):
        """Name the directive as the page of a new task does."""
        return super().get_context_data(directive=self.object.directive, **kwargs)

    def write(self, form):
        """Change the task."""
        directive = self.object.directive
        services.save_task(
            actor=self.request.user, directive_id=directive.pk, task_id=self.object.pk, **form.cleaned_data
        )
        messages.success(self.request, _("Đã lưu nhiệm vụ."))
        return redirect(directive)


class TaskAssignView(OfficeFormView):
    """Give a task to units."""

    model = DirectiveTask
    form_class = AssignForm
    template_name = "programme/task_assign.html"
    context_object_name = "task"

    def get_queryset(self):
        """Read the directive along."""
        return super().get_queryset().select_related("directive__document__issuer")

    def get_form_kwargs(self):
        """Offer the units of the day of the document."""
        return super().get_form_kwargs() | {"document": self.object.directive.document}

    def get_context_data(self, **kwargs):
        """Say who has the task already."""
        held = self.object.assignments.select_related("unit")
        return super().get_context_data(directive=self.object.directive, held=held, **kwargs)

    def write(self, form):
        """Give the task."""
        made = services.assign_units(
            actor=self.request.user,
            task_id=self.object.pk,
            units=form.chosen_units(),
            is_lead=form.cleaned_data["is_lead"],
        )
        words = ngettext("Đã giao cho %(count)s đơn vị.", "Đã giao cho %(count)s đơn vị.", len(made))
        messages.success(self.request, words % {"count": len(made)})
        return redirect(self.object.directive)


class AssignmentMixin(ScopedQuerysetMixin):
    """The part of one unit."""

    model = TaskAssignment
    context_object_name = "assignment"

    def get_queryset(self):
        """Read task, document and unit along."""
        return super().get_queryset().for_list()


class AssignmentDetailView(AssignmentMixin, OfObjectFormView):
    """How far a unit is, and the form for the next note where the person may write one."""

    form_class = NoteForm
    template_name = "programme/assignment_detail.html"
    refusal = _ONLY_THE_UNIT

    def is_allowed(self):
        """Everybody who sees it reads; its unit and the office write."""
        return self.request.method in ("GET", "HEAD") or rules.may_note_progress(self.request.user, self.object)

    def get_form_kwargs(self):
        """The form carries the version of the assignment."""
        return super().get_form_kwargs() | {"assignment": self.object}

    def get_context_data(self, **kwargs):
        """Add the notes, the newest first."""
        user, row = self.request.user, self.object
        notes = list(row.notes.select_related("written_by"))
        for note in notes:
            note.mark = TaskState(note.state)
        context = {
            "notes": notes,
            "term": term_of(row.due, row.done_on, today()),
            "may_note": rules.may_note_progress(user, row),
            "may_manage": rules.may_manage_plans(user),
        }
        return super().get_context_data(**(context | kwargs))

    def write(self, form):
        """Add the note."""
        services.note_progress(actor=self.request.user, assignment_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã ghi tiến độ."))
        return redirect(self.object)


class AssignmentActView(AssignmentMixin, SingleObjectMixin, View):
    """A press of the office on one assignment."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Act by the service; a refusal is told on the page."""
        row = self.get_object()
        require(rules.may_manage_plans(request.user), ONLY_OFFICE)
        try:
            return self.act(row)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(row)

    def act(self, row):
        """Call the service and return the redirect."""
        raise NotImplementedError


class AssignmentLeadView(AssignmentActView):
    """Make the unit the one that leads, or one that takes part."""

    def act(self, row):
        """Turn the role that the page showed."""
        lead = self.request.POST.get("lead") == "1"
        services.set_lead(actor=self.request.user, assignment_id=row.pk, is_lead=lead)
        messages.success(self.request, _("Đã lưu vai trò của đơn vị."))
        return redirect(row)


class AssignmentWithdrawView(AssignmentActView):
    """Take back a task that was given by mistake."""

    def act(self, row):
        """Take it back; nothing was written of it."""
        task = services.withdraw_assignment(actor=self.request.user, assignment_id=row.pk)
        messages.success(self.request, _("Đã bỏ phân công cho %(unit)s.") % {"unit": row.unit})
        return redirect(task.directive)


class NoteFileView(ScopedQuerysetMixin, BaseDetailView):
    """The file of a note that the person may see."""

    model = TaskNote

    def render_to_response(self, context):
        """Send the file; 404 where there is none."""
        note = context["object"]
        if not note.file:
            raise Http404
        try:
            return file_response(note.file, filename=_("Tiến độ %(key)s") % {"key": note.pk})
        except FileNotFoundError:
            raise Http404 from None
