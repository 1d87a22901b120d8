"""Filters of the list of accounts."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from units.models import Unit


def _units_with_people(request):
    people = User.objects.visible_to(request.user)
    return Unit.objects.filter(pk__in=people.order_by().values("unit"))


class UserFilter(django_filters.FilterSet):
    """Words, role, unit, activity."""

    q = django_filters.CharFilter(label=_("Tìm theo tên, tên đăng nhập, chức vụ"), method="search")
    role = django_filters.ChoiceFilter(label=_("Vai trò"), choices=Role, empty_label=_("Mọi vai trò"))
    unit = django_filters.ModelChoiceFilter(
        label=_("Đơn vị"),
        queryset=_units_with_people,
        empty_label=_("Mọi đơn vị"),
        widget=forms.Select(attrs={"data-search": True}),
    )
    active = django_filters.ChoiceFilter(
        label=_("Tình trạng"),
        field_name="is_active",
        choices=((True, _("Đang hoạt động")), (False, _("Đã khóa"))),
        empty_label=_("Mọi tình trạng"),
    )

    class Meta:
        model = User
        fields = ()

    def search(self, queryset, _name, value):
        """Keep accounts with every word."""
        return queryset.search(value)
