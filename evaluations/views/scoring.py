"""Acts on the scoring of one dossier: agreeing on marks, scoring again, reopening a sheet, excluding."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.agreement import marked_criteria_of
from evaluations.enums import DossierState, SheetState
from evaluations.models import Dossier
from evaluations.scoring_forms import DisqualifyForm, ReopenForm, RescoreForm
from evaluations.sheet_input import read_sheet
from evaluations.tally import tally_of
from evaluations.workflow import EDGES

_ONLY_LEADERS = gettext_lazy("Chỉ Văn phòng Điều phối và chủ tịch hội đồng mở lượt chấm lại.")
_ONLY_CHAIR = gettext_lazy("Chỉ chủ tịch hội đồng của đợt mở lại một phiếu đã gửi.")
_ONLY_KEEPERS = gettext_lazy("Chỉ Văn phòng Điều phối, chủ tịch và thư ký hội đồng ghi mức thống nhất.")
_ONLY_RECEIVER = gettext_lazy("Chỉ Văn phòng Điều phối loại hồ sơ cấp tỉnh, trước khi có quyết định.")


def scores_of(dossier: Dossier) -> str:
    """Return the address of the tab that shows the scoring."""
    return f"{dossier.get_absolute_url()}?tab=scores"


class ScoringAct(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """A page with a short form, one act and its consequence."""

    model = Dossier
    context_object_name = "dossier"
    template_name = "evaluations/scoring/act.html"
    edge = ""
    refusal = None

    def get_queryset(self):
        """Read what the heading and the rules need."""
        return super().get_queryset().select_related("round__rule_version", "product", "producer", "criteria_set")

    def dispatch(self, request, *args, **kwargs):
        """Take the dossier; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(EDGES[self.edge].rule(request.user, self.object), self.refusal)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        """Show the form only while the act is possible."""
        edge = EDGES[self.edge]
        if self.object.state not in edge.sources:
            text = _("Hồ sơ đang ở bước “%(state)s” nên không làm được việc “%(act)s”.")
            messages.warning(request, text % {"state": self.object.get_state_display(), "act": edge.label})
            return redirect(scores_of(self.object))
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        """Write by the service; a refusal keeps what was typed."""
        try:
            text = self.act(form.cleaned_data)
        except Refused as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, text)
        return redirect(scores_of(self.object))

    def act(self, fields: dict) -> str:
        """Do it and return what to say."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        """Add the words of the move."""
        return super().get_context_data(edge=EDGES[self.edge], back=scores_of(self.object), **kwargs)


class RescoreView(ScoringAct):
    """Let everybody score the product once more."""

    edge = "rescore"
    form_class = RescoreForm
    refusal = _ONLY_LEADERS

    def act(self, fields):
        """Open the next attempt."""
        new = services.open_rescore(actor=self.request.user, dossier_id=self.object.pk, reason=fields["reason"])
        return _("Đã mở lượt chấm lại cho %(count)s thành viên.") % {"count": len(new)}


class SheetReopenView(ScoringAct):
    """Let one member score once more."""

    edge = "reopen"
    form_class = ReopenForm
    refusal = _ONLY_CHAIR

    def get_form_kwargs(self):
        """Offer the sheets that were sent and count."""
        rows = self.object.assignments.counting().filter(sheet__state=SheetState.SENT)
        sent = rows.select_related("member__user").order_by("member")
        return super().get_form_kwargs() | {"sent": list(sent)}

    def act(self, fields):
        """Open the next attempt of that member."""
        again = services.reopen_sheet(
            actor=self.request.user, assignment_id=int(fields["assignment"]), reason=fields["reason"]
        )
        return _("Đã mở lại phiếu của %(member)s.") % {"member": again.member}


class DisqualifyView(ScoringAct):
    """Exclude the dossier on a ground of its criteria set."""

    edge = "disqualify"
    form_class = DisqualifyForm
    refusal = _ONLY_RECEIVER

    def get_form_kwargs(self):
        """Offer the grounds of the dossier's set."""
        return super().get_form_kwargs() | {"dossier": self.object}

    def act(self, fields):
        """Exclude."""
        services.disqualify(actor=self.request.user, dossier_id=self.object.pk, **fields)
        return _("Đã loại hồ sơ “%(product)s”.") % {"product": self.object.product}


class AgreedEditView(ScopedQuerysetMixin, DetailView):
    """The marked criteria of a dossier with what members chose, and what the council agrees on."""

    model = Dossier
    context_object_name = "dossier"
    template_name = "evaluations/scoring/agreed_edit.html"

    def get_queryset(self):
        """Read the rules with the dossier."""
        return super().get_queryset().select_related("round__rule_version", "product", "producer", "criteria_set")

    def get_object(self, queryset=None):
        """Return the dossier; out of scope is 404 before it is a refusal."""
        dossier = super().get_object(queryset)
        require(rules.may_agree(self.request.user, dossier), _ONLY_KEEPERS)
        return dossier

    def get(self, request, *_args, **_kwargs):
        """Show what members chose only when all have sent, and only while it is being scored."""
        self.object = self.get_object()
        if self.object.state != DossierState.ACCEPTED or not tally_of(self.object).is_complete:
            messages.warning(request, _("Mức thống nhất ghi khi hồ sơ đang chấm và mọi phiếu đã gửi."))
            return redirect(scores_of(self.object))
        return self.render_to_response(self.get_context_data())

    def post(self, request, *_args, **_kwargs):
        """Write by the service; a refusal keeps what was chosen."""
        self.object = self.get_object()
        typed = read_sheet(request.POST)
        choices = {criterion: option for criterion, option in typed.choices.items() if option}
        try:
            services.save_agreed(
                actor=request.user,
                dossier_id=self.object.pk,
                choices=choices,
                notes=typed.remarks,
                seen=request.POST.get("seen"),
            )
        except Refused as error:
            rows = marked_criteria_of(self.object, choices=choices, notes=typed.remarks)
            stored = marked_criteria_of(self.object) if isinstance(error, Stale) else None
            return self.render_to_response(self.get_context_data(rows=rows, refusal=str(error), stored=stored))
        messages.success(request, _("Đã ghi mức thống nhất của hội đồng."))
        return redirect(scores_of(self.object))

    def get_context_data(self, **kwargs):
        """Add the criteria and the mark of what is stored."""
        if "rows" not in kwargs:
            kwargs["rows"] = marked_criteria_of(self.object)
        return super().get_context_data(
            seen=services.agreed_mark(self.object),
            agreed_decides=self.object.round.rule_version.mark_rule,
            back=scores_of(self.object),
            dossier_url=reverse("evaluations:dossier_detail", args=[self.object.pk]),
            **kwargs,
        )
