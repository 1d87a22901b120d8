"""What a recognition is worth on a day, in words that people read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.dates import add_months
from products.models import Recognition, Revocation

# A renewal takes months: from here on the page speaks up.
SOON_MONTHS = 6


class State(TextChoices):
    """States of a recognition on a day; ``tone`` is that of the chip."""

    IN_FORCE = "in_force", _("Đang hiệu lực")
    EXPIRING = "expiring", _("Sắp hết hạn")
    EXPIRED = "expired", _("Hết hạn")
    REVOKED = "revoked", _("Đã thu hồi")
    REPLACED = "replaced", _("Đã được thay thế")
    UPCOMING = "upcoming", _("Chưa có hiệu lực")
    CANCELLED = "cancelled", _("Đã huỷ quyết định")

    @property
    def tone(self) -> str:
        """The tone of ``{% chip %}``."""
        tones = {
            "in_force": "success",
            "expiring": "warning",
            "expired": "danger",
            "revoked": "danger",
            "cancelled": "danger",
        }
        return tones.get(self.value, "neutral")

    @property
    def counts(self) -> bool:
        """Whether the product carries the star."""
        return self in {State.IN_FORCE, State.EXPIRING}


@dataclass(frozen=True)
class Standing:
    """A recognition and its state; ``replaced_by`` is the later one that ended it."""

    recognition: Recognition
    state: State
    replaced_by: Recognition | None = None

    @property
    def revocation(self) -> Revocation | None:
        """The decision that took it back, also one that takes effect later."""
        return getattr(self.recognition, "revocation", None)


def standings(recognitions: Iterable[Recognition], day: dt.date) -> list[Standing]:
    """Return the state of each recognition of one product on ``day``, newest first.

    The same rules as ``RecognitionQuerySet.in_force_on``; ``recognitions`` come with ``revocation``.
    """
    found, later = [], None
    for recognition in sorted(recognitions, key=lambda row: (row.valid_from, row.pk), reverse=True):
        standing = _standing(recognition, later, day)
        found.append(standing)
        if recognition.valid_from <= day and standing.state != State.CANCELLED:
            later = recognition
    return found


def state_of_row(product, day: dt.date) -> State | None:
    """Return the state of a list row made by ``as_of`` and ``with_last_recognition`` for ``day``."""
    if product.star:
        return State.EXPIRING if expires_soon(product.star_until, day) else State.IN_FORCE
    if product.last_revoked_on and product.last_revoked_on <= day:
        return State.REVOKED
    return State.EXPIRED if product.last_until else None


def expires_soon(until: dt.date, day: dt.date) -> bool:
    """Return whether a validity that ends on ``until`` ends within ``SOON_MONTHS`` of ``day``."""
    return until <= add_months(day, SOON_MONTHS)


def _standing(recognition: Recognition, later: Recognition | None, day: dt.date) -> Standing:
    if recognition.cancelled_on and recognition.cancelled_on <= day:
        return Standing(recognition, State.CANCELLED)
    if recognition.valid_from > day:
        return Standing(recognition, State.UPCOMING)
    revocation = getattr(recognition, "revocation", None)
    if revocation and revocation.effective_on <= day:
        return Standing(recognition, State.REVOKED)
    if later is not None:
        ran_out = later.valid_from > recognition.valid_until
        return Standing(recognition, State.EXPIRED if ran_out else State.REPLACED, None if ran_out else later)
    if recognition.valid_until < day:
        return Standing(recognition, State.EXPIRED)
    soon = expires_soon(recognition.valid_until, day)
    return Standing(recognition, State.EXPIRING if soon else State.IN_FORCE)
