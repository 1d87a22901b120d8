"""The filter rows of the board of tasks and of the lists of activities and start-ups."""

from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter

from core.dates import today
from producers.filters import TerritoryFilter
from programme.choices import units_to_read
from programme.enums import ActivityKind, Bucket, Reach, SupportKind
from programme.models import Activity, Directive, IncubationProject, TaskAssignment

_LEADS, _TAKES_PART = "lead", "with"


class UnitFilter(TerritoryFilter):
    """As of territories, with the agencies of the province for those who read it whole."""

    @property
    def field(self):
        """Offer the units whose rows the person may see."""
        if "choices" not in self.extra:
            self.extra["choices"] = units_to_read(self.get_request().user)
        return super().field


def _directives(request):
    return Directive.objects.visible_to(request.user).select_related("document")


class TaskFilter(FilterSet):
    """Units' parts of tasks by column of the board, unit, directive and role."""

    state = ChoiceFilter(
        label=_("Tình trạng"), choices=Bucket.choices, empty_label=_("Mọi tình trạng"), method="in_bucket"
    )
    unit = UnitFilter()
    directive = ModelChoiceFilter(
        field_name="task__directive", label=_("Văn bản"), queryset=_directives, empty_label=_("Mọi văn bản")
    )
    role = ChoiceFilter(
        label=_("Vai trò"),
        choices=((_LEADS, _("Chủ trì")), (_TAKES_PART, _("Phối hợp"))),
        empty_label=_("Mọi vai trò"),
        method="in_role",
    )

    class Meta:
        model = TaskAssignment
        fields = ("state", "unit", "directive", "role")

    def in_bucket(self, queryset, _name, value):
        """The rows of one column today."""
        return queryset.in_bucket(value, today())

    def in_role(self, queryset, _name, value):
        """Those who lead, or those who take part."""
        return queryset.filter(is_lead=value == _LEADS)


def _years_of(model, field: str) -> list[tuple[int, str]]:
    years = model.objects.order_by().values_list(ExtractYear(field), flat=True).distinct()
    return [(year, str(year)) for year in sorted(years, reverse=True)]


class ActivityFilter(FilterSet):
    """Activities by words, kind, unit, year and reach."""

    q = CharFilter(label=_("Tìm tên, địa điểm, đối tác"), method="search", max_length=200)
    kind = ChoiceFilter(label=_("Loại"), choices=ActivityKind.choices, empty_label=_("Mọi loại"))
    year = ChoiceFilter(
        field_name="starts_on",
        lookup_expr="year",
        label=_("Năm"),
        choices=lambda: _years_of(Activity, "starts_on"),
        empty_label=_("Mọi năm"),
    )
    unit = UnitFilter()
    reach = ChoiceFilter(label=_("Phạm vi"), choices=Reach.choices, empty_label=_("Mọi phạm vi"))

    class Meta:
        model = Activity
        fields = ("q", "kind", "year", "unit", "reach")

    def search(self, queryset, _name, value):
        """Words in name, place or partner, marks aside."""
        return queryset.search(value)


class ProjectFilter(FilterSet):
    """Start-up projects by words, year of selection, unit and support."""

    q = CharFilter(label=_("Tìm dự án, người khởi nghiệp, lĩnh vực"), method="search", max_length=200)
    year = ChoiceFilter(
        field_name="selected_on",
        lookup_expr="year",
        label=_("Năm được chọn"),
        choices=lambda: _years_of(IncubationProject, "selected_on"),
        empty_label=_("Mọi năm"),
    )
    unit = UnitFilter()
    support = ChoiceFilter(
        label=_("Hình thức hỗ trợ"), choices=SupportKind.choices, empty_label=_("Mọi hình thức"), method="given"
    )

    class Meta:
        model = IncubationProject
        fields = ("q", "year", "unit", "support")

    def search(self, queryset, _name, value):
        """Words in name, founder or field, marks aside."""
        return queryset.search(value)

    def given(self, queryset, _name, value):
        """Projects that were given support of that kind at least once."""
        return queryset.filter(supports__kind=value).distinct()
