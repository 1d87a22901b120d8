"""Decisions: cancelling, the central track."""

from django.urls import path

from evaluations.views.cancelling import DecisionCancelView, DocumentOutcomesView

urlpatterns: list = [
    path("quyet-dinh/<int:pk>/san-pham/", DocumentOutcomesView.as_view(), name="document_outcomes"),
    path("quyet-dinh/<int:pk>/huy/", DecisionCancelView.as_view(), name="decision_cancel"),
]
