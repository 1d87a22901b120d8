"""The history of a document in words."""

from django.utils.translation import gettext as _

from core.components import HistoryEntry
from core.history import Source, entries
from documents.models import OfficialDocument

_SHOWN = ("kind", "number", "symbol", "issued_on", "issuer", "subject", "signer", "signer_capacity", "sha256")


def history_of(document: OfficialDocument) -> list[HistoryEntry]:
    """Return who recorded and corrected the document, newest first; two queries."""
    return entries((Source(document.history.all(), _SHOWN),), created=_("Ghi văn bản"), changed=_("Sửa văn bản"))
