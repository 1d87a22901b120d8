"""Addresses of consolidated reports."""

from django.urls import path

from reports.views import consolidations as views

urlpatterns = [
    path("tong-hop/", views.ConsolidationListView.as_view(), name="consolidation_list"),
    path("tong-hop/lap/", views.ConsolidationCreateView.as_view(), name="consolidation_create"),
    path("tong-hop/<int:pk>/", views.ConsolidationDetailView.as_view(), name="consolidation_detail"),
    path("tong-hop/<int:pk>/sua/", views.ConsolidationEditView.as_view(), name="consolidation_edit"),
    path("tong-hop/<int:pk>/xoa/", views.ConsolidationDeleteView.as_view(), name="consolidation_delete"),
    path("tong-hop/<int:pk>/du-thao/", views.ConsolidationDraftView.as_view(), name="consolidation_draft"),
    path("tong-hop/<int:pk>/<slug:key>/", views.PassageView.as_view(), name="consolidation_passage"),
]
