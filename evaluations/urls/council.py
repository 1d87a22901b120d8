"""Councils: seats, sessions, assignment, recusals."""

urlpatterns: list = []
