"""Pages of rule versions: reading, copying, editing drafts, publishing."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, ListView, TemplateView, View
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused, Stale
from core.forms import shown_again
from core.formsets import one_more_row, rows_shown_again
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.models import Round, RuleVersion
from evaluations.rulebook.publishing import RECOGNISED_STARS, lacking
from evaluations.rulebook.storing import stored_deciders, stored_sets, stored_windows
from evaluations.rulebook.words import (
    band_in_words,
    council_lines,
    deciders_in_words,
    head_lines,
    term_lines,
    window_in_words,
    window_label,
)
from evaluations.rulebook_forms import (
    DECIDERS,
    WINDOWS,
    CopyForm,
    DeciderFormSet,
    DraftForm,
    WindowFormSet,
    decider_rows,
    stored_rows,
    window_rows,
)
from evaluations.services import rulebook
from evaluations.views.rounds import NOT_FOR_AGENCIES

ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối soạn và ban hành bộ tiêu chí.")


class RuleVersionListView(RuleRequiredMixin, ScopedQuerysetMixin, ListView):
    """All versions, the newest decision first."""

    model = RuleVersion
    rule = rules.may_see_evaluations
    refusal = NOT_FOR_AGENCIES
    template_name = "evaluations/rulebook/version_list.html"
    context_object_name = "versions"

    def get_queryset(self):
        """Count sets and rounds."""
        return super().get_queryset().with_counts().order_by("-effective_from", "-pk")

    def get_context_data(self, **kwargs):
        """Say which are in force today."""
        in_force = RuleVersion.objects.visible_to(self.request.user).in_force_on(today()).values_list("pk", flat=True)
        may_edit = rules.may_edit_rulebook(self.request.user)
        return super().get_context_data(in_force=set(in_force), may_edit=may_edit, **kwargs)


class RuleVersionDetailView(ScopedQuerysetMixin, DetailView):
    """Everything a version holds, and where it is used."""

    model = RuleVersion
    template_name = "evaluations/rulebook/version_detail.html"
    context_object_name = "version"

    def get_queryset(self):
        """Count sets and rounds, and name the source of a copy."""
        return super().get_queryset().with_counts().select_related("copied_from")

    def get_context_data(self, **kwargs):
        """Add the settings in words and the sets."""
        version, user = self.object, self.request.user
        bands = {band.star: band.lowest_points for band in version.bands.all()}
        deciders = stored_deciders(version)
        may_edit = rules.may_edit_rulebook(user)
        return super().get_context_data(
            head=head_lines(version),
            stars=[
                (star, band_in_words(bands, star), deciders_in_words(deciders, star))
                for star in sorted(bands, reverse=True)
            ],
            recognised=RECOGNISED_STARS,
            windows=[(window_label(one), window_in_words(one)) for one in stored_windows(version)],
            terms=term_lines(version),
            council=council_lines(version),
            sets=version.criteria_sets.select_related("group__industry").order_by("number"),
            rounds=Round.objects.visible_to(user).filter(rule_version=version).order_by("-opens_on", "-pk")[:20],
            may_edit=may_edit,
            lacking=lacking(version) if may_edit and version.is_draft else [],
            **kwargs,
        )


class CriteriaSetView(ScopedQuerysetMixin, DetailView):
    """One criteria set: parts, criteria, levels with their marks, grounds of refusal."""

    model = RuleVersion
    template_name = "evaluations/rulebook/set_detail.html"
    context_object_name = "version"

    def get_context_data(self, **kwargs):
        """Add the set as a row of the data files, part by part."""
        number = self.kwargs["number"]
        found = stored_sets(self.object, number=number)
        if not found:
            raise Http404
        row = found[0]
        parts = [(part, [one for one in row.criteria if one.part == part.code]) for part in row.parts]
        stored = self.object.criteria_sets.select_related("group").get(number=number)
        return super().get_context_data(row=row, parts=parts, stored=stored, **kwargs)


class OfficeView(ScopedQuerysetMixin, SingleObjectMixin):
    """A page of one version that only the office uses; out of scope is 404 before it is a refusal."""

    model = RuleVersion
    context_object_name = "version"

    def dispatch(self, request, *args, **kwargs):
        """Take the version and ask for the right."""
        self.object = self.version = self.get_object()
        require(rules.may_edit_rulebook(request.user), ONLY_OFFICE)
        return super().dispatch(request, *args, **kwargs)


class RuleVersionCopyView(OfficeView, FormView):
    """Begin a new version from this one."""

    form_class = CopyForm
    template_name = "evaluations/rulebook/version_copy.html"

    def get_initial(self):
        """Begin with what the source says."""
        version = self.version
        return {
            "title": version.title,
            "decision_number": version.decision_number,
            "effective_from": version.effective_from,
        }

    def form_valid(self, form):
        """Write by the service."""
        try:
            draft = rulebook.copy_version(actor=self.request.user, version_id=self.version.pk, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã tạo bản đang soạn “%(code)s”.") % {"code": draft.code})
        return redirect("evaluations:rule_version_detail", draft.pk)


class RuleVersionEditView(OfficeView, TemplateView):
    """Settings, bands, deciders and calendar of a draft in one form."""

    template_name = "evaluations/rulebook/version_form.html"

    def get(self, request, *_args, **_kwargs):
        """Show what is stored; a published version is not edited: its page says what to do."""
        if not self.version.is_draft:
            messages.warning(request, _("Bộ tiêu chí đã ban hành nên không sửa được. Hãy sao chép thành bản mới."))
            return redirect("evaluations:rule_version_detail", self.version.pk)
        return self.render_to_response(self.get_context_data(**self.get_parts()))

    def post(self, request, *_args, **_kwargs):
        """Save, or show the form again with one more row or with what is wrong."""
        for prefix in (DECIDERS, WINDOWS):
            if f"add_{prefix}" in request.POST:
                parts = self.get_parts(one_more_row(request.POST, prefix))
                again = {"form": shown_again(parts["form"])}
                again |= {name: rows_shown_again(parts[name]) for name in (DECIDERS, WINDOWS)}
                return self.render_to_response(self.get_context_data(**again))
        parts = self.get_parts(request.POST)
        checked = [part.is_valid() for part in parts.values()]
        if all(checked) and self.save(parts):
            messages.success(request, _("Đã lưu bản đang soạn."))
            return redirect("evaluations:rule_version_detail", self.version.pk)
        return self.render_to_response(self.get_context_data(**parts))

    def save(self, parts) -> bool:
        """Write by the service; a refusal is shown in the form."""
        form = parts["form"]
        try:
            rulebook.save_draft(
                actor=self.request.user,
                version_id=self.version.pk,
                seen=form.cleaned_data["seen"],
                fields=form.values(),
                bands=form.bands(),
                deciders=decider_rows(parts[DECIDERS]),
                windows=window_rows(parts[WINDOWS]),
            )
        except Stale as error:
            form.take_stale(error, RuleVersion.objects.visible_to(self.request.user).get(pk=self.version.pk))
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
        else:
            return True
        return False

    def get_parts(self, data=None) -> dict:
        """Return the form and its two sets of rows."""
        bands = {band.star: band.lowest_points for band in self.version.bands.all()}
        # Rows that came back are compared with nothing: each one that holds something is kept.
        rows = stored_rows(self.version) if data is None else {}
        return {
            "form": DraftForm(data, instance=copy(self.version), bands=bands),
            DECIDERS: DeciderFormSet(data, prefix=DECIDERS, initial=rows.get(DECIDERS)),
            WINDOWS: WindowFormSet(data, prefix=WINDOWS, initial=rows.get(WINDOWS)),
        }


class _DraftActView(OfficeView, View):
    """An act on a draft by one press."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service; a refusal is a message on the version's page."""
        try:
            return self.act(request)
        except Refused as error:
            messages.error(request, str(error))
        return redirect("evaluations:rule_version_detail", self.version.pk)


class RuleVersionPublishView(_DraftActView):
    """Let rounds rest on a draft."""

    def act(self, request):
        """Publish."""
        version = rulebook.publish_version(actor=request.user, version_id=self.version.pk)
        messages.success(request, _("Đã ban hành bộ tiêu chí “%(title)s”.") % {"title": version.title})
        return redirect("evaluations:rule_version_detail", version.pk)


class RuleVersionDeleteView(_DraftActView):
    """Take a draft away."""

    def act(self, request):
        """Delete."""
        rulebook.delete_draft(actor=request.user, version_id=self.version.pk)
        messages.success(request, _("Đã xoá bản đang soạn “%(code)s”.") % {"code": self.version.code})
        return redirect("evaluations:rule_version_list")
