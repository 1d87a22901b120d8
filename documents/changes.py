"""The history of a document in words."""

from django.utils.translation import gettext as _

from core.components import Change, HistoryEntry
from core.dates import format_date
from documents.enums import DocumentKind
from documents.models import OfficialDocument
from units.models import Unit

_SHOWN = ("kind", "number", "symbol", "issued_on", "issuer_id", "subject", "signer", "signer_capacity")


def history_of(document: OfficialDocument) -> list[HistoryEntry]:
    """Return who recorded and corrected the document, newest first; two queries."""
    versions = list(document.history.select_related("history_user").order_by("history_id"))
    issuers = Unit.objects.in_bulk({version.issuer_id for version in versions})
    entries, before = [], None
    for version in versions:
        changes = [] if before is None else list(_changes(before, version, issuers))
        entries.append(
            HistoryEntry(
                when=version.history_date,
                who=str(version.history_user or _("Hệ thống")),
                what=_("ghi văn bản") if before is None else _("sửa văn bản"),
                changes=changes,
            )
        )
        before = version
    return entries[::-1]


def _changes(before, after, issuers):
    for name in _SHOWN:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = str(OfficialDocument._meta.get_field(name.removesuffix("_id")).verbose_name)
            yield Change(label, _in_words(name, old, issuers), _in_words(name, new, issuers))
    if before.sha256 != after.sha256:
        yield Change(_("tệp văn bản"), before.sha256[:12] or _("chưa có"), after.sha256[:12] or _("chưa có"))


def _in_words(name: str, value, issuers) -> str:
    if name == "kind":
        return str(DocumentKind(value).label)
    if name == "issued_on":
        return format_date(value)
    if name == "issuer_id":
        return str(issuers.get(value, value))
    return str(value) if value != "" else _("(để trống)")
