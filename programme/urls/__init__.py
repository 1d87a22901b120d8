"""Addresses of the app, a module for each part of the work."""

from programme.urls import activities, directives, plans

app_name = "programme"
urlpatterns = [*plans.urlpatterns, *directives.urlpatterns, *activities.urlpatterns]
