"""Addresses of indicators."""

urlpatterns: list = []
