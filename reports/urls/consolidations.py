"""Addresses of consolidations."""

urlpatterns: list = []
