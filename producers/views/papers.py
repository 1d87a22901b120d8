"""Pages of the papers in the producers' wallets."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, FormView, UpdateView, View
from django.views.generic.detail import BaseDetailView, SingleObjectMixin

from core.dates import today
from core.downloads import file_response, workbook_response
from core.errors import Refused, Stale
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from producers import papers, rules
from producers.changes import history_of_paper
from producers.exports import paper_sheet
from producers.filters import PaperFilter
from producers.models import Paper, PaperFile, Producer
from producers.paper_forms import NewPaperForm, PaperFileForm, PaperForm

_ONLY_READERS = gettext_lazy("Thành viên hội đồng xem giấy tờ ngay trong hồ sơ được giao chấm.")
_ONLY_WRITERS = gettext_lazy(
    "Chỉ cán bộ địa phương và Văn phòng Điều phối được thêm, sửa giấy tờ. Hãy báo họ nếu giấy tờ cần sửa."
)


class PaperListView(RuleRequiredMixin, FilteredListView):
    """Papers that have ended or soon will, by unit, kind and days."""

    model = Paper
    rule = rules.may_read_producers
    refusal = _ONLY_READERS
    template_name = "producers/paper_list.html"
    filterset_class = PaperFilter
    sorts = {
        "name": ("name",),
        "kind": ("kind", "name"),
        "producer": ("producer__sort_key", "name"),
        "unit": ("producer__unit__sort_key", "name"),
        "expires": ("expires_on", "name"),
    }

    def get_queryset(self):
        """Leave out what was put away: nobody renews it."""
        return super().get_queryset().in_use()


class PaperExportView(PaperListView):
    """The filtered list as a workbook."""

    def get(self, _request, *_args, **_kwargs):
        """Send all rows of the list, in its order."""
        return workbook_response([paper_sheet(self.get_queryset())], filename=f"giay-to-{today():%Y%m%d}")


class PaperDetailView(ScopedQuerysetMixin, DetailView):
    """A paper: facts, every scan, what uses it, history."""

    model = Paper
    template_name = "producers/paper_detail.html"
    context_object_name = "paper"

    def get_queryset(self):
        """Read the producer with its unit."""
        return super().get_queryset().select_related("producer__unit")

    def get_context_data(self, **kwargs):
        """Add the scans, newest first, and the form for a newer one."""
        may_edit = rules.may_edit_producer(self.request.user, self.object.producer)
        context = {
            "may_edit": may_edit,
            "scans": list(self.object.files.select_related("uploaded_by")),
            "file_form": PaperFileForm() if may_edit else None,
            "history": history_of_paper(self.object),
        }
        return super().get_context_data(**(context | kwargs))


class PaperAddView(ScopedQuerysetMixin, SingleObjectMixin, FormView):
    """Add a paper to the wallet of a producer."""

    model = Producer
    form_class = NewPaperForm
    template_name = "producers/paper_form.html"
    context_object_name = "producer"

    def dispatch(self, request, *args, **kwargs):
        """Take the producer; out of scope is 404 before it is a refusal."""
        self.object = self.get_object()
        require(rules.may_edit_producer(request.user, self.object), _ONLY_WRITERS)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        """Write by the service."""
        upload = form.cleaned_data["file"]
        try:
            paper = papers.add_paper(
                actor=self.request.user, producer_id=self.object.pk, upload=upload, **form.values()
            )
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã thêm giấy tờ “%(name)s”.") % {"name": paper})
        return redirect(paper)


class PaperEditView(ScopedQuerysetMixin, UpdateView):
    """Change what is written about a paper."""

    model = Paper
    form_class = PaperForm
    template_name = "producers/paper_form.html"
    context_object_name = "paper"

    def get_object(self, queryset=None):
        """Return the paper; out of scope is 404 before it is a refusal."""
        paper = super().get_object(queryset)
        require(rules.may_edit_producer(self.request.user, paper.producer), _ONLY_WRITERS)
        return paper

    def get_form_kwargs(self):
        """Give the form a copy: the page names the paper as it is stored."""
        return super().get_form_kwargs() | {"instance": copy(self.object)}

    def get_context_data(self, **kwargs):
        """Name the producer as the page for a new paper does."""
        return super().get_context_data(producer=self.object.producer, **kwargs)

    def form_valid(self, form):
        """Write by the service; what another person saved meanwhile is shown beside what was typed."""
        version = form.cleaned_data["version"]
        try:
            paper = papers.update_paper(
                actor=self.request.user, paper_id=self.object.pk, version=version, **form.values()
            )
        except Stale as error:
            form.take_stale(error, self.get_queryset().get(pk=self.object.pk))
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu giấy tờ “%(name)s”.") % {"name": paper})
        return redirect(paper)


class PaperFileAddView(PaperDetailView):
    """Add a newer scan."""

    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service, or show the page again with the reason."""
        self.object = paper = self.get_object()
        require(rules.may_edit_producer(request.user, paper.producer), _ONLY_WRITERS)
        form = PaperFileForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                papers.add_paper_file(actor=request.user, paper_id=paper.pk, upload=form.cleaned_data["file"])
            except (Refused, ValidationError) as error:
                form.take_refusal(error)
            else:
                messages.success(request, _("Đã thêm tệp mới; các tệp trước vẫn còn trong danh sách."))
                return redirect(paper)
        return self.render_to_response(self.get_context_data(file_form=form))


class PaperPutAwayView(ScopedQuerysetMixin, SingleObjectMixin, View):
    """Put a paper away, or take it back (``back``)."""

    model = Paper
    http_method_names = ("post",)

    def post(self, request, *_args, **_kwargs):
        """Write by the service."""
        paper = self.get_object()
        require(rules.may_edit_producer(request.user, paper.producer), _ONLY_WRITERS)
        if "back" in request.POST:
            papers.take_back(actor=request.user, paper_id=paper.pk)
            messages.success(request, _("“%(name)s” lại dùng được cho hồ sơ mới.") % {"name": paper})
        else:
            papers.put_away(actor=request.user, paper_id=paper.pk)
            messages.success(request, _("Đã cất “%(name)s”; hồ sơ đang dùng giấy này không đổi.") % {"name": paper})
        return redirect(paper)


class PaperFileView(ScopedQuerysetMixin, BaseDetailView):
    """A scan of a paper, of any time."""

    model = PaperFile

    def get_queryset(self):
        """Read the paper for the name of the file."""
        return super().get_queryset().select_related("paper")

    def render_to_response(self, context):
        """Send the file as an attachment; 404 where it is gone."""
        scan = context["object"]
        try:
            return file_response(scan.file, filename=str(scan.paper))
        except FileNotFoundError:
            raise Http404 from None
