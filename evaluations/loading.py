"""Writing the rules to the database: again and again with the same result.

A version is compared as a whole with what the database holds. Equal: nothing is written. Different
and not yet used: it is replaced. Different and used: refused, because scores were given under it.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from core.datafiles import BrokenFile
from core.dates import format_date
from evaluations.datafile import DATA_FOLDER, CriterionRow, OptionRow, PartRow, SetRow, VersionRow, read_rule_files
from evaluations.enums import Level
from evaluations.models import CriteriaSet, Criterion, Option, Part, Round, RuleVersion, StarBand
from products.loading import load_taxonomy
from products.models import Group

_DISTRICT = "district"


@dataclass(frozen=True)
class RulesLoaded:
    """What was written; all zero when the database already held the files."""

    groups_written: int
    versions_written: int
    versions_replaced: int

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return any((self.groups_written, self.versions_written, self.versions_replaced))


@transaction.atomic
def load_rules(*, folder: Path = DATA_FOLDER) -> RulesLoaded:
    """Bring all rule versions of a folder into the database, with groups, bands and criteria.

    Title, days and note of a version may be corrected at any time; bands, validity and criteria
    only as long as no round uses the version.

    Raises:
        BrokenFile: a file is wrong or would change a version in use; nothing is written.
    """
    groups_written = versions_written = replaced = 0
    for row in read_rule_files(folder):
        taxonomy, written = load_taxonomy(
            code=row.code,
            name=_("Phân nhóm theo Quyết định %s") % row.decision,
            effective_from=row.effective_from,
            effective_to=row.effective_to,
            groups=row.groups,
        )
        groups_written += written
        version, written = _write_version(row, taxonomy)
        versions_written += written
        if stored_rules(version) != (row.bands, row.validity_months, row.sets):
            _refuse_change_in_use(version, folder)
            _replace_rules(version, row)
            replaced += 1
    return RulesLoaded(groups_written, versions_written, replaced)


def stored_rules(version: RuleVersion) -> tuple:
    """Return bands, validity and criteria sets of the database in the form of the data files."""
    bands = {band.star: band.lowest_points for band in version.bands.all()}
    sets = version.criteria_sets.select_related("group").prefetch_related(
        "parts", "criteria__options", "criteria__part"
    )
    return bands, version.validity_months, tuple(_stored_set(one) for one in sets)


def is_in_use(version: RuleVersion) -> bool:
    """Return whether a round rests on the version; every dossier lies in a round."""
    return Round.objects.filter(rule_version=version).exists()


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


def _write_version(row: VersionRow, taxonomy) -> tuple[RuleVersion, int]:
    """Return the version and whether (1 or 0) its own row was written."""
    wanted = {
        "title": _("Quyết định %s") % row.decision,
        "decision_number": row.decision,
        "effective_from": row.effective_from,
        "effective_to": row.effective_to,
        "taxonomy": taxonomy,
        "note": describe(row),
    }
    made = {**wanted, "validity_months": row.validity_months}
    version, created = RuleVersion.objects.select_for_update().get_or_create(code=row.code, defaults=made)
    if created:
        return version, 1
    if all(getattr(version, field) == value for field, value in wanted.items()):
        return version, 0
    for field, value in wanted.items():
        setattr(version, field, value)
    version.save(update_fields=wanted)
    return version, 1


def describe(row: VersionRow) -> str:
    """Return what people read about a version: amendments, who decides which star, pending dossiers."""
    levels = {_DISTRICT: _("cấp huyện"), Level.PROVINCE: _("cấp tỉnh"), Level.CENTRAL: _("cấp trung ương")}
    lines = [_("Sửa đổi, bổ sung: %s.") % ", ".join(row.amended_by)] if row.amended_by else []
    for star in sorted({decider.star for decider in row.decided_by}):
        deciders = [decider for decider in row.decided_by if decider.star == star]
        turns = [
            _("%(level)s (từ %(day)s)") % {"level": levels[one.level], "day": format_date(one.valid_from)}
            if len(deciders) > 1
            else levels[one.level]
            for one in deciders
        ]
        lines.append(_("Công nhận %(star)d sao: %(levels)s.") % {"star": star, "levels": "; ".join(turns)})
    if row.pending_until:
        last = format_date(max(row.pending_until.values()))
        lines.append(_("Hồ sơ nộp trước khi hết hiệu lực được xét tiếp, chậm nhất đến %s.") % last)
    return "\n".join(lines)


def _refuse_change_in_use(version: RuleVersion, folder: Path) -> None:
    if is_in_use(version):
        text = _("bộ %s đã được dùng để đánh giá nên không sửa được; hãy thêm một bộ mới") % version.code
        raise BrokenFile(folder, [text])


def _replace_rules(version: RuleVersion, row: VersionRow) -> None:
    version.bands.all().delete()
    version.criteria_sets.all().delete()
    version.validity_months = row.validity_months
    version.save(update_fields=("validity_months",))
    StarBand.objects.bulk_create(
        [StarBand(rule_version=version, star=star, lowest_points=lowest) for star, lowest in row.bands.items()]
    )
    groups = {group.code: group for group in Group.objects.filter(taxonomy=version.taxonomy)}
    sets = CriteriaSet.objects.bulk_create(
        [
            CriteriaSet(
                rule_version=version,
                group=groups[one.group],
                number=one.number,
                name=one.name,
                disqualified_if=list(one.disqualified_if),
            )
            for one in row.sets
        ]
    )
    _create_criteria(list(zip(sets, row.sets, strict=True)))


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
