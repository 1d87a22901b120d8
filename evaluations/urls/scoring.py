"""Score sheets and results."""

from django.urls import path

from evaluations import views

urlpatterns = [
    path("ho-so/<int:pk>/cham-diem/", views.SheetEditView.as_view(), name="sheet_edit"),
    path("ho-so/<int:pk>/cham-diem/gui/", views.SheetSendView.as_view(), name="sheet_send"),
    path("ho-so/<int:pk>/chot-diem/", views.ScoringCloseView.as_view(), name="scoring_close"),
]
