"""Adding and changing a product."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from django.views.generic.detail import SingleObjectMixin

from core.dates import today
from core.errors import Refused, Stale
from core.forms import shown_again
from core.formsets import one_more_row, rows_shown_again
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin, require
from producers.filters import ProducerFilter
from producers.models import Producer
from products import rules, services
from products.forms import (
    CERTIFICATES,
    CHANNELS,
    CertificateFormSet,
    ChannelFormSet,
    ProductForm,
    certificate_rows,
    channel_rows,
    stored_certificates,
    stored_channels,
)
from products.models import Product

_ONLY_WRITERS = gettext_lazy(
    "Chỉ cán bộ địa phương và Văn phòng Điều phối được thêm, sửa sản phẩm. Hãy báo họ nếu thông tin cần sửa."
)


class _ProductFormView(TemplateView):
    """The form with its rows; ``save`` of the two pages below calls the service."""

    template_name = "products/product_form.html"
    product = None

    def get(self, _request, *_args, **_kwargs):
        """Show what is stored."""
        return self.render_to_response(self.get_context_data(**self.get_parts()))

    def post(self, request, *_args, **_kwargs):
        """Save, or show the form again with one more row or with what is wrong."""
        for prefix in (CHANNELS, CERTIFICATES):
            if f"add_{prefix}" in request.POST:
                return self.show_with_row(prefix)
        parts = self.get_parts(request.POST, request.FILES)
        # All parts are asked before the answer, so that all errors come at once.
        checked = [part.is_valid() for part in parts.values()]
        if not all(checked):
            return self.render_to_response(self.get_context_data(**parts))
        rows = {CHANNELS: channel_rows(parts[CHANNELS]), CERTIFICATES: certificate_rows(parts[CERTIFICATES])}
        form = parts["form"]
        try:
            product = self.save(form, rows)
        except Stale as error:
            visible = Product.objects.visible_to(request.user)
            form.take_stale(error, visible.select_related("producer", "group").get(pk=self.product.pk))
        except (Refused, ValidationError) as error:
            form.take_refusal(error)
        else:
            messages.success(request, _("Đã lưu sản phẩm %(name)s.") % {"name": product.name})
            return redirect(product)
        return self.render_to_response(self.get_context_data(**parts))

    def show_with_row(self, prefix):
        """Show what was typed with one more empty row; nothing is checked or saved."""
        parts = self.get_parts(one_more_row(self.request.POST, prefix), self.request.FILES)
        shown_again(parts["form"])
        for name in (CHANNELS, CERTIFICATES):
            rows_shown_again(parts[name])
        return self.render_to_response(self.get_context_data(**parts))

    def get_parts(self, data=None, files=None):
        """Return the form and its two sets of rows."""
        product, chosen = self.product, self.request.GET.get("producer")
        # A copy: the page names the product as it is stored, not as it is being typed.
        form = ProductForm(
            data,
            files,
            user=self.request.user,
            instance=copy(product),
            initial={"producer": chosen} if chosen else {},
        )
        # Rows that came back are compared with nothing: each one that holds something is kept.
        stored = product if data is None else None
        return {
            "form": form,
            CHANNELS: ChannelFormSet(data, prefix=CHANNELS, initial=stored_channels(stored)),
            CERTIFICATES: CertificateFormSet(data, prefix=CERTIFICATES, initial=stored_certificates(stored)),
        }

    def get_context_data(self, **kwargs):
        """Name the product as it is stored."""
        return super().get_context_data(**kwargs | {"product": self.product})


class ProductCreateView(RuleRequiredMixin, _ProductFormView):
    """Add a product to a producer."""

    rule = rules.may_add_product
    refusal = _ONLY_WRITERS

    def get(self, request, *_args, **_kwargs):
        """Where there are too many producers for a select, one is looked up first."""
        parts = self.get_parts()
        if not parts["form"].may_choose_producer and not request.GET.get("producer"):
            return redirect("products:producer_choose")
        return self.render_to_response(self.get_context_data(**parts))

    def save(self, form, rows):
        """Add the product."""
        return services.create_product(actor=self.request.user, **form.values(), **rows)


class ProductEditView(ScopedQuerysetMixin, SingleObjectMixin, _ProductFormView):
    """Change a product."""

    model = Product

    def dispatch(self, request, *args, **kwargs):
        """Out of scope is 404 before it is a refusal."""
        self.product = self.object = self.get_object()
        require(rules.may_edit_product(request.user, self.product), _ONLY_WRITERS)
        return super().dispatch(request, *args, **kwargs)

    def save(self, form, rows):
        """Change the product."""
        version = form.cleaned_data["version"]
        return services.update_product(
            actor=self.request.user, product_id=self.product.pk, version=version, **form.values(), **rows
        )


class ProducerChooseView(RuleRequiredMixin, FilteredListView):
    """Look up the producer of a new product, or with ``pk`` the new producer of that product."""

    model = Producer
    rule = rules.may_add_product
    refusal = _ONLY_WRITERS
    template_name = "products/producer_choose.html"
    filterset_class = ProducerFilter

    def get_queryset(self):
        """Leave out producers that stopped."""
        return super().get_queryset().exclude(stopped_on__lte=today())

    def get_context_data(self, **kwargs):
        """Say where the choice leads."""
        key = self.kwargs.get("pk")
        product = get_object_or_404(Product.objects.visible_to(self.request.user), pk=key) if key else None
        target = reverse("products:product_edit", args=[key]) if key else reverse("products:product_create")
        return super().get_context_data(target=target, product=product, **kwargs)
