"""Writing the data file of units to the database: again and again with the same result."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from core.datafiles import Problems
from units.datafile import UNITS_FILE, UnitRow, UnitsFile, read_units_file
from units.models import Succession, Unit

_CORRECTABLE = ("name", "kind", "valid_to", "lat", "lon")


@dataclass(frozen=True)
class UnitsLoaded:
    """How many rows were written; all zero when the database already held the file."""

    units_created: int
    units_corrected: int
    successions_created: int
    successions_corrected: int

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any((self.units_created, self.units_corrected, self.successions_created, self.successions_corrected))


@transaction.atomic
def load_units(*, path: Path = UNITS_FILE) -> UnitsLoaded:
    """Bring the units and successions of a file into the database.

    Units are recognised by code and first day. New ones are added, name, kind, last day and centroid
    are corrected; a unit that the file does not name stays as it is, and none is removed.

    Raises:
        BrokenFile: the file is wrong, or it moves a known unit to another parent; nothing is written.
    """
    content = read_units_file(path)
    known = {_key(unit): unit for unit in Unit.objects.select_for_update(of=("self",)).select_related("parent")}
    _refuse_moves(path, content, known)
    corrected = _correct_units(content, known)
    created = _create_units(content, known)
    successions = _write_successions(content, known)
    return UnitsLoaded(created, corrected, *successions)


def _key(unit: Unit) -> str:
    return f"{unit.code}@{unit.valid_from}"


def _refuse_moves(path: Path, content: UnitsFile, known: dict[str, Unit]) -> None:
    problems = Problems(path)
    for key, unit in known.items():
        row = content.units.get(key)
        if row and row.parent != (_key(unit.parent) if unit.parent else None):
            problems.add(key, _("đã có trong cơ sở dữ liệu dưới một cấp trên khác; đơn vị không chuyển cấp trên"))
    problems.raise_if_any()


def _correct_units(content: UnitsFile, known: dict[str, Unit]) -> int:
    corrected = []
    # In the order of the file, parents first: the database lets no unit outlive the one above.
    for key, row in content.units.items():
        unit = known.get(key)
        if unit and any(getattr(unit, name) != getattr(row, name) for name in _CORRECTABLE):
            for name in _CORRECTABLE:
                setattr(unit, name, getattr(row, name))
            corrected.append(unit)
    for unit in corrected:
        # Few rows, and save() also renews the columns for search and order.
        unit.save()
    return len(corrected)


def _create_units(content: UnitsFile, known: dict[str, Unit]) -> int:
    """Add missing units one level of the tree at a time: a child needs its parent's key and path."""
    waiting = [row for key, row in content.units.items() if key not in known]
    count = len(waiting)
    while waiting:
        ready = [row for row in waiting if row.parent is None or row.parent in known]
        for unit in Unit.objects.bulk_create([_new_unit(row, known) for row in ready]):
            known[_key(unit)] = unit
        waiting = [row for row in waiting if row.key not in known]
    return count


def _new_unit(row: UnitRow, known: dict[str, Unit]) -> Unit:
    parent = known[row.parent] if row.parent else None
    return Unit(
        code=row.code,
        parent=parent,
        path=f"{parent.path if parent else ''}{row.code}/",
        valid_from=row.valid_from,
        **{name: getattr(row, name) for name in _CORRECTABLE},
    )


def _write_successions(content: UnitsFile, known: dict[str, Unit]) -> tuple[int, int]:
    """Return how many successions were added and corrected."""
    present = {(row.from_unit_id, row.to_unit_id): row for row in Succession.objects.select_for_update()}
    new, changed = [], []
    for row in content.successions:
        ends = known[row.from_key], known[row.to_key]
        succession = present.get((ends[0].pk, ends[1].pk))
        if succession is None:
            new.append(Succession(from_unit=ends[0], to_unit=ends[1], on=row.on, is_default=row.is_default))
        elif (succession.on, succession.is_default) != (row.on, row.is_default):
            succession.on, succession.is_default = row.on, row.is_default
            changed.append(succession)
    # At most one default a unit: take the mark away before it is given to another row.
    for succession in sorted(changed, key=lambda row: row.is_default):
        succession.save(update_fields=("on", "is_default"))
    Succession.objects.bulk_create(new)
    return len(new), len(changed)
