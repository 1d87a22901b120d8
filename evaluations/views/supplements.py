"""Returning a dossier with a list of what to add, and answering it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.check_forms import AnswerForm, SupplementForm
from evaluations.enums import DossierState
from evaluations.models import Dossier
from evaluations.services.supplements import answer_supplement, ask_supplement
from evaluations.views.dossiers import NOT_EDITABLE, DossierDetailView

_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối trả lại hồ sơ cấp tỉnh để bổ sung.")


class SupplementAskView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Tick what is to be added, with a note each and a last day, and return the dossier."""

    model = Dossier
    form_class = SupplementForm
    template_name = "evaluations/supplement_form.html"
    context_object_name = "dossier"

    def get_queryset(self):
        """Read what the heading and the list of sections need."""
        return super().get_queryset().select_related("round__rule_version", "product", "producer")

    def dispatch(self, request, *args, **kwargs):
        """Take the dossier; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.is_receiver(request.user, self.object), _ONLY_OFFICE)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        """Show the list only where the dossier waits for the office."""
        if self.object.state != DossierState.SUBMITTED:
            text = _("Hồ sơ đang ở bước “%(state)s” nên không trả lại được.")
            messages.warning(request, text % {"state": self.object.get_state_display()})
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        """Begin with ten working days."""
        return SupplementForm.defaults()

    def get_form_kwargs(self):
        """Give the form its dossier."""
        return super().get_form_kwargs() | {"dossier": self.object}

    def form_valid(self, form):
        """Write by the service."""
        values = {name: form.cleaned_data[name] for name in ("due_on", "note")}
        try:
            request = ask_supplement(actor=self.request.user, dossier_id=self.object.pk, items=form.items(), **values)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        text = _("Đã trả lại hồ sơ với %(count)s nội dung cần bổ sung.")
        messages.success(self.request, text % {"count": request.items.count()})
        return redirect(self.object)


class SupplementAnswerView(DossierDetailView):
    """Say what was added for each item; the dossier is sent again on its page."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service, or show the page again with what was typed."""
        self.object = dossier = self.get_object()
        require(rules.may_edit_dossier(request.user, dossier), NOT_EDITABLE)
        asked = dossier.supplements.filter(answered_at__isnull=True).first()
        if asked is None:
            messages.warning(request, _("Hồ sơ không có yêu cầu bổ sung nào đang chờ trả lời."))
            return redirect(dossier)
        form = AnswerForm(request.POST, asked=asked)
        if form.is_valid():
            try:
                answer_supplement(actor=request.user, request_id=asked.pk, answers=form.answers(), seen=form.seen())
            except Stale as error:
                form = AnswerForm(request.POST, asked=asked)
                form.is_valid()
                form.take_refusal(error)
                form.show_stored()
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã lưu trả lời. Khi đủ các mục, hãy trình lại hồ sơ."))
                return redirect(dossier)
        return self.render_to_response(self.get_context_data(answer_form=form))
