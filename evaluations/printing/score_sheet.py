"""The score sheet of one council member (26/2026/QĐ-TTg, Phụ lục II), for his signature."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.bodies import Bodies, bodies_on, place_and_day
from documents.layout import Align, Column, Item, OfficialPaper, Paragraph, Row, Table, paragraphs
from evaluations.enums import SheetState
from evaluations.models import Assignment, Dossier, ScoreSheet
from evaluations.printing.words import NOTHING, open_signature, option_points, points_text, rules_text
from evaluations.scorecard import CriterionCard, Heading, ScoreCard, build_card, stored_choices

_HIGHEST = 100


@dataclass(frozen=True)
class SheetData:
    """A sent sheet with everything around it; ``total`` as it was stored when it was sent."""

    bodies: Bodies
    product: str
    producer: str
    code: str
    set_name: str
    rules: str
    turn: str
    member: str
    office: str
    agency: str
    attempt: int
    reason: str
    sent_on: dt.date
    card: ScoreCard
    total: Decimal
    comment: str
    from_paper: bool


def read_sheets(dossier: Dossier, *, user=None) -> list[SheetData]:
    """Return the sent sheets of a dossier that count, in the order of the seats; a constant number of queries.

    Args:
        dossier: with product, producer, unit, criteria set and ``round__rule_version`` at hand.
        user: only the sheet of this council member.
    """
    rows = Assignment.objects.counting().filter(dossier=dossier, sheet__state=SheetState.SENT)
    if user is not None:
        rows = rows.filter(member__user=user)
    assignments = list(rows.select_related("sheet", "member__user").prefetch_related("sheet__lines").order_by("member"))
    if not assignments:
        return []
    empty = build_card(dossier.criteria_set_id, bands=(), choices={}, comments={})
    bodies = bodies_on(timezone.localdate(assignments[0].sheet.sent_at))
    return [_data(dossier, one, bodies, _filled(empty, one.sheet)) for one in assignments]


def _data(dossier: Dossier, assignment: Assignment, bodies: Bodies, card: ScoreCard) -> SheetData:
    sheet, member = assignment.sheet, assignment.member
    return SheetData(
        bodies=bodies,
        product=dossier.product.name,
        producer=dossier.producer.name,
        code=product_code(dossier),
        set_name=dossier.criteria_set.name,
        rules=rules_text(dossier.round.rule_version),
        turn=dossier.round.name,
        member=member.user.full_name,
        office=member.get_office_display(),
        agency=member.agency,
        attempt=assignment.attempt,
        reason=assignment.reason,
        sent_on=timezone.localdate(sheet.sent_at),
        card=card,
        total=sheet.total,
        comment=sheet.comment,
        from_paper=sheet.entered_by_id is not None,
    )


def _filled(card: ScoreCard, sheet: ScoreSheet) -> ScoreCard:
    """Return the card with what the sheet chose; its criteria were read once for all sheets."""
    choices, comments = stored_choices(sheet)
    parts = (replace(part, items=tuple(_chosen(item, choices, comments) for item in part.items)) for part in card.parts)
    return replace(card, parts=tuple(parts))


def _chosen(item: CriterionCard | Heading, choices: dict[int, int], comments: dict[int, str]):
    if isinstance(item, Heading):
        return item
    key = item.criterion.pk
    chosen = next((one for one in item.options if one.pk == choices.get(key)), None)
    return replace(item, chosen=chosen, comment=comments.get(key, ""))


def product_code(dossier: Dossier) -> str:
    """Return the code of Phụ lục II with the running number, which the commune gives, left open."""
    province, _slash, _rest = dossier.unit.path.partition("/")
    return f"{province}-{dossier.unit.code}-…-{dossier.round.year}"


def score_sheet_paper(data: SheetData) -> OfficialPaper:
    """Return the sheet as a paper: facts, table of criteria with the chosen levels, total, signature."""
    title = _("Phiếu chấm điểm %(product)s – %(member)s") % {"product": data.product, "member": data.member}
    remarks = paragraphs(data.comment) or (Paragraph(_("Không.")),)
    return OfficialPaper(
        title=title,
        kind=_("PHIẾU CHẤM ĐIỂM SẢN PHẨM OCOP"),
        subject=data.turn,
        superior=data.bodies.committee,
        issuer=data.bodies.council,
        place_and_day=place_and_day(data.bodies.place, data.sent_on),
        blocks=(
            *(Item(text) for text in _facts(data)),
            Table(_columns(), tuple(_rows(data)), size=11),
            Paragraph(_("Nhận xét chung:"), bold=True),
            *remarks,
        ),
        signatures=(open_signature(_("THÀNH VIÊN HỘI ĐỒNG"), name=data.member),),
    )


def _facts(data: SheetData) -> Iterator[str]:
    yield _("Mã số sản phẩm: %(code)s") % {"code": data.code}
    yield _("Tên sản phẩm: %(name)s") % {"name": data.product}
    yield _("Chủ thể: %(name)s") % {"name": data.producer}
    yield _("Bộ tiêu chí: %(name)s, theo %(rules)s") % {"name": data.set_name, "rules": data.rules}
    agency = f", {data.agency}" if data.agency else ""
    yield _("Người chấm: %(name)s, %(office)s Hội đồng%(agency)s") % {
        "name": data.member,
        "office": data.office,
        "agency": agency,
    }
    if data.attempt > 1:
        yield _("Chấm lần %(attempt)d. Lý do chấm lại: %(reason)s") % {"attempt": data.attempt, "reason": data.reason}
    if data.from_paper:
        yield _("Điểm do thư ký Hội đồng nhập theo phiếu giấy đã ký; bản chụp lưu cùng phiếu.")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Mã"), 8, Align.CENTER),
        Column(_("Tiêu chí và mức được chọn"), 54),
        Column(_("Điểm tối đa"), 9, Align.CENTER),
        Column(_("Điểm chấm"), 9, Align.CENTER),
        Column(_("Nhận xét"), 20),
    )


def _rows(data: SheetData) -> Iterator[Row]:
    for part in data.card.parts:
        name = _("Phần %(code)s: %(title)s") % {"code": part.part.code, "title": part.part.title}
        cells = (part.part.code, name, option_points(part.part.max_points), option_points(part.total), "")
        yield Row(cells, bold=True)
        for item in part.items:
            yield _heading(item, part.cards) if isinstance(item, Heading) else _criterion(item)
    yield Row(("", _("TỔNG ĐIỂM"), str(_HIGHEST), points_text(data.total), ""), bold=True)


def _heading(heading: Heading, cards: list[CriterionCard]) -> Row:
    criterion = heading.criterion
    under = [card for card in cards if card.criterion.code.startswith(f"{criterion.code}.")]
    total = sum((card.chosen.points for card in under if card.chosen), Decimal(0))
    cells = (criterion.code, criterion.title, option_points(criterion.max_points), option_points(total), "")
    return Row(cells, bold=True)


def _criterion(card: CriterionCard) -> Row:
    criterion, chosen = card.criterion, card.chosen
    return Row(
        (
            criterion.code,
            f"{criterion.title}\n{NOTHING} {chosen.text}" if chosen else criterion.title,
            option_points(criterion.max_points),
            option_points(chosen.points) if chosen else NOTHING,
            card.comment,
        )
    )
