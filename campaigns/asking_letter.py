"""The letter that asks units to report (công văn đề nghị báo cáo), with the form and the units as appendices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from campaigns.asked import is_asked
from campaigns.enums import SectionKind
from campaigns.models import Campaign, FormSection
from core.dates import format_date
from documents.bodies import Bodies, bodies_on, open_number, place_and_day, written_day
from documents.layout import (
    Align,
    Appendix,
    Block,
    Column,
    Heading,
    Item,
    OfficialPaper,
    Paragraph,
    Row,
    Signature,
    Table,
)
from units.enums import COMMUNE_KINDS, DISTRICT_KINDS, UnitKind
from units.models import Unit

_SYMBOL = "VPĐP-OCOP"
# More units than these are addressed by their group; the list stands in an appendix.
_FEW = 6


@dataclass(frozen=True)
class AskingData:
    """What the letter says: the campaign, whom it asks, the sections of the form with their elements."""

    campaign: Campaign
    bodies: Bodies
    units: tuple[Unit, ...]
    sections: tuple[FormSection, ...]


def read_asking(campaign: Campaign) -> AskingData:
    """Read the data of the letter; five queries."""
    rows = campaign.reports.select_related("unit").order_by("unit__kind", "unit__sort_key", "pk")
    sections = FormSection.objects.filter(form=campaign.form_id).prefetch_related("elements").order_by("position")
    return AskingData(campaign, bodies_on(campaign.due_on), tuple(one.unit for one in rows), tuple(sections))


def asking_paper(data: AskingData) -> OfficialPaper:
    """Return the letter; number and day are left open for whoever signs it."""
    campaign, bodies = data.campaign, data.bodies
    return OfficialPaper(
        title=_("Công văn đề nghị báo cáo – %(campaign)s") % {"campaign": campaign.name},
        kind="",
        subject=_("V/v đề nghị %(campaign)s") % {"campaign": campaign.name[:1].lower() + campaign.name[1:]},
        superior=bodies.committee,
        issuer=(bodies.office.upper(),),
        number=open_number(_SYMBOL),
        place_and_day=place_and_day(bodies.place, None, year=campaign.due_on.year),
        addressees=_addressees(data.units),
        blocks=tuple(_text(data)),
        signatures=(Signature((_("CHÁNH VĂN PHÒNG"),)),),
        recipients=(_("Như trên;"), _("Lưu: VT, OCOP.")),
        appendices=tuple(_appendices(data)),
    )


def _addressees(units: Sequence[Unit]) -> tuple[str, ...]:
    if len(units) <= _FEW:
        return tuple(one.name for one in units)
    groups = (
        (frozenset({UnitKind.AGENCY}), _("Các sở, ban, ngành, đoàn thể cấp tỉnh (danh sách kèm theo)")),
        (DISTRICT_KINDS, _("Ủy ban nhân dân các huyện, thành phố (danh sách kèm theo)")),
        (COMMUNE_KINDS, _("Ủy ban nhân dân các xã, phường (danh sách kèm theo)")),
    )
    return tuple(words for kinds, words in groups if any(one.kind in kinds for one in units))


def _text(data: AskingData) -> Iterator[Block]:
    campaign = data.campaign
    if campaign.directive:
        yield Paragraph(_("Thực hiện %(directive)s;") % {"directive": campaign.directive}, italic=True)
    words = {"office": data.bodies.office, "campaign": campaign.name[:1].lower() + campaign.name[1:]}
    yield Paragraph(_("%(office)s đề nghị các đơn vị %(campaign)s với nội dung sau:") % words)
    first, last = format_date(campaign.first), format_date(campaign.last)
    yield Item(_("Kỳ số liệu: từ ngày %(first)s đến hết ngày %(last)s.") % {"first": first, "last": last}, "1.")
    yield Item(
        _("Hạn gửi: ngày %(due)s. Cổng nhận báo cáo trễ đến hết ngày %(lock)s, sau đó khoá số liệu.")
        % {"due": format_date(campaign.due_on), "lock": format_date(campaign.lock_on)},
        "2.",
    )
    yield Item(_("Nội dung: theo biểu mẫu tại Phụ lục I; mỗi đơn vị nhập phần hỏi đơn vị mình."), "3.")
    yield Item(_("Cách gửi: nhập và gửi trên cổng OCOP, bằng tài khoản được giao ký gửi của đơn vị."), "4.")
    if campaign.note:
        yield Paragraph(campaign.note)
    yield Paragraph(_("Đề nghị các đơn vị quan tâm thực hiện đúng thời gian./."))


def _appendices(data: AskingData) -> Iterator[Appendix]:
    reference = _("(Kèm theo Công văn số …/%(symbol)s %(day)s của %(office)s)") % {
        "symbol": _SYMBOL,
        "day": written_day(None, year=data.campaign.due_on.year),
        "office": data.bodies.office,
    }
    yield Appendix(data.campaign.form.name, reference, tuple(_form_blocks(data)))
    units = tuple(Row((str(at), one.name)) for at, one in enumerate(data.units, start=1))
    columns = (Column(_("TT"), 10, Align.CENTER), Column(_("Đơn vị"), 90))
    yield Appendix(_("Danh sách đơn vị báo cáo"), reference, (Table(columns, units),))


def _form_blocks(data: AskingData) -> Iterator[Block]:
    columns = (
        Column(_("TT"), 7, Align.CENTER),
        Column(_("Chỉ tiêu"), 43),
        Column(_("Đơn vị tính"), 13, Align.CENTER),
        Column(_("Số liệu"), 12, Align.RIGHT),
        Column(_("Đơn vị báo cáo"), 25),
    )
    for at, section in enumerate(data.sections, start=1):
        yield Heading(f"{at}. {section.title}", 2)
        if section.kind == SectionKind.NARRATIVE:
            yield Paragraph(section.hint or _("Nêu ngắn gọn."), italic=True)
            continue
        rows = [
            Row((str(number), element.name, element.unit_of_measure, "", _asked(element, data.units)))
            for number, element in enumerate(section.elements.all(), start=1)
        ]
        yield Table(columns, tuple(rows), size=11)


def _asked(element, units: Sequence[Unit]) -> str:
    asked = [one for one in units if is_asked(element, one)]
    if len(asked) > _FEW:
        return element.get_audience_display()
    return ", ".join(one.name for one in asked) or "–"
