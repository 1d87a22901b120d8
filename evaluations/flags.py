"""What the session board warns of, without a number that would tell a total of an open dossier."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.numbers import format_number
from evaluations.enums import DossierState
from evaluations.models import Dossier
from evaluations.tally import Tally


@dataclass(frozen=True)
class Flag:
    """A warning with its tone and icon; ``is_blocking`` ones stand in the way of closing."""

    code: str
    text: str
    tone: str = "warning"
    icon: str = "alert-triangle"
    is_blocking: bool = False


def flags_of(dossier: Dossier, tally: Tally) -> list[Flag]:
    """Return the warnings of a dossier that is being scored; none before every sheet has come."""
    if dossier.state != DossierState.ACCEPTED or not tally.is_complete:
        return []
    return list(_flags(tally))


def _flags(tally: Tally) -> Iterator[Flag]:
    if tally.assigned < tally.rules.least_sheets:
        text = _("Chưa đủ %(count)s phiếu") % {"count": tally.rules.least_sheets}
        yield Flag("few", text, tone="danger", icon="users", is_blocking=True)
    if tally.exceeds_spread:
        text = _("Chênh lệch quá %(points)s điểm") % {"points": format_number(tally.rules.max_spread)}
        yield Flag("spread", text, tone="danger", icon="alert-circle", is_blocking=True)
    cap = tally.cap
    if cap.undecided:
        yield Flag("marks", _("Chưa thống nhất mức tối thiểu"), tone="decision", icon="scale", is_blocking=True)
    if cap.missed:
        lowest = min(mark.star for mark in cap.missed)
        yield Flag("capped", _("Không đạt mức tối thiểu của %(star)s★") % {"star": lowest}, icon="arrow-down")
    if tally.is_near_bound:
        yield Flag("near", _("Sát mốc sao"), tone="info", icon="info-circle")
