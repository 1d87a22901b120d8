"""Addresses of directives."""

urlpatterns: list = []
