"""Conflicts of interest that the records show between a member and a product; people confirm them.

Detected are: the member comes from the commune or district in whose territory the producer lies, his
agency advised on the dossier, or he (or the office) stated a tie to the producer or to its consultant.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.text import company_key
from evaluations.enums import RecusalGround
from evaluations.models import Assignment, Interest, Recusal, Round
from units.models import Succession, Unit


@dataclass(frozen=True)
class Conflict:
    """Why a member should perhaps not score a product: a ground and a sentence for the minutes."""

    assignment: Assignment
    ground: RecusalGround
    reason: str


def conflicts_of_round(turn: Round) -> list[Conflict]:
    """Return the conflicts among those who still score products of the round, by product; four queries."""
    rows = Assignment.objects.counting().in_scoring().filter(dossier__round=turn)
    return detect(rows.order_by("dossier__product__sort_key", "dossier", "member"))


def recusals_of_round(turn: Round) -> list[Recusal]:
    """Return who does not score what in the round, by product; one query."""
    rows = Recusal.objects.filter(assignment__dossier__round=turn, assignment__is_current=True)
    people = ("assignment__dossier__product", "assignment__member__user", "recorded_by")
    order = ("assignment__dossier__product__sort_key", "assignment__dossier", "assignment__member")
    return list(rows.select_related(*people).order_by(*order))


def detect(assignments) -> list[Conflict]:
    """Return the conflicts of a queryset of assignments, in its order; three queries besides its own."""
    rows = list(
        assignments.select_related("dossier__product", "dossier__producer", "dossier__unit", "member__user__unit")
    )
    heirs = _heirs({one.dossier.unit_id for one in rows})
    interests = _interests({one.member.user_id for one in rows})
    found = []
    for one in rows:
        found += _same_unit(one, heirs) + _consultant(one) + _stated(one, interests[one.member.user_id])
    return found


def lies_within(unit: Unit, area: Unit) -> bool:
    """Whether ``unit`` lies under ``area``, both in the time of their validity; as ``Unit.subtree``."""
    if not unit.path.startswith(area.path):
        return False
    begins_in_time = area.valid_to is None or unit.valid_from <= area.valid_to
    return begins_in_time and (unit.valid_to is None or unit.valid_to >= area.valid_from)


def _heirs(unit_ids: set[int]) -> dict[int, list[Unit]]:
    """Return the default successor of each unit: it looks after its records (``Unit.territory``)."""
    heirs = defaultdict(list)
    rows = Succession.objects.filter(from_unit__in=unit_ids, is_default=True).select_related("to_unit")
    for one in rows:
        heirs[one.from_unit_id].append(one.to_unit)
    return heirs


def _interests(user_ids: set[int]) -> dict[int, list[Interest]]:
    interests = defaultdict(list)
    for one in Interest.objects.filter(user__in=user_ids):
        interests[one.user_id].append(one)
    return interests


def _same_unit(one: Assignment, heirs: dict[int, list[Unit]]) -> list[Conflict]:
    home, place = one.member.user.unit, one.dossier.unit
    if not (home.is_commune or home.is_district):
        return []
    if not any(lies_within(unit, home) for unit in (place, *heirs[place.pk])):
        return []
    reason = _("Thành viên công tác tại %(home)s, địa bàn của chủ thể %(producer)s.") % {
        "home": home,
        "producer": one.dossier.producer,
    }
    return [Conflict(one, RecusalGround.SAME_UNIT, reason)]


def _consultant(one: Assignment) -> list[Conflict]:
    consultant = one.dossier.consultant
    if not _is_same_firm(consultant, (one.member.agency, one.member.user.unit.name)):
        return []
    reason = _("Cơ quan của thành viên là đơn vị tư vấn hồ sơ: %(firm)s.") % {"firm": consultant}
    return [Conflict(one, RecusalGround.CONSULTANT, reason)]


def _stated(one: Assignment, interests: Sequence[Interest]) -> list[Conflict]:
    found = []
    for interest in interests:
        if interest.producer_id == one.dossier.producer_id:
            tie = str(one.dossier.producer)
        elif interest.consultant and _is_same_firm(one.dossier.consultant, (interest.consultant,)):
            tie = interest.consultant
        else:
            continue
        text = _("Đã khai quan hệ với %(tie)s: %(ground)s.") % {
            "tie": tie,
            "ground": interest.get_ground_display().lower(),
        }
        found.append(Conflict(one, RecusalGround(interest.ground), f"{text} {interest.note}".strip()))
    return found


def _is_same_firm(name: str, others: Iterable[str]) -> bool:
    key = company_key(name) if name else ""
    return bool(key) and any(key == company_key(other) for other in others if other)
