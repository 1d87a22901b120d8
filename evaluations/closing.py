"""What still stands in the way of closing the scoring of a dossier, in words that say what to do."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.numbers import format_number
from evaluations.enums import SheetState
from evaluations.models import Assignment, Dossier
from evaluations.quorum import has_quorum
from evaluations.tally import Tally, names_of

RESCORE = "rescore"


@dataclass(frozen=True)
class Obstacle:
    """One reason why the scoring cannot be closed; ``code`` is one of the functions below."""

    code: str
    text: str


def waiting_for(dossier: Dossier) -> list[str]:
    """Return the names of members who were assigned and have not sent their sheet."""
    open_seats = Assignment.objects.counting().filter(dossier=dossier).exclude(sheet__state=SheetState.SENT)
    return list(open_seats.order_by("member__pk").values_list("member__user__full_name", flat=True))


def is_rescored(dossier: Dossier) -> bool:
    """Whether the council has scored the product a second time as a whole."""
    return dossier.moves.filter(action=RESCORE).exists()


def obstacles(dossier: Dossier, tally: Tally, *, on: dt.date, spread_reason: str = "") -> list[Obstacle]:
    """Return what stands in the way on that day; empty when the scoring can be closed.

    Args:
        dossier: being scored, with ``round__rule_version`` at hand.
        spread_reason: why the council closes though the totals differ too much after scoring again.
    """
    found = list(_of_sheets(dossier, tally))
    if not has_quorum(dossier.round, on=on):
        text = _("Chưa có phiên họp nào của hội đồng đủ số thành viên theo Quy chế. Hãy ghi phiên họp và điểm danh.")
        found.append(Obstacle("quorum", text))
    if tally.is_complete:
        found += _of_points(dossier, tally, spread_reason)
    return found


def _of_sheets(dossier: Dossier, tally: Tally) -> Iterator[Obstacle]:
    if not tally.assigned:
        yield Obstacle("sheets", _("Chưa có phiếu chấm nào. Hãy lập hội đồng và chờ các phiếu."))
    elif not tally.is_complete:
        names = ", ".join(waiting_for(dossier))
        yield Obstacle("sheets", _("Còn phiếu chưa gửi của %(names)s.") % {"names": names})
    if 0 < tally.assigned < tally.rules.least_sheets:
        text = _("Quy chế cần ít nhất %(least)s phiếu, mới giao %(count)s thành viên chấm. Hãy phân công thêm.")
        yield Obstacle("few", text % {"least": tally.rules.least_sheets, "count": tally.assigned})


def _of_points(dossier: Dossier, tally: Tally, spread_reason: str) -> Iterator[Obstacle]:
    if tally.exceeds_spread and not (spread_reason and is_rescored(dossier)):
        yield Obstacle("spread", _spread_text(dossier, tally))
    undecided = tally.cap.undecided
    if undecided:
        text = _("Hội đồng chưa thống nhất mức của tiêu chí có mức tối thiểu: %(names)s. Hãy ghi mức thống nhất.")
        yield Obstacle("marks", text % {"names": names_of(undecided)})


def _spread_text(dossier: Dossier, tally: Tally) -> str:
    """Say that the totals differ, never by how much: totals of an open dossier are shown to nobody."""
    most = format_number(tally.rules.max_spread)
    if is_rescored(dossier):
        text = _(
            "Sau lượt chấm lại, hai phiếu vẫn chênh nhau quá %(most)s điểm."
            " Hãy mở thêm lượt chấm lại, hoặc ghi lý do của hội đồng rồi chốt."
        )
    else:
        text = _("Có hai phiếu chênh nhau quá %(most)s điểm. Hãy mở lượt chấm lại.")
    return text % {"most": most}
