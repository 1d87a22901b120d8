"""Pages of the sessions of a council."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView
from django.views.generic.detail import SingleObjectMixin

from core.errors import Refused, Stale
from core.views import ScopedQuerysetMixin, require
from evaluations import rules
from evaluations.models import CouncilSession, Round
from evaluations.quorum import count
from evaluations.services.sessions import hold_session, update_session
from evaluations.session_forms import SessionForm

ONLY_KEEPERS = gettext_lazy("Chỉ Văn phòng Điều phối và thư ký hội đồng ghi phiên họp.")


class SessionCreateView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Record a session of the round's council."""

    model = Round
    form_class = SessionForm
    template_name = "evaluations/council/session_form.html"
    context_object_name = "turn"

    def get_queryset(self):
        """Read the rules with the round: they say what a quorum is."""
        return super().get_queryset().select_related("rule_version")

    def dispatch(self, request, *args, **kwargs):
        """Take the round; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.keeps_minutes(request.user, self.object), ONLY_KEEPERS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Give the form its round."""
        return super().get_form_kwargs() | {"turn": self.object}

    def form_valid(self, form):
        """Write by the service."""
        try:
            session = hold_session(
                actor=self.request.user,
                round_id=self.object.pk,
                attendances=form.attendances(),
                **form.fields_of_session(),
            )
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi phiên họp."))
        return redirect(session)

    def get_context_data(self, **kwargs):
        """Add the rules of the quorum for the line that counts while people are ticked."""
        return super().get_context_data(session=None, rules=self.object.rule_version, **kwargs)


class SessionEditView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Correct a session."""

    model = CouncilSession
    form_class = SessionForm
    template_name = "evaluations/council/session_form.html"
    context_object_name = "session"

    def get_queryset(self):
        """Read the round and its rules along."""
        return super().get_queryset().select_related("round__rule_version")

    def dispatch(self, request, *args, **kwargs):
        """Take the session; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.keeps_minutes(request.user, self.object.round), ONLY_KEEPERS)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Give the form the session as stored: a copy, so that the page names it as it is."""
        stored = self.get_object()
        return super().get_form_kwargs() | {"turn": self.object.round, "instance": stored}

    def form_valid(self, form):
        """Write by the service; what another person saved since is shown beside."""
        try:
            session = update_session(
                actor=self.request.user,
                session_id=self.object.pk,
                version=form.cleaned_data["version"],
                attendances=form.attendances(),
                **form.fields_of_session(),
            )
        except Stale as error:
            form.take_stale(error, self.get_object())
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu phiên họp."))
        return redirect(session)

    def get_context_data(self, **kwargs):
        """Add the round and the rules of the quorum."""
        turn = self.object.round
        return super().get_context_data(turn=turn, rules=turn.rule_version, **kwargs)


class SessionDetailView(ScopedQuerysetMixin, DetailView):
    """A session: who was there, whether it could decide, what was said."""

    model = CouncilSession
    template_name = "evaluations/council/session_detail.html"
    context_object_name = "session"

    def get_queryset(self):
        """Read the round and its rules along."""
        return super().get_queryset().select_related("round__rule_version")

    def get_context_data(self, **kwargs):
        """Add attendance and quorum."""
        session = self.object
        attendances = list(session.attendances.select_related("member__user").order_by("member"))
        pairs = [(one.office, one.presence) for one in attendances]
        return super().get_context_data(
            turn=session.round,
            attendances=attendances,
            quorum=count(pairs, rules=session.round.rule_version),
            may_edit=rules.keeps_minutes(self.request.user, session.round),
            **kwargs,
        )
