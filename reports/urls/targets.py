"""Addresses of targets."""

from django.urls import path

from reports.views import targets

urlpatterns = [
    path("ke-hoach/<int:pk>/tien-do/", targets.PlanProgressView.as_view(), name="plan_progress"),
    path("ke-hoach/<int:pk>/tien-do/xuat/", targets.PlanProgressExportView.as_view(), name="plan_progress_export"),
    path("ke-hoach/<int:pk>/chi-tieu/them/", targets.TargetCreateView.as_view(), name="target_create"),
    path("chi-tieu/<int:pk>/sua/", targets.TargetEditView.as_view(), name="target_edit"),
    path("chi-tieu/<int:pk>/so-lieu/", targets.TargetRowsView.as_view(), name="target_rows"),
]
