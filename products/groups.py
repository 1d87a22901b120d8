"""Groups in selects: by industry, those of the classification in force first."""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from products.models import Group


def groups_in_force(day: dt.date):
    """Groups of the newest classification that applies on ``day``, in its order, with parent and industry."""
    applying = Group.objects.filter(
        Q(taxonomy__effective_to__isnull=True) | Q(taxonomy__effective_to__gte=day), taxonomy__effective_from__lte=day
    )
    newest = applying.order_by("-taxonomy__effective_from", "-taxonomy").values("taxonomy")[:1]
    return (
        Group.objects.filter(taxonomy__in=newest)
        .select_related("parent", "industry", "taxonomy")
        .order_by("position", "code")
    )


def label_of(group: Group) -> str:
    """Return the group with the one above it where that is not the industry."""
    parent = group.parent
    return f"{parent.name} › {group.name}" if parent and parent.pk != group.industry_id else group.name


class _ByIndustry(ModelChoiceIterator):
    """Options under the name of their industry; those of an older classification say so."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        blocks: dict[str, list] = {}
        for group in self.queryset:
            industry = group.industry.name if group.industry else group.name
            block = industry if group.pk != self.field.older_pk else _("Phân nhóm cũ đang dùng: %s") % industry
            blocks.setdefault(block, []).append(self.choice(group))
        yield from blocks.items()


class GroupField(forms.ModelChoiceField):
    """A group in which products may be put.

    ``older_pk``: a group of an older classification that the product still has.
    """

    iterator = _ByIndustry
    older_pk: int | None = None

    def label_from_instance(self, obj):
        """Name the group above as well."""
        return label_of(obj)


def filter_choices(groups: Iterable[Group]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return choices for a list: whole industries (over all classifications), then the groups of each."""
    groups = list(groups)
    industries = [group for group in groups if group.industry_id == group.pk]
    blocks = [(_("Cả ngành"), [(f"n-{group.counts_as}", group.name) for group in industries])]
    for industry in industries:
        under = [one for one in groups if one.industry_id == industry.pk and one.is_assignable and one != industry]
        if under:
            blocks.append((industry.name, [(f"g-{one.pk}", label_of(one)) for one in under]))
    return blocks
