"""Editions of a consolidated report: ask for a draft, freeze it, issue it.

Locks: the consolidation, then the report.
"""

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import format_date
from core.guards import allow, require
from documents.enums import DocumentKind
from documents.services import record_document
from reports.editions.texts import texts_of
from reports.enums import ReportState, Stage
from reports.models import Consolidation, Passage, Report
from reports.rules import may_consolidate
from reports.storing import remove_files
from reports.tasks import send

_BUSY = gettext_lazy("Tệp của %(name)s đang được lập. Hãy chờ lập xong rồi làm tiếp.")
_COPIED = ("kind", "year", "half", "unit", "first", "last", "as_of", "boundaries")
# Of these what the office may still change while a draft lies there.
_CHOSEN = ("as_of", "boundaries")
# Not the snapshot: it is large, and it does not change.
_WRITTEN = (
    *("stage", "edition", "texts", "frozen_name", "frozen_at", "frozen_by", "document"),
    *("state", "progress", "attempts", "error", "step", "claim_token", "claimed_at", "finished_at", "sent_at"),
)


@transaction.atomic
def request_draft(*, actor, consolidation_id: int) -> Report:
    """Return a new draft with the figures of now, queued; or the one that is on its way already.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: the files of a fixed edition are being drawn.
    """
    consolidation = _lock(actor, consolidation_id)
    same = Report.objects.on_their_way().filter(consolidation=consolidation).first()
    if same is not None:
        require(same.stage == Stage.DRAFT, _BUSY % {"name": same.edition_name})
        return same
    report = Report.objects.create(
        **{name: getattr(consolidation, name) for name in _COPIED},
        consolidation=consolidation,
        stage=Stage.DRAFT,
        asked_by=actor,
    )
    transaction.on_commit(partial(send, report.pk))
    return report


@transaction.atomic
def freeze_edition(*, actor, report_id: int, has_looked: bool = False) -> Report:
    """Fix figures and texts of the newest draft as they stand; nothing is read again.

    Args:
        has_looked: whether the person confirms the passages whose figures changed after they were edited.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: not a finished draft, not the newest one, read by other choices than those of now, or
            passages wait to be looked at.
    """
    report = _lock_edition(actor, report_id)
    require(report.stage == Stage.DRAFT, _("Bản này đã chốt số liệu."))
    require(report.is_done, _("Dự thảo chưa lập xong nên chưa chốt được."))
    newer = Report.objects.filter(consolidation=report.consolidation_id, pk__gt=report.pk)
    require(
        not newer.exists(),
        _("Đã có dự thảo mới hơn, hoặc dự thảo mới chưa lập xong. Hãy lập dự thảo mới rồi chốt bản đó."),
    )
    require(
        all(getattr(report, name) == getattr(report.consolidation, name) for name in _CHOSEN),
        _("Ngày chốt số liệu hoặc địa giới đã đổi sau khi lập dự thảo này. Hãy lập dự thảo mới rồi chốt bản đó."),
    )
    require(
        has_looked or not passages_to_look_at(report.consolidation),
        _("Có đoạn đã sửa mà số liệu thay đổi sau đó. Hãy xem lại các đoạn đó, hoặc đánh dấu là đã kiểm tra."),
    )
    last = Report.objects.filter(consolidation=report.consolidation_id).aggregate(last=Max("edition"))["last"]
    report.edition = (last or 0) + 1
    report.stage = Stage.FROZEN
    report.texts, report.frozen_name = texts_of(report.consolidation), report.consolidation.name
    report.frozen_at, report.frozen_by = timezone.now(), actor
    _queue(report)
    return report


@transaction.atomic
def issue_edition(*, actor, report_id: int, **document) -> Report:
    """Record by which document a frozen edition was issued, and draw its files with number, day and signer.

    Args:
        document: what ``documents.services.record_document`` takes, without kind.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: not a frozen edition with its files, or a later one was issued already.
        ValidationError: a field of the document is wrong, its day is before the cut-off, or its number is taken.
    """
    report = _lock_edition(actor, report_id)
    require(report.stage != Stage.ISSUED, _("Bản này đã ban hành."))
    require(report.stage == Stage.FROZEN, _("Hãy chốt số liệu trước khi ban hành."))
    require(not report.is_on_its_way, _BUSY % {"name": report.edition_name})
    later = Report.objects.filter(consolidation=report.consolidation_id, stage=Stage.ISSUED, edition__gt=report.edition)
    require(not later.exists(), _("Đã ban hành một bản sau bản này nên không ban hành bản này nữa."))
    if document["issued_on"] < report.as_of:
        text = _("Văn bản không thể ban hành trước ngày chốt số liệu (%(day)s). Hãy kiểm tra lại ngày.")
        raise ValidationError({"issued_on": text % {"day": format_date(report.as_of)}})
    report.document = record_document(actor=actor, **{**document, "kind": DocumentKind.REPORT})
    report.stage = Stage.ISSUED
    _queue(report)
    return report


def lock_consolidation_of(report_id: int) -> None:
    """Lock the consolidated report of an edition to the end of the transaction; of other reports there is none."""
    list(Consolidation.objects.filter(editions=report_id).select_for_update(of=("self",)))


def require_current(report: Report) -> None:
    """Stop where a draft would be made of other days than it bears, or write its figures beside a newer reading.

    The consolidation is locked. Fixed editions are drawn from what they stored, whenever that is.

    Raises:
        Refused: see above.
    """
    if report.stage != Stage.DRAFT:
        return
    newer = Report.objects.filter(consolidation=report.consolidation_id, pk__gt=report.pk)
    same_days = all(getattr(report, name) == getattr(report.consolidation, name) for name in _COPIED)
    require(
        not newer.exists() and (same_days or report.snapshot_at is not None),
        _("Đã có bản mới hơn, hoặc ngày chốt số liệu đã đổi sau khi yêu cầu dự thảo này. Hãy lập dự thảo mới."),
    )


def passages_to_look_at(consolidation: Consolidation) -> list[Passage]:
    """Return the edited passages that print figures which have changed since the edit."""
    edited = Passage.objects.filter(consolidation=consolidation, edited__isnull=False, is_left_out=False)
    return [one for one in edited.order_by("position") if one.changed_figures]


def _lock(actor, consolidation_id: int) -> Consolidation:
    allow(may_consolidate(actor), _("Chỉ Văn phòng Điều phối lập, chốt và ban hành báo cáo tổng hợp."))
    return Consolidation.objects.select_for_update(of=("self",)).get(pk=consolidation_id)


def _lock_edition(actor, report_id: int) -> Report:
    found = Report.objects.filter(pk=report_id, consolidation__isnull=False).values_list("consolidation", flat=True)
    if not found:
        raise PermissionDenied(_("Đây không phải báo cáo tổng hợp nên không chốt, không ban hành."))
    consolidation = _lock(actor, found[0])
    report = Report.objects.select_for_update(of=("self",)).defer("snapshot", "texts").get(pk=report_id)
    report.consolidation = consolidation
    return report


def _queue(report: Report) -> None:
    """Save, and have the files drawn for the stage that the edition has reached."""
    report.state, report.progress, report.attempts = ReportState.QUEUED, 0, 0
    report.error = report.step = ""
    report.claim_token = report.claimed_at = report.finished_at = None
    report.sent_at = timezone.now()
    report.save(update_fields=_WRITTEN)
    transaction.on_commit(partial(send, report.pk))


@transaction.atomic
def delete_consolidation(*, actor, consolidation_id: int) -> None:
    """Take away a consolidated report that was begun by mistake, with its drafts and everything written in it.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: an edition was frozen, or a draft is being made.
    """
    consolidation = _lock(actor, consolidation_id)
    editions = Report.objects.filter(consolidation=consolidation)
    require(
        not editions.exclude(stage=Stage.DRAFT).exists(),
        _("Báo cáo đã có bản chốt số liệu nên không xoá được."),
    )
    require(
        not editions.on_their_way().exists(),
        _("Dự thảo đang được lập. Hãy chờ lập xong rồi xoá."),
    )
    for one in editions:
        transaction.on_commit(partial(remove_files, one.pk))
    editions.delete()
    consolidation.delete()
