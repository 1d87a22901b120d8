"""Filters of the list of documents."""

import django_filters
from django.utils.translation import gettext_lazy as _

from documents.enums import DocumentKind
from documents.models import OfficialDocument


def _years():
    days = OfficialDocument.objects.order_by().dates("issued_on", "year", order="DESC")
    return [(day.year, str(day.year)) for day in days]


class DocumentFilter(django_filters.FilterSet):
    """Words, kind, year of issue."""

    q = django_filters.CharFilter(label=_("Tìm theo số, ký hiệu, trích yếu"), method="search")
    kind = django_filters.ChoiceFilter(label=_("Loại"), choices=DocumentKind, empty_label=_("Mọi loại"))
    year = django_filters.ChoiceFilter(
        label=_("Năm"), field_name="issued_on__year", choices=_years, empty_label=_("Mọi năm")
    )

    class Meta:
        model = OfficialDocument
        fields = ()

    def search(self, queryset, _name, value):
        """Keep documents with every word."""
        return queryset.search(value)
