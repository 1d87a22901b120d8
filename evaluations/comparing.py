"""A dossier beside the one it began from: what changed, what is still valid, what could not go over."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.components import Change
from core.dates import format_date
from core.numbers import format_number
from evaluations.carrying import carry_scores
from evaluations.conditions import current_criteria_set, expired_on
from evaluations.edits import label_of, words_of
from evaluations.enums import EvidenceKind, SectionKey
from evaluations.models import Criterion, Dossier, Evidence, Option, SelfScore
from evaluations.sections import SECTION_FIELDS, papers_of

_COMPARED = tuple(
    name for key in (SectionKey.BACKGROUND, SectionKey.RESULTS, SectionKey.PLAN) for name in SECTION_FIELDS[key]
)


@dataclass(frozen=True)
class ComparedPaper:
    """A paper with what has become of it; ``tone`` is that of the chip."""

    paper: Evidence
    note: str
    tone: str
    detail: str = ""


@dataclass(frozen=True)
class Comparison:
    """Two dossiers of one product.

    Attributes:
        fields: those that differ; ``same``: labels of those that do not.
        levels: criteria with another level than before; ``left``: those whose level found no place in the
            criteria of now and that are still without one.
        papers: of the new dossier; ``gone``: papers of the one before that it does not have.
    """

    previous: Dossier
    fields: Sequence[Change]
    same: Sequence[str]
    levels: Sequence[Change]
    left: Sequence[Criterion]
    papers: Sequence[ComparedPaper]
    gone: Sequence[Evidence]


def compare_with_previous(dossier: Dossier, on: dt.date) -> Comparison:
    """Return what differs from ``dossier.previous_dossier``; a constant number of queries.

    Args:
        dossier: with ``previous_dossier__round``.
        on: the day for which papers are valid or expired.
    """
    previous = dossier.previous_dossier
    pairs = {
        name: (words_of(name, getattr(previous, name)), words_of(name, getattr(dossier, name))) for name in _COMPARED
    }
    levels, left = _levels(dossier, previous)
    papers, gone = _papers(dossier, previous, on)
    return Comparison(
        previous=previous,
        fields=[Change(label_of(name), *pair) for name, pair in pairs.items() if pair[0] != pair[1]],
        same=[label_of(name) for name, pair in pairs.items() if pair[0] == pair[1] and pair[0]],
        levels=levels,
        left=left,
        papers=papers,
        gone=gone,
    )


def _levels(dossier: Dossier, previous: Dossier) -> tuple[list[Change], list[Criterion]]:
    criteria_set = current_criteria_set(dossier)
    rows = Criterion.objects.filter(criteria_set=criteria_set, is_scored=True).prefetch_related("options")
    criteria = list(rows.order_by("position")) if criteria_set else []
    now = {one.criterion_id: one for one in dossier.self_scores.select_related("option")}
    before = list(previous.self_scores.select_related("criterion", "option"))
    carried = carry_scores(before, criteria)
    changes = [
        Change(str(one), _words(old), _words(new))
        for one in criteria
        if (old := carried.scores.get(one.pk, (None, ""))[0]) != (new := _option(now.get(one.pk)))
    ]
    answered = {one.code for one in criteria if _option(now.get(one.pk))}
    return changes, [one for one in carried.left if one.code not in answered]


def _papers(dossier: Dossier, previous: Dossier, on: dt.date) -> tuple[list[ComparedPaper], list[Evidence]]:
    now, before = papers_of(dossier), papers_of(previous)
    hashes = {one.sha256 for one in before}
    wallet = {one.paper_file.paper_id for one in before if one.paper_file_id}
    held = {one.sha256 for one in now}
    held_papers = {one.paper_file.paper_id for one in now if one.paper_file_id}
    gone = [
        one
        for one in before
        if one.sha256 not in held and not (one.paper_file_id and one.paper_file.paper_id in held_papers)
    ]
    return [_compared(one, hashes, wallet, on) for one in now], gone


def _compared(paper: Evidence, hashes: set[str], wallet: set[int], on: dt.date) -> ComparedPaper:
    last = paper.paper_file.paper.expires_on if paper.paper_file_id else None
    detail = _("có giá trị đến hết %(day)s") % {"day": format_date(last)} if last else ""
    if expired := expired_on(paper, on):
        return ComparedPaper(paper, _("Đã hết hạn"), "danger", _("ngày %(day)s") % {"day": format_date(expired)})
    if paper.sha256 in hashes:
        if paper.kind in {EvidenceKind.TEST_REPORT, EvidenceKind.GROWTH, EvidenceKind.LOCAL_LABOUR}:
            return ComparedPaper(paper, _("Nên thay bản mới"), "warning", _("loại giấy tờ lập theo kỳ"))
        note = _("Còn giá trị") if last else _("Từ hồ sơ lần trước")
        return ComparedPaper(paper, note, "success" if last else "neutral", detail)
    if paper.paper_file_id and paper.paper_file.paper_id in wallet:
        return ComparedPaper(paper, _("Bản mới hơn lần trước"), "success", detail)
    return ComparedPaper(paper, _("Mới thêm"), "info", detail)


def _option(score: SelfScore | None) -> Option | None:
    return score.option if score else None


def _words(option: Option | None) -> str:
    if option is None:
        return ""
    return _("%(text)s (%(points)s điểm)") % {"text": option.text, "points": format_number(option.points)}
