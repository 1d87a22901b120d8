"""Rounds and their councils."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refused
from core.saving import save_checked
from core.text import one_line, to_nfc
from evaluations import rules
from evaluations.enums import CouncilOffice, DossierState
from evaluations.models import Assignment, CouncilMember, Dossier, Round, RuleVersion, ScoreSheet
from evaluations.services.writing import allow, require
from evaluations.workflow import assign_council

_FIXED_ONCE_USED = {"level", "rule_version"}
_EDITABLE = {"name", "year", "kind", "opens_on", "closes_on", "note"} | _FIXED_ONCE_USED


@transaction.atomic
def create_round(
    *,
    actor,
    name: str,
    year: int,
    kind: str,
    level: str,
    rule_version: RuleVersion,
    opens_on: dt.date,
    closes_on: dt.date,
    note: str = "",
) -> Round:
    """Open a round; dossiers are taken from ``opens_on`` to ``closes_on``, both included.

    Raises:
        PermissionDenied: not the office.
        ValidationError: the days are the wrong way round, or the year has a round of that name.
    """
    _require_office(actor)
    turn = Round(
        name=one_line(name),
        year=year,
        kind=kind,
        level=level,
        rule_version=rule_version,
        opens_on=opens_on,
        closes_on=closes_on,
        note=to_nfc(note).strip(),
    )
    save_checked(turn, actor=actor)
    return turn


@transaction.atomic
def update_round(*, actor, round_id: int, **fields) -> Round:
    """Change a round; level and rule version only as long as it has no dossier.

    Raises:
        PermissionDenied: not the office.
        Refused: a fixed field would change.
        ValidationError: as ``create_round``.
    """
    _require_office(actor)
    unknown = set(fields) - _EDITABLE
    if unknown:
        raise TypeError(f"not fields of a round: {sorted(unknown)}")
    turn = Round.objects.select_for_update(of=("self",)).select_related("rule_version").get(pk=round_id)
    if "name" in fields:
        fields["name"] = one_line(fields["name"])
    changed = {name for name, value in fields.items() if getattr(turn, name) != value}
    if changed & _FIXED_ONCE_USED and turn.dossiers.exists():
        raise Refused(_("Đợt đã có hồ sơ nên không đổi được cấp và bộ tiêu chí. Hãy mở một đợt mới."))
    for name in changed:
        setattr(turn, name, fields[name])
    save_checked(turn, actor=actor)
    return turn


@transaction.atomic
def set_council(*, actor, round_id: int, members: Sequence[tuple]) -> list[CouncilMember]:
    """Make ``members`` the council of the round, and give them the dossiers that are being scored.

    Args:
        members: pairs of user and office (``CouncilOffice``); users have the role of a council member.

    Raises:
        PermissionDenied: not the office.
        Refused: a person twice, without the role, or two chairs; or someone would be dropped who has
            begun a score sheet.
    """
    _require_office(actor)
    # The round first, then dossiers: the same order as accepting a dossier (workflow.move).
    turn = Round.objects.select_for_update(of=("self",)).get(pk=round_id)
    wanted = {user.pk: office for user, office in members}
    present = {seat.user_id: seat for seat in turn.members.select_related("user")}
    _require_sound(members, present)
    _drop([seat for user_id, seat in present.items() if user_id not in wanted])
    _change_offices([seat for user_id, seat in present.items() if user_id in wanted], wanted)
    CouncilMember.objects.bulk_create(
        CouncilMember(round=turn, user_id=user_id, office=office)
        for user_id, office in wanted.items()
        if user_id not in present
    )
    in_scoring = turn.dossiers.filter(state=DossierState.ACCEPTED).order_by("pk")
    assign_council(list(in_scoring.select_for_update(of=("self",))), turn.pk)
    return list(turn.members.select_related("user"))


def _require_sound(members: Sequence[tuple], present: dict) -> None:
    """Check people and offices; who sat already may stay, also after leaving his work."""
    users = [user for user, _office in members]
    require(len({user.pk for user in users}) == len(users), _("Mỗi người chỉ có một chỗ trong hội đồng."))
    new = [user for user in users if user.pk not in present]
    strangers = [str(user) for user in new if not (user.is_active and user.is_council_member)]
    require(
        not strangers,
        _("Những người sau không có vai trò thành viên hội đồng: %(names)s.") % {"names": ", ".join(strangers)},
    )
    chairs = [office for _user, office in members if office == CouncilOffice.CHAIR]
    require(len(chairs) <= 1, _("Hội đồng chỉ có một chủ tịch."))


def _drop(seats: list[CouncilMember]) -> None:
    if not seats:
        return
    # Sheets are begun under the dossier's lock: holding it, none can appear between check and deletion.
    held = Dossier.objects.filter(assignments__member__in=seats).order_by("pk")
    list(held.select_for_update(of=("self",)).values_list("pk", flat=True))
    begun = ScoreSheet.objects.filter(assignment__member__in=seats).values_list(
        "assignment__member__user__full_name", flat=True
    )
    names = sorted(set(begun))
    require(
        not names,
        _("Không bỏ được khỏi hội đồng người đã có phiếu chấm: %(names)s.") % {"names": ", ".join(names)},
    )
    Assignment.objects.filter(member__in=seats).delete()
    CouncilMember.objects.filter(pk__in=[seat.pk for seat in seats]).delete()


def _change_offices(seats: list[CouncilMember], wanted: dict) -> None:
    changed = [seat for seat in seats if seat.office != wanted[seat.user_id]]
    # The chair who steps down first, or the round would for a moment have two.
    changed.sort(key=lambda seat: seat.office != CouncilOffice.CHAIR)
    for seat in changed:
        seat.office = wanted[seat.user_id]
        seat.save(update_fields=["office"])


def _require_office(actor) -> None:
    allow(rules.may_manage_rounds(actor), _("Chỉ Văn phòng Điều phối mở đợt và lập hội đồng."))
