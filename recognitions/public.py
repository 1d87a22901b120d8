"""What anybody may learn from the code on a certificate: nothing about persons."""

import datetime as dt
from dataclasses import dataclass

from core.dates import today
from products.models import Recognition
from recognitions.certificate import issuer_in_text
from recognitions.clock import state_of
from recognitions.enums import ClockState, PublicState
from recognitions.models import AwardCertificate
from units.models import Unit

_IN_WORDS = {
    ClockState.VALID: PublicState.VALID,
    ClockState.FILING: PublicState.EXPIRING,
    ClockState.LATE: PublicState.EXPIRING,
    ClockState.EXTENDED: PublicState.EXTENDED,
    ClockState.LAPSED: PublicState.EXPIRED,
    ClockState.REVOKED: PublicState.REVOKED,
}
# Longer codes are not ours; they are looked up as the others are, cut off.
_LONGEST_CODE = 30


@dataclass(frozen=True)
class PublicCertificate:
    """A certificate as the public sees it. ``unit_now`` took over from ``unit``, where that is gone."""

    reference: str
    product: str
    producer: str
    unit: str
    unit_now: str
    star: int
    decision: str
    issuer: str
    valid_from: dt.date
    valid_until: dt.date
    state: PublicState


def find_public(code: str) -> PublicCertificate | None:
    """Return what the page of a code shows, or ``None`` for a code that no certificate has."""
    rows = AwardCertificate.objects.select_related(
        "recognition__product", "recognition__producer", "recognition__unit", "recognition__document__issuer"
    )
    certificate = rows.filter(code=code.replace("\x00", "")[:_LONGEST_CODE]).first()
    if certificate is None:
        return None
    row, day = certificate.recognition, today()
    return PublicCertificate(
        reference=certificate.reference,
        product=row.product.name,
        producer=row.producer.name,
        unit=row.unit.name,
        unit_now=_unit_now(row.unit, day),
        star=row.star,
        decision=row.document.citation,
        issuer=issuer_in_text(row.document.issuer),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        state=public_state(row, day),
    )


def public_state(row: Recognition, day: dt.date) -> PublicState:
    """Return the state of a recognition on ``day`` in the words of the public page."""
    state = state_of(row, day)
    if state is not None:
        return _IN_WORDS[state]
    if row.cancelled_on is not None and row.cancelled_on <= day:
        return PublicState.CANCELLED
    return PublicState.UPCOMING if row.valid_from > day else PublicState.REPLACED


def _unit_now(unit: Unit, day: dt.date) -> str:
    heir = None if unit.exists_on(day) else unit.successors(day).first()
    return heir.name if heir else ""
