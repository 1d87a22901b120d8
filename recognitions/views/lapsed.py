"""The list of those that lapsed, as a draft and as the beginning of a revocation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from core.dates import today
from core.downloads import content_response
from core.pdf import PdfFailed
from core.views import RuleRequiredMixin
from documents.layout import render_docx, render_pdf
from products.models import Recognition
from recognitions import rules
from recognitions.forms import LapsedForm
from recognitions.lapsed import draft_of, lapsed_on
from recognitions.views.tabs import LAPSED, tabs_for

_RENDERERS = {"pdf": render_pdf, "docx": render_docx}
_MOST = 500
_LONGEST_KEY = 18


class LapsedView(RuleRequiredMixin, View):
    """Those that have lapsed by a day, by unit; ticked ones go on to the page of revocations."""

    rule = rules.may_draft_revocations
    refusal = gettext_lazy("Chỉ Văn phòng Điều phối lập danh sách thu hồi.")

    def get(self, request):
        """Show the list as of ``?on=`` (today)."""
        form = LapsedForm(request.GET or None)
        day = (form.is_bound and form.is_valid() and form.cleaned_data["on"]) or today()
        rows, too_old = lapsed_on(Recognition.objects.visible_to(request.user), day)
        tabs = tabs_for(request.user, LAPSED)
        context = {"rows": rows, "too_old": too_old, "day": day, "form": form, "tabs": tabs}
        return render(request, "recognitions/lapsed.html", context)


class LapsedDraftView(RuleRequiredMixin, View):
    """The draft decision with the ticked ones (``?recognition=``), as PDF or with ``?dang=docx`` as DOCX."""

    rule = rules.may_draft_revocations
    refusal = gettext_lazy("Chỉ Văn phòng Điều phối lập danh sách thu hồi.")

    def get(self, request):
        """Send the file."""
        kind = request.GET.get("dang", "pdf")
        if kind not in _RENDERERS:
            raise Http404
        given = request.GET.getlist("recognition")[:_MOST]
        keys = [int(key) for key in given if key.isdecimal() and len(key) <= _LONGEST_KEY]
        rows = Recognition.objects.visible_to(request.user).filter(pk__in=keys)
        rows = list(rows.select_related("product", "producer", "unit", "document").order_by("product__sort_key", "pk"))
        if not rows:
            messages.warning(request, _("Hãy đánh dấu ít nhất một sản phẩm rồi tải dự thảo."))
            return redirect("recognitions:lapsed")
        try:
            content = _RENDERERS[kind](draft_of(rows, today()))
        except PdfFailed as error:
            messages.error(request, str(error))
            return redirect("recognitions:lapsed")
        return content_response(content, filename=f"du-thao-thu-hoi-{today():%Y%m%d}", kind=kind)
