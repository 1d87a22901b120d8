"""The summary of a round: products × members, mean, star and what lowered it (phiếu tổng hợp)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.bodies import Bodies, bodies_on, place_and_day
from documents.layout import Align, Appendix, Block, Column, OfficialPaper, Paragraph, Row, Table
from evaluations.models import Round
from evaluations.printing.results import Entry, RoundResults, Seat, read_results, still_open_note
from evaluations.printing.words import (
    NOTHING,
    by_star_text,
    counted,
    open_signature,
    points_text,
    rules_text,
    star_text,
    turn_text,
)

# How much of the width a member's column takes, in percent; many members share what there is.
_FOR_MEMBERS, _WIDEST = 46, 6
_NUMBER, _MEAN, _STAR, _REMARK = 3, 6, 5, 13


@dataclass(frozen=True)
class SummaryData:
    """A round with its results; ``on`` is the day that the paper bears, open where there is none."""

    bodies: Bodies
    turn: str
    year: int
    rules: str
    results: RoundResults
    on: dt.date | None = None


def read_summary(turn: Round, *, on: dt.date) -> SummaryData:
    """Return the summary with the names of the day ``on``; six queries."""
    return SummaryData(bodies_on(on), turn_text(turn), turn.year, rules_text(turn.rule_version), read_results(turn))


def summary_paper(data: SummaryData) -> OfficialPaper:
    """Return the paper: counts by star and signatures, the table across the sheet as appendix."""
    results = data.results
    chair, secretary = person(results.seats, "chair"), person(results.seats, "secretary")
    return OfficialPaper(
        title=_("Phiếu tổng hợp điểm – %(turn)s") % {"turn": data.turn},
        kind=_("PHIẾU TỔNG HỢP KẾT QUẢ CHẤM ĐIỂM"),
        subject=_("Đánh giá, phân hạng sản phẩm OCOP %(turn)s") % {"turn": data.turn},
        superior=data.bodies.committee,
        issuer=data.bodies.council,
        place_and_day=place_and_day(data.bodies.place, data.on, year=data.year),
        blocks=tuple(_text(data)),
        signatures=(
            open_signature(_("THƯ KÝ HỘI ĐỒNG"), name=secretary),
            open_signature(_("CHỦ TỊCH HỘI ĐỒNG"), name=chair),
        ),
        appendices=(summary_appendix(results, reference=_("(Kèm theo Phiếu tổng hợp kết quả chấm điểm)")),),
    )


def summary_appendix(results: RoundResults, *, reference: str) -> Appendix:
    """Return the table products × members across the sheet; columns are numbered, the names stand over it."""
    legend = "; ".join(f"({at}) {seat.name}, {seat.office_label}" for at, seat in enumerate(results.seats, start=1))
    return Appendix(
        title=_("Bảng tổng hợp điểm của các thành viên Hội đồng"),
        reference=reference,
        blocks=(
            Paragraph(legend, lead=_("Thành viên:"), indent=False),
            Table(_columns(results.seats), tuple(_rows(results)), size=10 if len(results.seats) > 9 else 11),
        ),
        landscape=True,
    )


def person(seats: Sequence[Seat], office: str) -> str:
    """Return the name of the first seat with that office; empty for none."""
    return next((seat.name for seat in seats if seat.office == office), "")


def _text(data: SummaryData) -> Iterator[Block]:
    results = data.results
    yield Paragraph(
        _("%(council)s tổng hợp điểm của các thành viên theo %(rules)s như sau:")
        % {"council": data.bodies.council_in_text, "rules": data.rules}
    )
    yield Paragraph(
        _("Hội đồng có %(seats)s thành viên; đã chốt điểm %(count)s sản phẩm: %(stars)s.")
        % {
            "seats": counted(len(results.seats)),
            "count": counted(len(results.entries)),
            "stars": by_star_text(results.stars),
        }
    )
    lowered = [one for one in results.entries if one.star < one.star_by_points]
    if lowered:
        text = _("Có %(count)s sản phẩm xếp hạng thấp hơn hạng theo điểm; lý do ghi ở cột Ghi chú.")
        yield Paragraph(text % {"count": counted(len(lowered))})
    without = sum(bool(one.recused) for one in results.entries)
    if without:
        text = _("Có %(count)s sản phẩm có thành viên không tham gia chấm; điểm trung bình tính trên số phiếu còn lại.")
        yield Paragraph(text % {"count": counted(without)})
    if results.open_count:
        yield Paragraph(still_open_note(results.open_count), italic=True)
    yield Paragraph(_("Điểm từng thành viên, điểm trung bình và hạng sao của mỗi sản phẩm ở Phụ lục kèm theo."))


def _columns(seats: Sequence[Seat]) -> tuple[Column, ...]:
    each = min(_WIDEST, _FOR_MEMBERS // max(len(seats), 1))
    names = 100 - _NUMBER - _MEAN - _STAR - _REMARK - each * len(seats)
    return (
        Column(_("TT"), _NUMBER, Align.CENTER),
        Column(_("Tên sản phẩm"), names // 2),
        Column(_("Chủ thể"), names - names // 2),
        *(Column(f"({at})", each, Align.CENTER) for at, _seat in enumerate(seats, start=1)),
        Column(_("Điểm trung bình"), _MEAN, Align.CENTER),
        Column(_("Hạng sao"), _STAR, Align.CENTER),
        Column(_("Ghi chú"), _REMARK),
    )


def _rows(results: RoundResults) -> Iterator[Row]:
    for at, entry in enumerate(results.entries, start=1):
        cells = [_cell(entry, seat) for seat in results.seats]
        yield Row(
            (
                str(at),
                entry.product,
                entry.producer,
                *cells,
                points_text(entry.points),
                star_text(entry.star),
                "\n".join(_remarks(entry)),
            )
        )


def _cell(entry: Entry, seat: Seat) -> str:
    if seat.pk in entry.totals:
        return points_text(entry.totals[seat.pk])
    return _("không chấm") if seat.pk in entry.recused else NOTHING


def _remarks(entry: Entry) -> Iterator[str]:
    if entry.star < entry.star_by_points:
        yield _("%(star)s sao theo điểm. %(reason)s") % {"star": entry.star_by_points, "reason": entry.reason}
    if entry.rescored:
        yield _("Chấm lại.")
