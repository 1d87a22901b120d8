"""The catalogue of indicators with today's values, and the rows behind one of them."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from core.downloads import workbook_response
from core.views import RuleRequiredMixin
from indicators.base import PRODUCT, ROW_NOUNS
from reports import catalogue, registry, rules
from reports.opening import page_of_rows
from reports.views.figures import HEADINGS
from reports.views.pages import NOT_FOR_COUNCIL

NOT_WHOLE = gettext_lazy(
    "Chỉ tiêu này cộng từ hồ sơ, kinh phí hoặc báo cáo mà vai trò của bạn chỉ xem được một phần, nên không hiện tổng."
)


class CatalogueFilter(forms.Form):
    """The search box and the section."""

    q = forms.CharField(label=gettext_lazy("Tìm trong tên, mã, cách tính"), required=False, max_length=100)
    section = forms.ChoiceField(label=gettext_lazy("Phần"), required=False)

    def __init__(self, data, *, sections):
        super().__init__(data)
        choices = [(key, f"{label} ({count})") for key, label, count in sections]
        self.fields["section"].choices = [("", _("Chọn phần…")), *choices]


class _CatalogueMixin(RuleRequiredMixin):
    rule = rules.may_see_reports
    refusal = NOT_FOR_COUNCIL
    unscoped_reason = "indicators are definitions; every row counted passes visible_to in indicators.scope"


class IndicatorListView(_CatalogueMixin, TemplateView):
    """Indicators of a section, or those that a search finds; only these are counted."""

    template_name = "reports/indicator_list.html"

    def get_context_data(self, **kwargs):
        """Add the section that is asked for (the first one by itself) with today's values."""
        scope = catalogue.scope_of(self.request.user)
        readable = registry.readable_by(scope)
        sections = catalogue.sections_of(readable)
        form = CatalogueFilter(self.request.GET, sections=sections)
        form.is_valid()
        text, section = form.cleaned_data.get("q", ""), form.cleaned_data.get("section", "")
        if not text and not section:
            section = sections[0][0]
        found = catalogue.matching(readable, section=section, text=text)
        before, here, after = _around(section, sections)
        return super().get_context_data(
            form=form,
            title=here[1] if here else _("Kết quả tìm trong mọi phần"),
            before=before,
            after=after,
            entries=catalogue.entries_of(found, scope),
            total=len(readable),
            scope_words=catalogue.scope_words(scope),
            **kwargs,
        )


class IndicatorExportView(_CatalogueMixin, View):
    """The whole catalogue as a workbook."""

    def get(self, request, *_args, **_kwargs):
        """Send it with today's values."""
        return workbook_response([catalogue.workbook_sheet(request.user)], filename=_("Danh mục chỉ tiêu báo cáo"))


class IndicatorRowsView(_CatalogueMixin, TemplateView):
    """The rows that an indicator counts today; the address names it as ``?ma=``."""

    template_name = "reports/indicator_rows.html"

    def get(self, request, *args, **kwargs):
        """Lead to the list where no indicator is named."""
        if not request.GET.get("ma"):
            return redirect("reports:indicator_list")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """Add definition, value and a page of what is counted."""
        user = self.request.user
        scope = catalogue.scope_of(user)
        indicator = _asked(self.request.GET["ma"])
        if not indicator.is_readable(scope):
            raise PermissionDenied(NOT_WHOLE)
        count = indicator.count(scope, {})
        return super().get_context_data(
            indicator=indicator,
            text=catalogue.printed(indicator, count),
            is_by_product=indicator.counts == PRODUCT,
            heading=HEADINGS[indicator.counts],
            noun=ROW_NOUNS[indicator.counts],
            page=page_of_rows(indicator, count.row_keys, user, self.request.GET),
            scope_words=catalogue.scope_words(scope),
            **kwargs,
        )


def _around(key: str, sections: list[tuple]) -> tuple:
    """Return the section before, the one of ``key`` and the one after; ``None`` where there is none."""
    at = next((at for at, section in enumerate(sections) if section[0] == key), None)
    if at is None:
        return None, None, None
    after = sections[at + 1] if at + 1 < len(sections) else None
    return (sections[at - 1] if at else None), sections[at], after


def _asked(code: str):
    try:
        indicator = registry.get(code)
    except KeyError as error:
        raise Http404 from error
    return indicator
