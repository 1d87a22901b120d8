"""Addresses of the app."""

from django.urls import path

from producers.views import pages, papers

app_name = "producers"
urlpatterns = [
    path("", pages.ProducerListView.as_view(), name="producer_list"),
    path("xuat/", pages.ProducerExportView.as_view(), name="producer_export"),
    path("them/", pages.ProducerCreateView.as_view(), name="producer_create"),
    path("trung-ten/", pages.ProducerTwinsView.as_view(), name="producer_twins"),
    path("<int:pk>/", pages.ProducerDetailView.as_view(), name="producer_detail"),
    path("<int:pk>/sua/", pages.ProducerEditView.as_view(), name="producer_edit"),
    path("giay-to/", papers.PaperListView.as_view(), name="paper_list"),
    path("giay-to/xuat/", papers.PaperExportView.as_view(), name="paper_export"),
    path("<int:pk>/giay-to/them/", papers.PaperAddView.as_view(), name="paper_add"),
    path("giay-to/<int:pk>/", papers.PaperDetailView.as_view(), name="paper_detail"),
    path("giay-to/<int:pk>/sua/", papers.PaperEditView.as_view(), name="paper_edit"),
    path("giay-to/<int:pk>/them-tep/", papers.PaperFileAddView.as_view(), name="paper_file_add"),
    path("giay-to/<int:pk>/cat/", papers.PaperPutAwayView.as_view(), name="paper_put_away"),
    path("giay-to/tep/<int:pk>/", papers.PaperFileView.as_view(), name="paper_file"),
]
