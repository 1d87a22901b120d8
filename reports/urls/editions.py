"""Addresses of editions."""

from django.urls import path

from reports.views import editions as views

urlpatterns = [
    path("<int:pk>/chot/", views.EditionFreezeView.as_view(), name="edition_freeze"),
    path("<int:pk>/ban-hanh/", views.EditionIssueView.as_view(), name="edition_issue"),
    path("<int:pk>/so-voi-ban-truoc/", views.EditionDifferencesView.as_view(), name="edition_differences"),
    path("<int:pk>/tep/<str:stage>/<str:format>/", views.EditionFileView.as_view(), name="edition_file"),
]
