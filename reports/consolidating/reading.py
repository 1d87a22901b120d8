"""A consolidated report as its pages show it: the outline with states, what changed, what stands beside a passage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.sent import SentNarrative, sent_narratives
from programme.enums import Outcome
from reports import registry
from reports.building.data import Figure, TargetLine
from reports.building.keeping import lines_from_json
from reports.consolidating.services import block_of
from reports.consolidating.telling import CHANGE, CHANGE_PERCENT, NAMES, PREVIOUS
from reports.consolidating.template import Heading, PassageSpec, headings_of
from reports.models import Consolidation, Passage, Pick, Report
from reports.reading import shown


class PassageState(TextChoices):
    """How a passage stands, for people who go through the outline."""

    EMPTY = "empty", gettext_lazy("Chưa có nội dung")
    GENERATED = "generated", gettext_lazy("Câu tự động")
    EDITED = "edited", gettext_lazy("Đã sửa")
    CHANGED = "changed", gettext_lazy("Số liệu đã đổi")
    LEFT_OUT = "left_out", gettext_lazy("Không đưa vào báo cáo")

    @property
    def tone(self) -> str:
        """Return how a chip shows it."""
        return _TONES[self]

    @property
    def icon(self) -> str:
        """Return the icon beside the words."""
        return _ICONS[self]


_TONES = {
    PassageState.EMPTY: "neutral",
    PassageState.GENERATED: "success",
    PassageState.EDITED: "info",
    PassageState.CHANGED: "warning",
    PassageState.LEFT_OUT: "neutral",
}
_ICONS = {
    PassageState.EMPTY: "circle-dashed",
    PassageState.GENERATED: "circle-check",
    PassageState.EDITED: "pencil",
    PassageState.CHANGED: "alert-triangle",
    PassageState.LEFT_OUT: "eye-off",
}


@dataclass(frozen=True)
class OutlineRow:
    """A line of the outline: a heading, with the passage under it where words stand there."""

    heading: Heading
    passage: Passage | None
    url: str = ""

    @property
    def state(self) -> PassageState | None:
        """Return how the passage stands; a heading alone has no state."""
        return state_of(self.passage) if self.passage else None

    @property
    def lines(self) -> list[tuple[bool, str]]:
        """Return the words line by line, each with whether it is an item of a list."""
        words = self.passage.text.splitlines() if self.passage else []
        return [(line.lstrip().startswith("-"), line) for line in words if line.strip()]


@dataclass(frozen=True)
class FigureChange:
    """A figure that has changed since the office wrote its words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Offer:
    """A unit's text beside a passage; ``pick`` where it was taken into this passage."""

    sent: SentNarrative
    pick: Pick | None
    is_as_sent: bool
    elsewhere: str = ""

    @property
    def value(self) -> str:
        """Return what a button sends to take it."""
        return f"{self.sent.report_id}:{self.sent.key}"


@dataclass(frozen=True)
class ShownTarget:
    """A target of the plan beside the figures of a passage."""

    line: TargetLine

    @property
    def outcome(self) -> Outcome:
        """Return how it stands, for a chip."""
        return Outcome(self.line.outcome)


def state_of(passage: Passage) -> PassageState:
    """Return how a passage stands."""
    if passage.is_left_out:
        return PassageState.LEFT_OUT
    if passage.changed_figures:
        return PassageState.CHANGED
    if not passage.text.strip():
        return PassageState.EMPTY
    return PassageState.GENERATED if passage.edited is None else PassageState.EDITED


def outline_rows(consolidation: Consolidation, passages: Iterable[Passage]) -> list[OutlineRow]:
    """Return the outline with what the passages say; numbers are those of what would be printed now."""
    by_key = {one.key: one for one in passages}
    printed = [key for key, one in by_key.items() if one.text.strip() and not one.is_left_out]
    return [
        OutlineRow(one, passage, url_of(passage) if passage else "")
        for one in headings_of(consolidation.year, printed)
        for passage in [by_key.get(one.spec.key)]
    ]


def url_of(passage: Passage) -> str:
    """Return the page on which a passage is written."""
    return reverse("reports:consolidation_passage", args=[passage.consolidation_id, passage.key])


def changes_of(passage: Passage) -> list[FigureChange]:
    """Return what changed since the edit, in words; what only follows from another change is left out."""
    changed = passage.changed_figures
    shown_ones = {code: pair for code, pair in changed.items() if not _follows(code, changed)}
    names = _names_of({code.partition("@")[0] for code in shown_ones})
    return [
        FigureChange(_label(code, names), before or _("(không có)"), after or _("(không còn)"))
        for code, (before, after) in shown_ones.items()
    ]


def _label(code: str, names: Mapping[str, str]) -> str:
    """Return what a code of a passage is called; see ``telling``."""
    base, at, derived = code.partition("@")
    words = {
        PREVIOUS: _("%(name)s (cùng kỳ năm trước)"),
        CHANGE: _("%(name)s (chênh lệch với cùng kỳ)"),
        CHANGE_PERCENT: _("%(name)s (tỷ lệ chênh lệch)"),
        NAMES: _("%(name)s (danh sách)"),
    }
    return words.get(f"{at}{derived}", "%(name)s") % {"name": names[base]}


def figures_beside(report: Report | None, codes: Iterable[str]) -> list[Figure]:
    """Return the figures of the newest reading that a passage names; two queries at most."""
    if report is None:
        return []
    wanted = {code.partition("@")[0] for code in codes}
    stored = list(report.figures.filter(code__in=wanted).defer("row_keys").order_by("position"))
    indicators = registry.several(one.code for one in stored)
    return [shown(one, indicators[one.code]) for one in stored]


def targets_beside(report: Report | None, codes: Iterable[str]) -> list[ShownTarget]:
    """Return the targets of the plan whose figure a passage names, as the newest reading had them; one query."""
    if report is None:
        return []
    wanted = {code.partition("@")[0] for code in codes}
    stored = Report.objects.filter(pk=report.pk).values_list("snapshot__targets", flat=True).get() or []
    return [ShownTarget(line) for line in lines_from_json(stored) if line.indicator and line.indicator in wanted]


def newest_reading(consolidation: Consolidation) -> Report | None:
    """Return the edition that read figures last; one query, without what it stores."""
    read = consolidation.editions.filter(snapshot__isnull=False)
    return read.defer("snapshot", "texts").order_by("-pk").first()


def offers_for(passage: Passage, spec: PassageSpec) -> list[Offer]:
    """Return what units sent that fits the passage, with what was taken already; three queries at most."""
    campaign = passage.consolidation.campaign
    if campaign is None or not spec.narratives:
        return []
    picks = Pick.objects.filter(passage__consolidation=passage.consolidation_id).select_related("passage")
    taken: dict[tuple[int, str], list[Pick]] = {}
    for one in picks:
        taken.setdefault((one.report_id, one.narrative), []).append(one)
    names = {one.spec.key: str(one.spec.name) for one in headings_of(passage.consolidation.year, ())}
    offers = []
    for sent in sent_narratives(campaign):
        if sent.key not in spec.narratives:
            continue
        mine = taken.get((sent.report_id, sent.key), [])
        here = next((one for one in mine if one.passage_id == passage.pk), None)
        elsewhere = ", ".join(names.get(one.passage.key, "") for one in mine if one.passage_id != passage.pk)
        offers.append(Offer(sent, here, block_of(sent) in passage.text, elsewhere))
    return offers


def _follows(code: str, changed: dict) -> bool:
    base, at, derived = code.partition("@")
    return f"{at}{derived}" in {CHANGE, CHANGE_PERCENT} and (base in changed or f"{base}{PREVIOUS}" in changed)


def _names_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of codes: those of indicators, and of what else a sentence names; one query at most."""
    known = {code: _name_of(code) for code in codes}
    asked = [code for code, name in known.items() if not name]
    try:
        indicators = registry.several(asked)
    except KeyError:
        # An indicator that is no more, in a text of long ago.
        indicators = {}
    return {code: name or str(getattr(indicators.get(code), "name", _("Số liệu"))) for code, name in known.items()}


def _name_of(code: str) -> str:
    """Return the name of what is no indicator, else nothing."""
    kind, colon, _rest = code.partition(":")
    named = {
        "document": _("Văn bản"),
        "directive": _("Văn bản chỉ đạo"),
        "task": _("Nhiệm vụ được giao"),
        "target": _("Kết quả chỉ tiêu kế hoạch"),
        "next_plan": _("Kế hoạch kỳ tới"),
        "next_target": _("Chỉ tiêu của kế hoạch kỳ tới"),
    }
    alone = {
        "targets.met": _("Số chỉ tiêu đạt"),
        "targets.total": _("Số chỉ tiêu của kế hoạch"),
        "directives.tasks": _("Lượt nhiệm vụ được giao"),
        "directives.done": _("Lượt nhiệm vụ đã hoàn thành"),
        "directives.overdue": _("Lượt nhiệm vụ quá hạn"),
    }
    return named.get(kind, _("Nội dung")) if colon else alone.get(code, "")
