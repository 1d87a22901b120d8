"""Papers of a dossier: adding, taking off, downloading."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.detail import BaseDetailView, SingleObjectMixin

from core.downloads import file_response
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.forms import EvidenceForm
from evaluations.models import Evidence
from evaluations.views.dossiers import NOT_EDITABLE, DossierDetailView


class EvidenceAddView(DossierDetailView):
    """Add a paper; without a script this is a plain upload."""

    http_method_names = ("post",)
    tab = "files"

    def post(self, request, *_args, **_kwargs):
        """Store the paper, or show the tab again with what was typed."""
        self.object = dossier = self.get_object()
        require(rules.may_edit_dossier(request.user, dossier), NOT_EDITABLE)
        form = EvidenceForm(request.POST, request.FILES)
        if form.is_valid():
            values = dict(form.cleaned_data)
            upload = values.pop("file")
            try:
                services.add_evidence(actor=request.user, dossier_id=dossier.pk, upload=upload, **values)
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã thêm tài liệu “%(title)s”.") % {"title": values["title"]})
                return redirect(f"{dossier.get_absolute_url()}?tab=files")
        return self.render_to_response(self.get_context_data(evidence_form=form))


class EvidenceRemoveView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Take a paper off; it stays in the history."""

    model = Evidence
    http_method_names = ("post",)

    def get_queryset(self):
        """Read the dossier with the paper."""
        return super().get_queryset().select_related("dossier")

    def post(self, request, *_args, **_kwargs):
        """Write by the service."""
        paper = self.get_object()
        require(rules.may_edit_dossier(request.user, paper.dossier), NOT_EDITABLE)
        try:
            services.remove_evidence(actor=request.user, evidence_id=paper.pk)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Đã bỏ tài liệu “%(title)s” khỏi hồ sơ.") % {"title": paper.title})
        return redirect(f"{paper.dossier.get_absolute_url()}?tab=files")


class EvidenceFileView(ScopedQuerysetMixin, BaseDetailView):
    """The file of a paper; ``?inline`` shows a picture in the page."""

    model = Evidence

    def render_to_response(self, context):
        """Send the file; 404 where it is gone."""
        paper = context["object"]
        try:
            return file_response(paper.file, filename=paper.title, inline="inline" in self.request.GET)
        except FileNotFoundError:
            raise Http404 from None
