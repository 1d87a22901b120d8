"""The filter row of the list of producers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from core.dates import today
from producers.enums import LegalForm
from producers.models import Producer
from units.choices import territory_choices
from units.models import Unit

ACTIVE, STOPPED = "active", "stopped"


class TerritoryFilter(ChoiceFilter):
    """A unit of the own territory; takes every row that falls to it, also under its old name."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label", _("Đơn vị"))
        kwargs.setdefault("empty_label", _("Mọi đơn vị"))
        super().__init__(*args, widget=forms.Select(attrs={"data-search": ""}), **kwargs)

    @property
    def field(self):
        """Offer the units that the person looks after or reads."""
        if "choices" not in self.extra:
            self.extra["choices"] = territory_choices(self.get_request().user)
        return super().field

    def get_request(self):
        """Return the request of the filterset."""
        return self.parent.request

    def filter(self, qs, value):
        """Follow mergers: a new commune answers for the records of the old ones."""
        return qs.in_territory(Unit.objects.get(pk=value)) if value else qs


class ProducerFilter(FilterSet):
    """Producers by words, unit, form, leader and state."""

    q = CharFilter(label=_("Tìm tên, mã số thuế, điện thoại"), method="search", max_length=200)
    unit = TerritoryFilter()
    legal_form = ChoiceFilter(label=_("Loại hình"), choices=LegalForm.choices, empty_label=_("Mọi loại hình"))
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=((ACTIVE, _("Đang hoạt động")), (STOPPED, _("Đã ngừng"))),
        empty_label=_("Mọi tình trạng"),
        method="in_state",
    )
    women = BooleanFilter(label=_("Phụ nữ đại diện"), method="led_by_women", widget=forms.CheckboxInput)

    class Meta:
        model = Producer
        fields = ("q", "unit", "legal_form", "state", "women")

    def search(self, queryset, _name, value):
        """Words in the own text, marks aside."""
        return queryset.search(value)

    def in_state(self, queryset, _name, value):
        """Active today or stopped by today."""
        day = today()
        return queryset.active_on(day) if value == ACTIVE else queryset.filter(stopped_on__lte=day)

    def led_by_women(self, queryset, _name, value):
        """Those whose representative today is a woman."""
        return queryset.led_by_women_on(today()) if value else queryset
