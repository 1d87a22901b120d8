"""Filter rows of the lists of rounds and dossiers."""

from django.forms import CheckboxInput
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from evaluations.enums import DossierState, Level
from evaluations.models import Dossier, Round
from producers.filters import TerritoryFilter
from products.enums import RecognitionKind


def _years():
    years = Round.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


def _rounds(request):
    return Round.objects.visible_to(request.user).order_by("-opens_on", "-pk")


class RoundFilter(FilterSet):
    """Rounds by year and level."""

    year = ChoiceFilter(label=_("Năm"), choices=_years, empty_label=_("Mọi năm"))
    level = ChoiceFilter(label=_("Cấp"), choices=Level.choices, empty_label=_("Mọi cấp"))

    class Meta:
        model = Round
        fields = ("year", "level")


class DossierFilter(FilterSet):
    """Dossiers by words, round, state, kind and unit."""

    q = CharFilter(label=_("Tìm sản phẩm, chủ thể"), method="search", max_length=200)
    round = ModelChoiceFilter(label=_("Đợt"), queryset=_rounds, empty_label=_("Mọi đợt"))
    state = ChoiceFilter(label=_("Bước"), choices=DossierState.choices, empty_label=_("Mọi bước"))
    kind = ChoiceFilter(label=_("Hình thức"), choices=RecognitionKind.choices, empty_label=_("Mọi hình thức"))
    unit = TerritoryFilter()

    class Meta:
        model = Dossier
        fields = ("q", "round", "state", "kind", "unit")

    def search(self, queryset, _name, value):
        """Words in the product or its producer, marks aside."""
        return queryset.search(value)


class AssignmentFilter(FilterSet):
    """Products of a round that are being scored: by words, criteria set, unit and lack of members.

    ``member`` chooses the columns of the page, not the rows.
    """

    q = CharFilter(label=_("Tìm sản phẩm, chủ thể"), method="search", max_length=200)
    criteria_set = ModelChoiceFilter(label=_("Bộ tiêu chí"), queryset=None, empty_label=_("Mọi bộ tiêu chí"))
    member = ModelChoiceFilter(
        label=_("Thành viên"), queryset=None, method="keep_rows", empty_label=_("Mọi thành viên")
    )
    unit = TerritoryFilter()
    lacking = BooleanFilter(label=_("Chỉ sản phẩm chưa đủ người chấm"), method="only_lacking", widget=CheckboxInput)

    class Meta:
        model = Dossier
        fields = ("q", "criteria_set", "member", "unit", "lacking")

    def __init__(self, *args, turn: Round, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self._least = turn.rule_version.least_sheets
        own = turn.rule_version.criteria_sets.filter(pk__in=turn.dossiers.values("criteria_set"))
        self.filters["criteria_set"].queryset = own.order_by("number")
        self.filters["member"].queryset = turn.members.filter(pk__in=[seat.pk for seat in seats]).select_related("user")

    def search(self, queryset, _name, value):
        """Words in the product or its producer, marks aside."""
        return queryset.search(value)

    def keep_rows(self, queryset, _name, _value):
        """All rows: the member is a column."""
        return queryset

    def only_lacking(self, queryset, _name, value):
        """Products that fewer members score than the rules ask for (``scorers``: see ``with_scorers``)."""
        return queryset.filter(scorers__lt=self._least) if value else queryset
