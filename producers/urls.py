"""Addresses of the app."""

app_name = "producers"
urlpatterns = []
