"""List pages: filters and sorting from the address, page by page."""

from django_filters import FilterSet

from core.components import SORT_PARAMETER
from core.views import PagedListView


class FilteredListView(PagedListView):
    """A list that ``filterset_class`` narrows and ``sort=key`` or ``sort=-key`` orders.

    Attributes:
        filterset_class: of django-filter; its form is drawn by ``{% filter_bar %}``.
        sorts: columns of the model by key of the address; an unknown key is ignored.
    """

    filterset_class: type[FilterSet]
    sorts: dict[str, tuple[str, ...]] = {}

    def get_queryset(self):
        """Return the visible rows that pass the filters, in the order asked for."""
        self.filterset = self.filterset_class(self.request.GET, super().get_queryset().for_list(), request=self.request)
        rows = self.filterset.qs
        asked = self.request.GET.get(SORT_PARAMETER, "")
        columns = self.sorts.get(asked.removeprefix("-"))
        if not columns:
            return rows
        turned = asked.startswith("-")
        return rows.order_by(*(f"-{column}" if turned else column for column in columns), "pk")

    def get_context_data(self, **kwargs):
        """Add ``filter`` and ``page``, the names that the parts of a list use."""
        context = super().get_context_data(filter=self.filterset, **kwargs)
        return context | {"page": context["page_obj"]}
