"""Addresses of the app."""

from django.urls import path

from recognitions.views import board, certificates, lapsed, of_document, public, reminders, renewals

app_name = "recognitions"
urlpatterns = [
    path("cong-nhan/", board.BoardView.as_view(), name="board"),
    path("cong-nhan/xuat/", board.BoardExportView.as_view(), name="board_export"),
    path("cong-nhan/danh-gia-lai/", renewals.RenewalsView.as_view(), name="renewals"),
    path("cong-nhan/nhac-han/", reminders.RemindersView.as_view(), name="reminders"),
    path("cong-nhan/het-hieu-luc/", lapsed.LapsedView.as_view(), name="lapsed"),
    path("cong-nhan/het-hieu-luc/du-thao/", lapsed.LapsedDraftView.as_view(), name="lapsed_draft"),
    path("cong-nhan/giay/", certificates.CertificateListView.as_view(), name="certificates"),
    path("cong-nhan/giay/in/", certificates.CertificatesPrintView.as_view(), name="certificates_print"),
    path("cong-nhan/giay/cap/", certificates.CertificateIssueView.as_view(), name="certificate_issue"),
    path("cong-nhan/giay/<int:pk>/", certificates.CertificateFileView.as_view(), name="certificate_file"),
    path(
        "cong-nhan/giay/theo-quyet-dinh/<int:pk>/",
        of_document.DocumentCertificatesView.as_view(),
        name="document_certificates",
    ),
    path("tra-cuu/<str:code>/", public.public_certificate, name="public"),
]
