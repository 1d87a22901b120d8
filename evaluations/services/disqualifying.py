"""Excluding a dossier on a ground of its criteria set ("Hồ sơ bị loại khi …")."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core.guards import require
from core.text import one_line, to_nfc
from evaluations.models import Disqualification, Dossier
from evaluations.workflow import step


def other_ground() -> str:
    """Return the ground for what the criteria set does not print."""
    return _("Căn cứ khác")


def grounds_of(dossier: Dossier) -> list[str]:
    """Return the grounds that may be chosen: those of the criteria set, and another one."""
    printed = dossier.criteria_set.disqualified_if if dossier.criteria_set_id else []
    return [*printed, other_ground()]


@transaction.atomic
def disqualify(*, actor, dossier_id: int, ground: str, reason: str, on: dt.date | None = None) -> Disqualification:
    """End a dossier without recognition; ground and reason stay with it and go into the minutes.

    Args:
        ground: one of ``grounds_of``.
        reason: what was found, in words.
        on: the day, today by default.

    Raises:
        PermissionDenied: not the office.
        Refused: the state forbids it, the ground is not one of the set's, or there is no reason.
    """
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("round", "criteria_set")
    dossier = rows.get(pk=dossier_id)
    ground, reason = one_line(ground), to_nfc(reason).strip()
    step(dossier, "disqualify", actor=actor, note=f"{ground}. {reason}" if reason else "", on=on)
    require(ground in {one_line(one) for one in grounds_of(dossier)}, _("Hãy chọn căn cứ loại hồ sơ."))
    return Disqualification.objects.create(dossier=dossier, ground=ground, reason=reason, recorded_by=actor)
