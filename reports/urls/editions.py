"""Addresses of editions."""

urlpatterns: list = []
