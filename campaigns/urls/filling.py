"""Addresses of filling."""

urlpatterns: list = []
