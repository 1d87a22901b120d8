"""The tree of units: a list of one day, and each unit with what came before and after it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from core.dates import format_date, today
from core.views import PagedListView, RuleRequiredMixin, ScopedQuerysetMixin
from units.filters import UnitFilter
from units.models import Unit
from units.rules import may_read_units

_REFUSAL = _("Danh mục đơn vị dành cho quản trị hệ thống và Văn phòng Điều phối.")
_ON_A_DAY = _("Đơn vị hành chính và cơ quan có vào ngày %s.")
_OF_ALL_TIMES = _("Đơn vị hành chính và cơ quan của mọi thời kỳ.")
_SORTS = {
    "name": ("sort_key", "code", "valid_from"),
    "-name": (F("sort_key").desc(), "code", "valid_from"),
    "code": ("code", "valid_from"),
    "-code": ("-code", "-valid_from"),
    "kind": ("kind", "sort_key", "code"),
    "-kind": ("-kind", "sort_key", "code"),
    "since": ("valid_from", "sort_key", "code"),
    "-since": ("-valid_from", "sort_key", "code"),
}


@dataclass(frozen=True)
class Related:
    """A predecessor or successor; ``takes_records`` is false for who took over only some land."""

    unit: Unit
    on: dt.date
    takes_records: bool


class UnitListView(RuleRequiredMixin, PagedListView):
    """Units that exist on a day, today unless another is asked for."""

    model = Unit
    rule = may_read_units
    refusal = _REFUSAL
    template_name = "units/unit_list.html"

    def get_queryset(self):
        """Return the filtered and sorted rows."""
        self.filterset = UnitFilter(self.request.GET, super().get_queryset().for_list())
        order = _SORTS.get(self.request.GET.get("sort", ""), _SORTS["name"])
        return self.filterset.qs.order_by(*order)

    def get_context_data(self, **kwargs):
        """Add the filter row and the day that the rows are of."""
        day = self.filterset.day
        lead = _ON_A_DAY % format_date(day) if day else _OF_ALL_TIMES
        return super().get_context_data(filter_form=self.filterset.form, lead=lead, **kwargs)


class UnitDetailView(RuleRequiredMixin, ScopedQuerysetMixin, DetailView):
    """A unit: validity, what lies under it, predecessors and successors."""

    model = Unit
    rule = may_read_units
    refusal = _REFUSAL
    template_name = "units/unit_detail.html"
    context_object_name = "unit"

    def get_queryset(self):
        """Bring the units above along: the tree is three levels deep."""
        return super().get_queryset().select_related("parent__parent")

    def get_context_data(self, **kwargs):
        """Add children, predecessors and successors."""
        unit = self.object
        above = [unit.parent.parent, unit.parent] if unit.parent else []
        return super().get_context_data(
            above=[one for one in above if one],
            exists_now=unit.exists_on(today()),
            children=unit.children.order_by("kind", "sort_key", "code"),
            successors=_related(unit.successions, "to_unit"),
            predecessors=_related(unit.predecessions, "from_unit"),
            **kwargs,
        )


def _related(successions, end: str) -> list[Related]:
    """Return the units at the other ``end`` of these successions, the default one first."""
    rows = successions.select_related(f"{end}__parent").order_by("-is_default", f"{end}__sort_key", "pk")
    return [Related(getattr(row, end), row.on, row.is_default) for row in rows]
