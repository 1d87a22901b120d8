"""Addresses of the app."""

from django.urls import path

from evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.RoundListView.as_view(), name="round_list"),
    path("dot/tao/", views.RoundCreateView.as_view(), name="round_create"),
    path("dot/<int:pk>/", views.RoundDetailView.as_view(), name="round_detail"),
    path("dot/<int:pk>/sua/", views.RoundEditView.as_view(), name="round_edit"),
    path("dot/<int:pk>/hoi-dong/", views.RoundCouncilView.as_view(), name="round_council"),
    path("dot/<int:pk>/quyet-dinh/", views.RoundDecisionView.as_view(), name="round_decision"),
    path("dot/<int:pk>/chot-diem/", views.RoundCloseView.as_view(), name="round_close"),
    path("ho-so/", views.DossierListView.as_view(), name="dossier_list"),
    path("ho-so/tao/", views.DossierCreateView.as_view(), name="dossier_create"),
    path("ho-so/tiep-nhan/", views.DossiersAcceptView.as_view(), name="dossiers_accept"),
    path("ho-so/<int:pk>/", views.DossierDetailView.as_view(), name="dossier_detail"),
    path("ho-so/<int:pk>/sua/", views.DossierEditView.as_view(), name="dossier_edit"),
    path("ho-so/<int:pk>/xu-ly/", views.DossierMoveView.as_view(), name="dossier_move"),
    path("ho-so/<int:pk>/anh/", views.DossierPhotoView.as_view(), name="dossier_photo"),
    path("ho-so/<int:pk>/tai-lieu/them/", views.EvidenceAddView.as_view(), name="evidence_add"),
    path("ho-so/<int:pk>/cham-diem/", views.SheetEditView.as_view(), name="sheet_edit"),
    path("ho-so/<int:pk>/cham-diem/gui/", views.SheetSendView.as_view(), name="sheet_send"),
    path("ho-so/<int:pk>/chot-diem/", views.ScoringCloseView.as_view(), name="scoring_close"),
    path("tai-lieu/<int:pk>/tep/", views.EvidenceFileView.as_view(), name="evidence_file"),
    path("tai-lieu/<int:pk>/bo/", views.EvidenceRemoveView.as_view(), name="evidence_remove"),
    path("san-pham/<int:pk>/ho-so/", views.ProductDossiersView.as_view(), name="product_dossiers"),
]
