"""Signed paper sheets that the secretary types in: a draft for each member, then sent with its scan.

A sheet that the member has begun himself is never overwritten. A sheet that was typed in becomes the
member's own when he changes it (``services.sheets``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.files import sha256_of
from core.guards import allow, require
from evaluations import rules
from evaluations.enums import DossierState, SheetState
from evaluations.models import Assignment, Dossier, ScoreSheet
from evaluations.services.rescoring import UNTOUCHED
from evaluations.services.sheets import require_own_options, send_stored, store_sheet


@dataclass(frozen=True)
class PaperColumn:
    """One member's paper sheet as it was typed.

    Attributes:
        choices: option by criterion (keys); what is not in it is cleared.
        version: of the sheet that the writer saw, 0 where there was none; ``None`` does not check.
        scan: been through ``core.files.clean_upload``; ``None`` keeps the one that is stored.
        sends: whether the sheet is sent now.
    """

    choices: Mapping[int, int] = field(default_factory=dict)
    version: int | None = None
    scan: ContentFile | None = None
    sends: bool = False


@transaction.atomic
def save_paper_sheets(*, actor, dossier_id: int, columns: Mapping[int, PaperColumn]) -> list[ScoreSheet]:
    """Store the columns of the grid, and send those that are marked to be sent; all of it or nothing.

    Args:
        columns: by key of the assignment. Columns in which nothing changed write nothing.

    Raises:
        PermissionDenied: neither the office nor the secretary of the round's council.
        Refused: not being scored; a member who no longer scores it, has begun or sent himself; an option
            of another criterion; to be sent without a scan or with criteria left. Stale: saved elsewhere
            in between. The member is named.
    """
    dossier = Dossier.objects.select_for_update(of=("self",)).select_related("round").get(pk=dossier_id)
    is_seen = Dossier.objects.visible_to(actor).filter(pk=dossier_id).exists()
    allow(
        is_seen and rules.may_enter_paper_sheets(actor, dossier),
        _("Chỉ thư ký hội đồng và Văn phòng Điều phối nhập phiếu chấm giấy."),
    )
    require(
        dossier.state == DossierState.ACCEPTED,
        _("Hồ sơ đang ở bước “%(state)s” nên không nhận phiếu chấm nữa.") % {"state": dossier.get_state_display()},
    )
    require(dossier.criteria_set_id is not None, _("Bộ tiêu chí không được công bố nên không nhập phiếu được."))
    rows = Assignment.objects.counting().filter(dossier=dossier).select_related("member__user")
    seats = {one.pk: one for one in rows}
    require(columns.keys() <= seats.keys(), _("Có thành viên không còn chấm sản phẩm này. Hãy mở lại trang."))
    sheets = {one.assignment_id: one for one in ScoreSheet.objects.filter(assignment__in=seats)}
    return [
        sheet
        for key, column in columns.items()
        if (sheet := _save(dossier, seats[key], sheets.get(key), column, actor)) is not None
    ]


def may_be_typed(sheet: ScoreSheet | None) -> bool:
    """Whether the grid may write this sheet: none yet, typed in before, or an untouched copy of a re-score."""
    if sheet is None:
        return True
    return sheet.state == SheetState.DRAFT and (sheet.entered_by_id is not None or sheet.version == UNTOUCHED)


def _save(dossier: Dossier, seat: Assignment, sheet: ScoreSheet | None, column: PaperColumn, actor):
    name = {"member": seat.member}
    # The copy with which a member scores again is not shown in the grid: an empty column leaves it alone.
    is_begun = sheet is not None and sheet.version != UNTOUCHED
    if not is_begun and not (column.choices or column.scan):
        require(not column.sends, _("Phiếu của %(member)s chưa có mức nào.") % name)
        return None
    require(
        may_be_typed(sheet),
        _("%(member)s đã tự chấm trên máy hoặc đã gửi phiếu, nên không nhập phiếu giấy đè lên được.") % name,
    )
    if sheet is not None and not column.sends and column.scan is None and _stored(sheet) == dict(column.choices):
        return None
    sheet = sheet or ScoreSheet(assignment=seat, version=0)
    sheet.require_version(column.version)
    sheet.entered_by = actor
    if column.scan is not None:
        sheet.scan_sha256 = sha256_of(column.scan.read())
        column.scan.seek(0)
        sheet.scan.save(column.scan.name, column.scan, save=False)
    require_own_options(dossier, column.choices, {})
    store_sheet(sheet, column.choices, sheet.comment, _remarks(sheet))
    if column.sends:
        require(bool(sheet.scan), _("Hãy đính kèm bản chụp phiếu đã ký của %(member)s trước khi gửi.") % name)
        send_stored(dossier, sheet)
    return sheet


def _remarks(sheet: ScoreSheet) -> dict[int, str]:
    """Return the remarks of a copied draft: the grid has no boxes for them and leaves them as they are."""
    return dict(sheet.lines.exclude(comment="").order_by().values_list("criterion", "comment")) if sheet.pk else {}


def _stored(sheet: ScoreSheet) -> dict[int, int]:
    return dict(sheet.lines.filter(option__isnull=False).order_by().values_list("criterion", "option"))
