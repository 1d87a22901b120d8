"""The draft of the decision that recognises products, or the decision as it was carried out, with its list."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import format_date
from documents.bodies import Bodies, bodies_on, open_number, place_and_day, written_day
from documents.layout import Appendix, OfficialPaper, Paragraph, Signature
from documents.models import OfficialDocument
from evaluations.models import Round
from evaluations.printing.lists import Lines, counts_text, decided_lines, list_table, waiting_lines
from evaluations.printing.words import by_star_text, rules_text, turn_text

_SYMBOL = "QĐ-UBND"


@dataclass(frozen=True)
class DecisionData:
    """What a decision rests on and says; ``document`` values are empty for a draft."""

    bodies: Bodies
    turn: str
    year: int
    rules: str
    validity_months: int
    council_document: str
    sessions: tuple[dt.date, ...]
    lines: Lines
    reference: str = ""
    issued_on: dt.date | None = None
    signer: str = ""
    signer_capacity: str = ""


def read_decision(turn: Round, *, on: dt.date, document: OfficialDocument | None = None) -> DecisionData:
    """Return the draft for what waits on ``on``, or what ``document`` decided; a constant number of queries."""
    day = document.issued_on if document else on
    council = turn.council_document
    return DecisionData(
        bodies=bodies_on(day),
        turn=turn_text(turn),
        year=turn.year,
        rules=rules_text(turn.rule_version),
        validity_months=turn.rule_version.validity_months,
        council_document=f"{council.citation} {in_words(council.subject)}" if council else "",
        sessions=tuple(sorted(set(turn.sessions.filter(held_on__lte=day).values_list("held_on", flat=True)))),
        lines=decided_lines(turn, document) if document else waiting_lines(turn, on=on),
        reference=document.reference if document else "",
        issued_on=document.issued_on if document else None,
        signer=document.signer if document else "",
        signer_capacity=document.signer_capacity if document else "",
    )


def decision_paper(data: DecisionData) -> OfficialPaper:
    """Return the decision with its lists as appendices."""
    number = _("Số: %(reference)s") % {"reference": data.reference} if data.reference else open_number(_SYMBOL)
    subject = _("Về việc công nhận kết quả đánh giá, phân hạng sản phẩm OCOP %(turn)s") % {"turn": data.turn}
    return OfficialPaper(
        title=_("Quyết định công nhận sản phẩm OCOP – %(turn)s") % {"turn": data.turn},
        kind=_("QUYẾT ĐỊNH"),
        subject=subject,
        superior=(),
        issuer=data.bodies.committee,
        number=number,
        label="" if data.reference else _("DỰ THẢO"),
        place_and_day=place_and_day(data.bodies.place, data.issued_on, year=data.year),
        authority=_("CHỦ TỊCH %(committee)s") % {"committee": " ".join(data.bodies.committee)},
        bases=tuple(_bases(data)),
        resolves=_("QUYẾT ĐỊNH:"),
        blocks=tuple(
            Paragraph(text, lead=_("Điều %(n)d.") % {"n": at}) for at, text in enumerate(_articles(data), start=1)
        ),
        signatures=(Signature(capacity_lines(data.signer_capacity) or (_("CHỦ TỊCH"),), data.signer),),
        recipients=(
            _("Như Điều %(n)d;") % {"n": len(list(_articles(data)))},
            _("Bộ Nông nghiệp và Môi trường (báo cáo);"),
            _("Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh;"),
            _("Lưu: VT."),
        ),
        appendices=tuple(_appendices(data)),
    )


def capacity_lines(capacity: str) -> tuple[str, ...]:
    """Return ``KT. CHỦ TỊCH – PHÓ CHỦ TỊCH`` as the two lines over a signature."""
    return tuple(part.strip() for part in capacity.replace(" - ", "–").split("–") if part.strip())


def in_words(subject: str) -> str:
    """Return the subject of a document as it follows its number: ``về việc thành lập …``."""
    subject = subject.strip()
    return subject[:1].lower() + subject[1:] if subject.lower().startswith("về ") else f"({subject})"


def _bases(data: DecisionData) -> Iterator[str]:
    yield _("Căn cứ Luật Tổ chức chính quyền địa phương")
    yield _("Căn cứ %(rules)s về đánh giá, phân hạng sản phẩm OCOP") % {"rules": data.rules}
    if data.council_document:
        yield _("Căn cứ %(document)s") % {"document": data.council_document}
    if data.sessions:
        days = ", ".join(map(format_date, data.sessions))
        yield _("Căn cứ Biên bản của %(council)s ngày %(days)s") % {
            "council": data.bodies.council_in_text,
            "days": days,
        }
    yield _("Theo đề nghị của %(office)s tại Tờ trình số …/TTr-VPĐP %(day)s") % {
        "office": data.bodies.office,
        "day": written_day(None, year=data.year),
    }


def _articles(data: DecisionData) -> Iterator[str]:
    lines = data.lines
    names = _appendix_names(lines)
    if lines.recognised:
        text = _("Công nhận %(count)s đạt hạng sản phẩm OCOP, gồm %(stars)s (danh sách tại %(appendix)s).")
        stars = by_star_text([one.star for one in lines.recognised])
        yield text % {"count": counts_text(lines.recognised), "stars": stars, "appendix": names["recognised"]}
        yield _(
            "Thời hạn công nhận là %(months)d tháng kể từ ngày ban hành Quyết định này. Chủ thể được sử dụng biểu "
            "trưng OCOP theo hạng sao được công nhận và duy trì các tiêu chí trong suốt thời hạn."
        ) % {"months": data.validity_months}
    if lines.approved:
        text = _(
            "Phê duyệt kết quả đánh giá của %(count)s đạt từ 90 điểm trở lên (danh sách tại %(appendix)s) để đề nghị "
            "Bộ Nông nghiệp và Môi trường đánh giá, công nhận hạng 5 sao."
        )
        yield text % {"count": counts_text(lines.approved), "appendix": names["approved"]}
    yield _(
        "%(office)s phối hợp với các cơ quan liên quan cấp giấy chứng nhận, công bố kết quả và theo dõi việc duy trì "
        "tiêu chí của các sản phẩm."
    ) % {"office": data.bodies.office}
    yield _(
        "Chánh Văn phòng Ủy ban nhân dân tỉnh, %(office)s, Ủy ban nhân dân các xã, phường, thủ trưởng các cơ quan "
        "liên quan và các chủ thể có tên trong danh sách chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu "
        "lực kể từ ngày ký./."
    ) % {"office": data.bodies.office}


def _appendix_names(lines: Lines) -> dict[str, str]:
    if lines.recognised and lines.approved:
        return {"recognised": _("Phụ lục I"), "approved": _("Phụ lục II")}
    return dict.fromkeys(("recognised", "approved"), _("Phụ lục"))


def _appendices(data: DecisionData) -> Iterator[Appendix]:
    reference = _("(Kèm theo Quyết định số %(reference)s %(day)s của Chủ tịch %(committee)s)") % {
        "reference": data.reference or f"…/{_SYMBOL}",
        "day": written_day(data.issued_on, year=data.year),
        "committee": data.bodies.committee_in_text,
    }
    if data.lines.recognised:
        title = _("Danh sách sản phẩm được công nhận OCOP %(turn)s") % {"turn": data.turn}
        yield Appendix(title, reference, (list_table(data.lines.recognised),), landscape=True)
    if data.lines.approved:
        title = _("Danh sách sản phẩm đạt từ 90 điểm, đề nghị trung ương đánh giá")
        yield Appendix(title, reference, (list_table(data.lines.approved),), landscape=True)
