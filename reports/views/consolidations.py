"""Pages of consolidated reports: list, begin one, the whole text, one passage at a time."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, UpdateView, View
from django.views.generic.detail import SingleObjectMixin

from core.dates import format_datetime
from core.errors import Refused, Stale
from core.views import PagedListView, RuleRequiredMixin, ScopedQuerysetMixin
from reports.consolidating import reading, services
from reports.consolidating.forms import ConsolidationEditForm, ConsolidationForm, PassageForm
from reports.consolidating.template import template_of
from reports.editions.services import delete_consolidation, request_draft
from reports.enums import FIXED
from reports.models import Consolidation, Passage
from reports.rules import may_consolidate

AUTOSAVE = "X-Autosave"
# The session keeps the last words that somebody gave up for the generated ones, so that they can be taken back.
SET_ASIDE = "words_set_aside"
ONLY_OFFICE = gettext_lazy("Văn phòng Điều phối soạn báo cáo tổng hợp; bản đã chốt, đã ban hành có ở mục Báo cáo.")


class ConsolidationListView(RuleRequiredMixin, PagedListView):
    """Consolidated reports, the newest period first."""

    model = Consolidation
    rule = may_consolidate
    refusal = ONLY_OFFICE
    template_name = "reports/consolidation_list.html"

    def get_queryset(self):
        """Read what a row shows."""
        return super().get_queryset().for_list()

    def get_context_data(self, **kwargs):
        """Add ``page``, the name that the parts of a list use."""
        context = super().get_context_data(**kwargs)
        return context | {"page": context["page_obj"]}


class ConsolidationCreateView(RuleRequiredMixin, FormView):
    """Begin a consolidated report and have its first figures read."""

    rule = may_consolidate
    refusal = ONLY_OFFICE
    form_class = ConsolidationForm
    template_name = "reports/consolidation_form.html"

    def get_form_kwargs(self):
        """Offer campaigns and units."""
        return super().get_form_kwargs() | {"writer": self.request.user}

    def get(self, request, *args, **kwargs):
        """Lead on to the report of the campaign, where it has one already."""
        campaign = _number(request.GET.get("campaign", ""))
        made = Consolidation.objects.visible_to(request.user).filter(campaign=campaign).first()
        return redirect(made) if made else super().get(request, *args, **kwargs)

    def get_initial(self):
        """Begin with the campaign of the link that led here."""
        return ConsolidationForm.defaults(self.request.GET)

    def form_valid(self, form):
        """Write by the service; what does not fit comes back with everything typed."""
        try:
            made = services.create_consolidation(actor=self.request.user, **form.cleaned_data)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        request_draft(actor=self.request.user, consolidation_id=made.pk)
        messages.success(self.request, _("Đã tạo báo cáo tổng hợp. Hệ thống đang đọc số liệu để viết các câu tự động."))
        return redirect(made)


class ConsolidationDetailView(ScopedQuerysetMixin, DetailView):
    """The whole text with its outline, and the editions made of it."""

    model = Consolidation
    template_name = "reports/consolidation_detail.html"

    def get_queryset(self):
        """Read what the head shows."""
        return super().get_queryset().select_related("campaign", "unit", "made_by")

    def get_context_data(self, **kwargs):
        """Add the outline, what waits to be looked at, and the editions."""
        rows = reading.outline_rows(self.object, self.object.passages.select_related("consolidation"))
        editions = list(
            self.object.editions.select_related("document", "consolidation")
            .prefetch_related("files")
            .defer("snapshot", "texts")
            .order_by("-pk")
        )
        return super().get_context_data(
            rows=rows,
            waiting=[one for one in rows if one.state == reading.PassageState.CHANGED],
            empty=sum(one.state == reading.PassageState.EMPTY for one in rows),
            editions=editions,
            running=next((one for one in editions if one.is_on_its_way), None),
            **kwargs,
        )


class ConsolidationEditView(ScopedQuerysetMixin, UpdateView):
    """Change the name or the cut-off; the next draft follows it."""

    model = Consolidation
    form_class = ConsolidationEditForm
    template_name = "reports/consolidation_form.html"

    def get_context_data(self, **kwargs):
        """Offer to take it away as long as no edition is fixed."""
        is_fixed = self.object.editions.filter(stage__in=sorted(FIXED)).exists()
        return super().get_context_data(may_delete=not is_fixed, **kwargs)

    def form_valid(self, form):
        """Write by the service; what does not fit comes back with everything typed."""
        try:
            stored = services.update_consolidation(
                actor=self.request.user, consolidation_id=self.object.pk, **form.cleaned_data
            )
        except Stale as error:
            form.take_stale(error, self.get_queryset().get(pk=self.object.pk))
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu. Hãy lập dự thảo mới để số liệu theo ngày chốt này."))
        return redirect(stored)


class ConsolidationDeleteView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Take away one that was begun by mistake."""

    model = Consolidation
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs) -> HttpResponse:
        """Delete by the service; a refusal is told on the page of the report."""
        consolidation = self.get_object()
        try:
            delete_consolidation(actor=request.user, consolidation_id=consolidation.pk)
        except Refused as error:
            messages.error(request, str(error))
            return redirect(consolidation)
        messages.success(request, _("Đã xoá báo cáo tổng hợp “%(name)s”.") % {"name": consolidation.name})
        return redirect("reports:consolidation_list")


class ConsolidationDraftView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Have the figures read anew and a draft drawn."""

    model = Consolidation
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs) -> HttpResponse:
        """Queue it; a refusal is told on the page of the report."""
        consolidation = self.get_object()
        try:
            request_draft(actor=request.user, consolidation_id=consolidation.pk)
        except Refused as error:
            messages.error(request, str(error))
        return redirect(consolidation)


class PassageView(ScopedQuerysetMixin, FormView):
    """One passage: the words, what the figures say, what units wrote. Every button stores the words first."""

    model = Passage
    form_class = PassageForm
    template_name = "reports/consolidation_passage.html"

    @cached_property
    def passage(self) -> Passage:
        """The passage of the address; out of scope is 404."""
        rows = self.get_queryset().select_related("consolidation__campaign", "consolidation__unit", "edited_by")
        return get_object_or_404(rows, consolidation=self.kwargs["pk"], key=self.kwargs["key"])

    @cached_property
    def spec(self):
        """What the outline says about the passage."""
        found = next((one for one in template_of(self.passage.consolidation.year) if one.key == self.passage.key), None)
        if found is None:
            raise Http404
        return found

    @property
    def set_aside(self) -> str:
        """The words of this passage that were given up last, if they were."""
        kept = self.request.session.get(SET_ASIDE, {})
        return kept["text"] if kept.get("passage") == self.passage.pk else ""

    def dispatch(self, request, *args, **kwargs):
        """Find the passage before a form is made of what was sent."""
        self.spec  # noqa: B018 - 404 comes first
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        """Begin with the words as they stand."""
        return {"text": self.passage.text, "version": self.passage.version}

    def get_context_data(self, **kwargs):
        """Add the outline, the figures with their year before and targets, what changed, what units wrote."""
        passage = self.passage
        rows = reading.outline_rows(passage.consolidation, passage.consolidation.passages.select_related(None))
        newest = reading.newest_reading(passage.consolidation)
        places = [at for at, one in enumerate(rows) if one.passage]
        here = next(at for at in places if rows[at].passage.pk == passage.pk)
        codes = passage.figures
        return super().get_context_data(
            passage=passage,
            consolidation=passage.consolidation,
            spec=self.spec,
            row=rows[here],
            rows=rows,
            following=next((rows[at] for at in places if at > here), None),
            changes=reading.changes_of(passage),
            figures=reading.figures_beside(newest, codes),
            targets=reading.targets_beside(newest, codes) if codes else [],
            offers=reading.offers_for(passage, self.spec),
            set_aside=self.set_aside if passage.edited is None else "",
            **kwargs,
        )

    def form_valid(self, form):
        """Store the words, then do what the button says."""
        values, sent = form.cleaned_data, self.request.POST
        act = {"actor": self.request.user, "passage_id": self.passage.pk}
        try:
            if sent.get("then") == "restore":
                services.restore_generated(**act, version=values["version"])
                self.request.session[SET_ASIDE] = {"passage": self.passage.pk, "text": values["text"]}
                messages.success(self.request, _("Đã khôi phục câu tự động."))
                return redirect(self.request.path)
            if sent.get("then") == "take_back" and self.set_aside:
                values = values | {"text": self.set_aside}
                del self.request.session[SET_ASIDE]
            stored = services.edit_passage(**act, **values, is_checked=sent.get("then") == "checked")
        except Stale as error:
            return self._stale(form, error)
        except Refused as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        if self.request.headers.get(AUTOSAVE):
            return JsonResponse({"version": stored.version, "saved": format_datetime(timezone.now())})
        try:
            self._act(stored, sent)
        except Refused as error:
            # The words are stored already; only what the button asked for was not done.
            messages.error(self.request, str(error))
        return self._go_on(sent)

    def _act(self, stored: Passage, sent) -> None:
        """Do what the button asks besides storing the words."""
        act = {"actor": self.request.user, "passage_id": stored.pk, "version": stored.version}
        then = sent.get("then")
        if then in {"leave_out", "bring_back"}:
            services.leave_out(**act, is_left_out=then == "leave_out")
        elif sent.get("pick"):
            report, _colon, narrative = sent["pick"].partition(":")
            services.pick_narrative(**act, report_id=_number(report), narrative=narrative)
            messages.success(self.request, _("Đã đưa nội dung của đơn vị vào cuối đoạn."))
        elif sent.get("unpick"):
            if services.unpick(**act, pick_id=_number(sent["unpick"])):
                messages.success(self.request, _("Đã bỏ nội dung của đơn vị khỏi đoạn."))
            else:
                messages.warning(
                    self.request,
                    _("Đã bỏ đánh dấu. Nội dung đã được sửa trong đoạn nên vẫn giữ nguyên; hãy tự xoá nếu không dùng."),
                )

    def _go_on(self, sent) -> HttpResponse:
        if sent.get("then") == "next":
            rows = reading.outline_rows(self.passage.consolidation, self.passage.consolidation.passages.all())
            urls = [one.url for one in rows if one.url]
            after = urls[urls.index(reading.url_of(self.passage)) + 1 :]
            return redirect(after[0] if after else self.passage.consolidation)
        if not (sent.get("pick") or sent.get("unpick")):
            messages.success(self.request, _("Đã lưu."))
        return redirect(self.request.path)

    def _stale(self, form, error: Stale):
        """Show what another person stored, or what new figures say, beside what was typed."""
        if self.request.headers.get(AUTOSAVE):
            return JsonResponse({"message": str(error)}, status=409)
        form.take_stale(error, self.get_queryset().get(pk=self.passage.pk))
        return self.form_invalid(form)

    def form_invalid(self, form):
        """Show the form again; a page that saves itself is told why."""
        if self.request.headers.get(AUTOSAVE):
            wrong = " ".join(str(errors[0]) for errors in form.errors.values())
            return JsonResponse({"message": wrong}, status=422)
        return super().form_invalid(form)


def _number(text: str) -> int:
    """Return a key that was sent; what is no key names no row."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
