"""Pages of editions: freeze, issue, what changed since the edition before, files of earlier stages."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin

from core.downloads import file_response
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from documents.enums import DocumentKind
from documents.forms import DocumentForm
from reports.consolidating.reading import changes_of, url_of
from reports.editions.earlier import edition_before
from reports.editions.files import is_as_drawn
from reports.editions.opening import differences_of, issue_defaults
from reports.editions.services import freeze_edition, issue_edition, passages_to_look_at
from reports.enums import FIXED, FileFormat, Stage
from reports.models import Report
from reports.rules import may_consolidate
from reports.views.pages import CHANGED_FILE

_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối chốt và ban hành báo cáo tổng hợp.")


class _EditionMixin(ScopedQuerysetMixin):
    """Editions of consolidated reports that the person may see."""

    model = Report
    context_object_name = "report"

    def get_queryset(self):
        """Read the names with the edition; other reports have no such pages."""
        rows = super().get_queryset().filter(consolidation__isnull=False)
        return rows.select_related("unit", "consolidation", "document")


class EditionFreezeView(_EditionMixin, DetailView):
    """Say what freezing means, then do it."""

    template_name = "reports/edition_freeze.html"
    http_method_names = ("get", "post", "head", "options")

    def dispatch(self, request, *args, **kwargs):
        """Find the edition first: out of scope is no page at all."""
        self.report = self.get_object()
        require(may_consolidate(request.user), _ONLY_OFFICE)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the passages that print figures which changed after they were edited."""
        passages = [
            {"text": one.text, "url": url_of(one), "changes": changes_of(one)}
            for one in passages_to_look_at(self.report.consolidation)
        ]
        return super().get_context_data(passages=passages, **kwargs)

    def post(self, request, *_args, **_kwargs):
        """Write by the service; a refusal is told on the page of the edition."""
        has_looked = request.POST.get("has_looked") == "1"
        try:
            report = freeze_edition(actor=request.user, report_id=self.report.pk, has_looked=has_looked)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(self.report)
        messages.success(request, _("Đã chốt số liệu: %(name)s.") % {"name": report.edition_name})
        return redirect(report)


class EditionIssueView(_EditionMixin, SingleObjectMixin, FormView):
    """Record number, day and signer of the document by which the edition is issued."""

    form_class = DocumentForm
    template_name = "reports/edition_issue.html"

    def dispatch(self, request, *args, **kwargs):
        """Find the edition first: out of scope is no page at all."""
        self.object = self.get_object()
        require(may_consolidate(request.user), _ONLY_OFFICE)
        if self.object.stage != Stage.FROZEN or self.object.is_on_its_way:
            messages.error(request, _("Chỉ ban hành được bản đã chốt số liệu và đã lập xong tệp."))
            return redirect(self.object)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Begin with what the report bears already."""
        return issue_defaults(self.object)

    def get_form_kwargs(self):
        """The kind is fixed."""
        return super().get_form_kwargs() | {"kind": DocumentKind.REPORT, "prefix": "document"}

    def get_form(self, form_class=None):
        """An issued report bears the name of who signed it."""
        form = super().get_form(form_class)
        form.fields["signer"].required = True
        return form

    def form_valid(self, form):
        """Record and issue; what does not fit comes back with everything typed."""
        try:
            report = issue_edition(actor=self.request.user, report_id=self.object.pk, **form.cleaned_document())
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ban hành: %(document)s.") % {"document": report.document.citation})
        return redirect(report)


class EditionDifferencesView(_EditionMixin, DetailView):
    """What the edition says otherwise than the one before, figure by figure, row by row."""

    template_name = "reports/edition_differences.html"

    def get_context_data(self, **kwargs):
        """Compare what both have stored."""
        before = edition_before(self.object)
        if before is None or not self.object.snapshot_at:
            raise Http404
        return super().get_context_data(before=before, found=differences_of(self.object, before), **kwargs)


class EditionFileView(_EditionMixin, SingleObjectMixin, View):
    """A file as it was drawn at a stage; those of the draft are the office's."""

    def get(self, request, *_args, **_kwargs):
        """Serve it under the title of the report and the stage."""
        report = self.get_object()
        stage, kind = self.kwargs["stage"], self.kwargs["format"]
        may_read = stage in FIXED or may_consolidate(request.user)
        known = stage in Stage.values and kind in FileFormat.values
        stored = report.files.filter(stage=stage, format=kind).first() if may_read and known else None
        if stored is None:
            raise Http404
        if not is_as_drawn(stored):
            messages.error(request, CHANGED_FILE)
            return redirect(report)
        return file_response(stored.file, filename=f"{report.title} – {report.edition_name} – {Stage(stage).label}")
