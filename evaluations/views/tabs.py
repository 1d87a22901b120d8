"""What each tab of a dossier's page shows."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from core.components import Tab
from core.dates import today
from evaluations.check_forms import AnswerForm
from evaluations.enums import DossierState
from evaluations.evidence_forms import EvidenceForm, WalletForm
from evaluations.history import history_of
from evaluations.models import Dossier
from evaluations.papers import paper_groups
from evaluations.reading import read_sections, with_filled_ones
from evaluations.sections import Section
from evaluations.subject import subject_of
from evaluations.supplements import last_request
from evaluations.views.score_tab import score_context

TABS = ("info", "files", "scores", "history")


def last_return(dossier: Dossier):
    """The move that sent the dossier back, while it waits to be mended."""
    if dossier.state != DossierState.RETURNED:
        return None
    return dossier.moves.filter(action="return").select_related("actor").first()


def supplement_context(user, dossier: Dossier, *, may_edit: bool) -> dict:
    """Return the latest request for supplement, and the form of its answers for those who give them."""
    supplement = None if user.is_council_member else last_request(dossier)
    asked = supplement.request if supplement else None
    may_answer = may_edit and asked is not None and asked.answered_at is None
    return {"supplement": supplement, "answer_form": AnswerForm(asked=asked) if may_answer else None}


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


def _files(user, dossier: Dossier, may_edit, _sections) -> dict:
    papers = list(dossier.evidence.present().for_list())
    return {
        "has_papers": bool(papers),
        "paper_groups": paper_groups(papers, with_empty=may_edit),
        "evidence_form": EvidenceForm(dossier=dossier) if may_edit else None,
        "wallet_form": WalletForm(user=user, dossier=dossier) if may_edit else None,
    }


def _scores(user, dossier: Dossier, _may_edit, _sections) -> dict:
    return score_context(user, dossier)


def _history(user, dossier: Dossier, _may_edit, _sections) -> dict:
    return {"history": history_of(dossier, user)}


def context_of(tab: str, user, dossier: Dossier, *, may_edit: bool, sections: Sequence[Section]) -> dict:
    """Return what the templates of the tab need."""
    return _CONTEXTS[tab](user, dossier, may_edit, sections)


_CONTEXTS = {"info": _info, "files": _files, "scores": _scores, "history": _history}
