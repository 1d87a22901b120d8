"""Addresses of reports, their figures and files."""

from django.urls import path

from reports.views import figures, pages

urlpatterns = [
    path("", pages.ReportListView.as_view(), name="report_list"),
    path("lap/", pages.ReportCreateView.as_view(), name="report_create"),
    path("<int:pk>/", pages.ReportDetailView.as_view(), name="report_detail"),
    path("<int:pk>/tien-do/", pages.ReportProgressView.as_view(), name="report_progress"),
    path("<int:pk>/so-lieu/<str:code>/", figures.ReportFigureView.as_view(), name="report_figure"),
    path("<int:pk>/tep/<str:format>/", pages.ReportFileView.as_view(), name="report_file"),
    path("<int:pk>/lap-lai/", pages.ReportRetryView.as_view(), name="report_retry"),
]
