"""What each tab of a dossier's page shows."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import Tab
from core.dates import today
from evaluations import rules
from evaluations.board import board_of, missed_by_council, sheet_summaries
from evaluations.completeness import recognition_by
from evaluations.enums import DossierState
from evaluations.forms import EvidenceForm
from evaluations.history import history_of
from evaluations.models import Assignment, Dossier
from evaluations.papers import paper_groups
from evaluations.reading import read_sections, with_filled_ones
from evaluations.scoring import shown_mean
from evaluations.sections import Section
from evaluations.subject import subject_of

TABS = ("info", "files", "scores", "history")


def last_return(dossier: Dossier):
    """The move that sent the dossier back, while it waits to be mended."""
    if dossier.state != DossierState.RETURNED:
        return None
    return dossier.moves.filter(action="return").select_related("actor").first()


def tabs_of(dossier: Dossier, active: str) -> list[Tab]:
    """Return the tabs, with the number of papers."""
    papers = dossier.evidence.present().count()
    labels = {
        "info": (_("Hồ sơ"), None),
        "files": (_("Tài liệu"), papers),
        "scores": (_("Chấm điểm"), None),
        "history": (_("Lịch sử"), None),
    }
    page = reverse("evaluations:dossier_detail", args=[dossier.pk])
    return [Tab(label, f"{page}?tab={key}", key == active, count) for key, (label, count) in labels.items()]


def _info(_user, dossier: Dossier, may_edit, sections) -> dict:
    """The list of tasks for those who fill it in; for everybody else what stands in the sections."""
    blocks = [] if may_edit else read_sections(dossier, with_filled_ones(dossier, sections))
    return {"subject": subject_of(dossier.product, today()), "blocks": blocks}


def _files(_user, dossier: Dossier, may_edit, _sections) -> dict:
    papers = list(dossier.evidence.present())
    return {
        "has_papers": bool(papers),
        "paper_groups": paper_groups(papers, with_empty=may_edit),
        "evidence_form": EvidenceForm() if may_edit else None,
    }


def _scores(user, dossier: Dossier, _may_edit, _sections) -> dict:
    context = {"may_close": rules.may_manage_rounds(user)}
    if user.is_council_member:
        mine = Assignment.objects.visible_to(user).filter(dossier=dossier)
        context["assignment"] = mine.select_related("sheet").first()
    result = getattr(dossier, "result", None)
    if result is not None and rules.may_see_result(user, dossier):
        bands = list(dossier.round.rule_version.bands.all())
        context["mean"] = shown_mean(result.points_sum, result.sheet_count, bands=bands)
        if rules.may_see_all_sheets(user, dossier):
            context["summaries"] = sheet_summaries(dossier)
            context["parts"] = list(dossier.criteria_set.parts.all())
            context["missed"] = missed_by_council([dossier]).get(dossier.pk, [])
    elif rules.may_see_board(user) and dossier.state == DossierState.ACCEPTED:
        context["board"] = board_of(dossier.round, [dossier])
    if dossier.state == DossierState.RECOGNISED:
        context["recognition"] = recognition_by(dossier)
    return context


def _history(_user, dossier: Dossier, _may_edit, _sections) -> dict:
    return {"history": history_of(dossier)}


def context_of(tab: str, user, dossier: Dossier, *, may_edit: bool, sections: Sequence[Section]) -> dict:
    """Return what the templates of the tab need."""
    return _CONTEXTS[tab](user, dossier, may_edit, sections)


_CONTEXTS = {"info": _info, "files": _files, "scores": _scores, "history": _history}
