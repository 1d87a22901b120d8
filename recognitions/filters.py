"""The filter row of the board."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from core.dates import add_months, parse_date, today
from core.periods import Quarter, quarters_from
from documents.models import OfficialDocument
from producers.filters import TerritoryFilter
from products.enums import Star
from products.models import Product, Recognition
from recognitions.clock import with_clock
from recognitions.enums import ClockState
from recognitions.models import AwardCertificate
from units.filters import DayFilter

# One year back, three years ahead: a term lasts three.
_MONTHS_BACK, _QUARTERS = 12, 17
# As the box of a day takes them.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def quarter_key(quarter: Quarter) -> str:
    """Return the quarter as the address carries it: ``2026-4``."""
    return f"{quarter.year}-{quarter.number}"


def quarters(day: dt.date) -> list[Quarter]:
    """Return the quarters that can be asked for on ``day``."""
    return quarters_from(add_months(day, -_MONTHS_BACK), _QUARTERS)


def _day_of(data) -> dt.date:
    try:
        day = parse_date((data or {}).get("on", ""))
    except ValueError:
        return today()
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else today()


def _choices():
    return [(quarter_key(one), _("quý %(quarter)s") % {"quarter": one}) for one in quarters(today())]


class BoardFilter(FilterSet):
    """Recognitions on the clock of a day (today) by words, unit, state, quarter of their end and star."""

    q = CharFilter(label=_("Tìm sản phẩm, chủ thể"), method="search", max_length=200)
    unit = TerritoryFilter()
    state = ChoiceFilter(
        field_name="clock", label=_("Tình trạng"), choices=ClockState.choices, empty_label=_("Mọi tình trạng")
    )
    quarter = ChoiceFilter(
        label=_("Hết hạn trong"), choices=_choices, empty_label=_("Mọi thời gian"), method="ending_in"
    )
    star = ChoiceFilter(label=_("Hạng sao"), choices=Star.choices, empty_label=_("Mọi hạng"))
    on = DayFilter(label=_("Tính đến ngày"), method="leave")

    class Meta:
        model = Recognition
        fields = ("q", "unit", "state", "quarter", "star", "on")

    def __init__(self, data=None, queryset=None, **kwargs):
        # The clock is read before the form is checked; a day that cannot be read stands as an error at its box.
        self.day = _day_of(data)
        super().__init__(data, with_clock(queryset, self.day), **kwargs)

    def leave(self, queryset, _name, _value):
        """The day is read when the clock is."""
        return queryset

    def search(self, queryset, _name, value):
        """Words in the product or its producer, marks aside."""
        return queryset.filter(product__in=Product.objects.search(value).values("pk"))

    def ending_in(self, queryset, _name, value):
        """Those whose last valid day lies in a quarter; what was revoked does not run out any more."""
        year, _dash, number = value.partition("-")
        window = Quarter(int(year), int(number)).window
        return queryset.exclude(clock=ClockState.REVOKED).filter(valid_until__range=(window.first, window.last))


def _years():
    years = AwardCertificate.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


def _decisions(request):
    """Decisions for which certificates were issued, of those that the person may read."""
    issued = AwardCertificate.objects.visible_to(request.user).values("recognition__document")
    return OfficialDocument.objects.visible_to(request.user).filter(pk__in=issued).order_by("-issued_on", "-pk")


class CertificateFilter(FilterSet):
    """Certificates by words, number, unit, decision and year."""

    q = CharFilter(label=_("Tìm sản phẩm, chủ thể"), method="search", max_length=200)
    decision = ModelChoiceFilter(
        field_name="recognition__document",
        label=_("Quyết định"),
        queryset=_decisions,
        empty_label=_("Mọi quyết định"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    year = ChoiceFilter(label=_("Năm cấp"), choices=_years, empty_label=_("Mọi năm"))

    class Meta:
        model = AwardCertificate
        fields = ("q", "decision", "year")

    def search(self, queryset, _name, value):
        """Words in the product or its producer, marks aside."""
        return queryset.filter(recognition__product__in=Product.objects.search(value).values("pk"))
