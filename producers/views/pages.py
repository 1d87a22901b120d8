"""Pages of producers."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import CreateView, DetailView, TemplateView, UpdateView

from core.components import Tab
from core.dates import today
from core.downloads import workbook_response
from core.errors import Refused, Stale
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from producers import rules, services
from producers.changes import history_of
from producers.exports import producer_sheet
from producers.filters import ProducerFilter
from producers.forms import ProducerForm
from producers.missing import missing_of
from producers.models import Producer
from producers.twins import twins_of

_ONLY_READERS = gettext_lazy(
    "Thành viên hội đồng xem thông tin sản phẩm ngay trong hồ sơ được giao chấm, không xem danh sách này."
)
_ONLY_WRITERS = gettext_lazy(
    "Chỉ cán bộ địa phương và Văn phòng Điều phối được thêm, sửa chủ thể. Hãy báo họ nếu thông tin cần sửa."
)
_TABS = ("info", "products", "papers", "history")


class ProducerListView(RuleRequiredMixin, FilteredListView):
    """Producers by words, unit, form and state."""

    model = Producer
    rule = rules.may_read_producers
    refusal = _ONLY_READERS
    template_name = "producers/producer_list.html"
    filterset_class = ProducerFilter
    sorts = {
        "name": ("sort_key",),
        "form": ("legal_form", "sort_key"),
        "unit": ("unit__sort_key", "sort_key"),
        "products": ("product_count", "sort_key"),
        "updated": ("updated_at",),
    }

    def get_context_data(self, **kwargs):
        """Say whether the button is there."""
        return super().get_context_data(may_add=rules.may_add_producer(self.request.user), **kwargs)


class ProducerExportView(ProducerListView):
    """The filtered list as a workbook."""

    def get(self, _request, *_args, **_kwargs):
        """Send all rows of the list, in its order."""
        rows = self.get_queryset()
        return workbook_response([producer_sheet(rows)], filename=f"chu-the-{today():%Y%m%d}")


class ProducerDetailView(ScopedQuerysetMixin, DetailView):
    """A producer: facts, products, history."""

    model = Producer
    template_name = "producers/producer_detail.html"
    context_object_name = "producer"

    def get_queryset(self):
        """Read the unit and count products and papers with the producer."""
        return super().get_queryset().select_related("unit__parent").with_product_count().with_paper_count()

    def get_context_data(self, **kwargs):
        """Add the tab asked for and what it shows."""
        producer, tab = self.object, self.request.GET.get("tab")
        tab = tab if tab in _TABS else _TABS[0]
        may_edit = rules.may_edit_producer(self.request.user, producer)
        context = super().get_context_data(tab=tab, tabs=_tabs(producer, tab), may_edit=may_edit, **kwargs)
        if tab == "history":
            return context | {"history": history_of(producer)}
        if tab == "papers":
            return context | {"papers": list(producer.papers.with_file_count())}
        people = list(producer.representatives.all())
        present = next((one for one in people if one.until is None), None)
        edit_url = reverse("producers:producer_edit", args=[producer.pk]) if may_edit else ""
        return context | {
            "representative": present,
            "former": [one for one in people if one is not present],
            "missing": missing_of(producer, present, edit_url=edit_url),
        }


class ProducerCreateView(RuleRequiredMixin, CreateView):
    """Add a producer."""

    model = Producer
    form_class = ProducerForm
    rule = rules.may_add_producer
    refusal = _ONLY_WRITERS
    template_name = "producers/producer_form.html"

    def get_form_kwargs(self):
        """A local officer of a commune need not choose it."""
        kwargs = super().get_form_kwargs() | {"user": self.request.user}
        unit = self.request.user.unit
        if self.request.user.is_local_officer and unit.is_commune:
            kwargs["initial"] = {"unit": unit}
        return kwargs

    def form_valid(self, form):
        """Write by the service and go on to the first product where that was asked for."""
        try:
            producer = services.create_producer(actor=self.request.user, **form.values())
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã thêm chủ thể %(name)s.") % {"name": producer.name})
        if "then_product" in self.request.POST:
            return redirect(f"{reverse('products:product_create')}?producer={producer.pk}")
        return redirect(producer)


class ProducerEditView(ScopedQuerysetMixin, UpdateView):
    """Change a producer."""

    model = Producer
    form_class = ProducerForm
    template_name = "producers/producer_form.html"
    context_object_name = "producer"

    def get_object(self, queryset=None):
        """Return the producer; out of scope is 404 before it is a refusal."""
        producer = super().get_object(queryset)
        require(rules.may_edit_producer(self.request.user, producer), _ONLY_WRITERS)
        return producer

    def get_form_kwargs(self):
        """Give the form a copy: the page names the producer as it is stored, not as it is being typed."""
        present = self.object.representatives.filter(until__isnull=True).first()
        kwargs = super().get_form_kwargs() | {"user": self.request.user, "representative": present}
        return kwargs | {"instance": copy(self.object)}

    def form_valid(self, form):
        """Write by the service; what another person saved meanwhile is shown beside what was typed."""
        try:
            producer = services.update_producer(
                actor=self.request.user,
                producer_id=self.object.pk,
                version=form.cleaned_data["version"],
                **form.values(),
            )
        except Stale as error:
            form.take_stale(error, _with_representative(self.get_queryset().get(pk=self.object.pk)))
            return self.form_invalid(form)
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
            return self.form_invalid(form)
        messages.success(self.request, _("Đã lưu chủ thể %(name)s.") % {"name": producer.name})
        return redirect(producer)


class ProducerTwinsView(RuleRequiredMixin, TemplateView):
    """Likely twins of the name that is being typed, as a part of the form."""

    rule = rules.may_add_producer
    refusal = _ONLY_WRITERS
    template_name = "producers/_twins.html"

    def get_context_data(self, **kwargs):
        """Look for the name; while a producer is edited it is no twin of itself."""
        own = self.request.GET.get("except", "")
        except_pk = int(own) if own.isdecimal() and len(own) < 19 else None
        name = self.request.GET.get("name", "")[:250].replace("\x00", "")
        return super().get_context_data(twins=twins_of(name, user=self.request.user, except_pk=except_pk), **kwargs)


def _tabs(producer: Producer, active: str) -> list[Tab]:
    url = producer.get_absolute_url()
    labels = {
        "info": _("Thông tin"),
        "products": _("Sản phẩm"),
        "papers": _("Giấy tờ"),
        "history": _("Lịch sử"),
    }
    counts = {"products": producer.product_count, "papers": producer.paper_count}
    return [
        Tab(label, url if key == _TABS[0] else f"{url}?tab={key}", active=key == active, count=counts.get(key))
        for key, label in labels.items()
    ]


def _with_representative(producer: Producer) -> Producer:
    """Name the representative like the fields of the form, so that both can be compared."""
    present = producer.representatives.filter(until__isnull=True).first()
    for name in ("name", "gender", "since", "is_ethnic_minority", "is_disabled"):
        setattr(producer, f"representative_{name}", getattr(present, name, None))
    return producer
