"""The minutes of a session of the council (biên bản họp hội đồng)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.bodies import Bodies, bodies_on, place_and_day, written_day
from documents.layout import Align, Block, Column, Heading, Item, OfficialPaper, Paragraph, Row, Table, paragraphs
from evaluations.enums import CouncilOffice, Presence, SessionForm
from evaluations.models import Attendance, CouncilSession
from evaluations.printing.results import Entry, RoundResults, read_results, still_open_note
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
from evaluations.quorum import Quorum, quorum_of


@dataclass(frozen=True)
class Attendee:
    """A member at the session, by the office of that day."""

    name: str
    office: str
    office_label: str
    body: str
    presence: str
    note: str


@dataclass(frozen=True)
class MinutesData:
    """A session with who was there and the results that fall to it."""

    bodies: Bodies
    turn: str
    rules: str
    council_document: str
    form: str
    held_on: dt.date
    begins_at: dt.time | None
    ends_at: dt.time | None
    place: str
    attendees: tuple[Attendee, ...]
    quorum: Quorum
    results: RoundResults
    opinions: str
    conclusion: str


def read_minutes(session: CouncilSession) -> MinutesData:
    """Return a session with its results; a constant number of queries.

    Args:
        session: with ``round__rule_version`` and ``round__council_document`` at hand, or they are fetched.
    """
    turn = session.round
    document = turn.council_document
    return MinutesData(
        bodies=bodies_on(session.held_on),
        turn=turn_text(turn),
        rules=rules_text(turn.rule_version),
        council_document=document.citation if document else "",
        form=session.form,
        held_on=session.held_on,
        begins_at=session.begins_at,
        ends_at=session.ends_at,
        place=session.place,
        attendees=_attendees(session),
        quorum=quorum_of(session),
        results=_results_of(session, read_results(turn)),
        opinions=session.opinions,
        conclusion=session.conclusion,
    )


def minutes_paper(data: MinutesData) -> OfficialPaper:
    """Return the minutes for the signatures of secretary and chair."""
    return OfficialPaper(
        title=_("Biên bản Hội đồng %(turn)s ngày %(day)s") % {"turn": data.turn, "day": f"{data.held_on:%d/%m/%Y}"},
        kind=_("BIÊN BẢN"),
        subject=_("%(form)s Hội đồng đánh giá, phân hạng sản phẩm OCOP %(turn)s")
        % {"form": _("Lấy ý kiến") if data.form == SessionForm.WRITTEN else _("Họp"), "turn": data.turn},
        superior=data.bodies.committee,
        issuer=data.bodies.council,
        number=_("Số: …/BB-HĐ"),
        place_and_day=place_and_day(data.bodies.place, data.held_on),
        blocks=(
            *_when(data),
            *_who(data),
            Heading(_("III. KẾT QUẢ ĐÁNH GIÁ, PHÂN HẠNG")),
            *_recusals(data.results),
            *_rescored(data.results),
            *_results(data.results),
            *_lowered(data.results),
            *_excluded(data.results),
            Heading(_("IV. Ý KIẾN THẢO LUẬN")),
            *(paragraphs(data.opinions) or (Paragraph(_("Không có.")),)),
            Heading(_("V. KẾT LUẬN")),
            *(paragraphs(data.conclusion) or (Paragraph("…"),)),
            Paragraph(_ending(data)),
        ),
        signatures=(
            open_signature(_("THƯ KÝ"), name=_holder(data, CouncilOffice.SECRETARY)),
            open_signature(_("CHỦ TỊCH HỘI ĐỒNG"), name=_holder(data, CouncilOffice.CHAIR)),
        ),
    )


def _attendees(session: CouncilSession) -> tuple[Attendee, ...]:
    order = {"chair": 0, "vice_chair": 1, "member": 2, "secretary": 3}
    rows = Attendance.objects.filter(session=session).select_related("member__user").order_by("member")
    return tuple(
        Attendee(
            name=row.member.user.full_name,
            office=row.office,
            office_label=row.get_office_display(),
            body=", ".join(filter(None, (row.member.user.position, row.member.agency))),
            presence=row.presence,
            note=row.note,
        )
        for row in sorted(rows, key=lambda one: order[one.office])
    )


def _results_of(session: CouncilSession, results: RoundResults) -> RoundResults:
    """Return what was closed from this session until the next; the first takes what came before it too."""
    starts = sorted(
        (_start(one), one.pk) for one in CouncilSession.objects.filter(round=session.round_id).select_related(None)
    )
    at = starts.index((_start(session), session.pk))
    first = None if at == 0 else starts[at][0]
    last = starts[at + 1][0] if at + 1 < len(starts) else None

    def falls_here(moment: dt.datetime) -> bool:
        return (first is None or moment >= first) and (last is None or moment < last)

    return replace(
        results,
        entries=tuple(one for one in results.entries if falls_here(one.closed_at)),
        excluded=tuple(one for one in results.excluded if falls_here(one.recorded_at)),
    )


def _start(session: CouncilSession) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(session.held_on, session.begins_at or dt.time()))


def _when(data: MinutesData) -> Iterator[Block]:
    yield Heading(_("I. THỜI GIAN, ĐỊA ĐIỂM, HÌNH THỨC"))
    begins = f"{_hour(data.begins_at)}, " if data.begins_at else ""
    yield Item(_("Thời gian: %(hour)s%(day)s.") % {"hour": begins, "day": written_day(data.held_on)})
    if data.place:
        yield Item(_("Địa điểm: %(place)s.") % {"place": data.place})
    yield Item(_("Hình thức: %(form)s.") % {"form": str(SessionForm(data.form).label).lower()})


def _who(data: MinutesData) -> Iterator[Block]:
    yield Heading(_("II. THÀNH PHẦN"))
    founded = _(" thành lập theo %(document)s") % {"document": data.council_document} if data.council_document else ""
    yield Paragraph(
        _("%(council)s%(founded)s gồm %(seats)s thành viên:")
        % {"council": data.bodies.council_in_text, "founded": founded, "seats": counted(data.quorum.seats)}
    )
    columns = (
        Column(_("TT"), 7, Align.CENTER),
        Column(_("Họ và tên"), 25),
        Column(_("Chức danh"), 15),
        Column(_("Chức vụ, cơ quan"), 33),
        Column(_("Có mặt"), 20),
    )
    rows = [
        Row((str(at), one.name, one.office_label, one.body, _presence(one)))
        for at, one in enumerate(data.attendees, start=1)
    ]
    yield Table(columns, tuple(rows))
    yield Paragraph(quorum_sentence(data.quorum, is_written=data.form == SessionForm.WRITTEN))


def quorum_sentence(quorum: Quorum, *, is_written: bool = False) -> str:
    """Return who was there out of how many, how many are needed, and whether the council could decide."""
    numbers = {"present": counted(quorum.present), "seats": counted(quorum.seats), "needed": counted(quorum.needed)}
    if is_written:
        there = _("Có %(present)s/%(seats)s thành viên cho ý kiến (cần ít nhất %(needed)s)") % numbers
    else:
        there = _("Có mặt %(present)s/%(seats)s thành viên (cần ít nhất %(needed)s)") % numbers
    chair = _("có Chủ tịch Hội đồng") if quorum.chair_present else _("không có Chủ tịch Hội đồng")
    outcome = (
        _("đủ điều kiện để Hội đồng làm việc và kết luận.")
        if quorum.is_met
        else _("KHÔNG đủ điều kiện để Hội đồng kết luận.")
    )
    return f"{there}, {chair}; {outcome}"


def _presence(attendee: Attendee) -> str:
    label = str(Presence(attendee.presence).label)
    return f"{label} ({attendee.note})" if attendee.note else label


def _recusals(results: RoundResults) -> Iterator[Block]:
    yield Heading(_("1. Thành viên không tham gia chấm"), level=2)
    rows = [
        Row((one.member, entry.product, _with_reason(one.ground, one.reason)))
        for entry in results.entries
        for one in entry.recused.values()
    ]
    if rows:
        yield Table((Column(_("Thành viên"), 25), Column(_("Sản phẩm"), 30), Column(_("Lý do"), 45)), tuple(rows))
        yield Paragraph(_("Điểm trung bình của các sản phẩm này tính trên số phiếu của các thành viên còn lại."))
    else:
        yield Paragraph(_("Không có."))


def _rescored(results: RoundResults) -> Iterator[Block]:
    yield Heading(_("2. Sản phẩm chấm lại"), level=2)
    found = [(entry, one) for entry in results.entries for one in entry.rescored]
    for entry, one in found:
        text = _("%(product)s: chấm lần %(attempt)d (%(members)s). Lý do: %(reason)s")
        yield Item(
            text
            % {
                "product": entry.product,
                "attempt": one.attempt,
                "members": ", ".join(one.members),
                "reason": _sentence(one.reason),
            }
        )
    for entry in (one for one in results.entries if one.spread_reason):
        text = _("%(product)s: sau khi chấm lại, điểm các phiếu vẫn chênh nhau; Hội đồng chốt vì: %(reason)s")
        yield Item(text % {"product": entry.product, "reason": _sentence(entry.spread_reason)})
    if not found:
        yield Paragraph(_("Không có."))


def _results(results: RoundResults) -> Iterator[Block]:
    yield Heading(_("3. Kết quả phân hạng"), level=2)
    if not results.entries:
        yield Paragraph(_("Chưa có sản phẩm nào được chốt điểm."))
        return
    yield Paragraph(
        _("Hội đồng chốt kết quả của %(count)s sản phẩm: %(stars)s.")
        % {"count": counted(len(results.entries)), "stars": by_star_text(results.stars)}
    )
    yield Table(_result_columns(), tuple(_result_rows(results)))
    if results.open_count:
        yield Paragraph(still_open_note(results.open_count), italic=True)


def _result_columns() -> tuple[Column, ...]:
    return (
        Column(_("TT"), 7, Align.CENTER),
        Column(_("Sản phẩm"), 33),
        Column(_("Chủ thể"), 31),
        Column(_("Số phiếu"), 9, Align.CENTER),
        Column(_("Điểm"), 10, Align.CENTER),
        Column(_("Hạng"), 10, Align.CENTER),
    )


def _result_rows(results: RoundResults) -> Iterator[Row]:
    number = 0
    for star, entries in results.by_star:
        text = _("Hạng %(star)s sao: %(count)s sản phẩm")
        yield Row((text % {"star": star, "count": counted(len(entries))},))
        for entry in entries:
            number += 1
            yield _result_row(number, entry)


def _result_row(number: int, entry: Entry) -> Row:
    sheets, points = str(len(entry.totals)), points_text(entry.points)
    return Row((str(number), entry.product, entry.producer, sheets, points, star_text(entry.star)))


def _lowered(results: RoundResults) -> Iterator[Block]:
    yield Heading(_("4. Sản phẩm xếp hạng thấp hơn hạng theo điểm"), level=2)
    lowered = [one for one in results.entries if one.star < one.star_by_points]
    for one in lowered:
        text = _("%(product)s: %(points)s điểm (%(earned)s sao theo điểm), xếp %(star)s sao. %(reason)s")
        yield Item(
            text
            % {
                "product": one.product,
                "points": points_text(one.points),
                "earned": one.star_by_points,
                "star": one.star,
                "reason": _sentence(one.reason),
            }
        )
    if not lowered:
        yield Paragraph(_("Không có."))


def _excluded(results: RoundResults) -> Iterator[Block]:
    yield Heading(_("5. Hồ sơ bị loại"), level=2)
    for one in results.excluded:
        text = _("%(product)s (%(producer)s). Căn cứ: %(ground)s Lý do: %(reason)s")
        yield Item(
            text
            % {
                "product": one.product,
                "producer": one.producer,
                "ground": _sentence(one.ground),
                "reason": _sentence(one.reason),
            }
        )
    if not results.excluded:
        yield Paragraph(_("Không có."))


def _ending(data: MinutesData) -> str:
    if data.ends_at:
        text = _("Biên bản lập xong lúc %(hour)s cùng ngày, đã được các thành viên có mặt thông qua./.")
        return text % {"hour": _hour(data.ends_at)}
    return _("Biên bản đã được các thành viên thông qua./.")


def _holder(data: MinutesData, office: str) -> str:
    return next((one.name for one in data.attendees if one.office == office), "")


def _hour(moment: dt.time) -> str:
    return _("%(hour)02d giờ %(minute)02d") % {"hour": moment.hour, "minute": moment.minute}


def _with_reason(ground: str, reason: str) -> str:
    return f"{ground}. {_sentence(reason)}" if reason else ground or NOTHING


def _sentence(text: str) -> str:
    stripped = text.strip()
    return stripped if stripped.endswith((".", "!", "?")) else f"{stripped}."
