"""The start page; it reads across the apps, so it lives with the reports."""

urlpatterns = []
