"""Two criteria sets, or two versions, side by side: what was added, what went, what changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext as _

from core.numbers import format_number
from core.text import normalise_search
from evaluations.datafile import CriterionRow, OptionRow, SetRow
from evaluations.models import RuleVersion
from evaluations.rulebook.storing import stored_content

# Names of two sets that are less alike than this are taken for different products.
_ALIKE = 0.72


class Kind(StrEnum):
    """What became of a row from the left to the right."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"

    @property
    def label(self) -> str:
        """The word of the chip."""
        words = {"same": _("Như nhau"), "changed": _("Khác"), "added": _("Thêm"), "removed": _("Bỏ")}
        return words[self.value]

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return {"same": "neutral", "changed": "warning", "added": "success", "removed": "danger"}[self.value]

    @property
    def icon(self) -> str:
        """The icon of the chip."""
        return {"same": "", "changed": "pencil", "added": "plus", "removed": "x"}[self.value]


@dataclass(frozen=True)
class Pair:
    """A row on the left and its counterpart on the right; one of them may be missing."""

    label: str
    left: object
    right: object

    @property
    def kind(self) -> Kind:
        """Whether both are there and equal."""
        if self.left is None:
            return Kind.ADDED
        if self.right is None:
            return Kind.REMOVED
        return Kind.SAME if self.left == self.right else Kind.CHANGED


@dataclass(frozen=True)
class CriterionComparison(Pair):
    """A criterion on both sides with its options paired."""

    options: tuple[Pair, ...] = ()
    changed_fields: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How far the criterion is indented: 0 for 6, 1 for 6.1."""
        return self.label.count(".")


@dataclass(frozen=True)
class SetComparison(Pair):
    """A criteria set on both sides."""

    head: tuple[Pair, ...] = ()
    criteria: tuple[CriterionComparison, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything but the number or the group's code differs."""
        return any(one.kind != Kind.SAME for one in (*self.head, *self.criteria))

    @property
    def outcome(self) -> Kind:
        """The chip of the set: numbers and codes of groups alone make no difference."""
        both = self.left is not None and self.right is not None
        return self.kind if not both else (Kind.CHANGED if self.differs else Kind.SAME)

    @property
    def changed_criteria(self) -> tuple[CriterionComparison, ...]:
        """Criteria that are not the same on both sides."""
        return tuple(one for one in self.criteria if one.kind != Kind.SAME)

    def count(self, kind: Kind) -> int:
        """Return how many criteria became so."""
        return sum(one.kind == kind for one in self.criteria)

    @property
    def tally(self) -> str:
        """The counts in words, empty where no criterion differs."""
        words = ((Kind.CHANGED, _("khác")), (Kind.ADDED, _("thêm")), (Kind.REMOVED, _("bỏ")))
        return " · ".join(f"{count} {word}" for kind, word in words if (count := self.count(kind)))

    @property
    def name(self) -> str:
        """The set's name, the left one first."""
        return (self.left or self.right).name


@dataclass(frozen=True)
class VersionComparison:
    """Settings, bands, deciders and calendar in words, and all sets paired."""

    lines: tuple[Pair, ...]
    sets: tuple[SetComparison, ...]


def compare_sets(left: SetRow | None, right: SetRow | None) -> SetComparison:
    """Pair the criteria of two sets by code, in the order of the decision."""
    one = left or right
    head = [
        Pair(_("Tên bộ"), left and left.name, right and right.name),
        Pair(_("Bị loại khi"), _grounds(left), _grounds(right)),
    ]
    codes = sorted({part.code for row in (left, right) if row for part in row.parts})
    head += [Pair(_("Phần %s") % code, _part(left, code), _part(right, code)) for code in codes]
    return SetComparison(one.name, left, right, tuple(head), tuple(_compare_criteria(left, right)))


def pair_sets(left: Sequence[SetRow], right: Sequence[SetRow]) -> list[tuple[SetRow | None, SetRow | None]]:
    """Pair the sets of two versions: by group, then by name, then by the name most alike.

    A number alone pairs nothing: set 11 is spices in 1048 and tea in 26.
    """
    rest, found = list(right), {}
    for fits in (_same_group, _same_name):
        for one in left:
            match = next((other for other in rest if one.number not in found and fits(one, other)), None)
            if match:
                found[one.number] = match
                rest.remove(match)
    likely = [(_likeness(one, other), one.number, other) for one in left if one.number not in found for other in rest]
    for score, number, other in sorted(likely, key=lambda item: -item[0]):
        if score >= _ALIKE and number not in found and other in rest:
            found[number] = other
            rest.remove(other)
    return [*((one, found.get(one.number)) for one in left), *((None, other) for other in rest)]


def compare_versions(left: RuleVersion, right: RuleVersion, lines) -> VersionComparison:
    """Return the two versions side by side.

    Args:
        lines: gives (label, value in words) of a version and its content, in the same order for both.
    """
    contents = [stored_content(version) for version in (left, right)]
    words = [dict(lines(version, content)) for version, content in zip((left, right), contents, strict=True)]
    labels = list(dict.fromkeys([*words[0], *words[1]]))
    pairs = pair_sets(contents[0].sets, contents[1].sets)
    return VersionComparison(
        tuple(Pair(label, words[0].get(label), words[1].get(label)) for label in labels),
        tuple(compare_sets(one, other) for one, other in pairs),
    )


def _compare_criteria(left: SetRow | None, right: SetRow | None) -> Iterable[CriterionComparison]:
    before = {one.code: one for one in (left.criteria if left else ())}
    after = {one.code: one for one in (right.criteria if right else ())}
    for code in _merged(list(before), list(after)):
        one, other = before.get(code), after.get(code)
        options = tuple(_pair_options(one.options if one else (), other.options if other else ()))
        fields = tuple(_changed_fields(one, other, options)) if one and other else ()
        yield CriterionComparison(code, one, other, options, fields)


def _merged(before: list[str], after: list[str]) -> list[str]:
    """Return all codes: those of the left in their order, new ones after the one they follow."""
    order = list(before)
    at = 0
    for code in after:
        if code in order:
            at = order.index(code) + 1
        else:
            order.insert(at, code)
            at += 1
    return order


def _changed_fields(one: CriterionRow, other: CriterionRow, options: Sequence[Pair]) -> Iterable[str]:
    if one.max_points != other.max_points:
        yield _("điểm tối đa %(before)s → %(after)s") % {
            "before": format_number(one.max_points),
            "after": format_number(other.max_points),
        }
    for name, label in (("title", _("tên")), ("note", _("ghi chú")), ("part", _("phần"))):
        if getattr(one, name) != getattr(other, name):
            yield label
    if any(_mark(pair.left) != _mark(pair.right) for pair in options):
        yield _("mức tối thiểu theo hạng sao")
    if any(pair.kind != Kind.SAME for pair in options):
        yield _("các mức điểm")


def _mark(option: OptionRow | None) -> int | None:
    return option.min_star if option else None


def _pair_options(left: Sequence[OptionRow], right: Sequence[OptionRow]) -> Iterable[Pair]:
    """Pair levels of the same case and points, in order; what is left over stands alone."""
    rest = list(right)
    for one in left:
        match = next((other for other in rest if (one.case, one.points) == (other.case, other.points)), None)
        if match:
            rest.remove(match)
        yield Pair(one.text, one, match)
    yield from (Pair(other.text, None, other) for other in rest)


def _grounds(row: SetRow | None) -> str | None:
    return "\n".join(row.disqualified_if) if row else None


def _part(row: SetRow | None, code: str) -> str | None:
    part = next((part for part in row.parts if part.code == code), None) if row else None
    return f"{part.title}: {format_number(part.max_points)}" if part else None


def _same_group(one: SetRow, other: SetRow) -> bool:
    return one.group == other.group


def _same_name(one: SetRow, other: SetRow) -> bool:
    return normalise_search(one.name) == normalise_search(other.name)


def _likeness(one: SetRow, other: SetRow) -> float:
    return SequenceMatcher(None, normalise_search(one.name), normalise_search(other.name)).ratio()
