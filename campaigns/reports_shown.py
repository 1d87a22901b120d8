"""What the page of a unit's report shows: what counts of what was sent, and its history in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from campaigns.enums import ReportState
from campaigns.models import Correction, Element, ReportMove, SentVersion, UnitReport
from campaigns.versions import counting, latest_version, read_value, shown
from campaigns.workflow import EDGES
from core.components import Change, HistoryEntry


@dataclass(frozen=True)
class SentRow:
    """A number that was sent and what counts of it now."""

    code: str
    name: str
    unit_of_measure: str
    value: Decimal | None
    counting: Decimal | None
    note: str

    @property
    def is_corrected(self) -> bool:
        """Whether the office has corrected it since."""
        return self.value != self.counting


@dataclass(frozen=True)
class SentSection:
    """A heading with its numbers, or a text."""

    title: str
    rows: tuple[SentRow, ...] = ()
    text: str = ""


def sent_sections(
    report: UnitReport, version: SentVersion, corrections: Sequence[Correction] | None = None
) -> list[SentSection]:
    """Return a version as the form had it, numbers first by their sections; one query for the corrections.

    Args:
        corrections: none of them counts where an empty sequence is given (a version as it was sent).
    """
    if corrections is None:
        corrections = list(report.corrections.select_related("element").order_by("made_at", "pk"))
    now = counting(version, corrections)
    by_section: dict[str, list[SentRow]] = {}
    for one in version.values:
        row = SentRow(
            one["code"], one["name"], one["unit"], read_value(one["value"]), now[one["code"]], one.get("note", "")
        )
        by_section.setdefault(one.get("section", ""), []).append(row)
    numbers = [SentSection(title or _("Số liệu"), rows=tuple(rows)) for title, rows in by_section.items()]
    return numbers + [SentSection(one["title"], text=one["text"]) for one in version.narratives]


def sent_element(report: UnitReport, code: str) -> Element | None:
    """Return the element of ``code`` where the latest version has it; two queries."""
    version = latest_version(report)
    if version is None or code not in {one["code"] for one in version.values}:
        return None
    return Element.objects.select_related("section").get(section__form=report.campaign.form_id, code=code)


def history_of(report: UnitReport) -> list[HistoryEntry]:
    """Return moves and corrections, the newest first; two queries."""
    entries = [_move(one) for one in ReportMove.objects.filter(report=report).select_related("actor")]
    for one in report.corrections.select_related("element", "made_by"):
        change = Change(one.element.name, shown(one.before), shown(one.after))
        text = _("Sửa số sau khi duyệt")
        entries.append(HistoryEntry(one.made_at, one.made_by.full_name, text, one.reason, (change,)))
    entries.reverse()
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def last_return(report: UnitReport) -> ReportMove | None:
    """Return why the report lies with its unit again, while it does."""
    if report.state != ReportState.RETURNED:
        return None
    rows = ReportMove.objects.filter(report=report, target=ReportState.RETURNED)
    return rows.select_related("actor").order_by("-at", "-pk").first()


def _move(move: ReportMove) -> HistoryEntry:
    edge = EDGES.get(move.action)
    states = {
        "act": edge.label if edge else move.action,
        "from": ReportState(move.source).label,
        "to": ReportState(move.target).label,
    }
    who = move.actor.full_name if move.actor else _("Hệ thống")
    return HistoryEntry(move.at, who, _("%(act)s: từ “%(from)s” sang “%(to)s”") % states, move.note)
