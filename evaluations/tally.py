"""What the sheets of dossiers add up to: for closing, and for the flags of the board.

Always the same number of queries, however many dossiers, members and criteria there are. Totals of a
dossier that is open are for the rules alone; pages show only the flags.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Max, Min, Q, Sum
from django.utils.translation import gettext as _

from evaluations.capping import Cap, Given, cap
from evaluations.enums import SheetState
from evaluations.models import AgreedOption, Assignment, Criterion, Dossier, Option, RuleVersion, ScoreLine
from evaluations.scoring import Band, Mark, star_for

_LONGEST_REASON = 500


@dataclass(frozen=True)
class Tally:
    """The counting sheets of one dossier; points are exact sums, never means.

    Attributes:
        assigned: how many members score it (recused ones do not count).
        sent: how many of them have sent.
        recused: how many do not score it.
        attempt: the latest attempt among the counting sheets.
    """

    rules: RuleVersion
    bands: Sequence[Band]
    assigned: int = 0
    sent: int = 0
    recused: int = 0
    attempt: int = 1
    points_sum: Decimal = Decimal(0)
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(0)
    marks: Sequence[Mark] = ()
    given: Mapping[int, Given] = field(default_factory=dict)
    agreed: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether somebody scores it and all who do have sent."""
        return self.assigned > 0 and self.sent == self.assigned

    @property
    def spread(self) -> Decimal:
        """The highest total less the lowest."""
        return self.highest - self.lowest

    @property
    def exceeds_spread(self) -> bool:
        """Whether two totals differ by more than the council's rules allow."""
        return self.spread > self.rules.max_spread

    @property
    def is_near_bound(self) -> bool:
        """Whether the mean lies within ``near_bound`` of the lowest points of a star; exact."""
        bounds = [band.lowest_points for band in self.bands if band.lowest_points > 0]
        margin = self.rules.near_bound * self.sent
        return any(abs(self.points_sum - bound * self.sent) <= margin for bound in bounds)

    @property
    def star_by_points(self) -> int:
        """The star of the mean (at least one sheet is sent)."""
        return star_for(self.points_sum, self.sent, bands=self.bands)

    @property
    def cap(self) -> Cap:
        """What the minimum marks make of that star."""
        return cap(
            self.star_by_points,
            marks=self.marks,
            given=self.given,
            agreed=self.agreed,
            rule=self.rules.mark_rule,
        )


def tally_of(dossier: Dossier) -> Tally:
    """Return the tally of one dossier (``round__rule_version`` at hand)."""
    return tallies([dossier], dossier.round.rule_version)[dossier.pk]


def tallies(dossiers: Iterable[Dossier], rules: RuleVersion) -> dict[int, Tally]:
    """Return the tally of each dossier by its key; five queries.

    Args:
        dossiers: of rounds under the same rules.
        rules: of their round.
    """
    dossiers = list(dossiers)
    keys = [dossier.pk for dossier in dossiers]
    bands = list(rules.bands.all())
    sums = _sums(keys)
    marks = marks_of_sets({dossier.criteria_set_id for dossier in dossiers})
    marked = {mark.criterion for found in marks.values() for mark in found}
    given, agreed = _given(keys, marked), _agreed(keys)
    return {
        one.pk: Tally(
            rules,
            bands,
            **sums.get(one.pk, {}),
            marks=marks.get(one.criteria_set_id, ()),
            given=given[one.pk],
            agreed=agreed[one.pk],
        )
        for one in dossiers
    }


def marks_of_sets(sets: Iterable[int | None]) -> dict[int, list[Mark]]:
    """Return the marks of each criteria set: of several options with one star the one with the fewest points."""
    least: dict[tuple[int, int, int], Decimal] = {}
    rows = Option.objects.filter(criterion__criteria_set__in=[one for one in sets if one], min_star__isnull=False)
    for of_set, criterion, star, points in rows.order_by("criterion__position").values_list(
        "criterion__criteria_set", "criterion", "min_star", "points"
    ):
        key = (of_set, criterion, star)
        least[key] = min(points, least.get(key, points))
    found = defaultdict(list)
    for (of_set, criterion, star), points in least.items():
        found[of_set].append(Mark(criterion, star, points))
    return dict(found)


def explain(cap_: Cap) -> str:
    """Return which marks lower the star, for minutes and screens; empty where none does. At most 500 characters."""
    if not cap_.is_lowered:
        return ""
    names = {one.pk: one for one in Criterion.objects.filter(pk__in={mark.criterion for mark in cap_.missed})}
    lines = [
        _("tiêu chí %(code)s “%(title)s” dưới mức tối thiểu của %(star)s sao")
        % {"code": names[one.criterion].code, "title": names[one.criterion].title, "star": one.star}
        for one in cap_.missed
    ]
    lead = _("Điểm đạt %(points)s sao, xếp %(star)s sao do: ") % {"points": cap_.star_by_points, "star": cap_.star}
    return _within(lead, lines)


def names_of(criteria: Iterable[int]) -> str:
    """Return criteria as ``1.2 Liên kết sản xuất; …``, in the order of the decision."""
    rows = Criterion.objects.filter(pk__in=list(criteria)).order_by("position")
    return "; ".join(f"{one.code} {one.title}" for one in rows)


def _within(lead: str, lines: Sequence[str]) -> str:
    """Join as many lines as fit, and say how many more there are."""
    for count in range(len(lines), 0, -1):
        rest = len(lines) - count
        more = _("; và %(count)s tiêu chí khác") % {"count": rest} if rest else ""
        text = f"{lead}{'; '.join(lines[:count])}{more}."
        if len(text) <= _LONGEST_REASON:
            return text
    return f"{lead}{lines[0]}"[: _LONGEST_REASON - 1] + "…"


def _sums(keys: Sequence[int]) -> dict[int, dict]:
    """Return by dossier what can be counted over its members; one query."""
    counts, is_sent = Q(recusal__isnull=True), Q(recusal__isnull=True, sheet__state=SheetState.SENT)
    rows = (
        Assignment.objects.current()
        .filter(dossier__in=keys)
        .order_by()
        .values("dossier")
        .annotate(
            assigned=Count("pk", filter=counts),
            sent=Count("pk", filter=is_sent),
            recused=Count("pk", filter=Q(recusal__isnull=False)),
            attempt=Max("attempt", filter=counts),
            points_sum=Sum("sheet__total", filter=is_sent),
            lowest=Min("sheet__total", filter=is_sent),
            highest=Max("sheet__total", filter=is_sent),
        )
    )
    return {row.pop("dossier"): {name: value for name, value in row.items() if value is not None} for row in rows}


def _given(keys: Sequence[int], criteria: Iterable[int]) -> dict[int, dict[int, dict[Decimal, int]]]:
    """Return by dossier and criterion how many counting sheets gave which points; one query."""
    found: dict = defaultdict(lambda: defaultdict(dict))
    rows = (
        ScoreLine.objects.filter(
            sheet__assignment__in=Assignment.objects.counting().filter(dossier__in=keys),
            sheet__state=SheetState.SENT,
            criterion__in=list(criteria),
            option__isnull=False,
        )
        .order_by()
        .values_list("sheet__assignment__dossier", "criterion", "option__points")
        .annotate(count=Count("pk"))
    )
    for dossier, criterion, points, count in rows:
        found[dossier][criterion][points] = count
    return found


def _agreed(keys: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    found: dict = defaultdict(dict)
    rows = AgreedOption.objects.filter(dossier__in=keys).order_by()
    for dossier, criterion, points in rows.values_list("dossier", "criterion", "option__points"):
        found[dossier][criterion] = points
    return found
