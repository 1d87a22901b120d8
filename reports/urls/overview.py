"""Addresses of overview."""

from django.urls import path

from reports.views.overview import OverviewView

urlpatterns = [path("tong-quan/", OverviewView.as_view(), name="overview")]
