"""A unit's report as an official paper (NĐ 30/2020/NĐ-CP, mẫu 1.4): what was sent, or what is typed, to be signed.

``…_data`` reads what the paper needs; ``report_paper`` is pure.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import SentVersion, UnitReport
from campaigns.reading import read
from campaigns.reports_shown import SentSection, sent_sections
from campaigns.versions import contents_of
from core.dates import format_date
from core.numbers import format_number
from documents.bodies import Bodies, bodies_on, in_text, open_number, place_and_day, short_name
from documents.layout import (
    Align,
    Block,
    Column,
    Heading,
    OfficialPaper,
    Paragraph,
    Row,
    Signature,
    Table,
    paragraphs,
)
from documents.layout.paper import roman
from units.models import Unit

_SYMBOL = "BC-…"


@dataclass(frozen=True)
class ReportPaperData:
    """What the paper says; ``number`` of the version is ``None`` for what has not been sent."""

    bodies: Bodies
    unit: Unit
    campaign: str
    first: dt.date
    last: dt.date
    year: int
    sections: tuple[SentSection, ...]
    files: tuple[str, ...]
    signer: str
    position: str
    number: int | None


def sent_data(report: UnitReport, version: SentVersion) -> ReportPaperData:
    """Read the paper of a version as it was sent."""
    return _data(report, version, version.sent_by, number=version.number, day=timezone.localdate(version.sent_at))


def draft_data(report: UnitReport, officer: User) -> ReportPaperData:
    """Read the paper of what is typed; ``officer`` signs it if entitled to."""
    now = timezone.now()
    version = SentVersion(report=report, sent_at=now, **contents_of(read(report)))
    signer = officer if officer.may_sign else None
    return _data(report, version, signer, number=None, day=timezone.localdate(now))


def report_paper(data: ReportPaperData) -> OfficialPaper:
    """Return the report; number and day are left open for the clerk."""
    words = {"campaign": data.campaign, "unit": data.unit.name}
    superior, issuer = _head(data)
    return OfficialPaper(
        title=_("%(campaign)s – %(unit)s") % words,
        kind=_("BÁO CÁO"),
        subject=_("Kết quả thực hiện Chương trình mỗi xã một sản phẩm (OCOP)"),
        superior=superior,
        issuer=issuer,
        number=open_number(_SYMBOL),
        place_and_day=place_and_day(_place(data), None, year=data.year),
        addressees=(data.bodies.office,),
        blocks=tuple(_blocks(data)),
        signatures=(_signature(data),),
        recipients=(_("Như trên;"), _("Lưu: VT.")),
    )


def _data(report: UnitReport, version: SentVersion, signer: User | None, *, number, day) -> ReportPaperData:
    campaign = report.campaign
    return ReportPaperData(
        bodies=bodies_on(day),
        unit=report.unit,
        campaign=campaign.name,
        first=campaign.first,
        last=campaign.last,
        year=day.year,
        sections=tuple(sent_sections(report, version, ())),
        files=tuple(one["name"] for one in version.files),
        signer=signer.full_name if signer else "",
        position=signer.position if signer else "",
        number=number,
    )


def _head(data: ReportPaperData) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if data.unit.is_commune or data.unit.is_district:
        return (), (_("ỦY BAN NHÂN DÂN"), data.unit.name.upper())
    return data.bodies.committee, (data.unit.name.upper(),)


def _place(data: ReportPaperData) -> str:
    return short_name(data.unit.name) if data.unit.is_commune or data.unit.is_district else data.bodies.place


def _blocks(data: ReportPaperData) -> Iterator[Block]:
    words = {
        "office": data.bodies.office,
        "campaign": in_text(data.campaign),
        "first": format_date(data.first),
        "last": format_date(data.last),
    }
    text = _(
        "Theo đề nghị của %(office)s về %(campaign)s, đơn vị báo cáo kết quả từ ngày %(first)s đến hết ngày "
        "%(last)s như sau:"
    )
    yield Paragraph(text % words)
    shown = [one for one in data.sections if one.rows or one.text.strip()]
    for at, section in enumerate(shown, start=1):
        yield Heading(f"{roman(at)}. {section.title.upper()}")
        if section.rows:
            yield _table(section)
        yield from paragraphs(section.text)
    if data.files:
        yield Paragraph(_("Kèm theo: %(files)s.") % {"files": "; ".join(data.files)})
    yield Paragraph(_("Trên đây là báo cáo của %(unit)s./.") % {"unit": data.unit.name})


def _table(section: SentSection) -> Table:
    columns = (
        Column(_("TT"), 8, Align.CENTER),
        Column(_("Chỉ tiêu"), 44),
        Column(_("Đơn vị tính"), 15, Align.CENTER),
        Column(_("Kết quả"), 15, Align.RIGHT),
        Column(_("Ghi chú"), 18),
    )
    rows = [
        Row((str(at), one.name, one.unit_of_measure, _number(one.value), one.note))
        for at, one in enumerate(section.rows, start=1)
    ]
    return Table(columns, tuple(rows))


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_number(value)


def _signature(data: ReportPaperData) -> Signature:
    """``KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC`` where a deputy signs; the position as the account has it."""
    position = data.position.strip().upper()
    if not position:
        return Signature((_("THỦ TRƯỞNG ĐƠN VỊ"),), data.signer, _("(Ký, ghi rõ họ tên)"))
    capacity: tuple[str, ...] = (position,)
    deputy = _("PHÓ ")
    if position.startswith(deputy):
        capacity = (_("KT. %(head)s") % {"head": position.removeprefix(deputy)}, position)
    if data.unit.is_commune or data.unit.is_district:
        capacity = (_("TM. ỦY BAN NHÂN DÂN"), *capacity)
    return Signature(capacity, data.signer)
