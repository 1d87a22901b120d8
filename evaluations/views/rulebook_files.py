"""Criteria sets in and out, and two versions side by side."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, TemplateView

from core.errors import Refused
from core.files import CONTENT_TYPES
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from evaluations import rules
from evaluations.models import RuleVersion
from evaluations.rulebook.comparing import Kind, compare_sets, compare_versions
from evaluations.rulebook.importing import JSON, XLSX, Unreadable, plan_import
from evaluations.rulebook.jsonfile import json_bytes
from evaluations.rulebook.storing import stored_sets
from evaluations.rulebook.template import template_bytes
from evaluations.rulebook.uploads import drop_upload, keep_upload, kept_upload
from evaluations.rulebook.words import lines_to_compare
from evaluations.rulebook_forms import CompareForm, ImportForm
from evaluations.services import rulebook
from evaluations.views.rounds import NOT_FOR_AGENCIES
from evaluations.views.rulebook import OfficeView

_TYPES = {XLSX: CONTENT_TYPES["xlsx"], JSON: "application/json"}
_MOST_PROBLEMS = 200
_PUBLISHED = gettext_lazy("Bộ tiêu chí đã ban hành nên không nhập được. Hãy sao chép thành bản mới.")


class RuleVersionExportView(ScopedQuerysetMixin, DetailView):
    """All sets of a version, or the one of ``number``, as a file that can be imported again.

    A version without sets gives the empty template.
    """

    model = RuleVersion

    def render_to_response(self, _context, **_kwargs):
        """Return the file."""
        version, kind, number = self.object, self.kwargs["kind"], self.kwargs.get("number")
        rows = stored_sets(version, number=number)
        if number is not None and not rows:
            raise Http404
        if kind == XLSX:
            groups = version.taxonomy.groups.filter(is_assignable=True).order_by("position", "code")
            content = template_bytes(rows, groups.values_list("code", "name"))
        else:
            content = json_bytes(rows, code=version.code)
        name = f"bo-tieu-chi-{version.code}" + (f"-bo-{number}" if number is not None else "")
        response = HttpResponse(content, content_type=_TYPES[kind])
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.{kind}")
        response["X-Content-Type-Options"] = "nosniff"
        return response


class RuleVersionImportView(OfficeView, FormView):
    """Upload, look at what would change, confirm: all of it is written or nothing."""

    form_class = ImportForm
    template_name = "evaluations/rulebook/version_import.html"

    def dispatch(self, request, *args, **kwargs):
        """Read the kept file where the address names one."""
        self.note = request.POST.get("tep") or request.GET.get("tep", "")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        """Show the form, or the preview of the file that the address names."""
        if not self.version.is_draft:
            messages.warning(request, _PUBLISHED)
            return redirect("evaluations:rule_version_detail", self.version.pk)
        if not self.note:
            return super().get(request, *args, **kwargs)
        try:
            plan = plan_import(self.version, *kept_upload(self.note, user=request.user, version=self.version))
        except (Refused, Unreadable) as error:
            messages.error(request, str(error))
            return redirect("evaluations:rule_version_import", self.version.pk)
        return self.render_to_response(self.get_context_data(plan=plan))

    def post(self, request, *args, **kwargs):
        """Take the file, or write the one that was looked at."""
        return self.confirm() if request.POST.get("step") == "confirm" else super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Refuse what cannot be read at all; keep the rest and show what it would do."""
        upload = form.cleaned_data["file"]
        content, kind = upload.read(), form.kind_of(upload)
        if not self.version.is_draft:
            form.add_error(None, _PUBLISHED)
            return self.form_invalid(form)
        try:
            plan_import(self.version, content, kind)
        except Unreadable as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        note = keep_upload(user=self.request.user, version=self.version, content=content, kind=kind)
        page = reverse("evaluations:rule_version_import", args=[self.version.pk])
        return redirect(f"{page}?{urlencode({'tep': note})}")

    def confirm(self):
        """Write by the service."""
        user, version = self.request.user, self.version
        try:
            content, kind = kept_upload(self.note, user=user, version=version)
            plan = rulebook.import_sets(actor=user, version_id=version.pk, content=content, kind=kind)
            drop_upload(self.note, user=user, version=version)
        except (Refused, Unreadable) as error:
            messages.error(self.request, str(error))
            return redirect("evaluations:rule_version_import", version.pk)
        messages.success(self.request, _("Đã ghi %(count)d bộ tiêu chí từ tệp.") % {"count": len(plan.changes)})
        return redirect("evaluations:rule_version_detail", version.pk)

    def get_context_data(self, plan=None, **kwargs):
        """Add what the file would do, and its note for the confirmation."""
        shown = plan.problems[:_MOST_PROBLEMS] if plan else ()
        return super().get_context_data(
            plan=plan, note=self.note, problems=shown, more=len(plan.problems) - len(shown) if plan else 0, **kwargs
        )


class RuleVersionCompareView(RuleRequiredMixin, TemplateView):
    """Two versions side by side; ``left`` and ``right`` name them, ``a`` and ``b`` two of their sets."""

    rule = rules.may_see_evaluations
    refusal = NOT_FOR_AGENCIES
    template_name = "evaluations/rulebook/version_compare.html"

    def get_context_data(self, **kwargs):
        """Lay the chosen versions side by side."""
        asked = self.request.GET
        bound = "left" in asked or "right" in asked
        form = CompareForm(asked if bound else None, user=self.request.user)
        if not (bound and form.is_valid()):
            return super().get_context_data(form=form, found=None, pair=None, **kwargs)
        left, right = form.cleaned_data["left"], form.cleaned_data["right"]
        found = pair = None
        if "a" in asked or "b" in asked:
            pair = self.pair(left, right)
        else:
            found = compare_versions(left, right, lines_to_compare)
        return super().get_context_data(
            form=form, found=found, pair=pair, left=left, right=right, same=Kind.SAME, **kwargs
        )

    def pair(self, left, right):
        """Return two sets side by side; a number that is not there gives nothing on its side."""
        rows = []
        for version, name in ((left, "a"), (right, "b")):
            number = self.request.GET.get(name, "")
            known = number.isdecimal() and len(number) < 5
            rows.append(next(iter(stored_sets(version, number=int(number))), None) if known else None)
        return compare_sets(*rows) if any(rows) else None
