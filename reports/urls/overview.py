"""Addresses of overview."""

urlpatterns: list = []
