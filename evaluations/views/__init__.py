"""Pages of the evaluation."""

from evaluations.views.decisions import RoundDecisionView
from evaluations.views.dossiers import (
    DossierCreateView,
    DossierDetailView,
    DossierListView,
    DossierMoveView,
    DossierPhotoView,
    DossiersAcceptView,
    ProductDossiersView,
)
from evaluations.views.evidence import EvidenceAddView, EvidenceFileView, EvidenceRemoveView
from evaluations.views.rounds import (
    RoundCloseView,
    RoundCreateView,
    RoundDetailView,
    RoundEditView,
    RoundListView,
    ScoringCloseView,
)
from evaluations.views.sheets import SheetEditView, SheetSendView

__all__ = [
    "DossierCreateView",
    "DossierDetailView",
    "DossierListView",
    "DossierMoveView",
    "DossierPhotoView",
    "DossiersAcceptView",
    "EvidenceAddView",
    "EvidenceFileView",
    "EvidenceRemoveView",
    "ProductDossiersView",
    "RoundCloseView",
    "RoundCreateView",
    "RoundDecisionView",
    "RoundDetailView",
    "RoundEditView",
    "RoundListView",
    "ScoringCloseView",
    "SheetEditView",
    "SheetSendView",
]
