"""Addresses of the app."""

from django.urls import path

from recognitions.views import board, public, reminders, renewals

app_name = "recognitions"
urlpatterns = [
    path("cong-nhan/", board.BoardView.as_view(), name="board"),
    path("cong-nhan/xuat/", board.BoardExportView.as_view(), name="board_export"),
    path("cong-nhan/danh-gia-lai/", renewals.RenewalsView.as_view(), name="renewals"),
    path("cong-nhan/nhac-han/", reminders.RemindersView.as_view(), name="reminders"),
    path("tra-cuu/<str:code>/", public.public_certificate, name="public"),
]
