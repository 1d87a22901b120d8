"""What a decision did, and cancelling it: see what is undone, look again, then all of it at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from documents.models import OfficialDocument
from evaluations import rules
from evaluations.cancel_forms import CancelForms
from evaluations.outcomes_of import outcomes_of
from evaluations.services.cancelling import cancel_decision, count_of, plan_of

_CONFIRM, _BACK = "confirm", "back"
_NOT_REPEATED = {"csrfmiddlewaretoken", "step", "expected"}
_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối huỷ quyết định công nhận.")


class DocumentOutcomesView(ScopedQuerysetMixin, DetailView):
    """The part of a document's page that says what was decided by it."""

    model = OfficialDocument
    context_object_name = "document"

    def get_template_names(self):
        """A whole page where the part is opened alone."""
        part = self.request.htmx and not self.request.htmx.boosted
        return ["evaluations/_document_outcomes.html" if part else "evaluations/document_outcomes.html"]

    def get_context_data(self, **kwargs):
        """Add the products that the person may see."""
        user = self.request.user
        outcomes = outcomes_of(self.object, user)
        return super().get_context_data(
            outcomes=outcomes,
            may_cancel=rules.may_manage_rounds(user) and outcomes.stands,
            **kwargs,
        )


class DecisionCancelView(ScopedQuerysetMixin, DetailView):
    """Cancel a decision by another one."""

    model = OfficialDocument
    template_name = "evaluations/decision_cancel.html"
    context_object_name = "document"

    def get_object(self, queryset=None):
        """Return the decision; out of scope is 404 before it is a refusal."""
        document = super().get_object(queryset)
        require(rules.may_manage_rounds(self.request.user), _ONLY_OFFICE)
        return document

    def post(self, request, *_args, **_kwargs):
        """First restate what will happen; then, confirmed, do it."""
        self.object = self.get_object()
        forms = self._forms(request.POST, request.FILES)
        if not forms.is_valid() or request.POST.get("step") == _BACK:
            return self._show(forms)
        if request.POST.get("step") != _CONFIRM:
            return self._restate(forms)
        return self._cancel(forms)

    def get_context_data(self, **kwargs):
        """Add what would be undone and the forms."""
        forms = kwargs.pop("forms", None) or self._forms()
        return super().get_context_data(forms=forms, plan=forms.plan, count=count_of(forms.plan), **kwargs)

    def _forms(self, data=None, files=None) -> CancelForms:
        return CancelForms(user=self.request.user, plan=plan_of(self.object), data=data, files=files)

    def _show(self, forms: CancelForms):
        return self.render_to_response(self.get_context_data(forms=forms))

    def _restate(self, forms: CancelForms):
        if forms.plan.problems or forms.plan.is_empty:
            return self._show(forms)
        repeated = [(name, value) for name, value in self.request.POST.items() if name not in _NOT_REPEATED]
        self.template_name = "evaluations/decision_cancel_confirm.html"
        return self.render_to_response(self.get_context_data(forms=forms, repeated=repeated))

    def _cancel(self, forms: CancelForms):
        try:
            plan = cancel_decision(actor=self.request.user, document=self.object, **forms.values())
        except (Refused, ValidationError) as error:
            forms.source.take_refusal(error)
            return self._show(forms)
        text = _("Đã huỷ %(citation)s: %(count)s sản phẩm trở về trước quyết định.")
        messages.success(self.request, text % {"citation": self.object.citation, "count": count_of(plan)})
        rounds = {move.dossier.round_id for move in plan.moves}
        if len(rounds) == 1:
            return redirect("evaluations:round_detail", rounds.pop())
        return redirect(self.object)
