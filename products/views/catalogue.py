"""Lists of products."""

from django.db.models import F
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from core.components import SORT_PARAMETER
from core.dates import today
from core.downloads import workbook_response
from core.listing import FilteredListView
from core.views import RuleRequiredMixin, ScopedQuerysetMixin
from producers.models import Producer
from products import rules
from products.exports import product_sheet
from products.filters import ProductFilter
from products.models import Product
from products.standing import state_of_row

ONLY_READERS = gettext_lazy(
    "Thành viên hội đồng xem thông tin sản phẩm ngay trong hồ sơ được giao chấm, không xem danh sách này."
)
_MOST_IN_FRAGMENT = 100
# Columns that are empty for many products; those stand last in both directions.
_SPARSE = {"star": "star", "until": "star_until"}


class ProductListView(RuleRequiredMixin, FilteredListView):
    """Products with the star of today."""

    model = Product
    rule = rules.may_read_products
    refusal = ONLY_READERS
    template_name = "products/product_list.html"
    filterset_class = ProductFilter
    sorts = {
        "name": ("sort_key",),
        "producer": ("producer__sort_key", "sort_key"),
        "unit": ("producer__unit__sort_key", "sort_key"),
        "updated": ("updated_at",),
    }

    def get_queryset(self):
        """Sort by star and end of validity, too."""
        rows = super().get_queryset()
        asked = self.request.GET.get(SORT_PARAMETER, "")
        column = _SPARSE.get(asked.removeprefix("-"))
        if column is None:
            return rows
        order = F(column).desc(nulls_last=True) if asked.startswith("-") else F(column).asc(nulls_last=True)
        return rows.order_by(order, "sort_key", "pk")

    def paginate_queryset(self, queryset, page_size):
        """Find the keys of the page first: stars are looked up for its rows only, also on the last page."""
        paginator, page, keys, has_others = super().paginate_queryset(queryset.values_list("pk", flat=True), page_size)
        keys = list(keys)
        rows = (
            Product.objects.visible_to(self.request.user).filter(pk__in=keys).for_list().with_last_recognition(today())
        )
        found = {row.pk: row for row in rows}
        page.object_list = [found[key] for key in keys if key in found]
        return paginator, page, page.object_list, has_others

    def get_context_data(self, **kwargs):
        """Add the state of each row and whether the button is there."""
        user = self.request.user
        context = super().get_context_data(
            may_add=rules.may_add_product(user), may_revoke=rules.may_revoke_recognitions(user), **kwargs
        )
        _tell_states(context["page"])
        return context


class ProductExportView(ProductListView):
    """The filtered list as a workbook."""

    def get(self, _request, *_args, **_kwargs):
        """Send all rows of the list, in its order."""
        return workbook_response([product_sheet(self.get_queryset())], filename=f"san-pham-{today():%Y%m%d}")


class ProducerProductsView(ScopedQuerysetMixin, DetailView):
    """The products of one producer: a part of the producer's page."""

    model = Producer
    template_name = "products/_of_producer.html"
    context_object_name = "producer"

    def get_context_data(self, **kwargs):
        """Add the products with the star of today."""
        visible = Product.objects.visible_to(self.request.user)
        rows = visible.filter(producer=self.object).for_list().with_last_recognition(today())
        products = list(rows[: _MOST_IN_FRAGMENT + 1])
        _tell_states(products)
        return super().get_context_data(
            products=products[:_MOST_IN_FRAGMENT],
            has_more=len(products) > _MOST_IN_FRAGMENT,
            may_add=rules.may_add_product(self.request.user),
            **kwargs,
        )


def _tell_states(products) -> None:
    day = today()
    for product in products:
        product.state = state_of_row(product, day)
