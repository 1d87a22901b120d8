"""Addresses of the app, a module for each part of the work."""

from campaigns.urls import campaigns, filling, forms

app_name = "campaigns"
urlpatterns = [*campaigns.urlpatterns, *forms.urlpatterns, *filling.urlpatterns]
