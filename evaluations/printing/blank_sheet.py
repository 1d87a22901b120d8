"""A criteria set as an empty score sheet: every level with its points and marks, and a box to tick."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.numbers import format_number
from documents.layout import Align, Column, Item, OfficialPaper, Paragraph, Row, Table
from evaluations.models import CriteriaSet, Option
from evaluations.printing.words import open_signature, option_points, rules_text
from evaluations.scorecard import CriterionCard, ScoreCard, build_card

_DOTS = "…" * 22


@dataclass(frozen=True)
class BlankSheet:
    """A criteria set with the grounds on which a dossier is excluded."""

    number: int
    name: str
    rules: str
    card: ScoreCard
    disqualified_if: tuple[str, ...]


def read_blank_sheet(criteria_set: CriteriaSet) -> BlankSheet:
    """Return the set with all its levels; three queries (``rule_version`` at hand)."""
    return BlankSheet(
        number=criteria_set.number,
        name=criteria_set.name,
        rules=rules_text(criteria_set.rule_version),
        card=build_card(criteria_set.pk, bands=(), choices={}, comments={}),
        disqualified_if=tuple(criteria_set.disqualified_if),
    )


def blank_sheet_paper(data: BlankSheet) -> OfficialPaper:
    """Return the empty sheet; it has no issuer and no day, whoever uses it writes them."""
    return OfficialPaper(
        title=_("Phiếu chấm điểm – Bộ số %(number)d: %(name)s") % {"number": data.number, "name": data.name},
        kind=_("PHIẾU CHẤM ĐIỂM SẢN PHẨM OCOP"),
        subject=_("Bộ số %(number)d: %(name)s") % {"number": data.number, "name": data.name},
        blocks=(
            Paragraph(_("(Theo %(rules)s)") % {"rules": data.rules}, align=Align.CENTER, indent=False, italic=True),
            *(Item(f"{label}: {_DOTS}") for label in _blanks()),
            Table(_columns(), tuple(_rows(data.card)), size=11),
            Paragraph(
                _(
                    "Dấu sao là yêu cầu tối thiểu phải đạt theo các cấp độ sao (*** 3 sao; **** 4 sao; ***** 5 sao). "
                    "Mỗi tiêu chí đánh dấu x vào một ô."
                ),
                italic=True,
            ),
            *_exclusions(data.disqualified_if),
            Paragraph(_("Nhận xét chung: %(dots)s") % {"dots": _DOTS * 3}, align=Align.LEFT),
        ),
        signatures=(open_signature(_("THÀNH VIÊN HỘI ĐỒNG")),),
    )


def _blanks() -> tuple[str, ...]:
    return (_("Mã số sản phẩm"), _("Tên sản phẩm"), _("Chủ thể"), _("Người chấm"), _("Ngày chấm"))


def _exclusions(grounds: tuple[str, ...]) -> Iterator[Paragraph | Item]:
    if grounds:
        yield Paragraph(_("Hồ sơ bị loại khi:"), bold=True)
        for ground in grounds:
            yield Item(ground)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Mã"), 8, Align.CENTER),
        Column(_("Tiêu chí và các mức"), 60),
        Column(_("Dấu sao"), 12, Align.CENTER),
        Column(_("Điểm"), 10, Align.CENTER),
        Column(_("Chọn"), 10, Align.CENTER),
    )


def _rows(card: ScoreCard) -> Iterator[Row]:
    for part in card.parts:
        name = _("Phần %(code)s: %(title)s") % {"code": part.part.code, "title": part.part.title}
        yield Row((part.part.code, name.upper(), "", _most(part.part.max_points), ""), bold=True)
        for item in part.items:
            criterion = item.criterion
            yield Row((criterion.code, criterion.title, "", _most(criterion.max_points), ""), bold=True)
            if criterion.note:
                yield Row(("", f"({criterion.note})", "", "", ""))
            if isinstance(item, CriterionCard):
                yield from _levels(item.options)
    yield Row(("", _("TỔNG ĐIỂM"), "", "100", ""), bold=True)


def _most(points: Decimal) -> str:
    return _("tối đa %(points)s") % {"points": format_number(points)}


def _levels(options: tuple[Option, ...]) -> Iterator[Row]:
    case = ""
    for option in options:
        # The name of a case stands once over its levels.
        words = f"{option.case}:\n{option.text}" if option.case and option.case != case else option.text
        case = option.case
        yield Row(("", words, "*" * (option.min_star or 0), option_points(option.points), ""))
