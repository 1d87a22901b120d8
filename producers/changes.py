"""The history of a producer in words."""

from django.utils.translation import gettext as _

from core.components import HistoryEntry
from core.dates import format_date
from core.history import Source, entries
from producers.models import Paper, Producer, Representative

_SHOWN = (
    "name",
    "legal_form",
    "unit",
    "address",
    "tax_code",
    "registration_number",
    "registered_on",
    "phone",
    "email",
    "active_since",
    "stopped_on",
    "note",
)
_PAPER = ("kind", "name", "number", "issuer", "issued_on", "expires_on")
_REPRESENTATIVE = ("name", "gender", "is_ethnic_minority", "is_disabled", "since", "until")


def history_of(producer: Producer) -> list[HistoryEntry]:
    """Return who changed the producer and its representatives, newest first; three queries."""
    sources = (
        Source(producer.history.all(), _SHOWN),
        Source(
            Representative.history.filter(producer_id=producer.pk),
            _REPRESENTATIVE,
            _("Người đại diện"),
            lambda row: _("%(name)s từ %(day)s") % {"name": row.name, "day": format_date(row.since)},
        ),
    )
    return entries(sources, created=_("Thêm chủ thể"), changed=_("Sửa thông tin chủ thể"))


def history_of_paper(paper: Paper) -> list[HistoryEntry]:
    """Return who changed the paper, its scans and whether it is offered, newest first."""
    found = entries(
        (Source(paper.history.all(), _PAPER),), created=_("Thêm giấy tờ"), changed=_("Sửa thông tin giấy tờ")
    )
    for scan in paper.files.select_related("uploaded_by"):
        found.append(HistoryEntry(scan.uploaded_at, str(scan.uploaded_by), _("Thêm tệp")))
    return sorted([*found, *_offers(paper)], key=lambda entry: entry.when, reverse=True)


def _offers(paper: Paper) -> list[HistoryEntry]:
    """Return when it was put away and taken back: rows of the history in which that changed."""
    found, before = [], None
    for row in paper.history.select_related("history_user").order_by("history_date", "history_id"):
        if row.put_away_at != before:
            what = _("Cất giấy tờ") if row.put_away_at else _("Dùng lại giấy tờ")
            found.append(HistoryEntry(row.history_date, str(row.history_user or _("Hệ thống")), what))
        before = row.put_away_at
    return found
