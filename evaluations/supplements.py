"""What a dossier was returned for: subjects that can be asked for, and how far the answers are."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.dates import today
from evaluations.conditions import current_criteria_set
from evaluations.deadlines import Deadline, deadline
from evaluations.enums import DossierState, EvidenceKind, SectionKey
from evaluations.models import Dossier, SupplementItem, SupplementRequest
from evaluations.sections import section_keys, section_url

# Working days that a unit has, where the office does not say otherwise.
DEFAULT_DAYS = 10
_PAPER = "paper:"


def subjects_of(dossier: Dossier) -> dict[str, str]:
    """Return what can be asked for, label by subject: the sections of the dossier and the kinds of papers."""
    # The form of registration belongs to every dossier, whatever the version asks for.
    sections = section_keys(dossier, current_criteria_set(dossier)) or [SectionKey.REGISTRATION]
    papers = EvidenceKind if SectionKey.PAPERS in sections else ()
    return {key.value: str(key.label) for key in sections} | {
        f"{_PAPER}{kind.value}": str(kind.label) for kind in papers
    }


def label_of_subject(subject: str) -> str:
    """Return the words for a subject; one that is no longer known stays as it is."""
    if subject.startswith(_PAPER):
        kind = subject.removeprefix(_PAPER)
        return _("Tài liệu: %(kind)s") % {"kind": EvidenceKind(kind).label if kind in EvidenceKind.values else kind}
    return str(SectionKey(subject).label) if subject in SectionKey.values else subject


@dataclass(frozen=True)
class ItemView:
    """An item as the pages show it: what it is about and where to mend it."""

    item: SupplementItem
    label: str
    url: str

    @property
    def is_answered(self) -> bool:
        """Whether the unit has said what it added."""
        return self.item.answered_at is not None


@dataclass(frozen=True)
class RequestView:
    """A request with its items; ``deadline`` while the unit has not sent the dossier again."""

    request: SupplementRequest
    items: list[ItemView]
    deadline: Deadline | None

    @property
    def unanswered(self) -> int:
        """How many items have no answer yet."""
        return sum(not one.is_answered for one in self.items)


def last_request(dossier: Dossier, *, on: dt.date | None = None) -> RequestView | None:
    """Return the latest request with its items; ``None`` where there was none. Two queries."""
    if dossier.state == DossierState.DRAFT:
        return None
    request = dossier.supplements.select_related("asked_by").first()
    if request is None:
        return None
    items = [ItemView(one, label_of_subject(one.subject), _url(dossier, one.subject)) for one in request.items.all()]
    is_open = request.answered_at is None and dossier.state == DossierState.RETURNED
    return RequestView(request, items, deadline(request.due_on, on or today()) if is_open else None)


def _url(dossier: Dossier, subject: str) -> str:
    return section_url(dossier, SectionKey.PAPERS.value if subject.startswith(_PAPER) else subject)
