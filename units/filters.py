"""The filter row of the list of units."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, Filter, FilterSet

from core.dates import today
from core.forms import VietnameseDateField
from units.enums import UnitKind
from units.models import Unit


class DayFilter(Filter):
    """A typed day."""

    field_class = VietnameseDateField


class UnitFilter(FilterSet):
    """Units of one day: of today, of the day asked for, or of all times."""

    q = CharFilter(label=_("Tìm tên hoặc mã"), method="search")
    kind = ChoiceFilter(label=_("Loại"), choices=UnitKind, empty_label=_("Mọi loại"))
    on = DayFilter(label=_("Có vào ngày"), method="leave")
    all_times = BooleanFilter(label=_("Mọi thời kỳ"), method="leave", widget=forms.CheckboxInput)

    class Meta:
        model = Unit
        fields = ("q", "kind", "on", "all_times")

    @property
    def day(self) -> dt.date | None:
        """The day that the list shows; ``None`` for all times."""
        cleaned = self.form.cleaned_data if self.form.is_valid() else {}
        return None if cleaned.get("all_times") else cleaned.get("on") or today()

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
