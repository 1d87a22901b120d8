"""What a unit types into its report: numbers, texts, files. Saving is always possible, whatever is missing."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import rules
from campaigns.asked import asked_of
from campaigns.enums import WRITABLE, ReportState
from campaigns.merging import content_of, merge
from campaigns.models import Attachment, Element, Narrative, UnitReport, Value
from campaigns.workflow import locked_report, require_unlocked, step
from core.errors import Stale
from core.files import sha256_of
from core.guards import allow, require
from core.text import one_line, to_nfc

TEXT = "text"
MOST_FILES = 20


class Conflict(Stale):
    """Both this and another officer changed the boxes in ``keys`` since the page was opened; nothing was written.

    ``theirs`` are boxes that the other alone changed.
    """

    def __init__(self, keys: Iterable[str], theirs: Iterable[str]):
        self.keys = frozenset(keys)
        self.theirs = frozenset(theirs)
        super().__init__(_("Có người khác vừa lưu các ô này. Hãy xem bản mới rồi lưu lại; nội dung bạn nhập còn đây."))


@transaction.atomic
def save_values(
    *,
    actor,
    report_id: int,
    values: Mapping[str, Decimal | int | None],
    notes: Mapping[str, str] | None = None,
    seen: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> UnitReport:
    """Store numbers by element code; codes that are not named stay as they are.

    Args:
        notes: explanations by element code.
        seen: what the page showed (``merging.read_token``); ``None`` for writers without a page.
        at: the moment, now by default.

    Raises:
        PermissionDenied: role or unit forbid it.
        Refused: the state or the lock forbids it. Conflict: another officer changed the same boxes.
        ValidationError: a number is too large, or an element is not asked of the unit.
    """
    report = lock_for_filling(actor, report_id, at)
    elements = _asked_elements(report, {*values, *(notes or {})})
    rows = {row.element.code: row for row in report.values.select_related("element")}
    typed = {code: content_of(value) for code, value in values.items()}
    stored = {code: content_of(rows[code].value) for code in typed if code in rows}
    merged = merge(seen, stored, typed)
    if merged.conflicts:
        raise Conflict(merged.conflicts, merged.theirs)
    changed = set(merged.write)
    # An emptied box that the portal would fill by itself stays empty: the row says so.
    changed |= {code for code in typed if code not in rows and elements[code].indicator}
    changed |= {code for code, note in (notes or {}).items() if note.strip() != _note(rows.get(code))}
    for code in sorted(changed):
        row = rows.get(code) or Value(report=report, element=elements[code])
        if code in merged.write:
            row.value = values[code]
        if notes and code in notes:
            row.note = one_line(to_nfc(notes[code]))
        _save(row)
    if changed:
        _touch(report, actor, at)
    return report


@transaction.atomic
def save_narrative(
    *,
    actor,
    report_id: int,
    section_id: int,
    text: str,
    seen: Mapping[str, str] | None = None,
    at: dt.datetime | None = None,
) -> UnitReport:
    """Store the text of a narrative section; arguments and errors as ``save_values`` (the box is ``TEXT``)."""
    report = lock_for_filling(actor, report_id, at)
    asked = {one.section.pk for one in asked_of(report.unit, report.campaign.form_id) if one.is_narrative}
    require(section_id in asked, _("Biểu mẫu không có phần này. Hãy mở lại trang của báo cáo."))
    row = report.narratives.filter(section=section_id).first() or Narrative(report=report, section_id=section_id)
    merged = merge(seen, {TEXT: content_of(row.text)}, {TEXT: content_of(text)})
    if merged.conflicts:
        raise Conflict(merged.conflicts, merged.theirs)
    if merged.write:
        row.text = content_of(text)
        _save(row)
        _touch(report, actor, at)
    return report


@transaction.atomic
def add_attachment(
    *, actor, report_id: int, name: str, upload: ContentFile, at: dt.datetime | None = None
) -> Attachment:
    """Add a file; ``upload`` has been through ``core.files.clean_upload``.

    Raises:
        PermissionDenied, Refused: as ``save_values``; also where the file is there already, or too many are.
    """
    report = lock_for_filling(actor, report_id, at)
    content = upload.read()
    present = report.attachments.filter(removed_at__isnull=True)
    require(present.count() < MOST_FILES, _("Mỗi báo cáo kèm nhiều nhất %(count)d tệp.") % {"count": MOST_FILES})
    row = Attachment(
        report=report,
        name=one_line(to_nfc(name))[:200],
        sha256=sha256_of(content),
        added_by=actor,
        added_at=at or timezone.now(),
    )
    same = present.filter(sha256=row.sha256).first()
    require(same is None, _("Tệp này đã có trong báo cáo: “%(name)s”.") % {"name": same.name if same else ""})
    row.full_clean(exclude=["file"])
    row.file.save(upload.name, ContentFile(content), save=False)
    row.save()
    _touch(report, actor, at)
    return row


@transaction.atomic
def remove_attachment(*, actor, attachment_id: int, at: dt.datetime | None = None) -> Attachment:
    """Take a file off the report; it stays in the versions that were sent with it. Errors as ``save_values``."""
    row = Attachment.objects.get(pk=attachment_id)
    report = lock_for_filling(actor, row.report_id, at)
    row.refresh_from_db()
    if row.removed_at is None:
        row.removed_at = at or timezone.now()
        row.save(update_fields=["removed_at"])
        _touch(report, actor, at)
    return row


def lock_for_filling(actor, report_id: int, at: dt.datetime | None = None) -> UnitReport:
    """Return the report, locked, where ``actor`` may write into it at that moment.

    Raises:
        PermissionDenied: role or unit forbid it.
        Refused: the state or the lock of the campaign forbids it.
    """
    report = locked_report(report_id)
    seen = UnitReport.objects.visible_to(actor).filter(pk=report_id).exists()
    allow(seen and rules.is_reporter(actor, report), _("Báo cáo này của đơn vị khác; bạn không nhập được."))
    text = _("Báo cáo đang ở bước “%(state)s” nên không sửa được. Hãy mở lại trang để xem bước mới nhất.")
    require(report.state in WRITABLE, text % {"state": report.get_state_display()})
    require_unlocked(report, timezone.localdate(at or timezone.now()))
    return report


def _asked_elements(report: UnitReport, codes: set[str]) -> dict[str, Element]:
    asked = asked_of(report.unit, report.campaign.form_id)
    elements = {element.code: element for one in asked for element in one.elements}
    if unknown := codes - set(elements):
        raise ValidationError(
            _("Biểu mẫu không hỏi đơn vị các chỉ tiêu: %(codes)s.") % {"codes": ", ".join(sorted(unknown))}
        )
    return elements


def _touch(report: UnitReport, actor, at: dt.datetime | None) -> None:
    """Count one more change; the first one starts the report."""
    if report.state == ReportState.NOT_STARTED:
        step(report, "start", actor=actor, at=at)
        return
    report.version += 1
    report.save()


def _save(row: Value | Narrative) -> None:
    if row.pk:
        row.version += 1
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()


def _note(row: Value | None) -> str:
    return row.note if row else ""
