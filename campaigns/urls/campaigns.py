"""Addresses of campaigns."""

from django.urls import path

from campaigns.views import board
from campaigns.views import campaigns as views

urlpatterns = [
    path("", views.CampaignListView.as_view(), name="campaign_list"),
    path("tao/", views.CampaignCreateView.as_view(), name="campaign_create"),
    path("<int:pk>/", views.CampaignDetailView.as_view(), name="campaign_detail"),
    path("<int:pk>/sua/", views.CampaignEditView.as_view(), name="campaign_edit"),
    path("<int:pk>/xoa/", views.CampaignDeleteView.as_view(), name="campaign_delete"),
    path("<int:pk>/don-vi/", views.CampaignUnitsView.as_view(), name="campaign_units"),
    path("<int:pk>/mo/", views.CampaignOpenView.as_view(), name="campaign_open"),
    path("<int:pk>/ngoai-le/", views.ExceptionCreateView.as_view(), name="exception_create"),
    path("<int:pk>/ngoai-le/<int:exception_pk>/ket-thuc/", views.ExceptionEndView.as_view(), name="exception_end"),
    path("<int:pk>/tien-do/", board.BoardView.as_view(), name="board"),
    path("<int:pk>/tien-do/xuat/", board.BoardExportView.as_view(), name="board_export"),
    path("<int:pk>/cong-van/", board.AskingLetterView.as_view(), name="asking_letter"),
    path("<int:pk>/nhac/", board.CampaignRemindersView.as_view(), name="campaign_reminders"),
]
