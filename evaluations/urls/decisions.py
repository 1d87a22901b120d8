"""Decisions: cancelling, the central track."""

urlpatterns: list = []
