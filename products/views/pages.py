"""The page of one product."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView
from django.views.generic.detail import BaseDetailView

from core.components import Tab
from core.dates import today
from core.downloads import file_response
from core.views import ScopedQuerysetMixin
from products import rules
from products.changes import history_of
from products.missing import missing_of
from products.models import Product
from products.standing import State, standings


class ProductDetailView(ScopedQuerysetMixin, DetailView):
    """A product: facts, dossiers, recognitions, history; its star of today stands in the header."""

    model = Product
    template_name = "products/product_detail.html"
    context_object_name = "product"

    def get_queryset(self):
        """Read producer, unit and group with the product."""
        rows = super().get_queryset()
        return rows.select_related("producer__unit__parent", "group__parent", "group__industry", "group__taxonomy")

    def get_context_data(self, **kwargs):
        """Add the tab asked for and what it shows."""
        product, user = self.object, self.request.user
        history = product.recognitions.select_related("document", "revocation__document", "cancelled_by")
        found = standings(history, today())
        tabs = _tabs(product, self.request.GET.get("tab"), user, len(found))
        context = super().get_context_data(
            tabs=tabs,
            tab=next(key for key, tab in tabs.items() if tab.active),
            standings=found,
            current=next((one for one in found if one.state.counts), None),
            latest=next((one for one in found if one.state != State.CANCELLED), found[0] if found else None),
            may_edit=rules.may_edit_product(user, product),
            may_revoke=rules.may_revoke_recognitions(user),
            **kwargs,
        )
        return context | self._of_tab(context["tab"], may_edit=context["may_edit"])

    def _of_tab(self, tab: str, *, may_edit: bool) -> dict:
        product = self.object
        if tab == "history":
            return {"history": history_of(product)}
        if tab != "info":
            return {}
        channels, certificates = list(product.channels.all()), list(product.certificates.all())
        edit_url = reverse("products:product_edit", args=[product.pk]) if may_edit else ""
        return {
            "channels": channels,
            "certificates": certificates,
            "today": today(),
            "missing": missing_of(product, channels, certificates, edit_url=edit_url),
        }


class ProductPhotoView(ScopedQuerysetMixin, BaseDetailView):
    """The photo of a product that the person may see."""

    model = Product

    def render_to_response(self, context):
        """Show the photo; 404 where there is none."""
        product = context["object"]
        if not product.photo:
            raise Http404
        try:
            return file_response(product.photo, filename=f"san-pham-{product.pk}", inline=True)
        except FileNotFoundError:
            raise Http404 from None


def _tabs(product: Product, asked: str | None, user, recognition_count: int) -> dict[str, Tab]:
    url = product.get_absolute_url()
    labels = {
        "info": _("Thông tin"),
        "dossiers": _("Hồ sơ & chấm điểm"),
        "recognitions": _("Công nhận"),
        "history": _("Lịch sử"),
    }
    if not rules.may_read_dossiers_of_products(user):
        del labels["dossiers"]
    active = asked if asked in labels else "info"
    counts = {"recognitions": recognition_count}
    return {
        key: Tab(label, url if key == "info" else f"{url}?tab={key}", active=key == active, count=counts.get(key))
        for key, label in labels.items()
    }
