"""Pages of reports: list, asking, one report with its progress, its files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, View
from django.views.generic.detail import SingleObjectMixin
from django_htmx.http import HttpResponseClientRefresh

from core.downloads import file_response
from core.errors import Refused
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from reports import rules, services
from reports.editions.earlier import edition_before
from reports.editions.files import files_by_stage, is_as_drawn, newest_file
from reports.editions.opening import figures_of_edition
from reports.enums import FileFormat
from reports.filters import ReportFilter
from reports.forms import ReportForm
from reports.models import Report
from reports.reading import in_sections, main_figures, sections_of

NOT_FOR_COUNCIL = gettext_lazy("Thành viên hội đồng chấm hồ sơ ở mục Đánh giá; báo cáo dành cho cơ quan quản lý.")


CHANGED_FILE = gettext_lazy(
    "Tệp trên máy chủ không còn giống tệp đã lập nên không tải được. "
    "Hãy báo quản trị hệ thống khôi phục tệp từ bản sao lưu."
)


class ReportListView(RuleRequiredMixin, FilteredListView):
    """Reports that the person may see, the newest period first."""

    model = Report
    rule = rules.may_see_reports
    refusal = NOT_FOR_COUNCIL
    template_name = "reports/report_list.html"
    filterset_class = ReportFilter
    sorts = {"period": ("last", "first"), "asked": ("created_at",)}


class ReportCreateView(RuleRequiredMixin, FormView):
    """Ask for a report; the second press leads to the one on its way."""

    rule = rules.may_see_reports
    refusal = NOT_FOR_COUNCIL
    form_class = ReportForm
    template_name = "reports/report_form.html"

    def get_form_kwargs(self):
        """Offer the units of this person."""
        return super().get_form_kwargs() | {"asker": self.request.user}

    def get_initial(self):
        """Begin with this year, or with the period of the link that led here."""
        return ReportForm.defaults(self.request.GET)

    def form_valid(self, form):
        """Queue it; what does not fit comes back with everything typed."""
        try:
            report = services.request_report(asker=self.request.user, **form.cleaned_data)
        except Refused as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        return redirect(report)


class ReportDetailView(ScopedQuerysetMixin, DetailView):
    """A report: figures by section, files; or how far it is."""

    model = Report
    template_name = "reports/report_detail.html"

    def get_queryset(self):
        """Read the names with the report."""
        names = ("unit", "asked_by", "scope_unit", "consolidation", "document", "frozen_by")
        return super().get_queryset().select_related(*names)

    def get_context_data(self, **kwargs):
        """Add figures and files; the keys of the rows are read only where a figure is opened."""
        report = self.object
        if report.consolidation_id:
            return super().get_context_data(**self._edition(report), **kwargs)
        sections = sections_of(report.figures.defer("row_keys")) if report.is_done else []
        return super().get_context_data(
            sections=sections,
            main_figures=main_figures(sections),
            files=list(report.files.order_by("format")) if report.is_done else [],
            is_writer=False,
            may_retry=rules.may_retry_report(self.request.user, report),
            **kwargs,
        )

    def _edition(self, report) -> dict:
        """Return what the page of an edition shows: its figures bear the names that were stored with them."""
        sections = in_sections(figures_of_edition(report)) if report.is_done or report.is_fixed else []
        is_writer = rules.may_consolidate(self.request.user)
        drawn = files_by_stage(report, with_drafts=is_writer)
        return {
            "sections": sections,
            "main_figures": main_figures(sections),
            "files": drawn[0].files if drawn else [],
            "earlier_files": drawn[1:],
            "before": edition_before(report),
            "is_writer": is_writer,
            "may_retry": rules.may_retry_report(self.request.user, report),
        }


class ReportProgressView(ScopedQuerysetMixin, DetailView):
    """The part of the page that is asked for again and again while the report is made."""

    model = Report
    template_name = "reports/_progress.html"

    def get(self, request, *_args, **_kwargs):
        """Let the page load itself anew once there is something else to show."""
        report = self.object = self.get_object()
        if request.htmx and not report.is_on_its_way:
            return HttpResponseClientRefresh()
        return self.render_to_response(self.get_context_data(object=report))


class ReportFileView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """A file of a finished report, as an attachment."""

    model = Report

    def get(self, request, *_args, **_kwargs):
        """Serve it under the title of the report."""
        report = self.get_object(self.get_queryset().select_related("unit", "consolidation"))
        kind = self.kwargs["format"]
        may_read = kind in FileFormat.values and (report.is_done or report.is_fixed)
        stored = newest_file(report, kind, with_drafts=rules.may_consolidate(request.user)) if may_read else None
        if stored is None:
            raise Http404
        if report.consolidation_id and not is_as_drawn(stored):
            messages.error(request, CHANGED_FILE)
            return redirect(report)
        return file_response(stored.file, filename=f"{report.title} – {report.place}")


class ReportRetryView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Queue a failed report again."""

    model = Report
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs) -> HttpResponse:
        """Write by the service; a refusal is told on the page of the report."""
        report = self.get_object()
        try:
            services.retry_report(actor=request.user, report_id=report.pk)
        except Refused as error:
            messages.error(request, str(error))
        return redirect(report)
