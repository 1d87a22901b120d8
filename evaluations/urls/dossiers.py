"""Dossiers and their papers."""

from django.urls import path

from evaluations import views
from evaluations.views.evidence import (
    EvidenceCriteriaView,
    EvidenceDetailView,
    EvidenceReplaceView,
    EvidenceWalletView,
)
from evaluations.views.late import LatePermitView
from evaluations.views.money import DossierMoneyView
from evaluations.views.paper_uses import PaperUsesView
from evaluations.views.sections import DossierCheckView, DossierCompareView, SectionEditView
from evaluations.views.self_assessment import SelfAssessmentView
from evaluations.views.supplements import SupplementAnswerView, SupplementAskView
from evaluations.views.unit_checks import UnitCheckEditView

urlpatterns = [
    path("ho-so/", views.DossierListView.as_view(), name="dossier_list"),
    path("ho-so/tao/", views.DossierCreateView.as_view(), name="dossier_create"),
    path("ho-so/tiep-nhan/", views.DossiersAcceptView.as_view(), name="dossiers_accept"),
    path("ho-so/<int:pk>/", views.DossierDetailView.as_view(), name="dossier_detail"),
    path("ho-so/<int:pk>/muc/<str:key>/", SectionEditView.as_view(), name="dossier_section"),
    path("ho-so/<int:pk>/tu-danh-gia/", SelfAssessmentView.as_view(), name="self_assessment"),
    path("ho-so/<int:pk>/trinh/", DossierCheckView.as_view(), name="dossier_check"),
    path("ho-so/<int:pk>/so-sanh/", DossierCompareView.as_view(), name="dossier_compare"),
    path("ho-so/<int:pk>/xu-ly/", views.DossierMoveView.as_view(), name="dossier_move"),
    path("ho-so/<int:pk>/anh/", views.DossierPhotoView.as_view(), name="dossier_photo"),
    path("ho-so/<int:pk>/tai-lieu/them/", views.EvidenceAddView.as_view(), name="evidence_add"),
    path("tai-lieu/<int:pk>/tep/", views.EvidenceFileView.as_view(), name="evidence_file"),
    path("tai-lieu/<int:pk>/bo/", views.EvidenceRemoveView.as_view(), name="evidence_remove"),
    path("san-pham/<int:pk>/ho-so/", views.ProductDossiersView.as_view(), name="product_dossiers"),
    path("ho-so/<int:pk>/tai-lieu/tu-vi/", EvidenceWalletView.as_view(), name="evidence_wallet"),
    path("tai-lieu/<int:pk>/", EvidenceDetailView.as_view(), name="evidence_detail"),
    path("tai-lieu/<int:pk>/tieu-chi/", EvidenceCriteriaView.as_view(), name="evidence_criteria"),
    path("tai-lieu/<int:pk>/thay/", EvidenceReplaceView.as_view(), name="evidence_replace"),
    # papers of the wallet and their use
    path("giay-to/<int:pk>/anh-huong/", PaperUsesView.as_view(), name="paper_uses"),
    # the commune's check, supplements, late entry
    path("ho-so/<int:pk>/kiem-tra/", UnitCheckEditView.as_view(), name="unit_check_edit"),
    path("ho-so/<int:pk>/tra-lai/", SupplementAskView.as_view(), name="supplement_ask"),
    path("ho-so/<int:pk>/bo-sung/", SupplementAnswerView.as_view(), name="supplement_answer"),
    path("dot/<int:pk>/nop-muon/", LatePermitView.as_view(), name="late_permit"),
    path("ho-so/<int:pk>/kinh-phi/", DossierMoneyView.as_view(), name="dossier_money"),
]
