"""What waits at the units: checks of the commune and supplements, with their last days."""

import datetime as dt

from django.db.models import F, Q

from core.working_days import add_working_days
from evaluations.enums import EDITABLE_STATES, CheckContent, DossierState, Level, SectionKey
from evaluations.models import Dossier, SupplementRequest

_ONE_DAY = dt.timedelta(days=1)
_LONGEST_TERM = dt.timedelta(days=400)


def checks_waiting(user):
    """Return the dossiers that ``user`` sees and whose check is not complete, the one received first in front.

    Only where the day of receipt is known: before that no term runs.
    """
    asked = Q(round__rule_version__required_sections__contains=SectionKey.UNIT_CHECK.value)
    rows = Dossier.objects.visible_to(user).filter(asked, level=Level.PROVINCE, state__in=EDITABLE_STATES)
    return rows.filter(_incomplete(), received_on__isnull=False).order_by("received_on", "pk")


def checks_overdue(user, *, on: dt.date):
    """Return those of ``checks_waiting`` whose last day lies before ``on``."""
    rows = checks_waiting(user)
    terms = rows.order_by().values_list("round__rule_version__unit_check_days", flat=True).distinct()
    late = Q(pk__in=())
    for days in terms:
        late |= Q(round__rule_version__unit_check_days=days, received_on__lt=_first_in_time(days, on))
    return rows.filter(late)


def supplements_waiting(user):
    """Return the open requests on dossiers that ``user`` sees, the one due first in front."""
    seen = Dossier.objects.visible_to(user).filter(state=DossierState.RETURNED)
    rows = SupplementRequest.objects.filter(dossier__in=seen.values("pk"), answered_at__isnull=True)
    return rows.select_related("dossier__product", "dossier__round").order_by("due_on", "pk")


def supplements_overdue(user, *, on: dt.date):
    """Return those of ``supplements_waiting`` whose last day lies before ``on``."""
    return supplements_waiting(user).filter(due_on__lt=on)


def _incomplete() -> Q:
    """Return the condition of a check that is not begun or lacks something (``unit_checks.check_items``)."""
    check = "unit_check__"
    empty = Q(unit_check__isnull=True) | Q(unit_check__proposes__isnull=True) | Q(unit_check__proposes=False)
    for name in (*(one.value for one in CheckContent), "checked_by", "letter_number"):
        empty |= Q(**{f"{check}{name}": ""})
    for name in ("checked_on", "letter_on"):
        empty |= Q(**{f"{check}{name}__isnull": True})
    return empty | Q(unit_check__checked_on__lt=F("received_on"))


def _first_in_time(days: int, on: dt.date) -> dt.date:
    """Return the first day of receipt whose term of ``days`` working days is not over before ``on``."""
    low, high = on - _LONGEST_TERM, on
    while low < high:
        middle = low + (high - low) // 2
        if add_working_days(middle, days) >= on:
            high = middle
        else:
            low = middle + _ONE_DAY
    return low
