"""A dossier as a list of tasks: its sections, how far each is and what it lacks. Computed, never stored."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import MissingItem
from core.dates import today
from evaluations import conditions
from evaluations.enums import DossierState, Level, SectionKey, SectionState
from evaluations.models import CriteriaSet, Criterion, Dossier, Evidence, SelfScore, SupplementItem
from evaluations.unit_checks import check_items, check_of
from products.enums import RecognitionKind

# What is typed into the form of each section; every field of a dossier stands in one of them.
SECTION_FIELDS = {
    SectionKey.REGISTRATION: ("kind", "received_on", "sample_count", "consultant"),
    SectionKey.BACKGROUND: ("summary", "background", "organisation"),
    SectionKey.RESULTS: (
        "annual_output",
        "annual_revenue_vnd",
        "previous_revenue_vnd",
        "profit_vnd",
        "workers",
        "local_workers",
        "material_result",
        "technology_result",
        "quality_result",
        "market_result",
    ),
    SectionKey.PLAN: ("plan",),
    SectionKey.CHANGES: ("changes",),
}
SECTION_OF_FIELD = {name: key for key, names in SECTION_FIELDS.items() for name in names}
_PAPER_SUBJECT = "paper:"


@dataclass(frozen=True)
class Section:
    """A section with every condition for sending (done or not) and what is only advised."""

    key: SectionKey
    title: str
    url: str
    state: SectionState
    items: Sequence[MissingItem] = ()
    advised: Sequence[MissingItem] = field(default_factory=tuple)
    # What the office wrote when it sent the dossier back, as far as it is not answered.
    wanted: Sequence[str] = field(default_factory=tuple)

    @property
    def missing(self) -> list[MissingItem]:
        """What must still be done."""
        return [item for item in self.items if not item.done]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.state == SectionState.COMPLETE


@dataclass
class _Facts:
    """What the sections of one dossier are judged by, read once."""

    dossier: Dossier
    on: dt.date
    criteria_set: CriteriaSet | None
    supplements: Sequence[SupplementItem]
    criteria: Sequence[Criterion] = ()
    scores: Sequence[SelfScore] = ()
    papers: Sequence[Evidence] = ()


def section_keys(dossier: Dossier, criteria_set: CriteriaSet | None) -> list[SectionKey]:
    """Return the sections that the round's rules ask this dossier for, in the order of the forms.

    Args:
        dossier: with ``round__rule_version``.
        criteria_set: of the dossier; without a public one there is nothing to assess oneself by.
    """
    is_province = dossier.level == Level.PROVINCE
    left_out = {
        SectionKey.SELF_ASSESSMENT: criteria_set is None,
        SectionKey.UNIT_CHECK: not is_province,
        # The ministry is sent what the province has just assessed.
        SectionKey.CHANGES: dossier.kind == RecognitionKind.NEW or not is_province,
    }
    required = set(dossier.round.rule_version.required_sections)
    return [key for key in SectionKey if key.value in required and not left_out.get(key, False)]


def sections_of(dossier: Dossier, *, on: dt.date | None = None) -> list[Section]:
    """Return the sections of a dossier with state and missing items; a constant number of queries.

    Args:
        dossier: with ``product__group``, ``producer`` and ``round__rule_version``, or they are fetched.
        on: the day of sending, today by default; recognitions and papers are asked for this day.
    """
    criteria_set = conditions.current_criteria_set(dossier)
    keys = section_keys(dossier, criteria_set)
    facts = _Facts(dossier, on or today(), criteria_set, _supplements(dossier))
    if SectionKey.SELF_ASSESSMENT in keys:
        scored = Criterion.objects.filter(criteria_set=criteria_set, is_scored=True)
        facts.criteria = list(scored.order_by("position").only("pk", "code"))
        facts.scores = list(dossier.self_scores.all())
    if SectionKey.PAPERS in keys:
        facts.papers = papers_of(dossier)
    return [_section(key, facts) for key in keys]


def section_url(dossier: Dossier, key: str) -> str:
    """Return the page on which the section is filled in."""
    names = {SectionKey.SELF_ASSESSMENT: "self_assessment", SectionKey.UNIT_CHECK: "unit_check_edit"}
    if key == SectionKey.PAPERS:
        return f"{dossier.get_absolute_url()}?tab=files"
    if key in names:
        return reverse(f"evaluations:{names[key]}", args=[dossier.pk])
    return reverse("evaluations:dossier_section", args=[dossier.pk, key])


def papers_of(dossier: Dossier) -> list[Evidence]:
    """Return the papers that count: not taken off, each in its newest version, with the wallet's dates."""
    present = dossier.evidence.present().filter(replaced_by__isnull=True)
    return list(present.select_related("paper_file__paper"))


def open_section(key: str, supplements: Sequence[SupplementItem]) -> list[SupplementItem]:
    """Return the unanswered items of a supplement request that concern the section."""
    return [one for one in supplements if _section_of_subject(one.subject) == key]


def _section(key: SectionKey, facts: _Facts) -> Section:
    url = section_url(facts.dossier, key)
    items, advised, is_begun = _JUDGES[key](facts, url)
    wanted = open_section(key, facts.supplements)
    answers = f"{facts.dossier.get_absolute_url()}#bo-sung"
    items += [MissingItem(_("Bổ sung rồi trả lời: %(note)s") % {"note": one.note}, answers) for one in wanted]
    if wanted:
        state = SectionState.TO_SUPPLEMENT
    elif all(item.done for item in items):
        state = SectionState.COMPLETE
    else:
        state = SectionState.IN_PROGRESS if is_begun else SectionState.NOT_STARTED
    notes = tuple(one.note for one in wanted)
    return Section(key, str(key.label), url, state, tuple(items), tuple(advised), notes)


def _supplements(dossier: Dossier) -> list[SupplementItem]:
    """Return what was asked for and not answered yet, while the dossier waits at its unit."""
    if dossier.state != DossierState.RETURNED:
        return []
    asked = SupplementItem.objects.filter(request__dossier=dossier, request__answered_at__isnull=True)
    return list(asked.filter(answered_at__isnull=True))


def _section_of_subject(subject: str) -> str:
    return SectionKey.PAPERS.value if subject.startswith(_PAPER_SUBJECT) else subject


def _has_any(dossier: Dossier, key: SectionKey) -> bool:
    return any(getattr(dossier, name) not in (None, "") for name in SECTION_FIELDS[key])


def _registration(facts: _Facts, url: str):
    items = list(conditions.registration_items(facts.dossier, url, facts.on))
    return items, [], _has_any(facts.dossier, SectionKey.REGISTRATION)


def _background(facts: _Facts, url: str):
    items = list(conditions.background_items(facts.dossier, url))
    advised = []
    if conditions.asks_for_all_facts(facts.dossier):
        for name, text in (
            ("background", _("Quá trình hình thành, phát triển")),
            ("organisation", _("Tổ chức sản xuất, kinh doanh")),
        ):
            advised += [one for one in conditions.text_items(facts.dossier, url, name, text) if not one.done]
    return items, advised, _has_any(facts.dossier, SectionKey.BACKGROUND)


def _results(facts: _Facts, url: str):
    items = list(conditions.results_items(facts.dossier, url))
    return items, [], _has_any(facts.dossier, SectionKey.RESULTS)


def _self_assessment(facts: _Facts, url: str):
    chosen = {one.criterion_id for one in facts.scores if one.option_id}
    own = {one.pk for one in facts.criteria}
    items = list(conditions.self_assessment_items(facts.criteria, chosen, url))
    return items, [], any(one.criterion_id in own for one in facts.scores)


def _papers(facts: _Facts, url: str):
    items = list(conditions.paper_items(facts.dossier, facts.papers, url, facts.on))
    return items, conditions.advised_papers(facts.papers, url), bool(facts.papers)


def _plan(facts: _Facts, url: str):
    items = list(conditions.text_items(facts.dossier, url, "plan", _("Ghi kế hoạch phát triển")))
    return items, [], _has_any(facts.dossier, SectionKey.PLAN)


def _changes(facts: _Facts, url: str):
    items = list(conditions.text_items(facts.dossier, url, "changes", _("Ghi những thay đổi so với lần trước")))
    return items, [], _has_any(facts.dossier, SectionKey.CHANGES)


def _unit_check(facts: _Facts, _url: str):
    return list(check_items(facts.dossier)), [], check_of(facts.dossier) is not None


_JUDGES = {
    SectionKey.REGISTRATION: _registration,
    SectionKey.BACKGROUND: _background,
    SectionKey.RESULTS: _results,
    SectionKey.SELF_ASSESSMENT: _self_assessment,
    SectionKey.PAPERS: _papers,
    SectionKey.PLAN: _plan,
    SectionKey.CHANGES: _changes,
    SectionKey.UNIT_CHECK: _unit_check,
}
