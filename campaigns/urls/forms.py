"""Addresses of forms."""

urlpatterns: list = []
