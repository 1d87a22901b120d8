"""Papers of a dossier: adding, from the wallet, linking, replacing, taking off, downloading."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View
from django.views.generic.detail import BaseDetailView, SingleObjectMixin

from core.downloads import file_response
from core.errors import Refused
from core.views import ScopedQuerysetMixin, require
from evaluations import rules, services
from evaluations.evidence_forms import CriteriaForm, EvidenceForm, ReplaceForm, WalletForm
from evaluations.models import Evidence
from evaluations.papers import newest_scan, versions_of
from evaluations.views.dossiers import NOT_EDITABLE, DossierDetailView


class EvidenceAddView(DossierDetailView):
    """Add papers; without a script this is a plain upload."""

    http_method_names = ("post",)
    tab = "files"

    def post(self, request, *_args, **_kwargs):
        """Store every file that can be, and show the tab again with what was wrong with the others."""
        self.object = dossier = self.get_object()
        require(rules.may_edit_dossier(request.user, dossier), NOT_EDITABLE)
        form = EvidenceForm(request.POST, request.FILES, dossier=dossier)
        if form.is_valid():
            stored, problems = self._store(form)
            if stored:
                text = _("Đã thêm tài liệu: %(titles)s.")
                messages.success(request, text % {"titles": ", ".join(f"“{one.title}”" for one in stored)})
            if not problems:
                return redirect(f"{dossier.get_absolute_url()}?tab=files")
            form.add_error("file", problems)
        return self.render_to_response(self.get_context_data(evidence_form=form))

    def _store(self, form) -> tuple[list[Evidence], list[str]]:
        """Write each file by the service, in its own transaction; return what is stored and what is wrong."""
        stored, problems = [], []
        for sent in form.cleaned_data["file"]:
            if sent.problem:
                problems.append(sent.problem)
                continue
            try:
                paper = services.add_evidence(
                    actor=self.request.user,
                    dossier_id=self.object.pk,
                    kind=form.cleaned_data["kind"],
                    title=form.title_of(sent),
                    upload=sent.content,
                    criteria=form.chosen,
                )
            except Refused as error:
                problems.append(f"{sent.name}: {error}")
            except ValidationError as error:
                problems += [f"{sent.name}: {text}" for text in error.messages]
            else:
                stored.append(paper)
        return stored, problems


class EvidenceWalletView(DossierDetailView):
    """Add papers of the producer's wallet."""

    http_method_names = ("post",)
    tab = "files"

    def post(self, request, *_args, **_kwargs):
        """Write by the service, or show the tab again with the reason."""
        self.object = dossier = self.get_object()
        require(rules.may_edit_dossier(request.user, dossier), NOT_EDITABLE)
        form = WalletForm(request.POST, user=request.user, dossier=dossier)
        if form.is_valid():
            try:
                added = services.add_from_wallet(
                    actor=request.user, dossier_id=dossier.pk, papers=form.cleaned_data["papers"], criteria=form.chosen
                )
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã thêm %(count)s giấy tờ của chủ thể.") % {"count": len(added)})
                return redirect(f"{dossier.get_absolute_url()}?tab=files")
        return self.render_to_response(self.get_context_data(wallet_form=form))


class EvidenceDetailView(ScopedQuerysetMixin, DetailView):
    """A paper: what it proves, its versions, and what may be changed."""

    model = Evidence
    template_name = "evaluations/evidence_detail.html"
    context_object_name = "paper"

    def get_queryset(self):
        """Read the dossier with the paper, and the paper of the wallet."""
        rows = super().get_queryset().select_related("dossier__round__rule_version", "dossier__product__producer")
        return rows.select_related("paper_file__paper", "uploaded_by")

    def get_context_data(self, **kwargs):
        """Add the forms for those who may change it, and every version that the person sees."""
        user, paper = self.request.user, self.object
        may_edit = rules.may_edit_dossier(user, paper.dossier) and paper.removed_at is None
        linked = list(paper.criteria.order_by("position"))
        context = {
            "may_edit": may_edit,
            "linked": linked,
            "versions": versions_of(paper, Evidence.objects.visible_to(user)),
            "newer_scan": newest_scan(paper) if may_edit else None,
            "criteria_form": None,
            "replace_form": None,
        }
        if may_edit:
            chosen = {"criteria": [one.pk for one in linked]}
            context["criteria_form"] = CriteriaForm(dossier=paper.dossier, initial=chosen)
            context["replace_form"] = ReplaceForm()
        return super().get_context_data(**(context | kwargs))


class EvidenceCriteriaView(EvidenceDetailView):
    """Say which criteria a paper proves."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service, or show the page again with the reason."""
        self.object = paper = self.get_object()
        require(rules.may_edit_dossier(request.user, paper.dossier), NOT_EDITABLE)
        form = CriteriaForm(request.POST, dossier=paper.dossier)
        if form.is_valid():
            try:
                services.link_criteria(actor=request.user, evidence_id=paper.pk, criteria=form.chosen)
            except Refused as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã lưu tiêu chí của tài liệu “%(title)s”.") % {"title": paper})
                return redirect(f"{paper.dossier.get_absolute_url()}?tab=files")
        return self.render_to_response(self.get_context_data(criteria_form=form))


class EvidenceReplaceView(EvidenceDetailView):
    """Put a newer file in the place of a paper: one that is sent, or the newest of the wallet (``wallet``)."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service, or show the page again with the reason."""
        self.object = paper = self.get_object()
        require(rules.may_edit_dossier(request.user, paper.dossier), NOT_EDITABLE)
        from_wallet = "wallet" in request.POST
        form = ReplaceForm(request.POST, request.FILES)
        if from_wallet or form.is_valid():
            upload = None if from_wallet else form.cleaned_data["file"]
            try:
                services.replace_evidence(actor=request.user, evidence_id=paper.pk, upload=upload)
            except (Refused, ValidationError) as error:
                form.full_clean()
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã thay “%(title)s”; bản trước còn trong lịch sử.") % {"title": paper})
                return redirect(f"{paper.dossier.get_absolute_url()}?tab=files")
        return self.render_to_response(self.get_context_data(replace_form=form))


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
