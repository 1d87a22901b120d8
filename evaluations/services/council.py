"""The council of a round, its advisory team and the decisions that set them up."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import Stale
from core.guards import allow, require
from core.text import one_line
from documents.models import OfficialDocument
from documents.services import record_document
from evaluations import rules
from evaluations.enums import CouncilOffice, DossierState
from evaluations.models import (
    Assignment,
    Attendance,
    CouncilMember,
    Dossier,
    Recusal,
    Round,
    ScoreSheet,
    TeamMember,
)
from evaluations.workflow import assign_council


@dataclass(frozen=True)
class Seat:
    """A place on the council as it is to be.

    ``agency`` is that of the decision; ``None`` keeps what is stored, for a new seat the unit of the person.
    """

    user: User
    office: str
    agency: str | None = None


@dataclass(frozen=True)
class Person:
    """A place on the advisory team as it is to be."""

    full_name: str
    position: str = ""
    agency: str = ""
    office: str = CouncilOffice.MEMBER


@dataclass(frozen=True)
class Source:
    """Which decision sets a body up: one on record, or the fields of one to record (``record_document``)."""

    document: OfficialDocument | None = None
    new: dict | None = None


@dataclass
class Copied:
    """What came over from an earlier round; ``skipped`` names people who no longer can sit."""

    source: Round
    seats: int = 0
    team: int = 0
    skipped: list[str] = field(default_factory=list)


@transaction.atomic
def set_council(*, actor, round_id: int, members: Sequence) -> list[CouncilMember]:
    """Make ``members`` the council of the round, and give them the dossiers that are being scored.

    Args:
        members: ``Seat`` or pairs of user and office (``CouncilOffice``); users have the role of a
            council member.

    Raises:
        PermissionDenied: not the office.
        Refused: a person twice, without the role, or two chairs; or someone would be dropped who has
            begun a score sheet, was recused, or stands in the record of a session.
    """
    _require_office(actor)
    # The round first, then dossiers: the same order as accepting a dossier (workflow.move).
    turn = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    seats = [one if isinstance(one, Seat) else Seat(*one) for one in members]
    wanted = {seat.user.pk: seat for seat in seats}
    present = {seat.user_id: seat for seat in turn.members.select_related("user")}
    _require_sound(seats, present)
    _drop([seat for user_id, seat in present.items() if user_id not in wanted])
    _change([seat for user_id, seat in present.items() if user_id in wanted], wanted)
    CouncilMember.objects.bulk_create(
        CouncilMember(round=turn, user=seat.user, office=seat.office, agency=_agency(seat))
        for user_id, seat in wanted.items()
        if user_id not in present
    )
    in_scoring = turn.dossiers.filter(state=DossierState.ACCEPTED).order_by("pk")
    assign_council(list(in_scoring.select_for_update(of=("self",))), turn.pk)
    return list(turn.members.select_related("user"))


@transaction.atomic
def save_council(
    *,
    actor,
    round_id: int,
    members: Sequence[Seat],
    team: Sequence[Person],
    council_source: Source,
    team_source: Source | None,
    seen: str | None = None,
) -> list[CouncilMember]:
    """Store council, advisory team and their decisions as one page shows them.

    Args:
        team_source: ``None`` where the decision on the council sets up the team too.
        seen: ``council_mark`` of what the writer saw; ``None`` does not check.

    Raises:
        PermissionDenied: not the office.
        Refused: as ``set_council``; a team member twice, or two heads. Stale: changed since ``seen``.
        ValidationError: a new document is wrong or its number is taken.
    """
    _require_office(actor)
    turn = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    if seen is not None and seen != council_mark(turn):
        raise Stale(
            _("Có người khác vừa lưu hội đồng của đợt. Hãy xem bản mới rồi lưu lại; nội dung bạn nhập còn đây.")
        )
    seats = set_council(actor=actor, round_id=round_id, members=members)
    _set_team(turn, team)
    turn.council_document = _document(actor, council_source)
    turn.team_document = turn.council_document if team_source is None else _document(actor, team_source)
    turn.save(update_fields=["council_document", "team_document", "updated_at"])
    return seats


def council_mark(turn: Round) -> str:
    """Return a mark that changes with the council, the team or their decisions; for forms to carry."""
    stored = (
        list(turn.members.order_by("pk").values_list("user", "office", "agency")),
        list(turn.team.order_by("pk").values_list("full_name", "position", "agency", "office")),
        turn.council_document_id,
        turn.team_document_id,
    )
    return hashlib.sha256(repr(stored).encode()).hexdigest()[:16]


def round_to_copy(turn: Round) -> Round | None:
    """Return the newest earlier round of the level that has a council or a team."""
    earlier = Q(opens_on__lt=turn.opens_on) | Q(opens_on=turn.opens_on, pk__lt=turn.pk)
    staffed = Q(members__isnull=False) | Q(team__isnull=False)
    rounds = Round.objects.filter(earlier, staffed, level=turn.level)
    return rounds.order_by("-opens_on", "-pk").first()


@transaction.atomic
def copy_council(*, actor, round_id: int) -> Copied:
    """Take seats and team over from the round before, where this round has none yet.

    Decisions are not copied: each round names its own. People whose account was locked or who have
    another role now are skipped and named.

    Raises:
        PermissionDenied: not the office.
        Refused: nothing to copy from, or the round has both already.
    """
    _require_office(actor)
    turn = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    source = round_to_copy(turn)
    require(source is not None, _("Chưa có đợt trước cùng cấp có hội đồng để sao chép."))
    needs_seats, needs_team = not turn.members.exists(), not turn.team.exists()
    require(
        needs_seats or needs_team, _("Đợt đã có hội đồng và tổ tư vấn. Hãy sửa trực tiếp, hoặc bỏ hết rồi sao chép.")
    )
    copied = Copied(source)
    if needs_seats:
        before = list(source.members.select_related("user"))
        staying = [seat for seat in before if _may_sit(seat.user)]
        copied.skipped = [str(seat.user) for seat in before if not _may_sit(seat.user)]
        seats = [Seat(seat.user, seat.office, seat.agency) for seat in staying]
        copied.seats = len(set_council(actor=actor, round_id=round_id, members=seats))
    if needs_team:
        people = [Person(one.full_name, one.position, one.agency, one.office) for one in source.team.all()]
        copied.team = len(_set_team(turn, people))
    return copied


def _agency(seat: Seat) -> str:
    return seat.user.unit.name if seat.agency is None else one_line(seat.agency)


def _may_sit(user: User) -> bool:
    return user.is_active and user.is_council_member


def _require_sound(seats: Sequence[Seat], present: dict) -> None:
    """Check people and offices; who sat already may stay, also after leaving his work."""
    require(len({seat.user.pk for seat in seats}) == len(seats), _("Mỗi người chỉ có một chỗ trong hội đồng."))
    strangers = [str(seat.user) for seat in seats if seat.user.pk not in present and not _may_sit(seat.user)]
    require(
        not strangers,
        _("Những người sau không có vai trò thành viên hội đồng: %(names)s.") % {"names": ", ".join(strangers)},
    )
    chairs = [seat for seat in seats if seat.office == CouncilOffice.CHAIR]
    require(len(chairs) <= 1, _("Hội đồng chỉ có một chủ tịch."))


def _drop(seats: list[CouncilMember]) -> None:
    if not seats:
        return
    # Sheets are begun under the dossier's lock: holding it, none can appear between check and deletion.
    held = Dossier.objects.filter(assignments__member__in=seats).order_by("pk")
    list(held.select_for_update(of=("self",)).values_list("pk", flat=True))
    _require_no_names(
        ScoreSheet.objects.filter(assignment__member__in=seats).values_list("assignment__member__user__full_name"),
        _("Không bỏ được khỏi hội đồng người đã có phiếu chấm: %(names)s."),
    )
    _require_no_names(
        Recusal.objects.filter(assignment__member__in=seats).values_list("assignment__member__user__full_name"),
        _("Không bỏ được khỏi hội đồng người đã ghi không tham gia chấm, vì biên bản nêu tên: %(names)s."),
    )
    _require_no_names(
        Attendance.objects.filter(member__in=seats).values_list("member__user__full_name"),
        _("Không bỏ được khỏi hội đồng người đã được điểm danh ở một phiên họp: %(names)s."),
    )
    Assignment.objects.filter(member__in=seats).delete()
    CouncilMember.objects.filter(pk__in=[seat.pk for seat in seats]).delete()


def _require_no_names(rows: Iterable[tuple[str]], refusal: str) -> None:
    names = sorted({name for (name,) in rows})
    require(not names, refusal % {"names": ", ".join(names)})


def _change(seats: list[CouncilMember], wanted: dict[int, Seat]) -> None:
    # The chair who steps down first, or the round would for a moment have two.
    for seat in sorted(seats, key=lambda seat: seat.office != CouncilOffice.CHAIR):
        to_be = wanted[seat.user_id]
        agency = seat.agency if to_be.agency is None else one_line(to_be.agency)
        if (seat.office, seat.agency) != (to_be.office, agency):
            seat.office, seat.agency = to_be.office, agency
            seat.save(update_fields=["office", "agency"])


def _set_team(turn: Round, team: Sequence[Person]) -> list[TeamMember]:
    """Write the team anew where it differs; nothing else points to its rows."""
    people = [Person(one_line(one.full_name), one_line(one.position), one_line(one.agency), one.office) for one in team]
    require(
        len({(one.full_name, one.agency) for one in people}) == len(people),
        _("Mỗi người chỉ có một chỗ trong tổ tư vấn."),
    )
    heads = [one for one in people if one.office == CouncilOffice.CHAIR]
    require(len(heads) <= 1, _("Tổ tư vấn chỉ có một tổ trưởng."))
    stored = list(turn.team.all())
    if [(one.full_name, one.position, one.agency, one.office) for one in stored] == [
        (one.full_name, one.position, one.agency, one.office) for one in people
    ]:
        return stored
    turn.team.all().delete()
    return TeamMember.objects.bulk_create(
        TeamMember(round=turn, full_name=one.full_name, position=one.position, agency=one.agency, office=one.office)
        for one in people
    )


def _document(actor, source: Source) -> OfficialDocument | None:
    return record_document(actor=actor, **source.new) if source.new else source.document


def _require_office(actor) -> None:
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối mở đợt và lập hội đồng."))
