"""What a rule version holds, between the database and plain rows that can be compared.

Nothing here asks whether a version may be changed: loading and the services do; a trigger guards the rest.
"""

from collections.abc import Sequence

from evaluations.datafile import (
    Content,
    CriterionRow,
    OptionRow,
    PartRow,
    SetRow,
    Settings,
    Window,
)
from evaluations.datafile import Decider as DeciderRow
from evaluations.models import (
    CriteriaSet,
    Criterion,
    Decider,
    Option,
    Part,
    RoundWindow,
    RuleVersion,
    StarBand,
)
from products.models import Group

_LISTS = ("required_sections", "revocation_grounds")
_WINDOW = ("level", "number", "propose_month", "propose_day", "decide_month", "decide_day")
_DECIDER = ("star", "level", "valid_from", "valid_to")
SETTING_NAMES = tuple(Settings.__dataclass_fields__)


def stored_content(version: RuleVersion) -> Content:
    """Return everything of a version that is frozen once a round uses it; a fixed number of queries."""
    return Content(
        validity_months=version.validity_months,
        settings=stored_settings(version),
        bands={band.star: band.lowest_points for band in version.bands.all()},
        deciders=stored_deciders(version),
        windows=stored_windows(version),
        sets=stored_sets(version),
    )


def stored_settings(version: RuleVersion) -> Settings:
    """Return the settings of a version."""
    values = {name: getattr(version, name) for name in SETTING_NAMES}
    return Settings(**values | {name: tuple(values[name]) for name in _LISTS})


def stored_deciders(version: RuleVersion) -> tuple[DeciderRow, ...]:
    """Return who recognises which star, by star and first day."""
    return tuple(DeciderRow(*(getattr(one, name) for name in _DECIDER)) for one in version.deciders.all())


def stored_windows(version: RuleVersion) -> tuple[Window, ...]:
    """Return the yearly calendar, by level and number."""
    return tuple(Window(*(getattr(one, name) for name in _WINDOW)) for one in version.round_windows.all())


def stored_sets(version: RuleVersion, *, number: int | None = None) -> tuple[SetRow, ...]:
    """Return the criteria sets by number, or the one of that ``number``; a fixed number of queries."""
    sets = version.criteria_sets.order_by("number")
    if number is not None:
        sets = sets.filter(number=number)
    sets = sets.select_related("group").prefetch_related("parts", "criteria__options", "criteria__part")
    return tuple(_stored_set(one) for one in sets)


def _stored_set(one: CriteriaSet) -> SetRow:
    criteria = sorted(one.criteria.all(), key=lambda criterion: criterion.position)
    return SetRow(
        number=one.number,
        group=one.group.code,
        name=one.name,
        disqualified_if=tuple(one.disqualified_if),
        parts=tuple(PartRow(part.code, part.title, part.max_points) for part in one.parts.all()),
        criteria=tuple(_stored_criterion(criterion) for criterion in criteria),
    )


def _stored_criterion(one: Criterion) -> CriterionRow:
    options = tuple(
        OptionRow(option.points, option.text, option.min_star, option.case, option.is_added)
        for option in one.options.all()
    )
    return CriterionRow(one.code, one.part.code, one.title, one.note, one.max_points, options)


def set_settings(version: RuleVersion, content: Content) -> None:
    """Give the version the settings and the validity of ``content``; does not save."""
    version.validity_months = content.validity_months
    for name in SETTING_NAMES:
        value = getattr(content.settings, name)
        setattr(version, name, list(value) if name in _LISTS else value)


def replace_bands(version: RuleVersion, bands: dict[int, object]) -> None:
    """Make ``bands`` (lowest points by star) those of the version."""
    version.bands.all().delete()
    StarBand.objects.bulk_create(
        StarBand(rule_version=version, star=star, lowest_points=lowest) for star, lowest in bands.items()
    )


def replace_deciders(version: RuleVersion, deciders: Sequence[DeciderRow]) -> None:
    """Make ``deciders`` those of the version."""
    version.deciders.all().delete()
    Decider.objects.bulk_create(
        Decider(rule_version=version, **{name: getattr(one, name) for name in _DECIDER}) for one in deciders
    )


def replace_windows(version: RuleVersion, windows: Sequence[Window]) -> None:
    """Make ``windows`` the calendar of the version."""
    version.round_windows.all().delete()
    RoundWindow.objects.bulk_create(
        RoundWindow(rule_version=version, **{name: getattr(one, name) for name in _WINDOW}) for one in windows
    )


def replace_content(version: RuleVersion, content: Content) -> None:
    """Make ``content`` all that the version holds, and save its settings."""
    set_settings(version, content)
    version.save(update_fields=("validity_months", *SETTING_NAMES))
    replace_bands(version, content.bands)
    replace_deciders(version, content.deciders)
    replace_windows(version, content.windows)
    version.criteria_sets.all().delete()
    write_sets(version, content.sets)


def replace_sets(version: RuleVersion, rows: Sequence[SetRow]) -> None:
    """Write ``rows`` in place of the sets with the same numbers; other sets stay."""
    version.criteria_sets.filter(number__in=[row.number for row in rows]).delete()
    write_sets(version, rows)


def write_sets(version: RuleVersion, rows: Sequence[SetRow]) -> None:
    """Write sets that the version does not have yet; a fixed number of queries for each level of the tree."""
    groups = {group.code: group for group in Group.objects.filter(taxonomy=version.taxonomy_id)}
    sets = CriteriaSet.objects.bulk_create(
        CriteriaSet(
            rule_version=version,
            group=groups[one.group],
            number=one.number,
            name=one.name,
            disqualified_if=list(one.disqualified_if),
        )
        for one in rows
    )
    _create_criteria(list(zip(sets, rows, strict=True)))


def _create_criteria(sets: list[tuple[CriteriaSet, SetRow]]) -> None:
    parts = Part.objects.bulk_create(
        [
            Part(criteria_set=stored, code=part.code, title=part.title, max_points=part.max_points)
            for stored, row in sets
            for part in row.parts
        ]
    )
    part_of = {(part.criteria_set_id, part.code): part for part in parts}
    waiting = [(stored, at, one) for stored, row in sets for at, one in enumerate(row.criteria, start=1)]
    done: dict[tuple[int, str], Criterion] = {}
    while waiting:
        # One level of the tree at a time: a child needs its parent's key.
        ready = [item for item in waiting if item[2].parent is None or (item[0].pk, item[2].parent) in done]
        made = Criterion.objects.bulk_create([_new_criterion(*item, part_of, done) for item in ready])
        done |= {(criterion.criteria_set_id, criterion.code): criterion for criterion in made}
        waiting = [item for item in waiting if (item[0].pk, item[2].code) not in done]
    Option.objects.bulk_create(
        [
            _new_option(done[stored.pk, one.code], position, option)
            for stored, row in sets
            for one in row.criteria
            for position, option in enumerate(one.options, start=1)
        ]
    )


def _new_criterion(stored: CriteriaSet, position: int, row: CriterionRow, part_of: dict, done: dict) -> Criterion:
    return Criterion(
        criteria_set=stored,
        part=part_of[stored.pk, row.part],
        parent=done[stored.pk, row.parent] if row.parent else None,
        code=row.code,
        title=row.title,
        note=row.note,
        max_points=row.max_points,
        position=position,
        is_scored=bool(row.options),
    )


def _new_option(criterion: Criterion, position: int, row: OptionRow) -> Option:
    return Option(
        criterion=criterion,
        points=row.points,
        text=row.text,
        min_star=row.min_star,
        case=row.case,
        is_added=row.is_added,
        position=position,
    )
