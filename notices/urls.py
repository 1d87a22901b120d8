"""Addresses of the app."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("", views.NoticeListView.as_view(), name="notice_list"),
    path("da-doc/", views.NoticeReadAllView.as_view(), name="notice_read_all"),
    path("<int:pk>/mo/", views.NoticeOpenView.as_view(), name="notice_open"),
]
