"""The completeness board of a campaign, its export, and reminders by hand."""

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from campaigns import rules
from campaigns.asking_letter import asking_paper, read_asking
from campaigns.board import STANDINGS, BoardRow, board_of, rates_of, sheet_of
from campaigns.campaign_forms import BoardForm
from campaigns.enums import EventKind
from campaigns.models import UnitReport
from campaigns.recipients import office_people
from campaigns.reminding import step_on, text_to_copy, units_to_remind
from campaigns.services.reminding import remind_units
from campaigns.views.shared import BOARD, ONLY_READERS, REMINDERS, CampaignPage
from core.dates import today
from core.downloads import content_response, workbook_response
from core.errors import Refused
from core.pdf import PdfFailed
from core.text import normalise_search
from documents.layout import render_docx, render_pdf

_LONGEST_KEY = 18
_RENDERERS = {"pdf": render_pdf, "docx": render_docx}


class _BoardPage(CampaignPage):
    allowed = staticmethod(rules.may_see_board)
    refusal = ONLY_READERS
    tab = BOARD

    def read(self) -> tuple[list[BoardRow], list[BoardRow], BoardForm]:
        """Return all rows, those that pass the filter, and the filter."""
        form = BoardForm(self.request.GET)
        if not form.is_valid():
            form = BoardForm(QueryDict())
            form.is_valid()
        reports = UnitReport.objects.visible_to(self.request.user).filter(campaign=self.campaign)
        rows = board_of(self.campaign, reports.for_list().order_by("unit__sort_key", "pk"), today())
        return rows, _narrowed(rows, form.cleaned_data), form


class BoardView(_BoardPage, TemplateView):
    """Units down, steps across; the same number of queries however many units."""

    template_name = "campaigns/board.html"

    def get_context_data(self, **kwargs):
        """Add rows and rates."""
        rows, shown, form = self.read()
        return super().get_context_data(rows=shown, total=len(rows), rates=rates_of(rows), form=form, **kwargs)


class BoardExportView(_BoardPage, View):
    """The filtered board as a workbook."""

    def get(self, _request, *_args, **_kwargs):
        """Send the rows of the board, in its order."""
        _rows, shown, _form = self.read()
        name = _("tien-do-bao-cao-%(year)s") % {"year": self.campaign.year}
        return workbook_response([sheet_of(self.campaign, shown)], filename=name)


class CampaignRemindersView(CampaignPage, TemplateView):
    """Who would be reminded now and who would not get it, a text to copy, and what was sent."""

    template_name = "campaigns/reminders.html"
    tab = REMINDERS

    def get(self, request, *args, **kwargs):
        """Show the preview; a campaign that is being prepared has nobody to remind."""
        if not self.campaign.is_open:
            messages.warning(request, _("Đợt báo cáo chưa mở nên chưa có gì để nhắc."))
            return redirect(self.campaign)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add the preview of today and the reminders sent."""
        day, campaign = today(), self.campaign
        due = units_to_remind(campaign, day)
        sent = campaign.events.filter(kind=EventKind.REMINDED).select_related("actor")
        return super().get_context_data(
            day=day,
            due=due,
            reached=[one for one in due if one.recipients],
            unreached=[one for one in due if not one.recipients],
            office=office_people(),
            text=text_to_copy(campaign, due, day) if due else "",
            step=step_on(campaign, day),
            sent=sent,
            **kwargs,
        )

    def post(self, request, *_args, **_kwargs):
        """Remind the units that are ticked."""
        keys = [int(key) for key in request.POST.getlist("unit") if key.isdecimal() and len(key) <= _LONGEST_KEY]
        try:
            sent = remind_units(actor=request.user, campaign_id=self.campaign.pk, unit_ids=keys)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(self.campaign)
        if sent:
            messages.success(request, _("Đã nhắc %(count)s đơn vị.") % {"count": len(sent)})
        else:
            messages.warning(request, _("Chưa nhắc ai: chưa chọn đơn vị nào, hoặc các đơn vị đã chọn vừa gửi."))
        return redirect("campaigns:campaign_reminders", self.campaign.pk)


class AskingLetterView(CampaignPage, View):
    """The letter that asks the units, with the form: ``?dang=docx`` for Word, PDF without it."""

    http_method_names = ("get", "head")

    def get(self, request, *_args, **_kwargs):
        """Make the file, or say on the page of the campaign why there is none."""
        kind = request.GET.get("dang", "pdf")
        if kind not in _RENDERERS:
            raise Http404
        try:
            content = _RENDERERS[kind](asking_paper(read_asking(self.campaign)))
        except PdfFailed as error:
            messages.error(request, str(error))
            return redirect(self.campaign)
        name = _("de-nghi-bao-cao-%(year)s") % {"year": self.campaign.year}
        return content_response(content, filename=name, kind=kind)


def _narrowed(rows: list[BoardRow], values: dict) -> list[BoardRow]:
    words = normalise_search(values["q"]).split()
    fits = STANDINGS.get(values["standing"], lambda _row: True)
    return [
        row
        for row in rows
        if fits(row)
        and values["group"] in ("", row.group)
        and all(word in normalise_search(row.report.unit.name) for word in words)
    ]
