"""Until when something must be done with a dossier, for the side of its page."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.deadlines import Deadline, deadline
from evaluations.enums import EDITABLE_STATES, DossierState, SectionKey
from evaluations.late import takes_late
from evaluations.models import Dossier
from evaluations.sections import Section
from evaluations.unit_checks import check_due_on


@dataclass(frozen=True)
class DueDate:
    """What must be done, and how far its last day is."""

    label: str
    deadline: Deadline


def due_dates_of(dossier: Dossier, sections: Sequence[Section], on: dt.date) -> list[DueDate]:
    """Return the last days that still matter while the unit works on the dossier; at most two queries."""
    if dossier.state not in EDITABLE_STATES:
        return []
    found = []
    check = next((one for one in sections if one.key == SectionKey.UNIT_CHECK), None)
    last = check_due_on(dossier) if check and not check.is_complete else None
    if last:
        found.append(DueDate(_("Cấp xã kiểm tra, đề nghị"), deadline(last, on)))
    if dossier.state == DossierState.RETURNED:
        request = dossier.supplements.filter(answered_at__isnull=True).first()
        if request:
            found.append(DueDate(_("Bổ sung, trình lại"), deadline(request.due_on, on)))
    elif dossier.submitted_on is None:
        permit = takes_late(dossier.round, dossier.product_id, on=on)
        closing = max(dossier.round.closes_on, permit.until) if permit else dossier.round.closes_on
        found.append(DueDate(_("Trình hồ sơ vào đợt"), deadline(closing, on)))
    return found
