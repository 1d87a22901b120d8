"""Campaigns: list, preparing, whom to ask, opening, new days, exceptions."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, FormView, TemplateView, View

from campaigns import rules
from campaigns.asking import askable_units, form_for, usual_units
from campaigns.board import sent_counts
from campaigns.campaign_forms import AddUnitsForm, CampaignFilter, CampaignForm, ExceptionForm, OpenCampaignForm
from campaigns.enums import CampaignKind, ReportState
from campaigns.models import Campaign, UnitReport
from campaigns.periods import YEARS, next_proposal, proposal
from campaigns.recipients import officers_by_unit
from campaigns.services import campaigns as services
from campaigns.standing import standing_on
from campaigns.views.shared import NOT_FOR_COUNCIL, ONLY_OFFICE, UNITS, CampaignPage
from core.components import Change, HistoryEntry
from core.dates import today
from core.errors import Refused, Stale
from core.listing import FilteredListView
from core.views import RuleRequiredMixin
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from units.models import Unit

# Groups that are asked by one press: key of the button, label, kinds.
GROUPS = (
    ("agencies", gettext_lazy("sở, ngành, đoàn thể"), frozenset({UnitKind.AGENCY})),
    ("districts", gettext_lazy("huyện, thành phố"), DISTRICT_KINDS),
    ("communes", gettext_lazy("xã, phường"), COMMUNE_KINDS),
)


class CampaignListView(RuleRequiredMixin, FilteredListView):
    """Campaigns that the person may see, the newest first, with how many units have sent."""

    model = Campaign
    rule = rules.may_see_campaigns
    refusal = NOT_FOR_COUNCIL
    template_name = "campaigns/campaign_list.html"
    filterset_class = CampaignFilter

    def get_context_data(self, **kwargs):
        """Add where each campaign stands; counts are of the reports that the person sees."""
        context = super().get_context_data(**kwargs)
        user, campaigns = self.request.user, list(context["page"].object_list)
        counts = sent_counts(UnitReport.objects.visible_to(user).filter(campaign__in=campaigns))
        rows = [(one, standing_on(one, today()), counts.get(one.pk, (0, 0))) for one in campaigns]
        return context | {"rows": rows, "may_manage": rules.may_manage_campaigns(user)}


class CampaignDetailView(CampaignPage, TemplateView):
    """The three days, what is asked, the own reports of an officer, exceptions and history."""

    template_name = "campaigns/campaign_detail.html"
    allowed = staticmethod(rules.may_see_campaigns)
    refusal = NOT_FOR_COUNCIL

    def get_context_data(self, **kwargs):
        """Add reports, exceptions and history by what the person may see."""
        user, campaign = self.request.user, self.campaign
        reports = UnitReport.objects.visible_to(user).filter(campaign=campaign)
        reads_all = rules.may_see_board(user)
        return super().get_context_data(
            own=[] if reads_all else list(reports.for_list()),
            counts=sent_counts(reports).get(campaign.pk, (0, 0)),
            reads_all=reads_all,
            exceptions=exceptions_of(campaign) if reads_all else [],
            history=history_of(campaign) if reads_all else [],
            **kwargs,
        )


class CampaignCreateView(RuleRequiredMixin, CreateView):
    """Prepare a campaign; ``?kind=&year=`` fills in the usual days."""

    model = Campaign
    form_class = CampaignForm
    rule = rules.may_manage_campaigns
    refusal = ONLY_OFFICE
    template_name = "campaigns/campaign_form.html"

    def get_initial(self):
        """Begin with the campaign that comes next, or with the kind and year asked for."""
        kind, year = self.request.GET.get("kind", ""), self.request.GET.get("year", "")
        usual = next_proposal(today())
        if kind in CampaignKind.values:
            number = int(year) if year.isdecimal() and len(year) == 4 and int(year) in YEARS else today().year
            usual = proposal(kind, number)
            if usual is None:
                return {"kind": kind, "year": number, "form": form_for(number)}
        names = ("kind", "year", "name", "first", "last", "due_on", "lock_on")
        return {name: getattr(usual, name) for name in names} | {"form": form_for(usual.year)}

    def get_context_data(self, **kwargs):
        """Offer the usual kinds."""
        year = today().year
        choices = [(kind, CampaignKind(kind).label, year) for kind in CampaignKind.values]
        return super().get_context_data(kinds=choices, **kwargs)

    def form_valid(self, form):
        """Write by the service; whom to ask comes next."""
        day = form.cleaned_data["due_on"]
        try:
            campaign = services.create_campaign(
                actor=self.request.user,
                unit_ids=usual_units(day).values_list("pk", flat=True),
                **form.cleaned_data,
            )
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã chuẩn bị đợt báo cáo. Hãy xem lại các đơn vị được hỏi, rồi mở đợt."))
        return redirect("campaigns:campaign_units", campaign.pk)


class CampaignEditView(CampaignPage, FormView):
    """Change a campaign: everything while it is prepared, its days with a reason afterwards."""

    template_name = "campaigns/campaign_form.html"

    def get_form_class(self):
        """Offer what may still change."""
        return OpenCampaignForm if self.campaign.is_open else CampaignForm

    def get_form_kwargs(self):
        """Write into a copy: the page keeps the stored name."""
        return super().get_form_kwargs() | {"instance": copy(self.campaign)}

    def form_valid(self, form):
        """Write by the service; a refusal is shown in the form."""
        values = dict(form.cleaned_data)
        version, reason = values.pop("version", None), values.pop("reason", "")
        try:
            services.update_campaign(
                actor=self.request.user, campaign_id=self.campaign.pk, version=version, fields=values, reason=reason
            )
        except Stale as error:
            form.take_stale(error, Campaign.objects.visible_to(self.request.user).get(pk=self.campaign.pk))
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu đợt báo cáo."))
        return redirect(self.campaign)


class CampaignUnitsView(CampaignPage, TemplateView):
    """Whom the campaign asks: groups by one press, single units, and who is taken out."""

    template_name = "campaigns/campaign_units.html"
    tab = UNITS

    def get_context_data(self, **kwargs):
        """Add those asked and those who could be; three queries."""
        reports = list(self.campaign.reports.select_related("unit").order_by("unit__kind", "unit__sort_key"))
        rest = self._rest(reports)
        kinds = list(rest.order_by().values_list("kind", flat=True))
        groups = [(key, label, sum(kind in wanted for kind in kinds)) for key, label, wanted in GROUPS]
        kwargs.setdefault("form", AddUnitsForm(units=rest))
        return super().get_context_data(
            reports=reports, groups=[one for one in groups if one[2]], rest_count=len(kinds), **kwargs
        )

    def post(self, request, *_args, **_kwargs):
        """Add a group, single units, or take out those that are ticked."""
        rest = self._rest(self.campaign.reports.all())
        form = AddUnitsForm(request.POST, units=rest)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        wanted = next((kinds for key, _label, kinds in GROUPS if key == request.POST.get("group")), frozenset())
        add = {one.pk for one in form.cleaned_data["add"]} | set(
            rest.filter(kind__in=wanted).values_list("pk", flat=True)
        )
        remove = [int(key) for key in request.POST.getlist("remove") if key.isdecimal() and len(key) <= 18]
        try:
            added, removed = services.set_units(
                actor=request.user, campaign_id=self.campaign.pk, add=add, remove=remove
            )
        except Refused as error:
            form.take_refusal(error)
            return self.render_to_response(self.get_context_data(form=form))
        if added or removed:
            words = {"added": added, "removed": removed}
            messages.success(request, _("Đã thêm %(added)s, bớt %(removed)s đơn vị.") % words)
        else:
            messages.warning(request, _("Chưa chọn đơn vị nào."))
        return redirect("campaigns:campaign_units", self.campaign.pk)

    def _rest(self, reports):
        asked = [one.unit_id for one in reports]
        units = askable_units(self.campaign.due_on).exclude(pk__in=asked)
        return units.order_by("kind", "sort_key", "code")


class CampaignOpenView(CampaignPage, TemplateView):
    """One page that restates who is asked what by when, and the button that asks."""

    template_name = "campaigns/campaign_open.html"

    def get_context_data(self, **kwargs):
        """Add who is told, and the units that nobody would answer for."""
        units = [one.unit for one in self.campaign.reports.select_related("unit").order_by("unit__sort_key")]
        officers = officers_by_unit(units)
        return super().get_context_data(
            units=units,
            people=len({person.pk for rows in officers.values() for person in rows}),
            unreached=[unit for unit in units if not officers[unit.pk]],
            **kwargs,
        )

    def post(self, request, *_args, **_kwargs):
        """Open; a refusal is shown on the same page."""
        try:
            services.open_campaign(actor=request.user, campaign_id=self.campaign.pk)
        except Refused as error:
            return self.render_to_response(self.get_context_data(refusal_text=str(error)))
        messages.success(request, _("Đã mở đợt báo cáo và thông báo cho các đơn vị."))
        return redirect(self.campaign)


class CampaignDeleteView(CampaignPage, View):
    """Take away a campaign that has not been opened."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Delete by the service."""
        try:
            services.delete_campaign(actor=request.user, campaign_id=self.campaign.pk)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(self.campaign)
        messages.success(request, _("Đã xoá đợt báo cáo chưa mở “%(name)s”.") % {"name": self.campaign.name})
        return redirect("campaigns:campaign_list")


class ExceptionCreateView(CampaignPage, FormView):
    """Let one unit write after the lock."""

    form_class = ExceptionForm
    template_name = "campaigns/exception_form.html"

    def get_initial(self):
        """Begin with the unit that the address names."""
        return {"unit": self.request.GET.get("unit", "")}

    def get_form_kwargs(self):
        """Offer the units that have not been accepted."""
        asked = self.campaign.reports.exclude(state=ReportState.ACCEPTED).values("unit")
        units = Unit.objects.visible_to(self.request.user).filter(pk__in=asked)
        return super().get_form_kwargs() | {"units": units.order_by("sort_key", "pk")}

    def form_valid(self, form):
        """Write by the service."""
        values = form.cleaned_data
        try:
            services.grant_exception(
                actor=self.request.user,
                campaign_id=self.campaign.pk,
                unit_id=values["unit"].pk,
                until=values["until"],
                reason=values["reason"],
            )
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã cho phép %(unit)s nhập sau khi khoá.") % {"unit": values["unit"]})
        return redirect(self.campaign)


class ExceptionEndView(CampaignPage, View):
    """End an exception before its day."""

    http_method_names = ("post",)

    def post(self, request, *_args, **kwargs):
        """End by the service."""
        row = self.campaign.exceptions.filter(pk=kwargs["exception_pk"]).first()
        if row is None:
            raise Http404
        try:
            services.end_exception(actor=request.user, exception_id=row.pk)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã kết thúc ngoại lệ."))
        return redirect(self.campaign)


def exceptions_of(campaign: Campaign) -> list[tuple]:
    """Return the exceptions with whether each still holds; one query."""
    rows = campaign.exceptions.select_related("unit", "granted_by")
    return [(row, row.ended_at is None and row.until >= today()) for row in rows]


def history_of(campaign: Campaign) -> list[HistoryEntry]:
    """Return what happened to the campaign, the newest first; one query."""
    return [
        HistoryEntry(
            when=event.at,
            who=event.actor.full_name if event.actor else _("Tự động"),
            what=event.get_kind_display(),
            note=event.note,
            changes=[Change(*one) for one in event.changes if len(one) == 3],
        )
        for event in campaign.events.select_related("actor")
    ]
