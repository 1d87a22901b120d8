"""What a dossier still lacks before it can be sent: one computed list for the page and for the refusal."""

import datetime as dt

from core.components import MissingItem
from evaluations.conditions import criteria_set_for, recognition_before, recognition_by
from evaluations.models import Dossier
from evaluations.sections import sections_of

__all__ = ["checklist", "criteria_set_for", "missing", "recognition_before", "recognition_by"]


def missing(dossier: Dossier, *, on: dt.date | None = None) -> list[MissingItem]:
    """Return what must still be done, each with the place where to do it; empty when complete.

    Args:
        dossier: with ``product``, ``round`` and its rule version at hand, or they are fetched.
        on: the day of sending, today by default; recognitions are asked for this day.
    """
    return [item for item in checklist(dossier, on=on) if not item.done]


def checklist(dossier: Dossier, *, on: dt.date | None = None) -> list[MissingItem]:
    """Return every condition for sending with whether it is met, section by section."""
    return [item for section in sections_of(dossier, on=on) for item in section.items]
