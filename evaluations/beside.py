"""What stands beside a criterion while it is scored: papers, the producer's claim, the commune's check.

What other members chose is shown without names, and only to who has sent the own sheet.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from core.text import normalise_search
from evaluations.enums import CheckContent, CheckVerdict, SheetState
from evaluations.models import Assignment, Criterion, Dossier, Evidence, Option, ScoreLine, SelfScore
from evaluations.papers import papers_by_criterion
from evaluations.unit_checks import check_of

# The four contents of Mẫu 03 and the words by which the criteria of all sets name them.
_WORDS = {
    CheckContent.MATERIAL: ("nguon nguyen lieu", "nguon goc san pham"),
    CheckContent.LABOUR: ("lao dong dia phuong",),
    CheckContent.IDEA: ("nguon goc y tuong",),
    CheckContent.IDENTITY: ("ban sac",),
}
_TONES = {CheckVerdict.MET: "success", CheckVerdict.PARTLY: "warning", CheckVerdict.NOT_MET: "danger"}


@dataclass(frozen=True)
class Checked:
    """What the commune says of a content."""

    content: CheckContent
    verdict: CheckVerdict
    note: str

    @property
    def tone(self) -> str:
        """The tone of the chip."""
        return _TONES[self.verdict]


@dataclass(frozen=True)
class OthersChose:
    """An option and how many other members chose it."""

    option: Option
    sheets: int


@dataclass(frozen=True)
class Beside:
    """Everything beside one criterion."""

    papers: Sequence[Evidence] = ()
    claim: SelfScore | None = None
    check: Checked | None = None
    others: Sequence[OthersChose] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.papers or self.claim or self.check or self.others)


def beside_of(
    dossier: Dossier, criteria: Iterable[Criterion], *, own_assignment: int | None = None
) -> dict[int, Beside]:
    """Return what stands beside each criterion by its key; four queries, one more for the others.

    Args:
        dossier: with ``unit_check`` at hand, or it is fetched.
        own_assignment: of the member who has sent; ``None`` shows nothing of the others.
    """
    criteria = list(criteria)
    papers = papers_by_criterion(dossier)
    claims = {one.criterion_id: one for one in dossier.self_scores.select_related("option")}
    check = check_of(dossier)
    others = _others(dossier, own_assignment) if own_assignment else {}
    return {
        one.pk: Beside(
            papers=papers.get(one.pk, ()),
            claim=claims.get(one.pk),
            check=_checked(check, one.title),
            others=others.get(one.pk, ()),
        )
        for one in criteria
    }


def content_of(title: str) -> CheckContent | None:
    """Return the content of the commune's check that a criterion is about, by the words of its title."""
    words = normalise_search(title)
    return next((content for content, keys in _WORDS.items() if any(key in words for key in keys)), None)


def _checked(check, title: str) -> Checked | None:
    content = content_of(title) if check else None
    verdict = getattr(check, content.value) if content else ""
    return Checked(content, CheckVerdict(verdict), getattr(check, f"{content.value}_note")) if verdict else None


def _others(dossier: Dossier, own_assignment: int) -> Mapping[int, list[OthersChose]]:
    """Return by criterion the options of the other sheets that were sent and count, the highest first."""
    rows = Assignment.objects.counting().filter(dossier=dossier, sheet__state=SheetState.SENT)
    others = rows.exclude(pk=own_assignment)
    lines = ScoreLine.objects.filter(sheet__assignment__in=others, option__isnull=False)
    counts = Counter(dict(lines.order_by().values_list("option").annotate(Count("pk"))))
    found = defaultdict(list)
    for option in Option.objects.filter(pk__in=counts).order_by("-points", "position"):
        found[option.criterion_id].append(OthersChose(option, counts[option.pk]))
    return found
