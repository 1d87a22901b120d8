"""Writing a consolidated report: begin one, edit its passages, take units' words into them.

Every write names the version of the passage that the writer saw; who was slower gets both texts.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.enums import CampaignKind
from campaigns.models import Campaign, UnitReport
from campaigns.sent import SentNarrative, sent_narratives
from core.dates import format_date, today
from core.guards import allow, require
from core.saving import save_checked
from core.text import to_nfc
from reports.building.data import ReportData
from reports.consolidating.template import Told, tell, texts_of_template
from reports.enums import Boundaries, Half
from reports.models import Consolidation, Passage, Pick
from reports.periods import Period, make_period
from reports.rules import may_consolidate

LONGEST_TEXT = 30_000


@transaction.atomic
def create_consolidation(
    *,
    actor,
    campaign: Campaign | None = None,
    kind: str = "",
    year: int | None = None,
    half: int | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_of: dt.date | None = None,
    unit=None,
    boundaries: str = Boundaries.THEN,
    name: str = "",
) -> Consolidation:
    """Begin a consolidated report with the passages of its year's outline, still without words.

    Args:
        campaign: whose period it has and whose units' texts may be taken; without it kind, year and days
            are given, and what is left out follows ``periods.make_period``.
        unit: the territory, ``None`` for the province.
        name: without it ``Báo cáo tổng hợp Chương trình OCOP năm 2022``.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: days that do not fit together.
        ValidationError: the campaign has a consolidated report already.
    """
    _allow(actor)
    if campaign is not None:
        kind, year, half = campaign.kind, campaign.year, _half_of(campaign)
        first, last = campaign.first, campaign.last
    period = make_period(kind=kind, year=year, half=half, first=first, last=last, as_of=as_of, today=today())
    consolidation = Consolidation(
        campaign=campaign,
        kind=period.kind,
        year=period.year,
        half=period.half,
        first=period.window.first,
        last=period.window.last,
        as_of=period.as_of,
        unit=unit,
        boundaries=boundaries,
        name=to_nfc(name).strip() or _name_of(period),
        made_by=actor,
    )
    save_checked(consolidation, actor=actor)
    specs = enumerate(texts_of_template(period.year), start=1)
    Passage.objects.bulk_create(Passage(consolidation=consolidation, key=one.key, position=at) for at, one in specs)
    return consolidation


@transaction.atomic
def update_consolidation(
    *, actor, consolidation_id: int, version: int | None, name: str, as_of: dt.date, boundaries: str
) -> Consolidation:
    """Change name, cut-off and boundaries; the next draft reads by them, editions that are fixed stay.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: the cut-off does not fit, or a draft is being read. Stale: somebody changed it in between.
    """
    _allow(actor)
    consolidation = Consolidation.objects.select_for_update(of=("self",)).get(pk=consolidation_id)
    require(
        not consolidation.editions.on_their_way().exists(),
        _("Dự thảo đang được lập theo các ngày này. Hãy chờ lập xong rồi sửa."),
    )
    require(
        consolidation.first <= as_of <= today(),
        _("Ngày chốt số liệu phải từ ngày bắt đầu kỳ (%(first)s) đến hôm nay.")
        % {"first": format_date(consolidation.first)},
    )
    consolidation.require_version(version)
    consolidation.name = to_nfc(name).strip()
    consolidation.as_of, consolidation.boundaries = as_of, boundaries
    save_checked(consolidation, actor=actor)
    return consolidation


@transaction.atomic
def refresh_passages(consolidation: Consolidation, data: ReportData) -> None:
    """Write anew what the figures say; what the office wrote stays, with the figures that it rests on.

    A passage whose words or figures changed gets a new version: whoever is writing it is told before the
    own text is stored beside figures that were never seen.
    """
    stored = {one.key: one for one in consolidation.passages.select_for_update(of=("self",))}
    for position, spec in enumerate(texts_of_template(consolidation.year), start=1):
        told = tell(spec, data)
        passage = stored.get(spec.key)
        if passage is None:
            Passage.objects.create(
                consolidation=consolidation,
                key=spec.key,
                position=position,
                generated=told.text,
                figures=told.figures,
            )
        elif _differs(passage, told):
            passage.generated, passage.figures = told.text, told.figures
            passage.version += 1
            passage.save(update_fields=["generated", "figures", "version"])


@transaction.atomic
def edit_passage(*, actor, passage_id: int, version: int | None, text: str, is_checked: bool = False) -> Passage:
    """Store the office's own words; the generated words typed again are no edit.

    The figures that the first edit saw stay its base until somebody says that they were looked at, so that
    saving by itself does not hide that a figure has changed.

    Args:
        is_checked: whether the writer has looked at the figures of now.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: the text is too long. Stale: somebody stored the passage in between.
    """
    passage = _lock(actor, passage_id)
    clean = _clean(text)
    require(
        len(clean) <= LONGEST_TEXT,
        _("Mỗi đoạn dài nhất 30.000 ký tự. Hãy rút gọn hoặc chuyển bớt sang đoạn khác."),
    )
    if clean == passage.text and not (is_checked and passage.changed_figures):
        return passage
    passage.require_version(version)
    _write(passage, clean, actor=actor, is_checked=is_checked)
    return passage


@transaction.atomic
def restore_generated(*, actor, passage_id: int, version: int | None) -> Passage:
    """Take the generated words of now instead of the office's own.

    Raises:
        PermissionDenied: ``actor`` is not of the office. Stale: somebody stored the passage in between.
    """
    passage = _lock(actor, passage_id)
    if passage.edited is None:
        return passage
    passage.require_version(version)
    _forget_edit(passage)
    passage.save()
    return passage


@transaction.atomic
def mark_checked(*, actor, passage_id: int, version: int | None) -> Passage:
    """Keep the office's own words and say that they fit the figures of now.

    Raises:
        PermissionDenied: ``actor`` is not of the office. Stale: somebody stored the passage, or its figures
            changed, in between.
    """
    passage = _lock(actor, passage_id)
    if not passage.changed_figures:
        return passage
    passage.require_version(version)
    passage.basis = passage.figures
    passage.save(update_fields=["basis", "version"])
    return passage


@transaction.atomic
def leave_out(*, actor, passage_id: int, version: int | None, is_left_out: bool) -> Passage:
    """Leave a passage out of the report, or bring it back; its words stay.

    Raises:
        PermissionDenied: ``actor`` is not of the office. Stale: somebody stored the passage in between.
    """
    passage = _lock(actor, passage_id)
    if passage.is_left_out == is_left_out:
        return passage
    passage.require_version(version)
    passage.is_left_out = is_left_out
    passage.save(update_fields=["is_left_out", "version"])
    return passage


@transaction.atomic
def pick_narrative(*, actor, passage_id: int, version: int | None, report_id: int, narrative: str) -> Passage:
    """Add a unit's text, with the unit's name, at the end of a passage, and remember that it was taken.

    Raises:
        PermissionDenied: ``actor`` is not of the office.
        Refused: the unit's report is not of this campaign or not handed in any more. Stale: somebody
            stored the passage in between.
    """
    passage = _lock(actor, passage_id)
    sent = _sent(passage.consolidation, report_id, narrative)
    require(
        sent is not None,
        _("Đơn vị không còn nội dung này trong báo cáo đã gửi. Hãy tải lại trang để xem nội dung hiện có."),
    )
    if passage.picks.filter(report=report_id, narrative=narrative).exists():
        return passage
    passage.require_version(version)
    block = block_of(sent)
    text = passage.text if block in passage.text else "\n".join(filter(None, [passage.text, block]))
    _write(passage, text, actor=actor)
    Pick.objects.create(passage=passage, report=UnitReport(pk=report_id), narrative=narrative, picked_by=actor)
    return passage


@transaction.atomic
def unpick(*, actor, passage_id: int, version: int | None, pick_id: int) -> bool:
    """Forget that a unit's text was taken; take it out where it still stands as it was put in.

    Returns:
        whether the text was taken out; where the office has edited it since, the words stay.

    Raises:
        PermissionDenied: ``actor`` is not of the office. Stale: somebody stored the passage in between.
    """
    passage = _lock(actor, passage_id)
    pick = passage.picks.filter(pk=pick_id).first()
    if pick is None:
        return False
    passage.require_version(version)
    sent = _sent(passage.consolidation, pick.report_id, pick.narrative)
    pick.delete()
    block = block_of(sent) if sent else ""
    lines, wanted = passage.text.split("\n"), block.split("\n")
    at = next((at for at in range(len(lines)) if block and lines[at : at + len(wanted)] == wanted), None)
    if at is None:
        passage.save(update_fields=["version"])
        return False
    _write(passage, "\n".join(lines[:at] + lines[at + len(wanted) :]), actor=actor)
    return True


def block_of(sent: SentNarrative) -> str:
    """Return a unit's text as it is put into a passage: the name of the unit, then its words."""
    return f"{sent.unit}: {_clean(sent.text)}"


def _allow(actor) -> None:
    allow(may_consolidate(actor), _("Chỉ Văn phòng Điều phối soạn báo cáo tổng hợp."))


def _lock(actor, passage_id: int) -> Passage:
    _allow(actor)
    return Passage.objects.select_for_update(of=("self",)).select_related("consolidation__campaign").get(pk=passage_id)


def _write(passage: Passage, text: str, *, actor, is_checked: bool = False) -> None:
    """Store the words of a locked passage whose version was counted."""
    if text == passage.generated:
        _forget_edit(passage)
    else:
        if passage.edited is None or is_checked:
            passage.basis = passage.figures
        passage.edited, passage.edited_by, passage.edited_at = text, actor, timezone.now()
    passage.save()


def _forget_edit(passage: Passage) -> None:
    passage.edited = passage.basis = passage.edited_by = passage.edited_at = None


def _differs(passage: Passage, told: Told) -> bool:
    return passage.generated != told.text or passage.figures != told.figures


def _clean(text: str) -> str:
    """Return the text in NFC, lines trimmed at their ends, without empty ones at the ends of the text."""
    lines = [line.rstrip() for line in to_nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()


def _sent(consolidation: Consolidation, report_id: int, narrative: str) -> SentNarrative | None:
    if consolidation.campaign is None:
        return None
    found = sent_narratives(consolidation.campaign)
    return next((one for one in found if (one.report_id, one.key) == (report_id, narrative)), None)


def _half_of(campaign: Campaign) -> int | None:
    if campaign.kind != CampaignKind.SEMIANNUAL:
        return None
    return Half.FIRST if campaign.last.month <= 6 else Half.SECOND


def _name_of(period: Period) -> str:
    return _("Báo cáo tổng hợp Chương trình OCOP %(period)s") % {"period": period.words}
