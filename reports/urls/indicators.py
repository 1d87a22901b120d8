"""Addresses of the catalogue of indicators."""

from django.urls import path

from reports.views import indicators

urlpatterns = [
    path("danh-muc-chi-tieu/", indicators.IndicatorListView.as_view(), name="indicator_list"),
    path("danh-muc-chi-tieu/xuat/", indicators.IndicatorExportView.as_view(), name="indicator_export"),
    path("danh-muc-chi-tieu/so-lieu/", indicators.IndicatorRowsView.as_view(), name="indicator_rows"),
]
