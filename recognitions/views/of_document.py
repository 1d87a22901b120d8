"""The certificates that rest on a decision: a part of the page that cancels it."""

from django.views.generic import DetailView

from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from documents.models import OfficialDocument
from recognitions import rules
from recognitions.models import AwardCertificate
from recognitions.views.board import NOT_FOR_COUNCIL


class DocumentCertificatesView(RuleRequiredMixin, ScopedQuerysetMixin, DetailView):
    """Certificates of the recognitions of one decision that the person may see, by number."""

    model = OfficialDocument
    rule = rules.may_see_clock
    refusal = NOT_FOR_COUNCIL
    context_object_name = "document"

    def get_template_names(self):
        """A whole page where the part is opened alone."""
        part = self.request.htmx and not self.request.htmx.boosted
        return ["recognitions/_document_certificates.html" if part else "recognitions/document_certificates.html"]

    def get_context_data(self, **kwargs):
        """Add the certificates; one query."""
        rows = AwardCertificate.objects.visible_to(self.request.user).filter(recognition__document=self.object)
        rows = rows.select_related("recognition__product").order_by("year", "number")
        return super().get_context_data(certificates=list(rows), **kwargs)
