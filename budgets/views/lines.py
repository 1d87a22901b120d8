"""The year's table, one line with its ledger, entries and reversals."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, FormView, ListView, View
from django.views.generic.detail import SingleObjectMixin

from budgets import rules, services
from budgets.forms import CarryForm, EntryForm, LineForm, ReverseForm
from budgets.models import BudgetLine, LedgerEntry
from budgets.table import chart_of, sheet_of, sum_of, table_of
from core.dates import today
from core.downloads import workbook_response
from core.errors import Refused
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require

NOT_FOR_COUNCIL = gettext_lazy("Thành viên hội đồng không xem kinh phí.")
ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối lập kế hoạch, phân bổ và chuyển nguồn kinh phí.")
ONLY_SPENDERS = gettext_lazy("Văn phòng Điều phối và đơn vị có dòng kinh phí ghi giải ngân, quyết toán.")


def _year(text: str, known: list[int]) -> int:
    if text.isdecimal() and len(text) == 4 and int(text) in known:
        return int(text)
    return known[0] if known else today().year


class YearMixin(RuleRequiredMixin, ScopedQuerysetMixin):
    """The lines of one year, named in the address, that this person sees."""

    model = BudgetLine
    rule = rules.may_see_budgets
    refusal = NOT_FOR_COUNCIL

    def years(self) -> list[int]:
        """Return the years with lines, the newest first."""
        rows = BudgetLine.objects.visible_to(self.request.user).order_by("-year")
        return list(rows.values_list("year", flat=True).distinct())

    def get_table(self):
        """Return the table of the year asked for."""
        self.known_years = self.years()
        year = _year(self.request.GET.get("year", ""), self.known_years)
        return table_of(year, self.get_queryset().filter(year=year).for_list())


class OverviewView(YearMixin, ListView):
    """The year by source, content and agency; three queries, however many lines."""

    template_name = "budgets/overview.html"

    def get(self, request, *_args, **_kwargs):
        """Show the table."""
        table = self.get_table()
        context = {
            "table": table,
            "years": self.known_years,
            "chart": chart_of(table),
            "may_plan": rules.may_plan(request.user),
            "view": self,
        }
        return self.render_to_response(context)

    def get_template_names(self):
        """There is no list of objects to guess the name from."""
        return [self.template_name]


class ExportView(YearMixin, View):
    """The year's table as a workbook whose totals are formulas."""

    def get(self, _request, *_args, **_kwargs):
        """Send the workbook."""
        table = self.get_table()
        return workbook_response([sheet_of(table)], filename=_("Kinh phí OCOP %(year)s") % {"year": table.year})


class LineCreateView(RuleRequiredMixin, CreateView):
    """A new line with its plan."""

    model = BudgetLine
    form_class = LineForm
    rule = rules.may_plan
    refusal = ONLY_OFFICE
    template_name = "budgets/line_form.html"

    def get_initial(self):
        """Begin with this year."""
        return {"year": today().year}

    def form_valid(self, form):
        """Write by the service."""
        try:
            line = services.create_line(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã thêm dòng kinh phí “%(line)s”.") % {"line": line})
        return redirect(line)


class LineDetailView(ScopedQuerysetMixin, DetailView):
    """A line: sums, entries, and the form for the next entry."""

    model = BudgetLine
    template_name = "budgets/line_detail.html"
    context_object_name = "line"

    def get_queryset(self):
        """Read source, agency and sums along."""
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        """Add the ledger; what may be written comes from the rules."""
        user, line = self.request.user, self.object
        entries = line.entries.select_related("document", "entered_by", "reversed_by", "reverses").order_by(
            "-on", "-pk"
        )
        may_plan, may_spend = rules.may_plan(user), rules.may_spend(user)
        if "form" not in kwargs and may_spend:
            kwargs["form"] = EntryForm(may_plan=may_plan)
        context = {"entries": list(entries), "sums": sum_of([line]), "may_plan": may_plan, "may_spend": may_spend}
        return super().get_context_data(**(context | kwargs))


class EntryCreateView(LineDetailView):
    """Write an entry; what was typed stays where it is refused."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service."""
        self.object = self.get_object()
        require(rules.may_spend(request.user), ONLY_SPENDERS)
        form = EntryForm(request.POST, may_plan=rules.may_plan(request.user))
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in (*EntryForm.Meta.fields, "amount_vnd")}
            try:
                services.record_entry(actor=request.user, line_id=self.object.pk, **values)
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã ghi bút toán."))
                return redirect(self.object)
        return self.render_to_response(self.get_context_data(form=form))


class EntryReverseView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Take an entry back by an opposite one, with a reason."""

    model = LedgerEntry
    form_class = ReverseForm
    template_name = "budgets/entry_reverse.html"
    context_object_name = "entry"

    def get_queryset(self):
        """Read the line along."""
        return super().get_queryset().select_related("line__source", "line__agency", "document")

    def dispatch(self, request, *args, **kwargs):
        """Take the entry; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.may_spend(request.user), ONLY_SPENDERS)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """Write by the service."""
        try:
            services.reverse_entry(actor=self.request.user, entry_id=self.object.pk, note=form.cleaned_data["note"])
        except Refused as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi đảo bút toán."))
        return redirect(self.object.line)


class LineCarryView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Carry what is left to the next year."""

    model = BudgetLine
    form_class = CarryForm
    template_name = "budgets/line_carry.html"
    context_object_name = "line"

    def get_queryset(self):
        """Read the sums along."""
        return super().get_queryset().for_list()

    def dispatch(self, request, *args, **kwargs):
        """Take the line; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.may_plan(request.user), ONLY_OFFICE)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Offer all that is left."""
        return {"amount_vnd": self.object.remaining or None}

    def form_valid(self, form):
        """Write by the service."""
        try:
            target = services.carry_over(actor=self.request.user, line_id=self.object.pk, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã chuyển nguồn sang năm %(year)s.") % {"year": target.year})
        return redirect(target)
