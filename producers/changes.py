"""The history of a producer in words."""

from django.utils.translation import gettext as _

from core.components import HistoryEntry
from core.dates import format_date
from core.history import Source, entries
from producers.models import Producer, Representative

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
