"""The board: what ends when, by quarter and unit."""

from django.db.models import Case, F, IntegerField, Value, When
from django.utils.translation import gettext_lazy

from core.components import SORT_PARAMETER
from core.dates import today
from core.downloads import workbook_response
from core.listing import FilteredListView
from core.views import RuleRequiredMixin
from products.models import Recognition
from recognitions import rules
from recognitions.endings import board_rows, board_sheet, by_quarter, by_unit
from recognitions.enums import ClockState
from recognitions.filters import BoardFilter
from recognitions.views.tabs import BOARD, tabs_for

NOT_FOR_COUNCIL = gettext_lazy(
    "Thành viên hội đồng xem thông tin sản phẩm ngay trong hồ sơ được giao chấm, không xem trang này."
)
_OVER = (ClockState.LAPSED.value, ClockState.REVOKED.value)


class BoardView(RuleRequiredMixin, FilteredListView):
    """Recognitions on the clock of a day (``?on=``, today): what ends first stands first, what is over last."""

    model = Recognition
    rule = rules.may_see_clock
    refusal = NOT_FOR_COUNCIL
    template_name = "recognitions/board.html"
    filterset_class = BoardFilter
    sorts = {
        "name": ("product__sort_key",),
        "producer": ("producer__sort_key", "product__sort_key"),
        "unit": ("unit__sort_key", "product__sort_key"),
        "star": ("star", "product__sort_key"),
        "until": ("valid_until", "product__sort_key"),
    }

    def get_queryset(self):
        """Order by what needs attention first unless the person asks otherwise."""
        rows = super().get_queryset()
        if self.request.GET.get(SORT_PARAMETER, "").removeprefix("-") in self.sorts:
            return rows
        is_over = Case(When(clock__in=_OVER, then=Value(1)), default=Value(0), output_field=IntegerField())
        turned = Case(When(clock__in=_OVER, then=F("valid_until")), default=None)
        return rows.annotate(is_over=is_over).order_by(
            "is_over", turned.desc(), "valid_until", "product__sort_key", "pk"
        )

    def get_context_data(self, **kwargs):
        """Add the rows with what stands beside them, and the charts of everything in sight."""
        user, day = self.request.user, self.filterset.day
        seen = Recognition.objects.visible_to(user)
        context = super().get_context_data(
            day=day,
            quarters=by_quarter(seen, day),
            units=by_unit(seen, day),
            tabs=tabs_for(user, BOARD),
            may_start=rules.may_start_renewals(user) and day == today(),
            **kwargs,
        )
        return context | {"rows": board_rows(context["page"].object_list, day, user)}


class BoardExportView(BoardView):
    """The filtered list as a workbook."""

    def get(self, _request, *_args, **_kwargs):
        """Send all rows of the list, in its order."""
        rows = self.get_queryset()
        day = self.filterset.day
        return workbook_response([board_sheet(rows, day)], filename=f"han-cong-nhan-{day:%Y%m%d}")
