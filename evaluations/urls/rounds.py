"""Rounds and their decisions."""

from django.urls import path

from evaluations import views

urlpatterns = [
    path("", views.RoundListView.as_view(), name="round_list"),
    path("dot/tao/", views.RoundCreateView.as_view(), name="round_create"),
    path("dot/<int:pk>/", views.RoundDetailView.as_view(), name="round_detail"),
    path("dot/<int:pk>/sua/", views.RoundEditView.as_view(), name="round_edit"),
    path("dot/<int:pk>/quyet-dinh/", views.RoundDecisionView.as_view(), name="round_decision"),
    path("dot/<int:pk>/chot-diem/", views.RoundCloseView.as_view(), name="round_close"),
]
