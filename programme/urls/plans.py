"""Addresses of plans."""

from django.urls import path

from programme.views import plans

urlpatterns = [
    path("ke-hoach/", plans.PlanListView.as_view(), name="plan_list"),
    path("ke-hoach/them/", plans.PlanCreateView.as_view(), name="plan_create"),
    path("ke-hoach/<int:pk>/", plans.PlanDetailView.as_view(), name="plan_detail"),
    path("ke-hoach/<int:pk>/sua/", plans.PlanEditView.as_view(), name="plan_edit"),
    path("chi-tieu/<int:pk>/", plans.TargetDetailView.as_view(), name="target_detail"),
    path("chi-tieu/<int:pk>/xoa/", plans.TargetDeleteView.as_view(), name="target_delete"),
    path("chi-tieu/<int:pk>/ket-qua/", plans.ResultCreateView.as_view(), name="result_create"),
    path("ket-qua/<int:pk>/tep/", plans.ResultFileView.as_view(), name="result_file"),
]
