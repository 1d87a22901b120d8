"""The page of the commune's check."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.check_forms import UnitCheckForm
from evaluations.deadlines import deadline
from evaluations.enums import Level
from evaluations.models import Dossier
from evaluations.services.unit_checks import save_unit_check
from evaluations.unit_checks import check_due_on, check_items, check_of, stored_check

_NOT_HERE = gettext_lazy("Hồ sơ gửi trung ương không qua kiểm tra của cấp xã.")
_NOT_EDITABLE = gettext_lazy("Cấp xã ghi kết quả kiểm tra khi hồ sơ còn là bản nháp hoặc bị trả lại.")


class UnitCheckEditView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Mẫu 03 of a dossier: four contents and the proposal, saved piece by piece."""

    model = Dossier
    form_class = UnitCheckForm
    template_name = "evaluations/unit_check_form.html"
    context_object_name = "dossier"

    def get_queryset(self):
        """Read what the heading and the term need."""
        return super().get_queryset().select_related("round__rule_version", "product", "producer", "unit_check")

    def dispatch(self, request, *args, **kwargs):
        """Take the dossier; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.may_edit_dossier(request.user, self.object), _NOT_EDITABLE)
        require(self.object.level == Level.PROVINCE, _NOT_HERE)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Give the form the check of its own reading: the page speaks of what is stored."""
        return super().get_form_kwargs() | {"instance": stored_check(self.object)}

    def get_context_data(self, **kwargs):
        """Add the term, what is missing, and the way out where the commune does not propose."""
        dossier, check = self.object, check_of(self.object)
        due_on = check_due_on(dossier)
        received = f"{reverse('evaluations:dossier_section', args=[dossier.pk, 'registration'])}#id_received_on"
        return super().get_context_data(
            check=check,
            due=deadline(due_on, today()) if due_on else None,
            received_url=received,
            missing=[item for item in check_items(dossier) if not item.done],
            is_declined=bool(check and check.proposes is False),
            **kwargs,
        )

    def form_valid(self, form):
        """Write by the service; what another person saved meanwhile is shown beside what was typed."""
        version = form.cleaned_data["version"] or 0
        try:
            check = save_unit_check(
                actor=self.request.user, dossier_id=self.object.pk, version=version, **form.values()
            )
        except Stale as error:
            form.take_stale(error, stored_check(self.object))
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        self.object.unit_check = check
        lacking = sum(not item.done for item in check_items(self.object))
        if lacking:
            messages.success(self.request, _("Đã lưu kết quả kiểm tra; còn %(count)s mục.") % {"count": lacking})
            return redirect("evaluations:unit_check_edit", self.object.pk)
        messages.success(self.request, _("Đã lưu kết quả kiểm tra của cấp xã; phần này đã đủ."))
        return redirect(self.object)
