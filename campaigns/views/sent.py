"""What a unit has sent: versions, two of them side by side, the paper to sign, numbers changed after acceptance."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, View
from django.views.generic.detail import SingleObjectMixin

from campaigns import rules
from campaigns.models import Campaign, SentVersion, UnitReport
from campaigns.printing import draft_data, report_paper, sent_data
from campaigns.reports_shown import sent_sections
from campaigns.versions import changes_of_reports, differences
from campaigns.views.filling import ReportPage
from core.dates import format_datetime
from core.downloads import content_response, workbook_response
from core.excel import Column, Sheet
from core.pdf import PdfFailed
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from documents.layout import render_docx, render_pdf

NOT_FOR_COUNCIL = gettext_lazy("Báo cáo của đơn vị không dành cho thành viên hội đồng.")
_RENDERERS = {"pdf": render_pdf, "docx": render_docx}


class _VersionsPage(ReportPage, DetailView):
    def version(self, number: int | str | None) -> SentVersion:
        """Return one version of the report; 404 where there is none."""
        text = str(number or "")
        asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
        found = next((one for one in self.versions if one.number == asked), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def versions(self) -> list[SentVersion]:
        """Every version, the newest first."""
        return list(self.object.versions.select_related("sent_by"))


class VersionView(_VersionsPage):
    """One version as it was sent."""

    template_name = "campaigns/report_version.html"

    def get_context_data(self, **kwargs):
        """Add the version and those it can be compared with."""
        version = self.version(self.kwargs["number"])
        extra = {
            "version": version,
            "sent_sections": sent_sections(self.object, version, ()),
            "others": [one for one in self.versions if one.number != version.number],
        }
        return super().get_context_data(**(extra | kwargs))


class CompareView(_VersionsPage):
    """What differs between two versions: ``?truoc=1&sau=2``, the last two by default."""

    template_name = "campaigns/report_compare.html"

    def get_context_data(self, **kwargs):
        """Add both and what differs."""
        asked, numbers = self.request.GET, [one.number for one in self.versions]
        if not numbers:
            raise Http404
        after = self.version(asked.get("sau") or numbers[0])
        before = self.version(asked.get("truoc") or numbers[min(1, len(numbers) - 1)])
        extra = {
            "before": before,
            "after": after,
            "changes": differences(before, after),
            "versions": self.versions,
        }
        return super().get_context_data(**(extra | kwargs))


class ReportPaperView(ReportPage, SingleObjectMixin, View):
    """The unit's report as an official paper: ``?ban=2`` a version, without it what is typed (the unit itself)."""

    http_method_names = ("get", "head")

    def get(self, request, *_args, **_kwargs):
        """Make the file, or say on the page of the report why there is none."""
        report = self.get_object()
        kind, asked = request.GET.get("dang", "pdf"), request.GET.get("ban", "")
        if kind not in _RENDERERS:
            raise Http404
        data = self._data(report, asked)
        paper = report_paper(data)
        try:
            content = _RENDERERS[kind](paper)
        except PdfFailed as error:
            messages.error(request, str(error))
            return redirect(report)
        name = " ".join(paper.title.replace("/", "-").split())[:120]
        return content_response(content, filename=name, kind=kind)

    def _data(self, report: UnitReport, asked: str):
        if not asked and rules.may_read_draft(self.request.user, report):
            return draft_data(report, self.request.user)
        rows = report.versions.select_related("sent_by")
        wanted = rows.filter(number=int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else rows
        version = wanted.order_by("-number").first()
        if version is None:
            raise Http404
        return sent_data(report, version)


class LateChangesView(RuleRequiredMixin, ScopedQuerysetMixin, DetailView):
    """The numbers of a campaign that changed after they were accepted."""

    model = Campaign
    rule = rules.may_see_campaigns
    refusal = NOT_FOR_COUNCIL
    template_name = "campaigns/late_changes.html"
    context_object_name = "campaign"

    def get_context_data(self, **kwargs):
        """Add the changes by unit, of the reports that the person sees."""
        return super().get_context_data(groups=self.groups(), **kwargs)

    def groups(self) -> list[tuple[UnitReport, list]]:
        """Return reports with their changes, in the order of the units."""
        reports = UnitReport.objects.visible_to(self.request.user).filter(campaign=self.object)
        rows = list(reports.select_related("unit", "campaign").order_by("unit__sort_key", "pk"))
        changes = changes_of_reports(rows)
        return [(one, changes[one.pk]) for one in rows if one.pk in changes]


class LateChangesExportView(LateChangesView):
    """The same as a workbook."""

    def render_to_response(self, _context, **_kwargs):
        """Return the workbook."""
        rows = [
            (
                report.unit.name,
                one.name,
                one.unit_of_measure,
                one.before,
                one.after,
                "\n".join(one.reasons),
                format_datetime(one.at),
            )
            for report, changes in self.groups()
            for one in changes
        ]
        columns = (
            Column(_("Đơn vị"), 30),
            Column(_("Chỉ tiêu"), 40),
            Column(_("Đơn vị tính"), 14),
            Column(_("Khi duyệt"), 14, "decimal"),
            Column(_("Hiện tính"), 14, "decimal"),
            Column(_("Lý do"), 50),
            Column(_("Sửa lúc"), 18),
        )
        sheet = Sheet(title=_("Số sửa sau khi duyệt"), columns=columns, rows=rows)
        return workbook_response([sheet], filename=_("So sua sau khi duyet – %(name)s") % {"name": self.object.name})
