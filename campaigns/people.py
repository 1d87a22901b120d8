"""Who is told, and who is asked to sign: officers of a unit and of the office."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from campaigns.models import UnitReport
from campaigns.rules import WRITERS
from units.models import Unit


def officers_of(report: UnitReport) -> list[User]:
    """Return the active officers who may write the report: ``rules.is_reporter``, the other way round; two queries."""
    unit = report.unit
    successors = Unit.objects.filter(predecessions__is_default=True, predecessions__from_unit=unit)
    paths = _with_those_above([unit.path, *successors.values_list("path", flat=True)])
    people = User.objects.filter(is_active=True, role__in=WRITERS).filter(Q(unit=unit) | Q(unit__path__in=paths))
    return list(people.select_related("unit").order_by("sort_key", "username"))


def signers_of(report: UnitReport) -> list[User]:
    """Return those of them who are entitled to sign for the unit."""
    return [one for one in officers_of(report) if one.may_sign]


def office_people() -> list[User]:
    """Return the active officers of the coordination office."""
    return list(User.objects.filter(is_active=True, role=Role.OFFICE))


def _with_those_above(paths: Iterable[str]) -> set[str]:
    """Return the paths of units and of all that stand above them: ``87/866/`` → ``87/``, ``87/866/``."""
    found = set()
    for path in paths:
        parts = path.rstrip("/").split("/")
        found.update("/".join(parts[:at]) + "/" for at in range(1, len(parts) + 1))
    return found
