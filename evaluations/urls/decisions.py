"""Decisions: cancelling, the central track."""

from django.urls import path

from evaluations.views.cancelling import DecisionCancelView, DocumentOutcomesView
from evaluations.views.central import CentralTrackView

urlpatterns: list = [
    path("quyet-dinh/<int:pk>/san-pham/", DocumentOutcomesView.as_view(), name="document_outcomes"),
    path("quyet-dinh/<int:pk>/huy/", DecisionCancelView.as_view(), name="decision_cancel"),
    path("ho-so/<int:pk>/trung-uong/", CentralTrackView.as_view(), name="central_track"),
]
