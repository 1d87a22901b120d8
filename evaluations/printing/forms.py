"""The forms of a dossier from what the portal holds: Mẫu 01, Mẫu 02, Mẫu 03 (26/2026/QĐ-TTg, Phụ lục III)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number
from documents.bodies import Bodies, bodies_on, in_text, place_and_day, short_name
from documents.layout import Align, Block, Column, Heading, Item, OfficialPaper, Paragraph, Row, Table, paragraphs
from evaluations.enums import CheckContent, CheckVerdict, EvidenceKind
from evaluations.models import Dossier, Evidence, SelfScore
from evaluations.printing.results import place_of
from evaluations.printing.words import NOTHING, open_signature, option_points, points_text, rules_text
from evaluations.scorecard import ScoreCard, build_card
from producers.models import Representative
from products.enums import RecognitionKind

_DOTS = "…" * 8


@dataclass(frozen=True)
class FormData:
    """A dossier with its producer, product, papers and self-scores on a day.

    ``card`` holds the self-scores with their explanations; ``None`` where the group has no criteria.
    """

    dossier: Dossier
    bodies: Bodies
    rules: str
    on: dt.date
    representative: Representative | None
    papers: tuple[Evidence, ...]
    card: ScoreCard | None


def read_forms(dossier: Dossier, *, on: dt.date) -> FormData:
    """Return what the forms of a dossier say; a constant number of queries.

    Args:
        dossier: with ``round__rule_version``, ``product__group__parent__parent``, ``producer``,
            ``unit`` and ``unit_check`` at hand, or they are fetched.
        on: the day that the names of bodies and the representative are of, where nothing was sent yet.
    """
    day = dossier.submitted_on or on
    return FormData(
        dossier=dossier,
        bodies=bodies_on(day),
        rules=rules_text(dossier.round.rule_version),
        on=day,
        representative=Representative.objects.on(day).filter(producer=dossier.producer_id).first(),
        papers=tuple(Evidence.objects.present().filter(dossier=dossier, replaced_by__isnull=True)),
        card=_card(dossier),
    )


def registration_paper(data: FormData) -> OfficialPaper:
    """Return Mẫu 01: who registers which product, with which papers and samples."""
    product = data.dossier.product
    return OfficialPaper(
        title=_("Phiếu đăng ký đánh giá, phân hạng – %(product)s") % {"product": product.name},
        kind=_("PHIẾU ĐĂNG KÝ"),
        subject=_("Đánh giá, phân hạng sản phẩm OCOP"),
        label=_("Mẫu 01"),
        addressees=(_of_commune(data),),
        blocks=(
            Heading(_("I. PHẦN CHỦ THỂ ĐĂNG KÝ")),
            *(Item(f"{label}: {value}", f"{at}.") for at, (label, value) in enumerate(_applicant(data), start=1)),
            Heading(_("II. TÀI LIỆU KÈM THEO")),
            *_papers(data),
            Item(_("Số mẫu sản phẩm: %(count)s") % {"count": _number(data.dossier.sample_count)}, "-"),
            Heading(_("III. PHẦN TIẾP NHẬN")),
            *_received(data),
        ),
        signatures=(open_signature(_("ĐẠI DIỆN CHỦ THỂ"), name=_name_of(data.representative)),),
    )


def self_assessment_paper(data: FormData) -> OfficialPaper:
    """Return Mẫu 02: the producer's own report with the self-score of each criterion."""
    return OfficialPaper(
        title=_("Báo cáo tự đánh giá – %(product)s") % {"product": data.dossier.product.name},
        kind=_("BÁO CÁO TỰ ĐÁNH GIÁ"),
        subject=_("Sản phẩm: %(product)s") % {"product": data.dossier.product.name},
        label=_("Mẫu 02"),
        blocks=(
            *_introduction(data),
            *_business(data),
            *_self_scores(data),
            Paragraph(_("Tài liệu minh chứng kèm theo:"), bold=True),
            *_papers(data),
            *_plan(data),
        ),
        signatures=(open_signature(_("ĐẠI DIỆN CHỦ THỂ"), name=_name_of(data.representative)),),
    )


def unit_check_paper(data: FormData) -> OfficialPaper:
    """Return Mẫu 03: the commune's report on its four contents and its proposal.

    The dossier has a ``unit_check``.
    """
    dossier, check = data.dossier, data.dossier.unit_check
    return OfficialPaper(
        title=_("Báo cáo kiểm tra hồ sơ – %(product)s") % {"product": dossier.product.name},
        kind=_("BÁO CÁO"),
        subject=_("Kết quả kiểm tra hồ sơ sản phẩm OCOP: %(product)s") % {"product": dossier.product.name},
        label=_("Mẫu 03"),
        issuer=(_("ỦY BAN NHÂN DÂN"), dossier.unit.name.upper()),
        number=_("Số: %(number)s") % {"number": check.letter_number or "…/BC-UBND"},
        place_and_day=place_and_day(short_name(dossier.unit.name), check.letter_on, year=dossier.round.year),
        addressees=(data.bodies.committee_in_text,),
        blocks=tuple(_check(data)),
        signatures=(open_signature(_("TM. ỦY BAN NHÂN DÂN"), _("CHỦ TỊCH")),),
        recipients=(_("Như trên;"), data.bodies.office + ";", _("Chủ thể;"), _("Lưu: VT.")),
    )


def _card(dossier: Dossier) -> ScoreCard | None:
    if dossier.criteria_set_id is None:
        return None
    scores = list(SelfScore.objects.filter(dossier=dossier))
    choices = {one.criterion_id: one.option_id for one in scores if one.option_id}
    comments = {one.criterion_id: one.text for one in scores}
    return build_card(dossier.criteria_set_id, bands=(), choices=choices, comments=comments)


def _applicant(data: FormData) -> Iterator[tuple[str, str]]:
    dossier, producer, person = data.dossier, data.dossier.producer, data.representative
    yield _("Đơn vị đăng ký"), producer.name
    yield _("Người đại diện pháp lý"), _name_of(person) or _DOTS
    yield _("Chức vụ"), _DOTS
    yield _("Địa chỉ"), place_of(dossier)
    yield _("Điện thoại; thư điện tử"), "; ".join(filter(None, (producer.phone, producer.email))) or _DOTS
    yield _("Tên sản phẩm"), dossier.product.name
    yield _("Ngành, nhóm, phân nhóm"), _group_path(dossier)
    yield _("Hình thức đăng ký"), _kind_boxes(dossier.kind)


def _kind_boxes(kind: str) -> str:
    labels = {
        RecognitionKind.NEW: _("Lần đầu"),
        RecognitionKind.UPGRADE: _("Nâng hạng"),
        RecognitionKind.RENEWAL: _("Đánh giá lại"),
    }
    return "; ".join(f"[{'x' if kind == one else ' '}] {label}" for one, label in labels.items())


def _group_path(dossier: Dossier) -> str:
    names, group = [], dossier.product.group
    while group is not None:
        names.append(group.name)
        group = group.parent
    return ", ".join(reversed(names))


def _papers(data: FormData) -> Iterator[Block]:
    rows = [
        Row((str(at), str(EvidenceKind(one.kind).label), one.title, format_date(one.uploaded_at)))
        for at, one in enumerate(data.papers, start=1)
    ]
    if not rows:
        yield Paragraph(_("Chưa có tài liệu."))
        return
    columns = (
        Column(_("TT"), 7, Align.CENTER),
        Column(_("Loại tài liệu"), 38),
        Column(_("Tên tài liệu"), 40),
        Column(_("Ngày gửi"), 15, Align.CENTER),
    )
    yield Table(columns, tuple(rows))


def _received(data: FormData) -> Iterator[Block]:
    dossier = data.dossier
    code = f"{dossier.unit.path.partition('/')[0]}-{dossier.unit.code}-{dossier.round.year}"
    days = (
        (_of_commune(data), format_date(dossier.received_on)),
        (data.bodies.office, format_date(dossier.submitted_on)),
    )
    for body, day in days:
        text = _("%(body)s: Phiếu số …/PĐK-%(code)s; ngày nhận: %(day)s; người tiếp nhận: %(dots)s")
        yield Item(text % {"body": body, "code": code, "day": day or _DOTS, "dots": _DOTS})


def _introduction(data: FormData) -> Iterator[Block]:
    dossier, producer, person = data.dossier, data.dossier.producer, data.representative
    yield Heading(_("I. GIỚI THIỆU CHỦ THỂ, SẢN PHẨM"))
    facts = (
        (_("Tên chủ thể"), producer.name),
        (_("Loại hình"), producer.get_legal_form_display()),
        (_("Địa chỉ"), place_of(dossier)),
        (_("Điện thoại; thư điện tử"), "; ".join(filter(None, (producer.phone, producer.email)))),
        (_("Người đại diện"), f"{person.name} ({person.get_gender_display()})" if person else ""),
        (_("Số đăng ký kinh doanh, ngày"), _registered(producer)),
        (_("Sản phẩm, quy cách"), ", ".join(filter(None, (dossier.product.name, dossier.product.packaging)))),
        (_("Nguyên liệu chính; vùng nguyên liệu"), _material(dossier.product)),
    )
    for label, value in facts:
        yield Item(f"{label}: {value or _DOTS}")
    yield from _texts(
        (_("Thuyết minh"), dossier.summary),
        (_("Quá trình hình thành, phát triển"), dossier.background),
        (_("Tổ chức sản xuất, kinh doanh"), dossier.organisation),
    )


def _business(data: FormData) -> Iterator[Block]:
    dossier = data.dossier
    yield Heading(_("II. KẾT QUẢ THỰC HIỆN PHƯƠNG ÁN KINH DOANH"))
    yield from _texts(
        (_("Vùng nguyên liệu"), dossier.material_result),
        (_("Công nghệ, cơ sở sản xuất"), dossier.technology_result),
        (_("Chất lượng sản phẩm"), dossier.quality_result),
        (_("Thị trường tiêu thụ"), dossier.market_result),
    )
    figures = (
        (_("Sản lượng một năm"), dossier.annual_output),
        (_("Doanh thu một năm"), _money(dossier.annual_revenue_vnd)),
        (_("Doanh thu năm trước"), _money(dossier.previous_revenue_vnd)),
        (_("Lợi nhuận một năm"), _money(dossier.profit_vnd)),
        (_("Số lao động"), _number(dossier.workers)),
        (_("Lao động địa phương"), _number(dossier.local_workers)),
    )
    yield Table(
        (Column(_("Chỉ tiêu"), 60), Column(_("Kết quả"), 40, Align.RIGHT)),
        tuple(Row((label, value or NOTHING)) for label, value in figures),
    )


def _self_scores(data: FormData) -> Iterator[Block]:
    yield Heading(_("III. TỰ ĐÁNH GIÁ THEO TIÊU CHÍ"))
    if data.card is None:
        yield Paragraph(_("Nhóm sản phẩm chưa có bộ tiêu chí công khai."))
        return
    yield Paragraph(_("Theo %(rules)s.") % {"rules": data.rules})
    columns = (
        Column(_("Mã"), 9, Align.CENTER),
        Column(_("Tiêu chí, mức tự chấm và thuyết minh"), 67),
        Column(_("Điểm tối đa"), 12, Align.CENTER),
        Column(_("Điểm tự chấm"), 12, Align.CENTER),
    )
    yield Table(columns, tuple(_score_rows(data.card)), size=11)


def _score_rows(card: ScoreCard) -> Iterator[Row]:
    for part in card.parts:
        name = _("Phần %(code)s: %(title)s") % {"code": part.part.code, "title": part.part.title}
        yield Row((part.part.code, name, option_points(part.part.max_points), option_points(part.total)), bold=True)
        for one in part.cards:
            lines = [one.criterion.title]
            lines += [f"{NOTHING} {one.chosen.text}"] if one.chosen else []
            lines += [one.comment] if one.comment else []
            points = option_points(one.chosen.points) if one.chosen else NOTHING
            yield Row((one.criterion.code, "\n".join(lines), option_points(one.criterion.max_points), points))
    yield Row(("", _("TỔNG ĐIỂM TỰ CHẤM"), "100", points_text(card.total)), bold=True)


def _plan(data: FormData) -> Iterator[Block]:
    yield Heading(_("IV. KẾ HOẠCH PHÁT TRIỂN"))
    yield from paragraphs(data.dossier.plan) or (Paragraph(_DOTS),)
    if data.dossier.changes:
        yield Heading(_("V. THAY ĐỔI SO VỚI LẦN ĐÁNH GIÁ TRƯỚC"))
        yield from paragraphs(data.dossier.changes)


def _check(data: FormData) -> Iterator[Block]:
    dossier, check = data.dossier, data.dossier.unit_check
    yield Heading(_("1. Sản phẩm, chủ thể"), level=2)
    yield Item(_("Sản phẩm: %(name)s") % {"name": dossier.product.name})
    yield Item(_("Chủ thể: %(name)s, %(place)s") % {"name": dossier.producer.name, "place": place_of(dossier)})
    yield Item(_("Ngày nhận hồ sơ: %(day)s") % {"day": format_date(dossier.received_on) or _DOTS})
    words = {"day": format_date(check.checked_on) or _DOTS, "who": check.checked_by or _DOTS}
    yield Item(_("Ngày kiểm tra: %(day)s; người kiểm tra: %(who)s") % words)
    yield Heading(_("2. Kết quả kiểm tra"), level=2)
    columns = (
        Column(_("TT"), 7, Align.CENTER),
        Column(_("Nội dung"), 28),
        Column(_("Kết luận"), 17, Align.CENTER),
        Column(_("Nhận xét"), 48),
    )
    rows = []
    for at, content in enumerate(CheckContent, start=1):
        verdict = getattr(check, content.value)
        label = str(CheckVerdict(verdict).label) if verdict else _("Chưa kết luận")
        rows.append(Row((str(at), str(content.label), label, getattr(check, f"{content.value}_note"))))
    yield Table(columns, tuple(rows))
    yield Heading(_("3. Đề nghị"), level=2)
    yield Paragraph(_proposal(check.proposes, data.bodies))
    yield from paragraphs(check.proposal)


def _proposal(proposes: bool | None, bodies: Bodies) -> str:  # noqa: FBT001 - the field itself
    if proposes is None:
        return _("Chưa có đề nghị.")
    words = {"committee": bodies.committee_in_text}
    if proposes:
        return _("Đề nghị %(committee)s xem xét, tổ chức đánh giá, phân hạng sản phẩm.") % words
    return _("Chưa đề nghị %(committee)s đánh giá, phân hạng sản phẩm.") % words


def _texts(*pairs: tuple[str, str]) -> Iterator[Block]:
    for label, text in pairs:
        yield Paragraph(f"{label}:", bold=True)
        yield from paragraphs(text) or (Paragraph(_DOTS),)


def _of_commune(data: FormData) -> str:
    return _("Ủy ban nhân dân %(unit)s") % {"unit": in_text(data.dossier.unit.name)}


def _name_of(person: Representative | None) -> str:
    return person.name if person else ""


def _registered(producer) -> str:
    return ", ".join(filter(None, (producer.registration_number, format_date(producer.registered_on))))


def _material(product) -> str:
    return "; ".join(filter(None, (product.main_material, product.material_origin)))


def _number(count: int | None) -> str:
    return "" if count is None else format_number(count)


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else _("%(amount)s đồng") % {"amount": format_number(amount)}
