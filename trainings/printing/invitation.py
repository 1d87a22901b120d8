"""The invitation (giấy mời, NĐ 30/2020/NĐ-CP, Phụ lục III): one to each unit whose people have a seat."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.dates import format_date
from documents.bodies import Bodies, bodies_on, open_number, place_and_day
from documents.layout import Align, Column, Heading, Item, OfficialPaper, Paragraph, Row, Signature, Table
from trainings.models import Registration, TrainingClass
from trainings.printing.words import body_of, days_of, symbol_of

_COLUMNS = (
    Column("STT", 8, Align.CENTER),
    Column("Họ và tên", 34),
    Column("Chức vụ, chủ thể", 40),
    Column("Điện thoại", 18, Align.CENTER),
)


def invitations(row: TrainingClass, seats: Iterable[Registration]) -> list[OfficialPaper]:
    """Return the invitations by unit; ``seats`` with trainee, producer and unit. One query.

    The number and the day stay open for the pen: the clerk gives them.
    """
    bodies = bodies_on(row.first_day)
    sessions = list(row.sessions.all())
    by_unit: dict[int, list[Registration]] = {}
    for seat in seats:
        by_unit.setdefault(seat.unit_id, []).append(seat)
    return [invitation(row, bodies, sessions, people) for people in by_unit.values()]


def invitation(row: TrainingClass, bodies: Bodies, sessions, people: list[Registration]) -> OfficialPaper:
    """Return the invitation to the unit of ``people``."""
    plan, unit = row.course.plan, people[0].unit
    agency = plan.agency.name
    guests = _(
        "%(agency)s trân trọng kính mời cán bộ và chủ thể của %(unit)s (%(count)s người, danh sách dưới đây) dự:"
    )
    return OfficialPaper(
        title=_("Giấy mời tập huấn – %(unit)s") % {"unit": unit.name},
        kind=_("GIẤY MỜI"),
        subject=_("Dự tập huấn “%(course)s”") % {"course": row.course.name},
        superior=bodies.committee,
        issuer=(agency.upper(),),
        number=open_number(symbol_of("GM", plan)),
        place_and_day=place_and_day(bodies.place, None, year=row.first_day.year),
        addressees=(_("Ủy ban nhân dân %(unit)s") % {"unit": _small(unit.name)},),
        blocks=(
            Paragraph(_("Thực hiện %(plan)s;") % {"plan": plan.document.citation}, italic=True),
            Paragraph(guests % {"agency": agency, "unit": _small(unit.name), "count": len(people)}),
            Item(
                _("Nội dung: %(course)s, lớp số %(number)s.") % {"course": row.course.name, "number": row.number}, "1."
            ),
            Item(_("Thời gian: %(days)s%(hours)s.") % {"days": days_of(row), "hours": _parts(sessions)}, "2."),
            Item(_("Địa điểm: %(place)s.") % {"place": row.place}, "3."),
            *([Item(_("Giảng viên: %(names)s.") % {"names": _joined(row.trainers)}, "4.")] if row.trainers else []),
            Heading(_("DANH SÁCH MỜI"), 2),
            _table(people),
            Paragraph(_("Đề nghị đơn vị báo người được mời đến đúng thời gian; ai không dự được thì báo trước./.")),
        ),
        signatures=(Signature((_("THỦ TRƯỞNG CƠ QUAN"),)),),
        recipients=(_("Như trên;"), _("Lưu: VT, %(body)s.") % {"body": body_of(plan.document.symbol)}),
    )


def _table(people: list[Registration]) -> Table:
    rows = (
        Row((str(at), one.trainee.full_name, _from(one), one.trainee.phone)) for at, one in enumerate(people, start=1)
    )
    return Table(_COLUMNS, tuple(rows))


def _from(one: Registration) -> str:
    producer = one.trainee.producer.name if one.trainee.producer else ""
    return ", ".join(part for part in (one.trainee.position, producer) if part)


def _parts(sessions) -> str:
    if not sessions:
        return ""
    first = sessions[0]
    return _("; bắt đầu buổi %(part)s ngày %(day)s") % {
        "part": first.get_part_display().lower(),
        "day": format_date(first.day),
    }


def _joined(text: str) -> str:
    return "; ".join(line.strip() for line in text.splitlines() if line.strip())


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
