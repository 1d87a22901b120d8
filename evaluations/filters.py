"""Filter rows of the lists of rounds and dossiers."""

from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

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
