"""Producers that may be the same as the one being typed."""

from dataclasses import dataclass

from core.text import company_key
from producers.models import Producer

_SHOWN = 5


@dataclass(frozen=True)
class Twin:
    """A likely twin; outside the own territory only its unit is told."""

    unit: str
    name: str = ""
    url: str = ""


def twins_of(name: str, *, user, except_pk: int | None = None) -> list[Twin]:
    """Return producers whose name differs from ``name`` only in marks, case or company-type words.

    Two queries at most, however many there are.
    """
    key = company_key(name)
    found = Producer.objects.twins_of(key).exclude(pk=except_pk).select_related("unit").order_by("sort_key", "pk")
    rows = list(found[:_SHOWN])
    if not rows:
        return []
    seen = set(Producer.objects.visible_to(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [
        Twin(row.unit.name, row.name, row.get_absolute_url()) if row.pk in seen else Twin(row.unit.name) for row in rows
    ]
