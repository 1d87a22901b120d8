"""The filter row of the list of units."""

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet

from core.dates import today
from core.forms import VietnameseDateField
from units.enums import UnitKind
from units.models import Unit

ALL_TIMES = "all"


class DayFilter(Filter):
    """A typed day."""

    field_class = VietnameseDateField


class UnitFilter(FilterSet):
    """Units of one day: of today, of the day asked for, or of all times."""

    q = CharFilter(label=_("Tìm tên hoặc mã"), method="search")
    kind = ChoiceFilter(label=_("Loại"), choices=UnitKind, empty_label=_("Mọi loại"))
    on = DayFilter(label=_("Có vào ngày"), method="leave")
    times = ChoiceFilter(
        label=_("Thời kỳ"), choices=[(ALL_TIMES, _("Mọi thời kỳ"))], empty_label=_("Theo ngày"), method="leave"
    )

    class Meta:
        model = Unit
        fields = ("q", "kind", "on", "times")

    @property
    def day(self) -> dt.date | None:
        """The day that the list shows; ``None`` for all times."""
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        return None if cleaned.get("times") == ALL_TIMES else cleaned.get("on") or today()

    def filter_queryset(self, queryset):
        """Take the units of the day after the other filters."""
        found = super().filter_queryset(queryset)
        return found if self.day is None else found.on(self.day)

    def search(self, queryset, _name, value):
        """Words in name or code, marks aside."""
        return queryset.search(value)

    def leave(self, queryset, _name, _value):
        """The day is read in ``filter_queryset``."""
        return queryset
