"""Start-up projects, what they are given and became, and the spaces that serve them."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, TemplateView
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused, Stale
from core.forms import shown_again
from core.formsets import one_more_row, rows_shown_again
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from producers.models import Producer
from products.models import Product
from programme import rules
from programme.filters import ProjectFilter
from programme.forms.startups import SUPPORTS, ProjectForm, SpaceForm, SupportFormSet, stored_supports, support_rows
from programme.models import IncubationProject, SupportSpace
from programme.services import incubation as services
from programme.startups import counts_of_year
from programme.views.shared import NOT_FOR_COUNCIL, OfObjectFormView

ONLY_WRITERS = gettext_lazy("Dự án và không gian hỗ trợ do cán bộ của đơn vị và Văn phòng Điều phối ghi.")


class ProjectListView(RuleRequiredMixin, FilteredListView):
    """Start-up projects; above them the numbers of a year, beside them the spaces."""

    model = IncubationProject
    rule = rules.may_see_programme
    refusal = NOT_FOR_COUNCIL
    filterset_class = ProjectFilter
    template_name = "programme/project_list.html"
    sorts = {
        "name": ("name",),
        "unit": ("unit__sort_key", "selected_on"),
        "selected": ("selected_on",),
        "became": ("became_on",),
    }

    def get_context_data(self, **kwargs):
        """Add the numbers of the year that is filtered, else of the last one in which something happened."""
        user = self.request.user
        context = super().get_context_data(**kwargs)
        asked = self.filterset.form["year"].value() or ""
        visible = IncubationProject.objects.visible_to(user)
        year = int(asked) if asked.isdecimal() and len(asked) == 4 else _last_year(visible)
        return context | {
            "counts": counts_of_year(visible, year),
            "spaces": _spaces(user),
            "may_write": rules.may_write_programme(user),
        }


class ProjectDetailView(ScopedQuerysetMixin, DetailView):
    """One project; what it became is named for those who may see it."""

    model = IncubationProject
    template_name = "programme/project_detail.html"
    context_object_name = "project"

    def get_queryset(self):
        """Read unit, producer and product along, and whether the person may see those two."""
        user = self.request.user
        rows = super().get_queryset().for_list().select_related("producer", "product")
        return rows.annotate(
            sees_producer=Exists(Producer.objects.visible_to(user).filter(pk=OuterRef("producer"))),
            sees_product=Exists(Product.objects.visible_to(user).filter(pk=OuterRef("product"))),
        )

    def get_context_data(self, **kwargs):
        """Add what it was given."""
        context = {
            "supports": list(self.object.supports.all()),
            "may_edit": rules.may_edit_of_unit(self.request.user, self.object),
        }
        return super().get_context_data(**(context | kwargs))


class _ProjectFormView(TemplateView):
    """The form with its rows; ``save`` of the two pages below calls the service."""

    template_name = "programme/project_form.html"
    project = None

    def get(self, _request, *_args, **_kwargs):
        """Show what is stored."""
        return self.render_to_response(self.get_context_data(**self.get_parts()))

    def post(self, request, *_args, **_kwargs):
        """Save, or show the form again with one more row or with what is wrong."""
        if f"add_{SUPPORTS}" in request.POST:
            return self.show_with_row()
        parts = self.get_parts(request.POST)
        # Both parts are asked before the answer, so that all errors come at once.
        checked = [part.is_valid() for part in parts.values()]
        if not all(checked):
            return self.render_to_response(self.get_context_data(**parts))
        form = parts["form"]
        try:
            project = self.save(form, support_rows(parts[SUPPORTS]))
        except Stale as error:
            form.take_stale(error, IncubationProject.objects.visible_to(request.user).get(pk=self.project.pk))
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
        else:
            messages.success(request, _("Đã lưu dự án %(name)s.") % {"name": project.name})
            return redirect(project)
        return self.render_to_response(self.get_context_data(**parts))

    def show_with_row(self):
        """Show what was typed with one more empty row; nothing is checked or saved."""
        parts = self.get_parts(one_more_row(self.request.POST, SUPPORTS))
        shown_again(parts["form"])
        rows_shown_again(parts[SUPPORTS])
        return self.render_to_response(self.get_context_data(**parts))

    def get_parts(self, data=None):
        """Return the form and its rows; rows that came back are compared with nothing."""
        user = self.request.user
        # A copy: the page names the project as it is stored, not as it is being typed.
        form = ProjectForm(
            data, user=user, instance=copy(self.project), initial={} if self.project else {"unit": user.unit_id}
        )
        stored = stored_supports(self.project) if data is None else []
        return {"form": form, SUPPORTS: SupportFormSet(data, prefix=SUPPORTS, initial=stored)}

    def get_context_data(self, **kwargs):
        """Name the project as it is stored."""
        return super().get_context_data(**kwargs | {"project": self.project})


class ProjectCreateView(RuleRequiredMixin, _ProjectFormView):
    """Record a project."""

    rule = rules.may_write_programme
    refusal = ONLY_WRITERS

    def save(self, form, supports):
        """Add the project."""
        return services.create_project(actor=self.request.user, supports=supports, **form.cleaned_data)


class ProjectEditView(ScopedQuerysetMixin, SingleObjectMixin, _ProjectFormView):
    """Change a project."""

    model = IncubationProject

    def dispatch(self, request, *args, **kwargs):
        """Out of scope is 404 before it is a refusal."""
        self.project = self.object = self.get_object()
        require(rules.may_edit_of_unit(request.user, self.project), ONLY_WRITERS)
        return super().dispatch(request, *args, **kwargs)

    def save(self, form, supports):
        """Change the project."""
        return services.edit_project(
            actor=self.request.user, project_id=self.project.pk, supports=supports, **form.cleaned_data
        )


class SpaceCreateView(RuleRequiredMixin, CreateView):
    """Record an area for start-ups."""

    model = SupportSpace
    form_class = SpaceForm
    rule = rules.may_write_programme
    refusal = ONLY_WRITERS
    template_name = "programme/space_form.html"

    def get_initial(self):
        """Begin with the own unit."""
        return {"unit": self.request.user.unit_id}

    def get_form_kwargs(self):
        """The choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form):
        """Write by the service."""
        try:
            services.create_space(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi không gian hỗ trợ."))
        return redirect("programme:project_list")


class SpaceEditView(OfObjectFormView):
    """Change an area for start-ups."""

    model = SupportSpace
    form_class = SpaceForm
    template_name = "programme/space_form.html"
    context_object_name = "space"
    refusal = ONLY_WRITERS

    def is_allowed(self):
        """The unit and the office."""
        return rules.may_edit_of_unit(self.request.user, self.object)

    def get_form_kwargs(self):
        """A copy: the page names the area as it is stored; the choices depend on who asks."""
        return super().get_form_kwargs() | {"user": self.request.user, "instance": copy(self.object)}

    def write(self, form):
        """Change the area."""
        services.edit_space(actor=self.request.user, space_id=self.object.pk, **form.cleaned_data)
        messages.success(self.request, _("Đã lưu không gian hỗ trợ."))
        return redirect("programme:project_list")


def _spaces(user) -> list[tuple[SupportSpace, bool]]:
    """Return the spaces in sight, each with whether the person may change it; two queries."""
    spaces = list(SupportSpace.objects.visible_to(user).select_related("unit"))
    if rules.may_manage_plans(user) or not rules.may_write_programme(user):
        return [(space, rules.may_manage_plans(user)) for space in spaces]
    theirs = set(user.unit.territory().values_list("pk", flat=True))
    return [(space, space.unit_id in theirs) for space in spaces]


def _last_year(rows) -> int:
    last = rows.order_by("-selected_on").values_list("selected_on__year", flat=True).first()
    return last or today().year
