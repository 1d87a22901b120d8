"""The sections of a dossier as people read them: for the office, the council, and before sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core.dates import format_date
from core.numbers import format_number
from evaluations.conditions import current_criteria_set
from evaluations.edits import label_of, words_of
from evaluations.enums import CheckContent, CheckVerdict, SectionKey, SectionState
from evaluations.known_facts import Fact
from evaluations.models import Dossier, Evidence, EvidenceCriterion, UnitCheck
from evaluations.scorecard import ScoreCard, build_card
from evaluations.sections import SECTION_FIELDS, Section, papers_of, section_url
from evaluations.unit_checks import check_of


@dataclass(frozen=True)
class Block:
    """A section with its content in words.

    Attributes:
        card: the self-assessment, in that section alone.
        papers: in the section of the papers alone.
    """

    section: Section
    facts: Sequence[Fact] = ()
    card: ScoreCard | None = None
    papers: Sequence[Evidence] = field(default_factory=tuple)


def read_sections(dossier: Dossier, sections: Sequence[Section]) -> list[Block]:
    """Return the sections with what stands in them; a constant number of queries."""
    return [_READERS.get(section.key, _fields)(dossier, section) for section in sections]


def with_filled_ones(dossier: Dossier, sections: Sequence[Section]) -> list[Section]:
    """Return the sections with those that the rules do not ask for and that hold something all the same."""
    present = {section.key for section in sections}
    more = [
        Section(key, str(key.label), section_url(dossier, key), SectionState.NOT_NEEDED)
        for key, names in SECTION_FIELDS.items()
        if key not in present and any(getattr(dossier, name) not in (None, "") for name in names)
    ]
    order = list(SectionKey)
    return sorted([*sections, *more], key=lambda one: order.index(one.key))


def self_card(dossier: Dossier) -> ScoreCard | None:
    """Return the criteria of the dossier with the producer's own levels; ``None`` without public criteria."""
    criteria_set = current_criteria_set(dossier)
    if criteria_set is None:
        return None
    choices, texts = stored_self_scores(dossier)
    bands = list(dossier.round.rule_version.bands.all())
    return build_card(criteria_set.pk, bands=bands, choices=choices, comments=texts)


def stored_self_scores(dossier: Dossier) -> tuple[Mapping[int, int], Mapping[int, str]]:
    """Return option and text by criterion as the dossier holds them."""
    rows = list(dossier.self_scores.all())
    choices = {one.criterion_id: one.option_id for one in rows if one.option_id}
    return choices, {one.criterion_id: one.text for one in rows if one.text}


def proofs_of(dossier: Dossier) -> dict[int, list[Evidence]]:
    """Return the papers of the dossier by the criterion that they prove; one query."""
    links = EvidenceCriterion.objects.filter(evidence__dossier=dossier, evidence__removed_at__isnull=True)
    found: dict[int, list[Evidence]] = {}
    for link in links.select_related("evidence").order_by("evidence"):
        found.setdefault(link.criterion_id, []).append(link.evidence)
    return found


def _fields(dossier: Dossier, section: Section) -> Block:
    return Block(section, [_fact(dossier, name) for name in SECTION_FIELDS[section.key]])


def _fact(dossier: Dossier, name: str) -> Fact:
    value = getattr(dossier, name)
    is_long = Dossier._meta.get_field(name).get_internal_type() == "TextField"
    text = words_of(name, value)
    if name.endswith("_vnd") and text:
        text = _("%(amount)s đồng") % {"amount": format_number(value)}
    return Fact(label_of(name).removesuffix(" (đồng)"), text, is_long)


def _self_assessment(dossier: Dossier, section: Section) -> Block:
    return Block(section, card=self_card(dossier))


def _papers(dossier: Dossier, section: Section) -> Block:
    return Block(section, papers=papers_of(dossier))


def _unit_check(dossier: Dossier, section: Section) -> Block:
    check = check_of(dossier)
    return Block(section, _check_facts(check) if check else [])


def _check_facts(check: UnitCheck) -> list[Fact]:
    facts = []
    for content in CheckContent:
        verdict, note = getattr(check, content.value), getattr(check, f"{content.value}_note")
        words = CheckVerdict(verdict).label if verdict else ""
        facts.append(Fact(str(content.label), f"{words}. {note}" if words and note else words or note, is_long=True))
    proposes = {True: _("Đề nghị tỉnh đánh giá"), False: _("Không đề nghị"), None: ""}[check.proposes]
    return [
        *facts,
        Fact(_("Ngày kiểm tra"), format_date(check.checked_on) if check.checked_on else ""),
        Fact(_("Người kiểm tra"), check.checked_by),
        Fact(_("Kết luận"), f"{proposes}. {check.proposal}" if proposes and check.proposal else proposes, is_long=True),
        Fact(_("Số văn bản đề nghị"), check.letter_number),
        Fact(_("Ngày văn bản đề nghị"), format_date(check.letter_on) if check.letter_on else ""),
    ]


_READERS = {
    SectionKey.SELF_ASSESSMENT: _self_assessment,
    SectionKey.PAPERS: _papers,
    SectionKey.UNIT_CHECK: _unit_check,
}
