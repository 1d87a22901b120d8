"""The start page; it reads across the apps, so it lives with the reports."""

from django.urls import path

from reports.views.home import HomeView

urlpatterns = [path("", HomeView.as_view(), name="home")]
