"""The register of official documents."""

from pathlib import PurePosixPath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, UpdateView
from django.views.generic.detail import BaseDetailView

from core.downloads import file_response
from core.errors import Refused, Stale
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from documents import rules, services
from documents.changes import history_of
from documents.filters import DocumentFilter
from documents.forms import DocumentForm
from documents.models import OfficialDocument
from units.rules import may_read_units

_ONLY_OFFICE = gettext_lazy("Chỉ Văn phòng Điều phối được ghi và sửa văn bản.")


class DocumentListView(FilteredListView):
    """Documents by kind and year."""

    model = OfficialDocument
    template_name = "documents/document_list.html"
    filterset_class = DocumentFilter
    sorts = {
        "number": ("number", "symbol"),
        "kind": ("kind", "issued_on"),
        "issued": ("issued_on",),
        "issuer": ("issuer__sort_key", "issued_on"),
    }

    def get_context_data(self, **kwargs):
        """Say whether the button is there."""
        return super().get_context_data(may_record=rules.may_record_documents(self.request.user), **kwargs)


class DocumentDetailView(ScopedQuerysetMixin, DetailView):
    """One document with its file and history."""

    model = OfficialDocument
    template_name = "documents/document_detail.html"
    context_object_name = "document"

    def get_queryset(self):
        """Read the issuer with the document."""
        return super().get_queryset().select_related("issuer", "replaces")

    def get_context_data(self, **kwargs):
        """Add the history, and whether the file is there."""
        stored = self.object.file
        return super().get_context_data(
            may_record=rules.may_record_documents(self.request.user),
            issuer_url=self.object.issuer.get_absolute_url() if may_read_units(self.request.user) else "",
            history=history_of(self.object),
            file_size=stored.size if stored and stored.storage.exists(stored.name) else None,
            file_kind=PurePosixPath(stored.name or "").suffix.lstrip("."),
            **kwargs,
        )


class DocumentFileView(ScopedQuerysetMixin, BaseDetailView):
    """The file of a document that the person may see."""

    model = OfficialDocument

    def render_to_response(self, context):
        """Send the file under its number; 404 where there is none."""
        document = context["object"]
        if not document.file:
            raise Http404
        try:
            return file_response(document.file, filename=f"{document.get_kind_display()} {document.reference}")
        except FileNotFoundError:
            raise Http404 from None


class DocumentCreateView(RuleRequiredMixin, CreateView):
    """Record a document."""

    model = OfficialDocument
    form_class = DocumentForm
    rule = rules.may_record_documents
    refusal = _ONLY_OFFICE
    template_name = "documents/document_form.html"

    def form_valid(self, form):
        """Write by the service."""
        try:
            document = services.record_document(actor=self.request.user, **form.cleaned_document())
        except ValidationError as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã ghi %(citation)s.") % {"citation": document.citation})
        return redirect(document)


class DocumentEditView(ScopedQuerysetMixin, UpdateView):
    """Correct a document."""

    model = OfficialDocument
    form_class = DocumentForm
    template_name = "documents/document_form.html"
    context_object_name = "document"

    def get_object(self, queryset=None):
        """Return the document; out of scope is 404 before it is a refusal."""
        document = super().get_object(queryset)
        require(rules.may_record_documents(self.request.user), _ONLY_OFFICE)
        self.reference = document.reference
        return document

    def form_valid(self, form):
        """Write by the service; what another person saved meanwhile is shown beside what was typed."""
        version = form.cleaned_data["version"]
        try:
            document = services.update_document(
                actor=self.request.user, document_id=self.object.pk, version=version, **form.cleaned_document()
            )
        except Stale as error:
            form.take_stale(error, self.get_queryset().get(pk=self.object.pk))
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã sửa %(citation)s.") % {"citation": document.citation})
        return redirect(document)

    def get_context_data(self, **kwargs):
        """Name the document as it is stored, not as it is being typed."""
        return super().get_context_data(reference=self.reference, **kwargs)
