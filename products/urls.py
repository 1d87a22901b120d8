"""Addresses of the app."""

app_name = "products"
urlpatterns = []
