"""The draft of a decision that takes recognitions back, with its list (26/2026/QĐ-TTg, Điều 8)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import format_date
from documents.bodies import Bodies, bodies_on, open_number, place_and_day, written_day
from documents.layout import Align, Appendix, Column, OfficialPaper, Paragraph, Row, Signature, Table
from evaluations.printing.words import by_star_text, counted, star_text

_SYMBOL = "QĐ-UBND"


@dataclass(frozen=True)
class RevocationRow:
    """A recognition to be taken back.

    Attributes:
        decision: number and day of the decision that recognised it, in words.
        valid_until: last day of its term; ground: why it is taken back, in words.
    """

    product: str
    producer: str
    address: str
    star: int
    decision: str
    valid_until: dt.date
    ground: str


def revocation_decision(rows: Sequence[RevocationRow], *, on: dt.date) -> OfficialPaper:
    """Return the draft with its list; one query for the names of the bodies on ``on``.

    Args:
        on: the day of drafting; the paper bears its year, day and number stay open.
    """
    bodies = bodies_on(on)
    articles = _articles(rows, bodies)
    return OfficialPaper(
        title=_("Dự thảo quyết định thu hồi công nhận sản phẩm OCOP"),
        kind=_("QUYẾT ĐỊNH"),
        subject=_("Về việc thu hồi công nhận sản phẩm OCOP"),
        issuer=bodies.committee,
        number=open_number(_SYMBOL),
        label=_("DỰ THẢO"),
        place_and_day=place_and_day(bodies.place, None, year=on.year),
        authority=_("CHỦ TỊCH %(committee)s") % {"committee": " ".join(bodies.committee)},
        bases=(
            _("Căn cứ Luật Tổ chức chính quyền địa phương"),
            _("Căn cứ Quyết định số 26/2026/QĐ-TTg của Thủ tướng Chính phủ về đánh giá, phân hạng sản phẩm OCOP"),
            _("Theo đề nghị của %(office)s tại Tờ trình số …/TTr-VPĐP %(day)s")
            % {"office": bodies.office, "day": written_day(None, year=on.year)},
        ),
        resolves=_("QUYẾT ĐỊNH:"),
        blocks=tuple(Paragraph(text, lead=_("Điều %(n)d.") % {"n": at}) for at, text in enumerate(articles, start=1)),
        signatures=(Signature((_("CHỦ TỊCH"),)),),
        recipients=(
            _("Như Điều %(n)d;") % {"n": len(articles)},
            _("Ủy ban nhân dân các xã, phường có liên quan;"),
            _("Lưu: VT."),
        ),
        appendices=(
            Appendix(
                title=_("Danh sách sản phẩm bị thu hồi công nhận OCOP"),
                reference=_("(Kèm theo Quyết định số …/%(symbol)s %(day)s của Chủ tịch %(committee)s)")
                % {"symbol": _SYMBOL, "day": written_day(None, year=on.year), "committee": bodies.committee_in_text},
                blocks=(_table(rows),),
                landscape=True,
            ),
        ),
    )


def _articles(rows: Sequence[RevocationRow], bodies: Bodies) -> tuple[str, ...]:
    words = {
        "count": counted(len(rows)),
        "producers": counted(len({row.producer for row in rows})),
        "stars": by_star_text([row.star for row in rows]),
        "office": bodies.office,
    }
    return (
        _(
            "Thu hồi công nhận của %(count)s sản phẩm OCOP của %(producers)s chủ thể, gồm %(stars)s "
            "(danh sách và lý do tại Phụ lục)."
        )
        % words,
        _(
            "Giấy chứng nhận đã cấp cho các sản phẩm này hết giá trị kể từ ngày Quyết định có hiệu lực. Chủ thể không "
            "được tiếp tục sử dụng biểu trưng, hạng sao OCOP trên sản phẩm, bao bì và thông tin quảng bá."
        ),
        _(
            "Chánh Văn phòng Ủy ban nhân dân tỉnh, %(office)s, Ủy ban nhân dân các xã, phường có liên quan và các chủ "
            "thể có tên trong danh sách chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày "
            "ký./."
        )
        % words,
    )


def _table(rows: Sequence[RevocationRow]) -> Table:
    columns = (
        Column(_("TT"), 5, Align.CENTER),
        Column(_("Tên sản phẩm"), 19),
        Column(_("Chủ thể"), 18),
        Column(_("Địa chỉ"), 16),
        Column(_("Hạng"), 7, Align.CENTER),
        Column(_("Quyết định công nhận"), 15),
        Column(_("Hết hạn ngày"), 9, Align.CENTER),
        Column(_("Lý do thu hồi"), 11),
    )
    lines = (
        Row(
            (
                str(at),
                row.product,
                row.producer,
                row.address,
                star_text(row.star),
                row.decision,
                format_date(row.valid_until),
                row.ground,
            )
        )
        for at, row in enumerate(rows, start=1)
    )
    return Table(columns, tuple(lines), size=11)
