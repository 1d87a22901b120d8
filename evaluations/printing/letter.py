"""The letter by which the office submits the results to the people's committee of the province (tờ trình)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.dates import format_date
from documents.bodies import open_number, place_and_day, written_day
from documents.layout import Appendix, Block, Item, OfficialPaper, Paragraph, Signature
from evaluations.printing.decision import DecisionData
from evaluations.printing.lists import counts_text, list_table
from evaluations.printing.words import by_star_text, counted

_SYMBOL = "TTr-VPĐP"


def letter_paper(data: DecisionData) -> OfficialPaper:
    """Return the letter with the counts by star and the lists; built from the data of the draft decision."""
    return OfficialPaper(
        title=_("Tờ trình công nhận sản phẩm OCOP – %(turn)s") % {"turn": data.turn},
        kind=_("TỜ TRÌNH"),
        subject=_("Về việc công nhận kết quả đánh giá, phân hạng sản phẩm OCOP %(turn)s") % {"turn": data.turn},
        superior=data.bodies.committee,
        issuer=(data.bodies.office.upper(),),
        number=open_number(_SYMBOL),
        place_and_day=place_and_day(data.bodies.place, None, year=data.year),
        addressees=(data.bodies.committee_in_text,),
        blocks=(*_grounds(data), *_results(data), *_proposals(data)),
        signatures=(Signature((_("CHÁNH VĂN PHÒNG"),)),),
        recipients=(_("Như trên;"), _("Thành viên Hội đồng;"), _("Lưu: VT, OCOP.")),
        appendices=tuple(_appendices(data)),
    )


def _grounds(data: DecisionData) -> Iterator[Block]:
    yield Paragraph(_("Căn cứ %(rules)s về đánh giá, phân hạng sản phẩm OCOP;") % {"rules": data.rules}, italic=True)
    if data.council_document:
        yield Paragraph(_("Căn cứ %(document)s;") % {"document": data.council_document}, italic=True)
    if data.sessions:
        days = ", ".join(map(format_date, data.sessions))
        text = _("Căn cứ Biên bản của %(council)s ngày %(days)s;")
        yield Paragraph(text % {"council": data.bodies.council_in_text, "days": days}, italic=True)


def _results(data: DecisionData) -> Iterator[Block]:
    lines = data.lines
    text = _(
        "%(office)s kính trình %(committee)s kết quả đánh giá, phân hạng %(count)s sản phẩm OCOP %(turn)s như sau:"
    )
    yield Paragraph(
        text
        % {
            "office": data.bodies.office,
            "committee": data.bodies.committee_in_text,
            "count": counted(lines.count),
            "turn": data.turn,
        }
    )
    if lines.recognised:
        words = {
            "count": counts_text(lines.recognised),
            "stars": by_star_text([one.star for one in lines.recognised]),
        }
        yield Item(_("%(count)s đủ điều kiện công nhận, gồm %(stars)s;") % words, "a)")
    if lines.approved:
        text = _("%(count)s đạt từ 90 điểm trở lên, đề nghị trung ương đánh giá;")
        yield Item(text % {"count": counts_text(lines.approved)}, "b)" if lines.recognised else "a)")
    if lines.refused:
        marker = "abc"[bool(lines.recognised) + bool(lines.approved)]
        text = _("%(count)s chưa đạt hạng 3 sao.")
        yield Item(text % {"count": counts_text(lines.refused)}, f"{marker})")


def _proposals(data: DecisionData) -> Iterator[Block]:
    yield Paragraph(
        _("%(office)s kính trình %(committee)s xem xét, quyết định:")
        % {"office": data.bodies.office, "committee": data.bodies.committee_in_text}
    )
    texts = []
    if data.lines.recognised:
        text = _("Ban hành Quyết định công nhận %(count)s (dự thảo Quyết định và danh sách kèm theo).")
        texts.append(text % {"count": counts_text(data.lines.recognised)})
    if data.lines.approved:
        text = _("Phê duyệt kết quả và có văn bản đề nghị Bộ Nông nghiệp và Môi trường đánh giá %(count)s.")
        texts.append(text % {"count": counts_text(data.lines.approved)})
    if data.lines.refused:
        text = _("Cho phép thông báo kết quả đến chủ thể của %(count)s sản phẩm chưa đạt hạng 3 sao.")
        texts.append(text % {"count": counted(len(data.lines.refused))})
    for at, text in enumerate(texts, start=1):
        yield Item(text, f"{at}.")
    yield Paragraph(_("Kính trình %(committee)s xem xét, quyết định./.") % {"committee": data.bodies.committee_in_text})


def _appendices(data: DecisionData) -> Iterator[Appendix]:
    reference = _("(Kèm theo Tờ trình số …/%(symbol)s %(day)s của %(office)s)") % {
        "symbol": _SYMBOL,
        "day": written_day(None, year=data.year),
        "office": data.bodies.office,
    }
    lists = (
        (_("Danh sách sản phẩm đề nghị công nhận"), data.lines.recognised),
        (_("Danh sách sản phẩm đạt từ 90 điểm, đề nghị trung ương đánh giá"), data.lines.approved),
        (_("Danh sách sản phẩm chưa đạt hạng 3 sao"), data.lines.refused),
    )
    for title, lines in lists:
        if lines:
            yield Appendix(title, reference, (list_table(lines),), landscape=True)
