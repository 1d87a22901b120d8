"""Dossiers and their papers."""

from django.urls import path

from evaluations import views

urlpatterns = [
    path("ho-so/", views.DossierListView.as_view(), name="dossier_list"),
    path("ho-so/tao/", views.DossierCreateView.as_view(), name="dossier_create"),
    path("ho-so/tiep-nhan/", views.DossiersAcceptView.as_view(), name="dossiers_accept"),
    path("ho-so/<int:pk>/", views.DossierDetailView.as_view(), name="dossier_detail"),
    path("ho-so/<int:pk>/sua/", views.DossierEditView.as_view(), name="dossier_edit"),
    path("ho-so/<int:pk>/xu-ly/", views.DossierMoveView.as_view(), name="dossier_move"),
    path("ho-so/<int:pk>/anh/", views.DossierPhotoView.as_view(), name="dossier_photo"),
    path("ho-so/<int:pk>/tai-lieu/them/", views.EvidenceAddView.as_view(), name="evidence_add"),
    path("tai-lieu/<int:pk>/tep/", views.EvidenceFileView.as_view(), name="evidence_file"),
    path("tai-lieu/<int:pk>/bo/", views.EvidenceRemoveView.as_view(), name="evidence_remove"),
    path("san-pham/<int:pk>/ho-so/", views.ProductDossiersView.as_view(), name="product_dossiers"),
]
