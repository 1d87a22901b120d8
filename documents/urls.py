"""Addresses of the app."""

from django.urls import path

from documents import views

app_name = "documents"
urlpatterns = [
    path("", views.DocumentListView.as_view(), name="document_list"),
    path("tao/", views.DocumentCreateView.as_view(), name="document_create"),
    path("<int:pk>/", views.DocumentDetailView.as_view(), name="document_detail"),
    path("<int:pk>/sua/", views.DocumentEditView.as_view(), name="document_edit"),
    path("<int:pk>/tep/", views.DocumentFileView.as_view(), name="document_file"),
]
