"""Certificates: the list, issuing by decision, and the PDF of one or of many."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.dates import today
from core.downloads import content_response
from core.errors import Refused
from core.listing import FilteredListView
from core.pdf import PdfFailed
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from products.models import Recognition
from recognitions import rules
from recognitions.certificate import MOST_IN_ONE_FILE, render_certificates
from recognitions.filters import CertificateFilter
from recognitions.forms import DecisionForm, IssueForm
from recognitions.models import AwardCertificate
from recognitions.services import issue_certificates
from recognitions.services.issuing import issuable
from recognitions.views.board import NOT_FOR_COUNCIL
from recognitions.views.tabs import CERTIFICATES, tabs_for

_LONGEST_KEY = 18


class CertificateListView(RuleRequiredMixin, FilteredListView):
    """Certificates, the last number first."""

    model = AwardCertificate
    rule = rules.may_see_clock
    refusal = NOT_FOR_COUNCIL
    template_name = "recognitions/certificate_list.html"
    filterset_class = CertificateFilter
    sorts = {
        "number": ("year", "number"),
        "name": ("recognition__product__sort_key",),
        "unit": ("recognition__unit__sort_key", "recognition__product__sort_key"),
        "until": ("recognition__valid_until",),
    }

    def get_context_data(self, **kwargs):
        """Add the tabs, what the person may do and how many fit into one file."""
        user = self.request.user
        return super().get_context_data(
            tabs=tabs_for(user, CERTIFICATES),
            may_issue=rules.may_issue_certificates(user),
            most=MOST_IN_ONE_FILE,
            **kwargs,
        )


class CertificatesPrintView(CertificateListView):
    """The certificates of the filtered list in one PDF, in the order of their numbers."""

    def get(self, request, *_args, **_kwargs):
        """Send the file; too many at once are refused in words."""
        rows = list(self.get_queryset().for_print()[: MOST_IN_ONE_FILE + 1])
        if not 0 < len(rows) <= MOST_IN_ONE_FILE:
            words = {"most": MOST_IN_ONE_FILE}
            messages.warning(request, _("Mỗi tệp in từ 1 đến %(most)s giấy. Hãy lọc hẹp hơn rồi in lại.") % words)
            return redirect(f"{reverse('recognitions:certificates')}?{request.GET.urlencode()}")
        return _pdf_response(request, rows, "giay-chung-nhan-ocop")


class CertificateFileView(ScopedQuerysetMixin, View):
    """One certificate as PDF."""

    model = AwardCertificate

    def get(self, request, pk):
        """Send the file."""
        certificate = get_object_or_404(self.get_queryset().for_print(), pk=pk)
        return _pdf_response(request, [certificate], f"giay-chung-nhan-{certificate.number:04d}-{certificate.year}")


class CertificateIssueView(RuleRequiredMixin, View):
    """Choose a decision, tick its products, number their certificates."""

    rule = rules.may_issue_certificates
    refusal = gettext_lazy("Chỉ Văn phòng Điều phối cấp số giấy chứng nhận.")

    def get(self, _request):
        """Show the products of ``?decision=`` that have no certificate yet, all of them ticked."""
        return self.show(IssueForm(initial={"issued_on": today()}), ticked=None)

    def post(self, request):
        """Issue what was ticked."""
        form = IssueForm(request.POST)
        ticked = {int(key) for key in request.POST.getlist("id") if key.isdecimal() and len(key) <= _LONGEST_KEY}
        if not form.is_valid():
            return self.show(form, ticked=ticked)
        try:
            made = issue_certificates(
                actor=request.user, recognition_ids=ticked, issued_on=form.cleaned_data["issued_on"]
            )
        except Refused as error:
            form.take_refusal(error)
            return self.show(form, ticked=ticked)
        words = {"count": len(made), "first": made[0].reference, "last": made[-1].reference}
        messages.success(request, _("Đã cấp %(count)s giấy chứng nhận, từ số %(first)s đến %(last)s.") % words)
        decision = Recognition.objects.visible_to(request.user).get(pk=made[0].recognition_id).document_id
        return redirect(f"{reverse('recognitions:certificates')}?decision={decision}")

    def show(self, form, *, ticked):
        """Show the page; ``ticked`` are keys of recognitions, ``None`` for all."""
        user = self.request.user
        choice = DecisionForm(self.request.GET or None, user=user)
        decision = choice.cleaned_data["decision"] if choice.is_bound and choice.is_valid() else None
        rows = Recognition.objects.visible_to(user).filter(document=decision, pk__in=issuable().values("pk"))
        rows = rows.select_related("product", "producer", "unit").order_by("product__sort_key", "pk")
        context = {
            "choice": choice,
            "decision": decision,
            "form": form,
            "rows": [(row, ticked is None or row.pk in ticked) for row in rows] if decision else [],
        }
        return render(self.request, "recognitions/certificate_issue.html", context)


def _pdf_response(request, certificates, name: str) -> HttpResponse:
    """Return the PDF, or to the list with the reason why there is none."""
    base = settings.PORTAL_URL or request.build_absolute_uri("/").rstrip("/")
    try:
        content = render_certificates(certificates, base=base)
    except PdfFailed as error:
        messages.error(request, str(error))
        return redirect("recognitions:certificates")
    return content_response(content, filename=name, kind="pdf")
