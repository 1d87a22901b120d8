"""Permits to send a dossier after its round has closed."""

import datetime as dt

from evaluations.models import LatePermit, Round


def permit_for(round_id: int, product_id: int, *, on: dt.date) -> LatePermit | None:
    """Return the permit of the product that is good on the day ``on``, the one that lasts longest."""
    rows = LatePermit.objects.filter(round=round_id, product=product_id, until__gte=on)
    return rows.order_by("-until", "-pk").first()


def takes_late(turn: Round, product_id: int, *, on: dt.date) -> LatePermit | None:
    """Return the permit by which the closed round still takes the product; ``None`` where there is none."""
    return permit_for(turn.pk, product_id, on=on) if on > turn.closes_on else None


def permits_of(turn: Round, products) -> list[LatePermit]:
    """Return the permits of the round for ``products`` (a queryset, what the person sees), the newest first."""
    rows = LatePermit.objects.filter(round=turn, product__in=products.values("pk"))
    return list(rows.select_related("product__producer__unit", "granted_by"))
