"""Which units existed when, and whose records fall to which unit."""

import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from core.search import matching


class UnitQuerySet(models.QuerySet):
    """Units of all times; ``on`` picks those of one day."""

    def visible_to(self, user):
        """Every signed-in person may see the tree of units; it is public law."""
        return self if user.is_active else self.none()

    def on(self, day: dt.date):
        """Units that existed on ``day`` (both ends of validity included)."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)

    def subtree_of(self, unit):
        """``unit`` and what lay under it while it existed.

        A code may be given again later (82 was Tiền Giang's), so a path alone is not enough: the
        times must overlap too.
        """
        below = self.filter(path__startswith=unit.path)
        if unit.valid_to:
            below = below.filter(valid_from__lte=unit.valid_to)
        return below.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=unit.valid_from))

    def territory_of(self, unit):
        """Units whose records fall to ``unit``: its subtree and all predecessors of that subtree.

        After a merger the new commune looks after the records of the old ones. Of several successors
        only the default one takes over. Predecessors are followed one step: Đồng Tháp's communes
        changed once, on 01/07/2025.
        """
        own = self.model.objects.subtree_of(unit)
        inherited = self.model.objects.filter(successions__is_default=True, successions__to_unit__in=own.values("pk"))
        return self.filter(Q(pk__in=own.values("pk")) | Q(pk__in=inherited.values("pk")))

    def with_successor(self):
        """Add ``has_successor``: whether another unit took over."""
        from_here = self.model._meta.get_field("successions").related_model.objects.filter(from_unit=OuterRef("pk"))
        return self.annotate(has_successor=Exists(from_here))

    def search(self, text: str):
        """Units with every word of ``text`` in their name or code."""
        return matching(self, text)

    def for_list(self):
        """With the parent, in Vietnamese alphabetical order."""
        return self.select_related("parent").order_by("sort_key", "code", F("valid_from").desc())
