"""The annex of corrections: what an edition says otherwise than the one that was issued before it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.dates import format_date
from documents.layout import Align, Appendix, Column, Paragraph, Row, Table
from documents.models import OfficialDocument
from reports.editions.comparing import MAX_NAMED, Difference, Moved


def annex_of(found: Sequence[Difference], earlier: OfficialDocument, reference: str) -> Appendix:
    """Return ``Phụ lục …: Điều chỉnh số liệu so với Báo cáo số …``; without differences it says so."""
    words = {"reference": earlier.reference, "day": format_date(earlier.issued_on)}
    title = _("Điều chỉnh số liệu so với Báo cáo số %(reference)s ngày %(day)s") % words
    if not found:
        return Appendix(title, reference, (Paragraph(_("Không có số liệu nào thay đổi.")),))
    return Appendix(title, reference, (_figures(found), *_rows(found)))


def _figures(found: Sequence[Difference]) -> Table:
    columns = (
        Column(_("STT"), 7, Align.CENTER),
        Column(_("Chỉ tiêu"), 43),
        Column(_("Đơn vị tính"), 14, Align.CENTER),
        Column(_("Đã báo cáo"), 12, Align.RIGHT),
        Column(_("Nay là"), 12, Align.RIGHT),
        Column(_("Tăng (+), giảm (−)"), 12, Align.RIGHT),
    )
    rows = tuple(
        Row((str(at), one.name, one.unit_of_measure, one.before, one.after, one.change))
        for at, one in enumerate(found, start=1)
    )
    return Table(columns, rows)


def _rows(found: Sequence[Difference]) -> list[Table]:
    """List what came and went, each thing under the first figure that counts it so."""
    columns = (
        Column(_("STT"), 7, Align.CENTER),
        Column(_("Được tính thêm hoặc không còn được tính"), 43),
        Column(_("Vì sao"), 50),
    )
    rows, named = [], set()
    for one in found:
        lines = [(_("Thêm: "), thing) for thing in one.came] + [(_("Bớt: "), thing) for thing in one.went]
        fresh = [(sign, thing) for sign, thing in lines if (sign, thing) not in named]
        named.update(fresh)
        if fresh:
            words = {"name": one.name, "before": one.before, "after": one.after}
            rows.append(Row((_("%(name)s (đã báo cáo: %(before)s; nay là: %(after)s)") % words,)))
            rows += [_row(at, sign, thing) for at, (sign, thing) in enumerate(fresh[:MAX_NAMED], start=1)]
    return [Table(columns, tuple(rows), caption=_("Các dòng thay đổi"))] if rows else []


def _row(number: int, sign: str, thing: Moved) -> Row:
    about = ", ".join(one for one in (thing.producer, thing.unit) if one)
    name = f"{thing.name} ({about})" if about else thing.name
    return Row((str(number), f"{sign}{name}", thing.why))
