"""What happened to a dossier, in words."""

from django.utils.translation import gettext as _

from core.components import HistoryEntry
from evaluations import rules
from evaluations.edits import history_entries
from evaluations.enums import DossierState
from evaluations.models import Dossier
from evaluations.workflow import EDGES

# What the council does among itself; its words name members and may name their points.
_OF_THE_COUNCIL = ("rescore", "reopen")


def history_of(dossier: Dossier, reader) -> list[HistoryEntry]:
    """Return moves, edits and papers as ``reader`` may see them, newest first; three queries."""
    moves = dossier.moves.select_related("actor", "document")
    sees_council = rules.may_see_sessions(reader)
    if not sees_council:
        moves = moves.exclude(action__in=_OF_THE_COUNCIL)
    entries = [_move(move, with_note=sees_council or move.action != "score") for move in moves]
    for paper in dossier.evidence.select_related("uploaded_by", "replaced_by"):
        name = {"kind": paper.get_kind_display(), "title": paper.title}
        added = (
            _("Thay bản mới: %(title)s (%(kind)s)") if paper.replaces_id else _("Thêm tài liệu: %(title)s (%(kind)s)")
        )
        text = added % name
        entries.append(HistoryEntry(paper.uploaded_at, paper.uploaded_by.full_name, text))
        if paper.removed_at and not hasattr(paper, "replaced_by"):
            entries.append(HistoryEntry(paper.removed_at, _("Đơn vị lập hồ sơ"), _("Bỏ tài liệu: %(title)s") % name))
    entries += history_entries(dossier.edits.select_related("actor"))
    begun = _("Lập hồ sơ từ hồ sơ lần trước") if dossier.previous_dossier_id else _("Lập hồ sơ")
    entries.append(HistoryEntry(dossier.created_at, dossier.unit.name, begun))
    # Sorting is stable: what was written later stays before what was written earlier in the same moment.
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _move(move, *, with_note: bool) -> HistoryEntry:
    edge, note = EDGES.get(move.action), move.note if with_note else ""
    if move.document and move.document.citation not in note:
        note = f"{move.document.citation}: {note}"
    states = {
        "act": edge.label if edge else move.action,
        "from": DossierState(move.from_state).label,
        "to": DossierState(move.to_state).label,
    }
    if move.from_state == move.to_state:
        return HistoryEntry(move.at, move.actor.full_name, str(states["act"]), note)
    return HistoryEntry(move.at, move.actor.full_name, _("%(act)s: từ “%(from)s” sang “%(to)s”") % states, note)
