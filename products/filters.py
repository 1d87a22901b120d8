"""The filter row of the list of products."""

import datetime as dt

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from core.dates import add_months, today
from core.periods import Quarter, quarters_from
from producers.enums import LegalForm
from producers.filters import TerritoryFilter
from producers.models import Producer
from products.enums import ChannelKind
from products.groups import filter_choices, groups_in_force
from products.models import Product, Recognition


class StarChoice(TextChoices):
    """Stars to look for, as of today."""

    ANY = "any", _("Đang có sao")
    FIVE = "5", _("5 sao")
    FOUR = "4", _("4 sao")
    THREE = "3", _("3 sao")
    NONE = "none", _("Chưa có sao")
    LAPSED = "lapsed", _("Hết hạn hoặc bị thu hồi")


GOING, STOPPED = "going", "stopped"
_MONTHS = ((3, _("3 tháng tới")), (6, _("6 tháng tới")), (12, _("12 tháng tới")))
_QUARTERS = 4


def _ends():
    """Months from today, and the quarters that the start page counts."""
    return [
        *_MONTHS,
        *((quarter_key(one), _("quý %(quarter)s") % {"quarter": one}) for one in coming_quarters(today())),
    ]


def coming_quarters(day: dt.date) -> list[Quarter]:
    """Return the quarter of ``day`` and the next three."""
    return quarters_from(day, _QUARTERS)


def quarter_key(quarter: Quarter) -> str:
    """Return the quarter as the filter ``expiring`` takes it: ``2026-4``."""
    return f"{quarter.year}-{quarter.number}"


def _days_of(value: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """Return first and last day of ``2026-4`` (a quarter) or ``6`` (months from ``day``)."""
    year, dash, number = value.partition("-")
    if not dash:
        return day, add_months(day, int(value))
    window = Quarter(int(year), int(number)).window
    return window.first, window.last


class GroupFilter(ChoiceFilter):
    """An industry over all classifications, or one group of the classification in force."""

    @property
    def field(self):
        """Read the groups when the filter row is drawn or checked."""
        if "choices" not in self.extra:
            self.extra["choices"] = filter_choices(groups_in_force(today()))
        return super().field

    def filter(self, qs, value):
        """``n-food`` is an industry by the code under which statistics count it, ``g-7`` a group."""
        if not value:
            return qs
        kind, _dash, key = value.partition("-")
        return qs.filter(group__counts_as=key) if kind == "n" else qs.filter(group=int(key))


def _one_producer(request):
    key = request.GET.get("producer", "")
    known = key.isdecimal() and len(key) < 19
    return Producer.objects.visible_to(request.user).filter(pk=int(key)) if known else Producer.objects.none()


class ProductFilter(FilterSet):
    """Products by words, unit, star on this day, group, producer's form and leader, channel and state."""

    q = CharFilter(label=_("Tìm sản phẩm, chủ thể, nguyên liệu"), method="search", max_length=200)
    unit = TerritoryFilter()
    star = ChoiceFilter(label=_("Hạng sao"), choices=StarChoice.choices, empty_label=_("Mọi hạng"), method="with_star")
    group = GroupFilter(
        label=_("Ngành, nhóm"), empty_label=_("Mọi nhóm"), widget=forms.Select(attrs={"data-search": ""})
    )
    legal_form = ChoiceFilter(
        field_name="producer__legal_form",
        label=_("Loại hình chủ thể"),
        choices=LegalForm.choices,
        empty_label=_("Mọi loại hình"),
    )
    expiring = ChoiceFilter(
        label=_("Hết hạn trong"), choices=_ends, empty_label=_("Mọi thời hạn"), method="expiring_within"
    )
    channel = ChoiceFilter(
        label=_("Kênh bán hàng"), choices=ChannelKind.choices, empty_label=_("Mọi kênh"), method="sold_through"
    )
    state = ChoiceFilter(
        label=_("Tình trạng"),
        choices=((GOING, _("Đang sản xuất")), (STOPPED, _("Đã ngừng"))),
        empty_label=_("Mọi tình trạng"),
        method="in_state",
    )
    women = BooleanFilter(label=_("Chủ thể do phụ nữ đại diện"), method="led_by_women", widget=forms.CheckboxInput)
    producer = ModelChoiceFilter(label=_("Chủ thể"), queryset=_one_producer, empty_label=_("Mọi chủ thể"))

    class Meta:
        model = Product
        fields = (
            "q",
            "unit",
            "star",
            "group",
            "legal_form",
            "expiring",
            "channel",
            "state",
            "women",
            "producer",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Only links from a producer's page carry it; a select of thousands would help nobody.
        if not (self.data or {}).get("producer"):
            del self.filters["producer"]

    def search(self, queryset, _name, value):
        """Words in the own text or the producer's, marks aside."""
        return queryset.search(value)

    def with_star(self, queryset, _name, value):
        """The star in force today, or the lack of one."""
        day = today()
        if value == StarChoice.NONE:
            return queryset.never_recognised_by(day)
        if value == StarChoice.LAPSED:
            return queryset.lapsed_on(day)
        in_force = Recognition.objects.in_force_on(day)
        if value != StarChoice.ANY:
            in_force = in_force.filter(star=int(value))
        return queryset.filter(pk__in=in_force.values("product"))

    def expiring_within(self, queryset, _name, value):
        """Stars in force today that run out within so many months, or in a quarter."""
        day = today()
        ending = Recognition.objects.in_force_on(day).filter(valid_until__range=_days_of(value, day))
        return queryset.filter(pk__in=ending.values("product"))

    def sold_through(self, queryset, _name, value):
        """Products with a channel of that kind in use today."""
        channels = Product._meta.get_field("channels").related_model.objects.on(today()).filter(kind=value)
        return queryset.filter(pk__in=channels.values("product"))

    def in_state(self, queryset, _name, value):
        """Still made, or stopped by today."""
        stopped = {"stopped_on__lte": today()}
        return queryset.filter(**stopped) if value == STOPPED else queryset.exclude(**stopped)

    def led_by_women(self, queryset, _name, value):
        """Those of producers whose representative today is a woman."""
        women = Producer.objects.led_by_women_on(today())
        return queryset.filter(producer__in=women.values("pk")) if value else queryset
