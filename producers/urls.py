"""Addresses of the app."""

from django.urls import path

from producers import views

app_name = "producers"
urlpatterns = [
    path("", views.ProducerListView.as_view(), name="producer_list"),
    path("xuat/", views.ProducerExportView.as_view(), name="producer_export"),
    path("them/", views.ProducerCreateView.as_view(), name="producer_create"),
    path("trung-ten/", views.ProducerTwinsView.as_view(), name="producer_twins"),
    path("<int:pk>/", views.ProducerDetailView.as_view(), name="producer_detail"),
    path("<int:pk>/sua/", views.ProducerEditView.as_view(), name="producer_edit"),
]
