"""The filter rows of the lists of producers and of their papers."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet

from core.dates import today
from producers.enums import LegalForm, PaperKind
from producers.models import PAPER_WARNING, Paper, Producer
from units.choices import territory_choices
from units.models import Unit

ACTIVE, STOPPED = "active", "stopped"
EXPIRED, ALL = "expired", "all"


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


class PaperFilter(FilterSet):
    """Papers by words, unit, kind and the days that are left; those put away are left out."""

    q = CharFilter(label=_("Tìm giấy tờ, số, chủ thể"), method="search", max_length=200)
    unit = TerritoryFilter()
    kind = ChoiceFilter(label=_("Loại giấy tờ"), choices=PaperKind.choices, empty_label=_("Mọi loại"))
    days = ChoiceFilter(
        label=_("Thời hạn"),
        choices=(
            ("30", _("Hết hạn trong 30 ngày")),
            ("90", _("Hết hạn trong 90 ngày")),
            ("180", _("Hết hạn trong 180 ngày")),
            (EXPIRED, _("Đã hết hạn")),
            (ALL, _("Mọi giấy tờ")),
        ),
        empty_label=_("Đã hết hạn hoặc còn 60 ngày"),
        method="in_days",
    )

    class Meta:
        model = Paper
        fields = ("q", "unit", "kind", "days")

    @property
    def qs(self):
        """Without a choice of days: what has ended or ends within the time of warning."""
        rows = super().qs
        return rows if self.form.is_valid() and self.form.cleaned_data.get("days") else _ending(rows)

    def search(self, queryset, _name, value):
        """Words in the paper's name, number or issuer, or in its producer."""
        return queryset.search(value)

    def in_days(self, queryset, _name, value):
        """Papers that end within so many days, that have ended, or all."""
        if value == ALL:
            return queryset
        if value == EXPIRED:
            return queryset.expired_on(today())
        return queryset.expiring(today(), within=dt.timedelta(days=int(value)))


def _ending(rows):
    return rows.filter(expires_on__lte=today() + PAPER_WARNING)
