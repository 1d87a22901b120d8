"""Addresses of the app, a module for each part of the work."""

from reports.urls import consolidations, editions, indicators, overview, pages, targets

app_name = "reports"
urlpatterns = [
    *pages.urlpatterns,
    *indicators.urlpatterns,
    *targets.urlpatterns,
    *overview.urlpatterns,
    *consolidations.urlpatterns,
    *editions.urlpatterns,
]
