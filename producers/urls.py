"""Addresses of the app."""

from django.urls import path

from producers import paper_views, views

app_name = "producers"
urlpatterns = [
    path("", views.ProducerListView.as_view(), name="producer_list"),
    path("xuat/", views.ProducerExportView.as_view(), name="producer_export"),
    path("them/", views.ProducerCreateView.as_view(), name="producer_create"),
    path("trung-ten/", views.ProducerTwinsView.as_view(), name="producer_twins"),
    path("<int:pk>/", views.ProducerDetailView.as_view(), name="producer_detail"),
    path("<int:pk>/sua/", views.ProducerEditView.as_view(), name="producer_edit"),
    path("giay-to/", paper_views.PaperListView.as_view(), name="paper_list"),
    path("giay-to/xuat/", paper_views.PaperExportView.as_view(), name="paper_export"),
    path("<int:pk>/giay-to/them/", paper_views.PaperAddView.as_view(), name="paper_add"),
    path("giay-to/<int:pk>/", paper_views.PaperDetailView.as_view(), name="paper_detail"),
    path("giay-to/<int:pk>/sua/", paper_views.PaperEditView.as_view(), name="paper_edit"),
    path("giay-to/<int:pk>/them-tep/", paper_views.PaperFileAddView.as_view(), name="paper_file_add"),
    path("giay-to/<int:pk>/cat/", paper_views.PaperPutAwayView.as_view(), name="paper_put_away"),
    path("giay-to/tep/<int:pk>/", paper_views.PaperFileView.as_view(), name="paper_file"),
]
