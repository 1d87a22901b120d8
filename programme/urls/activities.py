"""Addresses of activities."""

urlpatterns: list = []
