"""Those whose term is over without a renewal: the list from which a revocation is drafted."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import today
from documents.layout import OfficialPaper
from evaluations.enums import DossierState
from evaluations.models import Dossier
from evaluations.printing.revocation import RevocationRow, revocation_decision
from products.models import Recognition
from recognitions.clock import in_state
from recognitions.enums import ClockState


@dataclass(frozen=True)
class Lapsed:
    """A recognition that lapsed; ``dossier`` is one of the product that still waits, as a warning."""

    recognition: Recognition
    dossier: Dossier | None


def lapsed_on(rows, day: dt.date) -> tuple[list[Lapsed], int]:
    """Return those of ``rows`` that have lapsed by ``day`` and can still be taken back, and how many cannot.

    Extended ones are not among them. After 180 days there is nothing left to take back
    (``Recognition.objects.revocable_on``). A few queries, however many rows.
    """
    lapsed = in_state(rows, day, ClockState.LAPSED).filter(revocation__isnull=True)
    alive = lapsed.filter(pk__in=Recognition.objects.revocable_on(max(day, today())).values("pk"))
    found = list(
        alive.select_related("product", "producer", "unit__parent", "document").order_by(
            "unit__sort_key", "product__sort_key", "pk"
        )
    )
    waiting = Dossier.objects.filter(
        product__in=[row.product_id for row in found],
        submitted_on__isnull=False,
        concluded_on__isnull=True,
        withdrawn_on__isnull=True,
    ).exclude(state=DossierState.DRAFT)
    by_product = {dossier.product_id: dossier for dossier in waiting.order_by("pk")}
    return [Lapsed(row, by_product.get(row.product_id)) for row in found], lapsed.count() - len(found)


def draft_of(rows: Iterable[Recognition], day: dt.date) -> OfficialPaper:
    """Return the draft of a decision that takes these back, with its list."""
    return revocation_decision(
        [
            RevocationRow(
                product=row.product.name,
                producer=row.producer.name,
                address=row.unit.name,
                star=row.star,
                decision=row.document.citation,
                valid_until=row.valid_until,
                ground=_("Hết thời hạn công nhận, không đánh giá lại"),
            )
            for row in rows
        ],
        on=day,
    )
