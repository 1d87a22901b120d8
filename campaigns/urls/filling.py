"""Addresses of units' reports."""

from django.urls import path

from campaigns.views.filling import AttachmentFileView, AttachmentRemoveView, FilesView, SectionView
from campaigns.views.reports import CheckView, CorrectView, MoveView, UnitReportView
from campaigns.views.sent import CompareView, LateChangesExportView, LateChangesView, ReportPaperView, VersionView

urlpatterns = [
    path("don-vi/<int:pk>/", UnitReportView.as_view(), name="unit_report"),
    path("don-vi/<int:pk>/phan/<int:section>/", SectionView.as_view(), name="report_section"),
    path("don-vi/<int:pk>/tep/", FilesView.as_view(), name="report_files"),
    path("don-vi/<int:pk>/kiem-tra/", CheckView.as_view(), name="report_check"),
    path("don-vi/<int:pk>/xu-ly/", MoveView.as_view(), name="report_move"),
    path("don-vi/<int:pk>/sua-so/<slug:code>/", CorrectView.as_view(), name="report_correct"),
    path("don-vi/<int:pk>/ban/<int:number>/", VersionView.as_view(), name="report_version"),
    path("don-vi/<int:pk>/so-sanh/", CompareView.as_view(), name="report_compare"),
    path("don-vi/<int:pk>/van-ban/", ReportPaperView.as_view(), name="report_paper"),
    path("tep/<int:pk>/", AttachmentFileView.as_view(), name="attachment_file"),
    path("tep/<int:pk>/bo/", AttachmentRemoveView.as_view(), name="attachment_remove"),
    path("<int:pk>/so-da-sua/", LateChangesView.as_view(), name="late_changes"),
    path("<int:pk>/so-da-sua/xuat/", LateChangesExportView.as_view(), name="late_changes_export"),
]
