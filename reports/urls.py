"""Addresses of the app."""

app_name = "reports"
urlpatterns = []
