"""Writing the groups of one generation of the rules; who reads the file is above this app."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from products.models import Group, Taxonomy

_CORRECTABLE = ("name", "position", "is_assignable", "counts_as", "parent_id", "industry_id")


@dataclass(frozen=True)
class GroupRow:
    """A node of the tree; ``parent`` is the code of a row before it, ``None`` for an industry."""

    code: str
    name: str
    parent: str | None
    is_assignable: bool
    # Industry of the newest classification under which statistics over several years count it.
    counts_as: str


@transaction.atomic
def load_taxonomy(
    *, code: str, name: str, effective_from: dt.date, effective_to: dt.date | None, groups: Sequence[GroupRow]
) -> tuple[Taxonomy, int]:
    """Bring one classification into the database.

    Groups are recognised by their code and corrected where they differ; a group that ``groups`` does
    not name stays as it is, because products of the past may be filed under it.

    Returns:
        The taxonomy and how many rows were written (0: everything was there).
    """
    wanted = {"name": name, "effective_from": effective_from, "effective_to": effective_to}
    taxonomy, created = Taxonomy.objects.select_for_update().get_or_create(code=code, defaults=wanted)
    written = int(created)
    if not created and any(getattr(taxonomy, field) != value for field, value in wanted.items()):
        for field, value in wanted.items():
            setattr(taxonomy, field, value)
        taxonomy.save()
        written = 1
    return taxonomy, written + _write_groups(taxonomy, groups)


def _write_groups(taxonomy: Taxonomy, rows: Sequence[GroupRow]) -> int:
    known = {group.code: group for group in taxonomy.groups.select_for_update()}
    missing = [row for row in rows if row.code not in known]
    # First without relations: an industry points to itself, so its key must exist.
    new = Group.objects.bulk_create(
        [Group(taxonomy=taxonomy, code=row.code, name=row.name, position=at) for at, row in enumerate(missing)]
    )
    known |= {group.code: group for group in new}
    changed = []
    for position, row in enumerate(rows, start=1):
        group = known[row.code]
        wanted = _values(row, position, known, rows)
        if any(getattr(group, field) != value for field, value in wanted.items()):
            for field, value in wanted.items():
                setattr(group, field, value)
            changed.append(group)
    Group.objects.bulk_update(changed, _CORRECTABLE)
    return len(changed)


def _values(row: GroupRow, position: int, known: dict[str, Group], rows: Sequence[GroupRow]) -> dict:
    parents = {other.code: other.parent for other in rows}
    industry = row.code
    while parents[industry] is not None:
        industry = parents[industry]
    return {
        "name": row.name,
        "position": position,
        "is_assignable": row.is_assignable,
        "counts_as": row.counts_as,
        "parent_id": known[row.parent].pk if row.parent else None,
        "industry_id": known[industry].pk,
    }
