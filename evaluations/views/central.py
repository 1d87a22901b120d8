"""The ministry's track of a dossier: what was sent, asked, answered and decided, and what comes next."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.central_forms import TrackForms
from evaluations.enums import Level
from evaluations.models import Dossier
from evaluations.services import central as services

_NOT_READ = gettext_lazy("Việc với trung ương dành cho Văn phòng Điều phối, lãnh đạo và địa phương của sản phẩm.")
_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối ghi việc với trung ương.")


class CentralTrackView(ScopedQuerysetMixin, DetailView):
    """The track, from the side of the province's dossier or of the ministry's."""

    model = Dossier
    template_name = "evaluations/central_track.html"
    context_object_name = "dossier"

    def get_queryset(self):
        """Read what the page names."""
        return super().get_queryset().select_related("product", "producer", "round", "previous_dossier")

    def get_object(self, queryset=None):
        """Return the dossier; out of scope is 404 before it is a refusal."""
        dossier = super().get_object(queryset)
        require(rules.may_follow_the_ministry(self.request.user), _NOT_READ)
        return dossier

    def post(self, request, *_args, **_kwargs):
        """Do one act; what was typed is kept where it is refused."""
        self.object = self.get_object()
        require(rules.may_manage_rounds(request.user), _ONLY_OFFICE)
        act = request.POST.get("act", "")
        forms = self._forms(act, request.POST)
        form = forms.of(act)
        if form is None:
            messages.warning(request, TrackForms.too_late())
            return redirect("evaluations:central_track", self.object.pk)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(forms=forms))
        try:
            said = getattr(self, f"_{act}")(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            self.object.refresh_from_db()
            return self.render_to_response(self.get_context_data(forms=forms))
        messages.success(request, said)
        return redirect("evaluations:central_track", self.object.pk)

    def get_context_data(self, **kwargs):
        """Add both dossiers, the steps and the forms of the office."""
        origin, central = self._pair()
        may_record = rules.may_manage_rounds(self.request.user)
        forms = kwargs.pop("forms", None) or (self._forms() if may_record else None)
        events = central.central_events.select_related("document", "recorded_by") if central else ()
        return super().get_context_data(
            origin=origin, central=central, events=list(events), forms=forms, may_record=may_record, **kwargs
        )

    def _pair(self) -> tuple[Dossier | None, Dossier | None]:
        """Return the province's and the ministry's dossier that the person may see."""
        seen = self.get_queryset()
        if self.object.level == Level.CENTRAL:
            return seen.filter(pk=self.object.previous_dossier_id).first(), self.object
        return self.object, seen.filter(pk=getattr(services.central_dossier_of(self.object), "pk", None)).first()

    def _forms(self, act: str = "", data=None) -> TrackForms:
        origin, central = self._pair()
        return TrackForms(user=self.request.user, origin=origin, central=central, act=act, data=data)

    def _start(self, form) -> str:
        turn = form.cleaned_data["turn"]
        services.start_central(actor=self.request.user, dossier_id=self.object.pk, round_id=turn.pk)
        return _("Đã lập hồ sơ gửi trung ương trong “%(round)s”.") % {"round": turn}

    def _step(self, form) -> str:
        event = services.record_central_event(
            actor=self.request.user, dossier_id=self._pair()[1].pk, **form.cleaned_data
        )
        return _("Đã ghi: %(step)s.") % {"step": event.get_kind_display().lower()}

    def _result(self, form) -> str:
        services.record_central_result(actor=self.request.user, dossier_id=self._pair()[1].pk, **form.values())
        return _("Đã ghi kết quả của trung ương.")

    def _again(self, form) -> str:
        services.assess_again(actor=self.request.user, dossier_id=self._pair()[0].pk, **form.cleaned_data)
        return _("Đã kết thúc hồ sơ để đánh giá lại. Địa phương có thể lập hồ sơ mới.")
