"""The portal's own addresses and beside them the sample pages that show every part."""

from django.urls import path

from ocop_portal.urls import urlpatterns as portal
from tests.front_end import views

urlpatterns = [
    *portal,
    path("mau/danh-sach/", views.sample_list, name="sample_list"),
    path("mau/doi-tuong/", views.sample_object, name="sample_object"),
    path("mau/bieu-mau/", views.sample_form, name="sample_form"),
    path("mau/so-lieu/", views.sample_figures, name="sample_figures"),
]
