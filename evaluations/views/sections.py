"""Pages on which a dossier is filled in, a section each, and the page that asks before it is sent."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import DetailView, UpdateView

from core.components import MissingItem
from core.dates import format_datetime, today
from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.comparing import compare_with_previous
from evaluations.edits import left_alone
from evaluations.enums import SectionKey
from evaluations.known_facts import known_facts
from evaluations.models import Dossier
from evaluations.reading import read_sections
from evaluations.section_forms import SECTION_FORMS
from evaluations.sections import Section, sections_of
from evaluations.services.sections import save_section
from evaluations.views.dossiers import NOT_EDITABLE

AUTOSAVE = "X-Autosave"


class SectionPage(ScopedQuerysetMixin):
    """What the pages share: the dossier while it may be edited, its sections, and the way through them."""

    model = Dossier
    context_object_name = "dossier"
    section_key = ""

    def get_queryset(self):
        """Read what sections and facts are made of."""
        return (
            super()
            .get_queryset()
            .select_related(
                "round__rule_version", "product__group__parent", "producer__unit", "unit", "criteria_set", "unit_check"
            )
        )

    def get_object(self, queryset=None):
        """Return the dossier; out of scope is 404 before it is a refusal."""
        dossier = super().get_object(queryset)
        require(rules.may_edit_dossier(self.request.user, dossier), NOT_EDITABLE)
        return dossier

    @cached_property
    def sections(self) -> list[Section]:
        """The sections as they are stored."""
        return sections_of(self.stored())

    def stored(self) -> Dossier:
        """Return the dossier without what a form has just put into it."""
        return self.get_queryset().get(pk=self.object.pk)

    @property
    def section(self) -> Section | None:
        """The section of this page, where the rules ask for it."""
        return next((one for one in self.sections if one.key == self.section_key), None)

    def following_url(self) -> str:
        """Return the page after this one: the next section, after the last the check before sending."""
        keys = [one.key for one in self.sections]
        at = keys.index(self.section_key) + 1 if self.section_key in keys else len(keys)
        return self.sections[at].url if at < len(keys) else check_url(self.object)

    def get_context_data(self, **kwargs):
        """Add the list of sections and the own one."""
        section = self.section
        extra = {"sections": self.sections, "section": section, "following": self.following_url()}
        return super().get_context_data(**(extra | kwargs))

    def saved(self, version: int, updated_at):
        """Answer a saving: in JSON where the page saved itself, else by going on or staying."""
        if self.request.headers.get(AUTOSAVE):
            return JsonResponse({"version": version, "saved": format_datetime(updated_at)})
        if self.request.POST.get("then") == "next":
            messages.success(self.request, _("Đã lưu phần “%(section)s”.") % {"section": self.title})
            return redirect(self.following_url())
        messages.success(self.request, _("Đã lưu nháp."))
        return redirect(self.request.path)


class SectionEditView(SectionPage, UpdateView):
    """One section as a form. Saving needs no script; with one it goes by itself."""

    template_name = "evaluations/dossier_section.html"

    def dispatch(self, request, *args, **kwargs):
        """Know the section before anything is read."""
        self.section_key = kwargs["key"]
        if self.section_key not in SECTION_FORMS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        """Return the form of the section."""
        return SECTION_FORMS[self.section_key]

    @property
    def title(self) -> str:
        """The name of the section."""
        return str(SectionKey(self.section_key).label)

    def get_context_data(self, **kwargs):
        """Add what the registers know already."""
        return super().get_context_data(
            title=self.title, groups=known_facts(self.object, self.section_key, today()), **kwargs
        )

    def form_valid(self, form):
        """Write by the service; what another person saved meanwhile is shown beside what was typed."""
        values = dict(form.cleaned_data)
        version = values.pop("version")
        try:
            dossier = save_section(
                actor=self.request.user,
                dossier_id=self.object.pk,
                section=self.section_key,
                version=version,
                **values,
            )
        except Stale as error:
            if self.request.headers.get(AUTOSAVE):
                return JsonResponse({"message": str(error)}, status=409)
            fresh = self.stored()
            unseen = fresh.edits.filter(section=self.section_key, version__gt=version or 0)
            form.take_theirs(left_alone(unseen, values), fresh)
            form.take_stale(error, fresh)
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        return self.saved(dossier.version, dossier.updated_at)

    def form_invalid(self, form):
        """Show the form again; a page that saves itself is told which box it is."""
        if self.request.headers.get(AUTOSAVE):
            wrong = [
                f"{form.fields[name].label}: {errors[0]}" if name in form.fields else str(errors[0])
                for name, errors in form.errors.items()
            ]
            return JsonResponse({"message": " ".join(wrong)}, status=422)
        return super().form_invalid(form)


class DossierCheckView(SectionPage, DetailView):
    """Check the answers before the dossier is sent: every section read-only, and what happens then."""

    template_name = "evaluations/dossier_check.html"

    def get_context_data(self, **kwargs):
        """Add the sections in words and what is missing."""
        lacking: list[MissingItem] = [item for one in self.sections for item in one.missing]
        return super().get_context_data(
            blocks=read_sections(self.object, self.sections), lacking=lacking, day=today(), **kwargs
        )


class DossierCompareView(ScopedQuerysetMixin, DetailView):
    """What changed since the dossier before: fields side by side, papers, levels that could not be carried."""

    model = Dossier
    context_object_name = "dossier"
    template_name = "evaluations/dossier_compare.html"

    def get_queryset(self):
        """Read both dossiers."""
        return (
            super()
            .get_queryset()
            .select_related("round__rule_version", "product__group", "criteria_set", "previous_dossier__round")
        )

    def get(self, _request, *_args, **_kwargs):
        """Show the comparison; a dossier that began empty has its own page alone."""
        self.object = self.get_object()
        if self.object.previous_dossier is None:
            return redirect(self.object)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        """Add the comparison."""
        return super().get_context_data(comparison=compare_with_previous(self.object, today()), **kwargs)


def check_url(dossier: Dossier) -> str:
    """Return the page that asks before the dossier is sent."""
    return reverse("evaluations:dossier_check", args=[dossier.pk])
