"""Councils: seats, sessions, assignment, recusals."""

from django.urls import path

from evaluations.views.assigning import RecusalCreateView, RecusalUndoView, RoundAssignmentsView
from evaluations.views.council import (
    CouncilCopyView,
    InterestListView,
    InterestRemoveView,
    RoundConflictsView,
    RoundCouncilView,
)
from evaluations.views.sessions import SessionCreateView, SessionDetailView, SessionEditView

urlpatterns = [
    path("dot/<int:pk>/hoi-dong/", RoundCouncilView.as_view(), name="round_council"),
    path("dot/<int:pk>/hoi-dong/sao-chep/", CouncilCopyView.as_view(), name="council_copy"),
    path("dot/<int:pk>/phan-cong/", RoundAssignmentsView.as_view(), name="round_assignments"),
    path("dot/<int:pk>/xung-dot/", RoundConflictsView.as_view(), name="round_conflicts"),
    path("dot/<int:pk>/phien-hop/ghi/", SessionCreateView.as_view(), name="session_create"),
    path("phien-hop/<int:pk>/", SessionDetailView.as_view(), name="session_detail"),
    path("phien-hop/<int:pk>/sua/", SessionEditView.as_view(), name="session_edit"),
    path("ho-so/<int:pk>/khong-cham/", RecusalCreateView.as_view(), name="recusal_create"),
    path("ho-so/<int:pk>/khong-cham/bo/", RecusalUndoView.as_view(), name="recusal_undo"),
    path("quan-he/", InterestListView.as_view(), name="interest_list"),
    path("quan-he/<int:pk>/bo/", InterestRemoveView.as_view(), name="interest_remove"),
]
